package routing

import (
	"strings"

	"turno/internal/core"
)

const skillsPerAgentMax = 100

// signIn brings an agent to the floor.
func (e *Engine) signIn(c *SignIn) error {
	p := e.profiles[c.Agent.Profile]
	switch {
	case c.Agent.ID.IsZero():
		return core.FieldErrorf(core.Invalid, "agent.id", "an id is needed")
	case p == nil:
		return core.FieldErrorf(core.Invalid, "agent.profile", "no profile %q", c.Agent.Profile)
	case e.agents.get(&c.Agent.ID) != nil:
		return core.FieldErrorf(core.Conflict, "agent.id", "the agent is signed in already")
	}
	if err := e.checkSkills("agent.skills", c.Agent.Skills); err != nil {
		return err
	}
	a := &agent{
		ID: c.Agent.ID, number: e.roster.number(c.Agent.ID), Agent: c.Agent,
		profile: p, presence: core.NotReady, reason: core.ReasonSignedIn,
	}
	a.held = a.hand[:0]
	a.Skills = canonicalSkills(c.Agent.Skills)
	a.Site, a.Team = strings.Clone(c.Agent.Site), strings.Clone(c.Agent.Team)
	a.Profile = p.key
	if c.Ready {
		a.presence, a.reason = core.Ready, ""
	}
	a.since, a.idleSince, a.occupancyAt = e.now, e.now, e.now
	a.activity, a.activitySince = core.Idle, e.now
	e.agents.put(a.ID, a)
	e.joinGroup(a)
	e.wordNotReady(a)
	e.emitPresence(a, "")
	e.freed(a)
	return nil
}

func (e *Engine) checkSkills(field string, skills []Need) error {
	if len(skills) > skillsPerAgentMax {
		return core.FieldErrorf(core.Invalid, field, "at most %d skills", skillsPerAgentMax)
	}
	if err := checkLevels(field, skills, 1); err != nil {
		return err
	}
	if !e.in.knowsSkills(skills) {
		return core.FieldErrorf(core.Invalid, field, "at most %d different skills", skillsMax)
	}
	return nil
}

// joinGroup puts an agent with its profile and skills where works look for it.
func (e *Engine) joinGroup(a *agent) {
	a.group = e.groupFor(a)
	a.group.members++
	for i := range a.profile.rows {
		a.profile.rows[i].q.addAgent(a)
	}
}

// leaveGroup undoes it; queues that lose their last agent are tested for
// overflow.
func (e *Engine) leaveGroup(a *agent) {
	e.leaveFree(a)
	a.group.members--
	a.group = nil
	for i := range a.profile.rows {
		q := a.profile.rows[i].q
		q.removeAgent(a)
		if !q.staffed() {
			e.testAll(q, Unstaffed)
		}
	}
}

// signOut takes an agent off the floor.
func (e *Engine) signOut(c *SignOut) error {
	a, err := e.agentByID(c.Agent)
	if err != nil {
		return err
	}
	if n, aside := a.works(), len(a.aside); n+aside > 0 && !c.Force {
		return core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent still has %d works in hand and %d set aside", n, aside)
	}
	a.out = true // nothing is offered to the agent from here on
	a.pending, a.pendingReason = "", ""
	if w := a.offered; w != nil {
		e.withdraw(w, CauseSignOut)
	}
	for len(a.held) > 0 {
		h := &a.held[0]
		if h.wrapUp {
			e.endWrapUp(h.work, h.leg, CauseSignOut)
		} else {
			e.returnWork(h.work)
		}
	}
	e.bringBack(a, CauseSignOut, func(*work) bool { return true })
	e.checkReservations(a, true)
	e.timers.remove(&a.timer)
	e.leaveGroup(a)
	a.presence, a.reason = core.Offline, ""
	e.emitPresence(a, CauseSignOut)
	e.agents.remove(&a.ID)
	if a.known {
		e.goneAgents = append(e.goneAgents, a.ID)
	}
	return nil
}

// giveBack is an agent's Return.
func (e *Engine) giveBack(c *Return) error {
	w, err := e.assignedWork(c.Work)
	if err != nil {
		return err
	}
	e.returnWork(w)
	return nil
}

// assignedWork finds a work that an agent has.
func (e *Engine) assignedWork(id core.ID) (*work, error) {
	w, err := e.workByID(id)
	if err != nil {
		return nil, err
	}
	if w.status != assigned {
		return nil, core.FieldErrorf(core.Conflict, "work", "the work is not with an agent, it is %s", w.status)
	}
	return w, nil
}

// returnWork puts an assigned work back to its place, in the same leg.
func (e *Engine) returnWork(w *work) {
	a := w.agent
	e.dropWhy(w)
	w.agent, w.offer, w.held = nil, 0, false
	e.backToLine(w)
	e.dropHeld(a, w.ID, w.leg)
}

// backToLine puts a work that was assigned or parked where it was.
func (e *Engine) backToLine(w *work) {
	e.setStatus(w, waiting)
	w.dropDeclined(e.now)
	w.slice = int32(w.queue.sliceAt(e.now.Sub(w.queued)))
	e.rekey(w)
	ef := e.emitQueued(w)
	ef.Returned = true
	e.joinLine(w)
	e.retime(w)
	e.touch(w)
	e.untest(w)
}
