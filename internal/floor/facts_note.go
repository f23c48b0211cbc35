package floor

import "turno/internal/core"

// checkNote refuses a note that makes no sense now: about an unknown work or
// agent, or an answer where nobody has the work. creates is the work that the
// request's own command makes; it may be spoken of.
func (f *facts) checkNote(note Note, creates core.ID, commanded bool) error {
	switch n := note.(type) {
	case Notes:
		for _, one := range n {
			if err := f.checkNote(one, creates, commanded); err != nil {
				return err
			}
		}
		return nil
	case Seated:
		if _, ok := f.agents[n.Agent]; !ok && !commanded {
			return core.FieldErrorf(core.NotFound, "agent", "the agent is not signed in")
		}
		return nil
	default:
	}
	id := note.subject()
	if id == creates && !id.IsZero() {
		return nil
	}
	w, ok := f.works[id]
	if !ok {
		return core.FieldErrorf(core.NotFound, "work", "the work is not on the floor")
	}
	if commanded {
		return nil
	}
	switch note.(type) {
	case Called, Recalled, Answered:
		if leg := w.current(); leg == nil || leg.Assigned == 0 {
			return core.FieldErrorf(core.Conflict, "work", "no agent has the work")
		}
	default:
	}
	return nil
}

// noteFirst reports whether a note is taken before the request's command.
func (f *facts) noteFirst(note Note) bool {
	if note == nil {
		return false
	}
	w, ok := f.works[note.subject()]
	return ok && w.inHands()
}

// note takes in what a channel told, at an instant.
func (f *facts) note(note Note, at core.Instant) {
	switch n := note.(type) {
	case nil:
		return
	case Notes:
		for _, one := range n {
			f.note(one, at)
		}
		return
	case Seated:
		if o, ok := f.agents[n.Agent]; ok {
			o.Position = n.Position
			f.touchedAgents[n.Agent] = struct{}{}
		}
		return
	default:
	}
	id := note.subject()
	w, ok := f.works[id]
	if !ok || len(w.Legs) == 0 {
		return // ended by the very command it came with
	}
	f.touchedWorks[id] = struct{}{}
	w.note(note, at)
}

// note is about the present leg, or about the newest that wraps up.
func (w *workFacts) note(note Note, at core.Instant) {
	leg := w.Legs[len(w.Legs)-1]
	switch n := note.(type) {
	case Described:
		if n.Reason != "" {
			leg.Reason = n.Reason
		}
		if n.Outcome != "" {
			leg.Outcome = n.Outcome
		}
	case Identified:
		w.identify(n)
	case Messaged, Seen:
		w.thread().note(n, at)
	case Called:
		if leg.Assigned != 0 {
			leg.Called = at
			if n.Position != "" {
				leg.Position = n.Position
			}
		}
	case Recalled:
		if leg.Assigned != 0 {
			leg.Called = at
			leg.Recalls++
		}
	case Answered:
		if leg.Assigned != 0 && leg.End == "" {
			when := at
			if n.At != 0 {
				when = min(n.At, at)
			}
			leg.answer(when)
		}
	default:
	}
}

func (w *workFacts) identify(n Identified) {
	if !n.Customer.IsZero() {
		w.Meta.Customer = n.Customer
	}
	if n.Segment != "" {
		w.Meta.Segment = n.Segment
	}
	if n.Language != "" {
		w.Meta.Language = n.Language
	}
	if !n.Case.IsZero() {
		w.Meta.Case = n.Case
	}
}
