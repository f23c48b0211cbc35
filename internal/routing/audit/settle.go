package audit

import (
	"errors"

	"turno/internal/core"
	"turno/internal/routing"
)

// Engine is what Settle asks of the engine: its public state.
type Engine interface {
	Next() (core.Instant, bool)
	Work(id core.ID) (routing.WorkState, bool)
	Agents() []core.ID
	QueueKeys() []string
	Waiting(queue string, limit int) []core.ID
}

// Settle checks the state between steps. While a timer of the engine is due at
// once it checks nothing: the engine is not done yet.
func (x *Auditor) Settle(e Engine) error {
	x.problems = nil
	next, timed := e.Next()
	if timed && next <= x.now {
		return nil
	}
	x.checkInvariant()
	x.checkTimers(next, timed)
	x.checkAgents(e)
	x.checkWorks(e)
	x.settled = x.now
	for _, w := range x.works {
		w.touched = false
	}
	for _, a := range x.agents {
		a.touched = false
		a.releasing = core.NoID
	}
	return errors.Join(x.problems...)
}

// checkInvariant: whenever no timer is due, no agent and waiting work exist with
// may_take.
func (x *Auditor) checkInvariant() {
	for _, a := range x.agents {
		if a.unavailable(x.now) != "" {
			continue
		}
		for _, w := range x.works {
			if w.phase == Waiting && x.mayTake(a, w, x.now).answer == Yes {
				x.failf("work %s waits and agent %s may take it", w.id, a.id)
			}
		}
	}
}

// checkTimers: nothing is overdue, and the engine's next timer is not later
// than what the auditor waits for.
func (x *Auditor) checkTimers(next core.Instant, timed bool) {
	due := func(at core.Instant, what string, id core.ID) {
		switch {
		case at == 0 || at == forever:
		case at <= x.now:
			x.failf("%s of %s was due at %d, now is %d", what, id, at, x.now)
		case !timed || next > at:
			x.failf("%s of %s is due at %d, the next timer is at %d", what, id, at, next)
		}
	}
	for _, w := range x.works {
		due(x.offerDue(w), "offer", w.id)
		due(x.stepDue(w), "step", w.id)
		if w.phase != Waiting || w.deferred > x.now {
			continue
		}
		if rule := x.overdueRule(w, x.now); rule != nil {
			x.failf("work %s should have overflowed: %s to %s", w.id, rule.When, rule.To)
		}
	}
	for _, a := range x.agents {
		for _, r := range a.wraps {
			due(r.deadline, "wrap-up", a.id)
		}
	}
}

// offerDue is the deadline of the work's offer, zero without one.
func (x *Auditor) offerDue(w *work) core.Instant {
	if w.phase != Offered {
		return 0
	}
	return w.deadline
}

// stepDue is when the work's next step fires, zero where there is none.
func (x *Auditor) stepDue(w *work) core.Instant {
	if w.phase != Waiting && w.phase != Offered {
		return 0
	}
	step := x.nextStep(w)
	if step == nil {
		return 0
	}
	return w.queued.Add(step.After)
}

func (x *Auditor) checkAgents(e Engine) {
	listed := e.Agents()
	if len(listed) != len(x.agents) {
		x.failf("the engine lists %d agents, %d are signed in", len(listed), len(x.agents))
	}
	for i, id := range listed {
		if x.agents[id] == nil {
			x.failf("the engine lists agent %s, who is not signed in", id)
		}
		if i > 0 && listed[i-1].Compare(id) >= 0 {
			x.failf("the engine's agents are not in order")
		}
	}
	for _, a := range x.agents {
		if a.pending && !a.engaged() {
			x.failf("agent %s has nothing in hand and a presence pending", a.id)
		}
		if want := a.doing(); a.activity != want {
			x.failf("agent %s was told to be %s, is %s", a.id, a.activity, want)
		}
		if a.offer != nil && x.hasRoom(a, a.offer.channel).answer == No {
			x.failf("agent %s is offered %s and has no room for it", a.id, a.offer.id)
		}
		x.checkInterrupted(a)
	}
}

// doing is the activity: engaged, else offered, else wrap-up, else idle.
func (a *agent) doing() core.Activity {
	switch {
	case len(a.works) > 0:
		return core.Engaged
	case a.offer != nil:
		return core.Offered
	case len(a.wraps) > 0:
		return core.WrapUp
	}
	return core.Idle
}

// checkInterrupted: an interrupted work resumes when the interrupter's wrap-up
// ends, where there is room for it.
func (x *Auditor) checkInterrupted(a *agent) {
	if !a.freed {
		return // another work was begun since, and what it came on top of left the room
	}
	used := x.units(a)
	for _, w := range a.works {
		if w.onTop == (legOf{}) || a.has(w.onTop) {
			continue
		}
		if l, _ := x.load(a, w.channel); used+l.Units <= routing.Budget {
			x.failf("work %s of agent %s was not continued", w.id, a.id)
		}
	}
}

// checkWorks compares the works in the engine with those that must be there.
func (x *Auditor) checkWorks(e Engine) {
	for id, w := range x.works {
		if _, ok := e.Work(id); !ok {
			x.failf("work %s (%s) is lost", id, w.phase)
		}
	}
	seen := map[core.ID]bool{}
	for _, key := range e.QueueKeys() {
		x.checkLine(e, key, seen)
	}
	for id, w := range x.works {
		if w.phase == Waiting && w.deferred <= x.now && !seen[id] {
			x.failf("work %s waits in %s and is not listed", id, w.queue)
		}
	}
}

// checkLine: the engine lists who waits in a queue, in serving order.
func (x *Auditor) checkLine(e Engine, key string, seen map[core.ID]bool) {
	var before *work
	for _, id := range e.Waiting(key, len(x.works)+1) {
		w := x.works[id]
		switch {
		case w == nil || w.queue != key || (w.phase != Waiting && w.phase != Offered):
			x.failf("the engine lists %s as waiting in %s", id, key)
			continue
		case seen[id]:
			x.failf("the engine lists %s twice", id)
		}
		seen[id] = true
		if before != nil && !w.displaced && !before.displaced && x.ahead(w, before) {
			x.failf("the engine lists %s behind %s in %s", id, before.id, key)
		}
		before = w
	}
}
