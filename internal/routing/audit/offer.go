package audit

import (
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// applyOffered checks an offer: it is new, the agent may take the work, and the
// choice was the best.
func (x *Auditor) applyOffered(f *routing.Effect, w *work, a *agent) {
	if f.Offer <= x.offers {
		x.breachf(f, "offer %d after %d", f.Offer, x.offers)
	}
	x.offers = max(x.offers, f.Offer)
	x.checkMatch(f, w, a)
	q := x.queues[w.queue]
	if q != nil {
		if want := offerDeadline(q.config.Offer.Timeout, f.At); f.Deadline != want && !q.config.Offer.AutoAccept {
			x.breachf(f, "deadline %d, should be %d", f.Deadline, want)
		}
		q.last = a.id
	}
	if f.Leg != w.leg || f.Queue != w.queue {
		x.breachf(f, "leg or queue is not the work's (%d, %s)", w.leg, w.queue)
	}
	x.expectPriority(f, w)
	w.phase, w.offeredTo, w.offer, w.deadline = Offered, a.id, f.Offer, f.Deadline
	a.offer, a.touched = w, true
}

// offerDeadline: zero means 20 s, a negative timeout never comes.
func offerDeadline(timeout time.Duration, at core.Instant) core.Instant {
	switch {
	case timeout == 0:
		return at.Add(20 * time.Second)
	case timeout < 0:
		return 0
	}
	return at.Add(timeout)
}

// checkMatch checks that a match is allowed and that it was the best. Agents
// touched by the step choose first, so an agent whom nothing touched got the
// work because they are the best for it, and a work that nothing touched was
// the best for the agent; otherwise one of the two must be true.
func (x *Auditor) checkMatch(f *routing.Effect, w *work, a *agent) {
	if r := x.mayTake(a, w, f.At); r.answer == No {
		x.breachf(f, "may not take it: %s", r.why)
		return
	}
	worse := x.betterWork(a, w, f.At)
	passed := x.betterAgent(w, a, f.At)
	workTouched := x.workTouched(w, f.At)
	agentTouched := x.agentTouched(a, w, f.At)
	switch {
	case worse != nil && passed != nil:
		x.breachf(f, "neither the best work (%s is) nor the best agent (%s is)", worse.id, passed.id)
	case worse != nil && !workTouched:
		x.breachf(f, "%s is the better work for the agent", worse.id)
	case passed != nil && !agentTouched:
		x.breachf(f, "%s is the better agent for the work", passed.id)
	}
}

func (x *Auditor) betterWork(a *agent, w *work, now core.Instant) *work {
	if w.displaced {
		return nil
	}
	for _, o := range x.works {
		if o != w && !o.displaced && x.mayTake(a, o, now).answer == Yes && x.compareWorks(a, o, w, now) > 0 {
			return o
		}
	}
	return nil
}

func (x *Auditor) betterAgent(w *work, a *agent, now core.Instant) *agent {
	for _, b := range x.agents {
		if b != a && x.mayTake(b, w, now).answer == Yes && x.compareAgents(w, b, a, now) > 0 {
			return b
		}
	}
	return nil
}

// workTouched says whether anything happened to the work since the last time
// all was settled, silent timers included.
func (x *Auditor) workTouched(w *work, now core.Instant) bool {
	if w.touched || x.passed(w.deferred, now) || x.passed(w.until, now) {
		return true
	}
	for _, until := range w.declined {
		if x.passed(until, now) {
			return true
		}
	}
	for _, p := range x.profiles {
		for _, q := range p.Queues {
			if q.Queue == w.queue && x.passed(w.queued.Add(q.Delay), now) {
				return true
			}
		}
	}
	return false
}

func (x *Auditor) agentTouched(a *agent, w *work, now core.Instant) bool {
	return a.touched || x.passed(a.breather, now) || x.passed(w.declined[a.id], now) || x.passed(w.shunned[a.id], now)
}

// passed says whether an instant came since the last settled one.
func (x *Auditor) passed(at, now core.Instant) bool { return at > x.settled && at <= now }

func (x *Auditor) applyWithdrawn(f *routing.Effect, w *work, a *agent) {
	if w.phase != Offered || w.offeredTo != a.id || w.offer != f.Offer {
		x.breachf(f, "no such offer: the work is %s, offer %d to %s", w.phase, w.offer, w.offeredTo)
		return
	}
	w.phase, w.offeredTo, w.deadline = Waiting, core.NoID, 0
	a.offer, a.touched = nil, true
	switch f.Cause { //nolint:exhaustive // the others leave the reservation
	case routing.CauseDecline:
		w.declined[a.id] = f.At.Add(declineFor)
		a.idle = f.At
		w.endReservation(a.id)
	case routing.CauseNoAnswer:
		w.endReservation(a.id)
	}
}

func (w *work) endReservation(a core.ID) {
	if w.reserved == a {
		w.reserved, w.until = core.NoID, 0
	}
}

// applyAssigned checks that the agent may have the work in this way and gives
// it to them.
func (x *Auditor) applyAssigned(f *routing.Effect, w *work, a *agent) {
	if w.excluded[a.id] {
		x.breachf(f, "the agent is excluded")
	}
	switch {
	case f.Cause == routing.CauseAccept, f.Cause == routing.CauseAuto, w.phase == Offered:
		if w.phase != Offered || w.offeredTo != a.id {
			x.breachf(f, "taken without an offer: the work is %s", w.phase)
		} else if w.deadline != 0 && f.At >= w.deadline {
			x.breachf(f, "accepted at %d, deadline %d", f.At, w.deadline)
		}
		if a.offer == w {
			a.offer = nil
		}
	case w.phase != Waiting && w.phase != Parked:
		x.breachf(f, "assigned while %s", w.phase)
	}
	if f.Cause == routing.CausePick && (!w.fits(a) || !x.holds(a, w)) {
		x.breachf(f, "picked against profile or needs")
	}
	if r := x.hasRoom(a, w.channel); r.answer == No {
		x.breachf(f, "no room: %s", r.why)
	}
	a.occupancy(f.At)
	w.phase, w.agent, w.offeredTo, w.deadline, w.resumed = Assigned, a.id, core.NoID, 0, false
	w.reserved, w.until, w.deferred = core.NoID, 0, 0
	a.works[w.id], a.touched = w, true
	x.assigned[taken{a.id, w.channel}] = true
}
