package routing

import "turno/internal/core"

// moveAgent changes what an agent serves and where. Works in hand stay; what is
// set aside goes back to its place if the agent served its queue and does no more:
// a visitor of the old site would wait for somebody who is elsewhere.
func (e *Engine) moveAgent(c *MoveAgent) error {
	a, err := e.agentByID(c.Agent)
	if err != nil {
		return err
	}
	p := a.profile
	if c.Profile != "" {
		if p = e.profiles[c.Profile]; p == nil {
			return core.Faultf(core.Invalid, "profile", core.FaultUnknown, "no profile %q", c.Profile)
		}
	}
	if err := e.checkSkills("skills", c.Skills); err != nil {
		return err
	}
	if c.Site != "" {
		a.Site = c.Site
	}
	if c.Team != "" {
		a.Team = c.Team
	}
	if c.Skills != nil {
		a.Skills = canonicalSkills(c.Skills)
	}
	before := a.group
	if p != a.profile || c.Skills != nil {
		e.leaveGroup(a)
		a.profile, a.Profile = p, p.key
		e.joinGroup(a)
	}
	ef := e.emit(AgentMoved)
	ef.Agent, ef.Site, ef.Team, ef.Profile = a.ID, a.Site, a.Team, a.Profile
	e.bringBack(a, CauseMoved, func(w *work) bool { return before.serves(w) && !a.group.serves(w) })
	e.afterMove(a)
	return nil
}

// afterMove ends what the agent's profile, skills or capacity rule out now, and
// lets the agent look for work.
func (e *Engine) afterMove(a *agent) {
	e.checkReservations(a, false)
	if w := a.offered; w != nil && !e.offerHolds(w) {
		e.withdraw(w, CauseMoved)
	}
	e.continueInterrupted(a)
	e.freed(a)
}

// offerHolds reports whether the agent of an offer may still have it.
func (e *Engine) offerHolds(w *work) bool {
	a := w.agent
	if a.roomFor(w.channel) == noRoom {
		return false
	}
	if w.reserved == a && w.reservedHard {
		return true
	}
	return a.group.serves(w) && a.group.fitsNeeds(w.needs)
}
