package routing

import "turno/internal/core"

// cancel ends a work wherever it is, without wrap-up.
func (e *Engine) cancel(c *Cancel) error {
	w, err := e.liveWork(c.Work)
	if err != nil {
		return err
	}
	end := c.End
	switch end {
	case "":
		end = core.Abandoned
	case core.Abandoned, core.NoShow, core.CallbackTaken, core.ClosedOut, core.Failed, core.Redirected:
	default:
		return core.FieldErrorf(core.Invalid, "end", "not %q", end)
	}
	if w.status == offered {
		e.withdraw(w, CauseCancel)
	}
	a := w.agent
	if w.waits() {
		e.depart(w.queue)
		e.leaveLine(w)
	}
	ef := e.emitWork(Cancelled, w)
	ef.Ends, ef.Detail, ef.Party, ef.Actor = end, c.Detail, e.party, e.actor
	if a != nil {
		ef.Agent = a.ID
		e.noteHandled(w.queue, a.begunOf(w))
		e.dropHeld(a, w.ID, w.leg)
	}
	e.endWork(w)
	return nil
}

// liveWork finds a work whose last leg has not ended.
func (e *Engine) liveWork(id core.ID) (*work, error) {
	w, err := e.workByID(id)
	if err != nil {
		return nil, err
	}
	if w.ended() {
		return nil, core.FieldErrorf(core.Conflict, "work", "the contact is over, only wrap-up goes on")
	}
	return w, nil
}

// begunOf is when the agent began the present leg of a work.
func (a *agent) begunOf(w *work) core.Instant {
	for i := range a.held {
		if a.held[i].work == w && a.held[i].leg == w.leg {
			return a.held[i].begun
		}
	}
	return 0
}
