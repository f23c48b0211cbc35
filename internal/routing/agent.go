package routing

import (
	"slices"

	"turno/internal/core"
)

// agent is the engine's side of an AgentState. What explanations and matching
// ask of one agent after the other stands together at the top, in lines of 64
// bytes as in a work.
type agent struct {
	group    *group
	profile  *profile
	presence core.Presence
	pending  core.Presence
	offered  *work
	breather core.Instant

	held          []held
	since         core.Instant
	activitySince core.Instant
	idleSince     core.Instant
	stamp         uint64
	notReady      word // for the present or pending reason
	number        int32

	hand                              [1]held // where held begins: most hold one thing
	touched, moved, dirty, known, out bool
	busy                              bool

	ID        core.ID
	class     *class
	freeSince core.Instant
	// What the last ActivityChanged said.
	activity  core.Activity
	shownWork core.ID

	shownWorks  int
	occupancy   uint64
	occupancyAt core.Instant
	expired     uint64
	reserved    []*work // in no order
	aside       []*work // what this agent parked, in no order

	Agent         // its ID is the agent's
	reason        string
	pendingReason string
	timer         timerRef
}

// available reports whether the agent may be offered something now, as far as
// that does not depend on the work.
func (a *agent) available() bool {
	return a.presence == core.Ready && a.pending == "" && a.offered == nil && a.breather == 0 && !a.out
}

// works is the number of works in hand, wrap-ups not counted.
func (a *agent) works() int {
	n := 0
	for i := range a.held {
		if !a.held[i].wrapUp {
			n++
		}
	}
	return n
}

// doing is the agent's activity with the work it is about.
func (a *agent) doing() (core.Activity, *work) {
	var wrapping *work
	for i := range slices.Backward(a.held) {
		if !a.held[i].wrapUp {
			return core.Engaged, a.held[i].work
		}
		if wrapping == nil {
			wrapping = a.held[i].work
		}
	}
	if a.offered != nil {
		return core.Offered, a.offered
	}
	if wrapping != nil {
		return core.WrapUp, wrapping
	}
	return core.Idle, nil
}

// noteActivity remembers an agent whose activity may have changed; settle emits
// one effect for all that happened to it at an instant.
func (e *Engine) noteActivity(a *agent) {
	if !a.moved {
		a.moved = true
		e.movedAgents = append(e.movedAgents, a)
	}
}

// showActivities emits ActivityChanged for the agents whose activity changed.
func (e *Engine) showActivities() {
	for i, a := range e.movedAgents {
		e.movedAgents[i] = nil
		a.moved = false
		if !a.out {
			e.showActivity(a)
		}
	}
	e.movedAgents = e.movedAgents[:0]
}

func (e *Engine) showActivity(a *agent) {
	activity, w := a.doing()
	works, id := a.works(), core.NoID
	if w != nil {
		id = w.ID
	}
	if activity == a.activity && works == a.shownWorks && id == a.shownWork {
		return
	}
	if activity != a.activity {
		a.activity, a.activitySince = activity, e.now
	}
	a.shownWork, a.shownWorks = id, works
	ef := e.emit(ActivityChanged)
	ef.Agent, ef.Activity, ef.Works, ef.Work = a.ID, activity, works, id
	if w != nil {
		ef.Channel = e.in.names[w.channel]
	}
	e.saveAgent(a)
}

// touchAgent notes that the agent may now be able to take something.
func (e *Engine) touchAgent(a *agent) {
	if !a.touched && a.available() {
		a.touched = true
		e.touchedAgents = append(e.touchedAgents, a)
	}
}

// freed refreshes an agent who may have got room, and lets it look for work.
func (e *Engine) freed(a *agent) {
	e.refresh(a)
	e.touchAgent(a)
}

// dropHeld takes a leg out of the agent's hands and lets what it interrupted go
// on. What follows from empty hands follows here.
func (e *Engine) dropHeld(a *agent, id core.ID, leg int) {
	i := slices.IndexFunc(a.held, func(h held) bool { return h.leg == leg && h.work.ID == id })
	a.held = slices.Delete(a.held, i, i+1)
	e.continueInterrupted(a)
	if len(a.held) == 0 {
		e.emptyHanded(a)
	}
	e.freed(a)
}

// emptyHanded is the end of an agent's last work and wrap-up.
func (e *Engine) emptyHanded(a *agent) {
	e.noteOccupancy(a)
	a.idleSince = e.now
	if a.pending != "" {
		reason := a.pendingReason
		a.pending, a.pendingReason = "", ""
		e.changePresence(a, core.NotReady, reason, CausePresence)
		return
	}
	e.startBreather(a)
}

// groupFor is the group of agents with these skills and this profile.
func (e *Engine) groupFor(a *agent) *group {
	e.scratch = appendNeedsKey(e.scratch[:0], Needs{a.Skills})
	e.scratch = append(append(e.scratch, 2), a.profile.key...)
	if g, ok := e.groups[string(e.scratch)]; ok {
		return g
	}
	g := &group{idx: len(e.groupList), profile: a.profile, skills: e.in.skillset(a.Skills)}
	g.idle = class{group: g, room: make([]room, len(e.in.names)), any: true, all: true}
	for channel := range g.idle.room {
		g.idle.room[channel] = roomBeside
	}
	g.classes = []*class{&g.idle}
	g.rows = make([]groupRow, len(a.profile.rows))
	for i := range a.profile.rows {
		row := &a.profile.rows[i]
		g.rows[i] = groupRow{q: row.q, rank: int16(row.rank), slice: int32(row.slice), more: -1}
		row.q.groups = append(row.q.groups, g)
	}
	a.profile.groups = append(a.profile.groups, g)
	e.groups[string(e.scratch)] = g
	e.groupList = append(e.groupList, g)
	if len(e.free)*64 < len(e.groupList) {
		e.free = append(e.free, 0)
	}
	return g
}
