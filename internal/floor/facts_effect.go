package floor

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// effect takes in one effect. Those about the floor as a whole, and those that
// only explain (Refused, Reserved, Deferred, BreatherStarted), leave no fact.
func (f *facts) effect(e *routing.Effect) {
	switch e.Kind {
	case routing.PresenceChanged:
		f.presence(e)
		return
	case routing.ActivityChanged:
		f.activity(e)
		return
	case routing.AgentMoved:
		f.moved(e)
		return
	case routing.Refused, routing.BreatherStarted, routing.QueueChanged:
		return
	case routing.Queued, routing.Offered, routing.OfferWithdrawn, routing.Assigned, routing.Stepped,
		routing.Overflowed, routing.Cancelled, routing.Released, routing.WrapUpStarted, routing.WrapUpExtended,
		routing.WrapUpEnded, routing.Parked, routing.Resumed, routing.Held, routing.Interrupted,
		routing.Continued, routing.Reserved, routing.Deferred, routing.Reprioritised:
	}
	w, ok := f.works[e.Work]
	if !ok {
		// Made by somebody who gave no Meta; the engine knows no more of it.
		f.create(&routing.Work{ID: e.Work, Channel: e.Channel}, nil)
		w = f.works[e.Work]
	}
	f.touchedWorks[e.Work] = struct{}{}
	switch e.Kind {
	case routing.Queued:
		f.queued(w, e)
	case routing.WrapUpStarted, routing.WrapUpEnded:
		f.wrapUp(w, e)
	case routing.Overflowed, routing.Cancelled, routing.Released:
		if e.Ends != "" {
			f.ends(w, e)
		}
	default:
		if leg := w.current(); leg != nil && leg.Engine == e.Leg {
			f.progress(w, leg, e)
		}
	}
}

// queued opens a leg, or takes note that the work is back at its place. One that
// was answered has had its contact: the leg ends handled, and another begins.
func (f *facts) queued(w *workFacts, e *routing.Effect) {
	leg := w.current()
	switch {
	case leg == nil || leg.Engine != e.Leg:
		leg = f.open(w, e)
	case leg.Answered != 0:
		f.returned(w, leg, e)
		leg = f.open(w, e)
	default:
		leg.unassign()
	}
	leg.Priority = e.Priority
	if leg.Place == 0 {
		leg.Place, leg.Announced = e.Place, e.Expected
	}
}

func (f *facts) returned(w *workFacts, leg *OpenLeg, e *routing.Effect) {
	by := e.Party
	if by == "" {
		by = core.BySystem
	}
	leg.end(core.Handled, "returned", by, e.At, f.answering(w.Channel))
	f.ended = append(f.ended, e.Work)
}

// open begins a leg at the effect's instant.
func (f *facts) open(w *workFacts, e *routing.Effect) *OpenLeg {
	targets := f.targets(e.Queue)
	leg := &OpenLeg{
		Number: w.Last + 1, Engine: e.Leg, Queue: e.Queue, Queued: e.At, Arrived: e.At, Announced: -1,
		SLThreshold: targets.SLThreshold, ShortAbandon: targets.ShortAbandon, Program: targets.Program,
	}
	if e.Arrived != 0 {
		leg.Arrived = min(e.Arrived, e.At)
	} else if n := len(w.Legs); n > 0 {
		leg.Arrived = w.Legs[n-1].Arrived
	}
	if leg.Number == 1 {
		if w.Meta.SLThreshold != 0 {
			leg.SLThreshold = w.Meta.SLThreshold
		}
		if w.Meta.ShortAbandon != 0 {
			leg.ShortAbandon = w.Meta.ShortAbandon
		}
	}
	if w.Meta.Program != "" {
		leg.Program = w.Meta.Program // the client for whom the contact came, wherever it flows
	}
	w.Last++
	w.Legs = append(w.Legs, leg)
	return leg
}

// progress is what happens to a leg between its beginning and its end.
func (f *facts) progress(w *workFacts, leg *OpenLeg, e *routing.Effect) {
	switch e.Kind {
	case routing.Offered:
		leg.Offered, leg.Offers, leg.Priority = e.At, leg.Offers+1, e.Priority
		leg.OfferedTo, leg.OfferedToTeam = e.Agent, f.team(e.Agent)
		f.offers[e.Seq] = leg.Number
	case routing.Assigned:
		f.assigned(w, leg, e)
	case routing.Stepped:
		leg.Stages, leg.Priority = e.Stage, e.Priority
	case routing.Reprioritised:
		leg.Priority = e.Priority
	case routing.Parked:
		leg.Pauses.set(parkedPause, true, e.At)
		leg.Pauses.set(heldPause, false, e.At)
	case routing.Held:
		leg.Pauses.set(heldPause, true, e.At)
	case routing.Resumed:
		if e.Cause == routing.CauseResume {
			leg.Pauses.set(heldPause, false, e.At)
		} else {
			f.assigned(w, leg, e)
		}
	case routing.Interrupted:
		leg.Pauses.set(interrupted, true, e.At)
	case routing.Continued:
		leg.Pauses.set(interrupted, false, e.At)
	default:
	}
}

// assigned puts the leg into an agent's hands. An answered one that comes to
// another agent (unparked elsewhere) is handled by the first and begins anew.
func (f *facts) assigned(w *workFacts, leg *OpenLeg, e *routing.Effect) {
	if e.Agent.IsZero() {
		leg.Pauses.set(parkedPause, false, e.At)
		return
	}
	if leg.Answered != 0 && leg.Agent != e.Agent {
		f.returned(w, leg, e)
		priority, arrived := leg.Priority, leg.Arrived
		leg = f.open(w, e)
		leg.Priority, leg.Arrived = priority, arrived
	}
	position := w.Meta.Position
	if agent, ok := f.agents[e.Agent]; ok && agent.Position != "" {
		position = agent.Position
	}
	leg.assign(e.Agent, f.team(e.Agent), position, e.At)
	if e.Kind == routing.Assigned {
		leg.Priority = e.Priority
	}
	if f.answering(w.Channel) == ByAssignment {
		leg.answer(e.At)
	}
}

func (f *facts) team(agent core.ID) string {
	if o, ok := f.agents[agent]; ok {
		return o.Team
	}
	return ""
}

// ends closes the leg that the effect names.
func (f *facts) ends(w *workFacts, e *routing.Effect) {
	leg := w.current()
	if leg == nil || leg.Engine != e.Leg {
		leg = f.open(w, e) // refused or sent on at the door: it was never announced as queued
	}
	detail, by := e.Detail, e.Party
	if e.Kind == routing.Overflowed {
		detail, by = overflowDetail(e), core.BySystem
	}
	if by == "" {
		by = usualParty(e)
	}
	leg.end(e.Ends, detail, by, e.At, f.answering(w.Channel))
	f.ended = append(f.ended, e.Work)
}

// overflowDetail says where a work went: the queue, or the destination with its
// target (`outside:+34910000000`).
func overflowDetail(e *routing.Effect) string {
	if e.To == routing.ToQueue {
		return e.Target
	}
	if e.Target == "" {
		return string(e.To)
	}
	return string(e.To) + ":" + e.Target
}

// usualParty is who ends a leg when nobody said so.
func usualParty(e *routing.Effect) core.Party {
	switch {
	case e.Ends == core.Abandoned || e.Ends == core.CallbackTaken:
		return core.ByCustomer
	case e.Kind == routing.Released:
		return core.ByAgent
	default:
		return core.BySystem
	}
}

// wrapUp follows the leg that the effect names through its after-contact work.
func (f *facts) wrapUp(w *workFacts, e *routing.Effect) {
	for i, leg := range w.Legs {
		if leg.Engine != e.Leg || leg.End == "" {
			continue
		}
		if e.Kind == routing.WrapUpStarted {
			leg.Wrapping = true
			continue
		}
		if leg.Wrapping {
			f.write(e.Work, w, i, e.At)
			return
		}
	}
}
