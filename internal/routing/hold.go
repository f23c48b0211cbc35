package routing

import "turno/internal/core"

// hold marks the customer of an assigned work as on hold.
func (e *Engine) hold(c *Hold) error {
	w, err := e.assignedWork(c.Work)
	if err != nil {
		return err
	}
	if w.held {
		return core.FieldErrorf(core.Conflict, "work", "the customer is on hold already")
	}
	w.held = true
	ef := e.emitWork(Held, w)
	ef.Agent = w.agent.ID
	e.saveWork(w)
	return nil
}

// resume ends a hold.
func (e *Engine) resume(c *Resume) error {
	w, err := e.assignedWork(c.Work)
	if err != nil {
		return err
	}
	if !w.held {
		return core.FieldErrorf(core.Conflict, "work", "the customer is not on hold")
	}
	w.held = false
	ef := e.emitWork(Resumed, w)
	ef.Agent, ef.Cause = w.agent.ID, CauseResume
	e.saveWork(w)
	return nil
}
