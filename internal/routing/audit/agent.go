package audit

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// takeFromAgent frees the agent who has the work, if any.
func (x *Auditor) takeFromAgent(w *work, at core.Instant) {
	a := x.agents[w.agent]
	onTop := w.onTop
	w.agent, w.onTop = core.NoID, legOf{}
	if a == nil || a.works[w.id] == nil {
		return
	}
	a.occupancy(at)
	delete(a.works, w.id)
	a.touched = true
	if a.releasing != w.id || !x.wrapsUp(w) {
		a.freed = true
		a.rested(at)
		return
	}
	a.releasedUnder = onTop
}

// wrapsUp says whether the queue's works are followed by a wrap-up.
func (x *Auditor) wrapsUp(w *work) bool {
	q := x.queues[w.queue]
	return q != nil && q.config.WrapUp.Mode != "" && q.config.WrapUp.Mode != routing.WrapUpNone
}

// rested notes the end of the last work.
func (a *agent) rested(at core.Instant) {
	if !a.engaged() {
		a.idle = at
	}
}

// applyEnded ends a leg: Cancelled or Released.
func (x *Auditor) applyEnded(f *routing.Effect, w *work, a *agent) {
	if w.phase == Offered {
		x.breachf(f, "ended while offered: the offer was not withdrawn")
		if o := x.agents[w.offeredTo]; o != nil {
			o.offer = nil
		}
	}
	if f.Ends == "" {
		x.breachf(f, "without an end")
	}
	if f.Kind == routing.Released && !f.Agent.IsZero() {
		if w.phase != Assigned || w.agent != f.Agent {
			x.breachf(f, "released by %s while %s with %s", f.Agent, w.phase, w.agent)
		}
		if a != nil {
			a.releasing = w.id // its units go over to the wrap-up, if one starts
		}
	}
	x.endLeg(f, w)
	x.takeFromAgent(w, f.At)
	w.phase = Ended
	if f.Kind == routing.Released && a != nil && x.wrapsUp(w) {
		x.wrapDue[w.id] = true
	}
}

func (x *Auditor) endLeg(f *routing.Effect, w *work) {
	if !w.legOpen || f.Leg != w.leg {
		x.breachf(f, "the leg has ended already (leg %d, open: %t)", w.leg, w.legOpen)
	}
	w.legOpen = false
	x.ended++
}

func (x *Auditor) startWrapUp(f *routing.Effect, a *agent, goesOn bool) {
	if goesOn {
		x.breachf(f, "wrap-up started twice")
		return
	}
	if a.releasing != f.Work {
		x.breachf(f, "wrap-up without a release")
	}
	delete(x.wrapDue, f.Work)
	a.wraps = append(a.wraps, wrap{
		legOf: legOf{f.Work, f.Leg}, onTop: a.releasedUnder, channel: f.Channel, queue: f.Queue, deadline: f.Deadline,
	})
	a.releasedUnder = legOf{}
}

func (x *Auditor) applyWrapUp(f *routing.Effect, a *agent) {
	a.touched = true
	a.occupancy(f.At)
	i := a.wrapOf(f.Work, f.Leg)
	if f.Kind == routing.WrapUpStarted {
		x.startWrapUp(f, a, i >= 0)
		return
	}
	if i < 0 {
		x.breachf(f, "no such wrap-up")
		return
	}
	r := &a.wraps[i]
	if f.Kind == routing.WrapUpExtended {
		if r.extended || f.Deadline <= r.deadline {
			x.breachf(f, "extended twice or not at all: %d to %d", r.deadline, f.Deadline)
		}
		r.extended, r.deadline = true, f.Deadline
		return
	}
	if f.Cause == routing.CauseTimeout && (r.deadline == 0 || f.At < r.deadline) {
		x.breachf(f, "timed out at %d, deadline %d", f.At, r.deadline)
	}
	a.wraps = append(a.wraps[:i], a.wraps[i+1:]...)
	a.freed = true
	a.rested(f.At)
	const blur = 1e-6
	if f.Cause != routing.CauseSignOut && !a.engaged() && x.config.Breather.Cap > 0 && a.busy > x.config.Breather.Cap+blur && !a.pending && a.presence == core.Ready {
		x.breather[a.id] = true
	}
}

func (a *agent) wrapOf(work core.ID, leg int) int {
	for i := range a.wraps {
		if a.wraps[i].work == work && a.wraps[i].leg == leg {
			return i
		}
	}
	return -1
}

func (x *Auditor) applyInterruption(f *routing.Effect, w *work, a *agent) {
	a.touched = true
	if w.phase != Assigned || w.agent != a.id {
		x.breachf(f, "interrupted or continued while %s with %s", w.phase, w.agent)
		return
	}
	if f.Kind == routing.Interrupted {
		other := x.works[f.Other]
		if w.onTop != (legOf{}) || other == nil {
			x.breachf(f, "interrupted twice, or by nobody")
			return
		}
		if l, _ := x.load(a, other.channel); !interrupts(l, w.channel) {
			x.breachf(f, "%s may not interrupt %s", other.channel, w.channel)
		}
		w.onTop = legOf{f.Other, other.leg}
		return
	}
	if w.onTop == (legOf{}) {
		x.breachf(f, "was not interrupted")
	}
	if a.has(w.onTop) {
		x.breachf(f, "continued under the work that interrupted it")
	}
	w.onTop = legOf{}
	if u := x.weight(a); u > routing.Budget {
		x.breachf(f, "continued beyond the budget: %d units", u)
	}
}

// has says whether the agent has the leg in hand, or its wrap-up.
func (a *agent) has(l legOf) bool {
	if w := a.works[l.work]; w != nil && w.leg == l.leg {
		return true
	}
	return a.wrapOf(l.work, l.leg) >= 0
}

func (x *Auditor) applyPresence(f *routing.Effect, a *agent) {
	if a == nil {
		x.signIn(f)
		return
	}
	a.touched = true
	if f.Presence == core.Offline {
		x.signOut(f, a)
		return
	}
	if f.Presence == core.NotReady && a.presence == core.Ready && a.engaged() && f.Cause != routing.CauseNoAnswer && x.pendingStays(a) {
		x.breachf(f, "not ready at once with %d works and %d wrap-ups", len(a.works), len(a.wraps))
	}
	if f.Presence == core.Ready && a.presence != core.Ready {
		a.idle = f.At
	}
	a.presence, a.pending = f.Presence, f.Pending != ""
	if a.pending && a.offer != nil {
		x.breachf(f, "pending while an offer is outstanding")
	}
	if a.presence != core.Ready && a.offer != nil {
		x.breachf(f, "not ready while an offer is outstanding")
	}
}

// pendingStays is false while a sign-out takes the agent's works away.
func (x *Auditor) pendingStays(a *agent) bool {
	c, ok := x.cmd.(*routing.SignOut)
	return !ok || c.Agent != a.id
}

func (x *Auditor) signIn(f *routing.Effect) {
	c, ok := x.cmd.(*routing.SignIn)
	if !ok || c.Agent.ID != f.Agent || f.Presence == core.Offline {
		x.breachf(f, "presence of an agent who is not signed in")
		return
	}
	x.agents[f.Agent] = &agent{
		id: f.Agent, profile: c.Agent.Profile, skills: skillMap(c.Agent.Skills), presence: f.Presence, works: map[core.ID]*work{},
		idle: f.At, activity: core.Idle, busyAt: f.At, touched: true,
	}
	if f.Presence == core.Ready != c.Ready {
		x.breachf(f, "signed in %s", f.Presence)
	}
}

func (x *Auditor) signOut(f *routing.Effect, a *agent) {
	if len(a.works) > 0 || a.offer != nil {
		x.breachf(f, "signed out with %d works, offer: %t", len(a.works), a.offer != nil)
	}
	if n := len(x.setAside(a.id)); n > 0 {
		x.breachf(f, "signed out with %d works set aside", n)
	}
	delete(x.agents, a.id)
	for _, w := range x.works {
		if w.reserved == a.id {
			w.touched = true
			w.endReservation(a.id)
		}
	}
}

// setAside are the works that an agent set aside and that have not come back.
func (x *Auditor) setAside(agent core.ID) []*work {
	var aside []*work
	for _, w := range x.works {
		if w.phase == Parked && w.agent == agent {
			aside = append(aside, w)
		}
	}
	return aside
}

func (x *Auditor) applyMoved(a *agent) {
	a.touched, a.freed = true, true
	c, ok := x.cmd.(*routing.MoveAgent)
	if !ok || c.Agent != a.id {
		return
	}
	for _, w := range x.setAside(a.id) {
		if x.holds(a, w) {
			x.mustReturn[w.id] = true // unless the new profile serves it too
		}
	}
	if c.Profile != "" {
		a.profile = c.Profile
	}
	if c.Skills != nil {
		a.skills = skillMap(c.Skills)
	}
	for id := range x.mustReturn {
		if x.holds(a, x.works[id]) {
			delete(x.mustReturn, id)
		}
	}
	for _, w := range x.works {
		if w.reserved == a.id {
			w.touched = true
			x.endRuledOut(w)
		}
	}
}

func (x *Auditor) applyBreather(f *routing.Effect, a *agent) {
	delete(x.breather, a.id)
	const blur = 1e-6
	if x.config.Breather.Cap <= 0 || a.occupancy(f.At) < x.config.Breather.Cap-blur || a.engaged() {
		x.breachf(f, "a breather at occupancy %.4f, engaged: %t", a.busy, a.engaged())
	}
	if f.Deadline != f.At.Add(x.config.Breather.Length) {
		x.breachf(f, "breather until %d", f.Deadline)
	}
	a.breather = f.Deadline
}
