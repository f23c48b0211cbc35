package audit

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// apply checks one effect against the model and brings the model up to it.
//
//nolint:funlen,cyclop // a dispatch switch
func (x *Auditor) apply(f *routing.Effect) {
	w, a := x.works[f.Work], x.agents[f.Agent]
	if w == nil && !f.Work.IsZero() && f.Kind != routing.ActivityChanged && f.Kind != routing.Refused && f.Kind != routing.WrapUpEnded {
		x.breachf(f, "a work nobody announced")
		return
	}
	if needsAgent(f.Kind) && a == nil {
		x.breachf(f, "an agent who is not signed in")
		return
	}
	if w != nil {
		defer func() { w.touched = true }()
		if f.Kind != routing.Refused && f.Kind != routing.ActivityChanged && f.Channel != w.channel {
			x.breachf(f, "channel %q, the work's is %q", f.Channel, w.channel)
		}
	}
	if a != nil && (f.Kind == routing.Offered || f.Kind == routing.Interrupted || f.Kind == routing.Assigned) {
		x.resumeWraps(a)
		a.freed = false
	}
	switch f.Kind {
	case routing.Queued:
		x.applyQueued(f, w)
	case routing.Offered:
		x.applyOffered(f, w, a)
	case routing.OfferWithdrawn:
		x.applyWithdrawn(f, w, a)
	case routing.Assigned:
		x.applyAssigned(f, w, a)
	case routing.Stepped:
		x.applyStepped(f, w)
	case routing.Overflowed:
		x.applyOverflowed(f, w)
	case routing.Cancelled, routing.Released:
		x.applyEnded(f, w, a)
	case routing.WrapUpStarted, routing.WrapUpExtended, routing.WrapUpEnded:
		x.applyWrapUp(f, a)
	case routing.Parked, routing.Resumed:
		x.applyParking(f, w)
	case routing.Held:
	case routing.Interrupted, routing.Continued:
		x.applyInterruption(f, w, a)
	case routing.Reserved:
		x.applyReserved(f, w)
	case routing.Deferred:
		w.deferred = f.Deadline
		if c, ok := x.cmd.(*routing.Defer); ok && c.Places > 0 {
			w.displaced = true
		}
	case routing.Reprioritised:
		if c, ok := x.cmd.(*routing.Reprioritise); ok {
			w.own = c.Priority
		}
		x.expectPriority(f, w)
	case routing.PresenceChanged:
		x.applyPresence(f, a)
	case routing.ActivityChanged:
		if a != nil {
			a.activity = f.Activity
		}
	case routing.AgentMoved:
		x.applyMoved(a)
	case routing.BreatherStarted:
		x.applyBreather(f, a)
	case routing.QueueChanged:
		if q := x.queues[f.Queue]; q != nil {
			q.open = f.Open
		}
	case routing.Refused:
	default:
		x.breachf(f, "unknown kind")
	}
}

func needsAgent(k routing.EffectKind) bool {
	switch k { //nolint:exhaustive // the others may be without
	case routing.Offered, routing.OfferWithdrawn, routing.Assigned, routing.WrapUpStarted, routing.WrapUpExtended, routing.WrapUpEnded,
		routing.Interrupted, routing.Continued, routing.AgentMoved, routing.BreatherStarted:
		return true
	}
	return false
}

// expectPriority compares an effect's priority, base and steps, with the model's.
func (x *Auditor) expectPriority(f *routing.Effect, w *work) {
	if want := x.priority(w); f.Priority != want {
		x.breachf(f, "priority %d, should be %d", f.Priority, want)
	}
}

func (x *Auditor) applyQueued(f *routing.Effect, w *work) {
	if f.Returned {
		x.applyReturned(f, w)
		return
	}
	if w.phase != Announced && w.phase != Ended || w.legOpen {
		x.breachf(f, "queued while %s, leg open: %t", w.phase, w.legOpen)
	}
	if f.Leg != w.leg+1 {
		x.breachf(f, "leg %d after leg %d", f.Leg, w.leg)
	}
	if w.leg == 0 && w.arrived == 0 {
		w.arrived = f.At
	}
	if w.leg > 0 {
		w.forgetLeg()
		if c, ok := x.cmd.(*routing.Transfer); ok && c.Work == w.id && !x.mustQueue[w.id] { // not by overflow before it
			if c.Needs != nil {
				w.needs = *c.Needs
			}
			w.preferred, w.reserved, w.until = c.Agent, core.NoID, 0
		}
	}
	w.queue, w.leg, w.legOpen, w.phase, w.queued = f.Queue, f.Leg, true, Waiting, f.At
	w.visited[f.Queue] = true
	w.deferred, w.displaced = 0, false
	x.endRuledOut(w)
	delete(x.mustQueue, w.id)
	if f.Arrived != w.arrived {
		x.breachf(f, "arrived %d, was %d", f.Arrived, w.arrived)
	}
	if f.Since != f.At {
		x.breachf(f, "queued since %d", f.Since)
	}
	x.expectPriority(f, w)
	x.expectPlace(f, w)
}

// applyReturned takes back a work to its place in the same leg.
func (x *Auditor) applyReturned(f *routing.Effect, w *work) {
	if !w.legOpen || f.Leg != w.leg || (w.phase != Assigned && w.phase != Parked) {
		x.breachf(f, "returned while %s, leg %d open: %t", w.phase, w.leg, w.legOpen)
	}
	if f.Arrived != w.arrived || f.Since != w.queued || f.Queue != w.queue {
		x.breachf(f, "returned to another place: arrived %d since %d in %s", f.Arrived, f.Since, f.Queue)
	}
	if w.phase == Assigned {
		w.shunned[w.agent] = f.At.Add(declineFor)
	}
	x.takeFromAgent(w, f.At)
	w.phase, w.resumed = Waiting, false
	x.expectPriority(f, w)
}

// expectPlace checks place = 1 + works ahead. Works on offer or deferred may
// count or not.
func (x *Auditor) expectPlace(f *routing.Effect, w *work) {
	least, most := 1, 1
	for _, o := range x.works {
		if o == w || o.queue != w.queue || (o.phase != Waiting && o.phase != Offered) {
			continue
		}
		if o.displaced {
			most++
			continue
		}
		if !x.ahead(o, w) {
			continue
		}
		most++
		if o.phase == Waiting && o.deferred <= f.At {
			least++
		}
	}
	if f.Place < least || f.Place > most {
		x.breachf(f, "place %d, should be %d to %d", f.Place, least, most)
	}
}

// ahead is the order within a queue: (base + steps) · age_unit − arrived, then
// arrived, then id.
func (x *Auditor) ahead(o, w *work) bool {
	if c := x.comparePriority(o, w); c != 0 {
		return c > 0
	}
	if o.arrived != w.arrived {
		return o.arrived < w.arrived
	}
	return o.id.Compare(w.id) < 0
}

func (x *Auditor) applyStepped(f *routing.Effect, w *work) {
	if w.phase != Waiting && w.phase != Offered {
		x.breachf(f, "stepped while %s", w.phase)
	}
	if f.Stage != w.stage+1 {
		x.breachf(f, "stage %d after %d", f.Stage, w.stage)
	}
	step := x.nextStep(w)
	if step == nil {
		x.breachf(f, "the queue has no such step")
		return
	}
	if f.At < w.queued.Add(step.After) {
		x.breachf(f, "too early: queued at %d", w.queued)
	}
	w.fired(step)
	w.stage = f.Stage
	w.steps += step.Priority
	for _, n := range step.Lower {
		if old, ok := w.lowered[n.Skill]; !ok || n.Level < old {
			w.lowered[n.Skill] = n.Level
		}
	}
	if step.AddProfile != "" {
		w.added = append(w.added, step.AddProfile)
	}
	x.expectPriority(f, w)
}

func (x *Auditor) applyParking(f *routing.Effect, w *work) {
	switch {
	case f.Kind == routing.Parked:
		if w.phase != Waiting && w.phase != Assigned {
			x.breachf(f, "parked while %s", w.phase)
		}
		holder := w.agent
		if w.phase != Assigned {
			holder = core.NoID
		}
		x.takeFromAgent(w, f.At)
		w.phase, w.agent = Parked, holder
	case w.phase == Parked:
		x.checkResumed(f, w)
		w.resumed = true // where to, the next effect says
	case w.phase != Assigned && w.phase != Waiting:
		x.breachf(f, "resumed while %s", w.phase)
	}
}

// checkResumed: what is set aside comes back by an Unpark, or because its agent
// leaves by force, or serves its queue no more.
func (x *Auditor) checkResumed(f *routing.Effect, w *work) {
	switch c := x.cmd.(type) {
	case *routing.Unpark:
		if c.Work == w.id && c.Agent == f.Agent && f.Cause == routing.CauseUnpark {
			return
		}
	case *routing.SignOut:
		if c.Agent == w.agent && c.Force && f.Agent.IsZero() && f.Cause == routing.CauseSignOut {
			return
		}
	case *routing.MoveAgent:
		if x.mustReturn[w.id] && f.Agent.IsZero() && f.Cause == routing.CauseMoved {
			delete(x.mustReturn, w.id)
			return
		}
	}
	x.breachf(f, "brought back by nobody (%s)", f.Cause)
}

func (x *Auditor) applyReserved(f *routing.Effect, w *work) {
	// Only what a person reserved lasts until the agent signs out.
	byHand := f.Deadline == 0
	if byHand && (!w.byHand || w.reserved != f.Agent) { // else it is told again with a new leg
		x.checkByHand(f, w)
	}
	w.reserved, w.until, w.byHand = f.Agent, f.Deadline, byHand
	if byHand {
		w.until = forever
	}
}

// checkByHand: the command at hand gives this work to this agent.
func (x *Auditor) checkByHand(f *routing.Effect, w *work) {
	var work, agent core.ID
	switch c := x.cmd.(type) {
	case *routing.Assign:
		work, agent = c.Work, c.Agent
	case *routing.Unpark:
		work, agent = c.Work, c.Agent
	case *routing.Transfer:
		work, agent = c.Work, c.Agent
	}
	if work != w.id || agent != f.Agent {
		x.breachf(f, "reserved by nobody")
	}
}
