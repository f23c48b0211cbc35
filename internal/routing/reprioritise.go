package routing

import "turno/internal/core"

// reprioritise sets a work's own priority. A place it was deferred to is given
// up: whoever sets a priority means it.
func (e *Engine) reprioritise(c *Reprioritise) error {
	w, err := e.liveWork(c.Work)
	if err != nil {
		return err
	}
	if c.Priority < -priorityMax || c.Priority > priorityMax {
		return core.Boundf(core.Invalid, "priority", core.FaultTooHigh, priorityMax, "−%d to %d", priorityMax, priorityMax)
	}
	e.reorder(w, func() {
		w.Priority = c.Priority
		w.order = nil
	})
	ef := e.emitWork(Reprioritised, w)
	ef.Priority = w.priority()
	ef.Party, ef.Actor = e.party, e.actor
	return nil
}
