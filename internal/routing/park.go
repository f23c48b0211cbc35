package routing

import "turno/internal/core"

// park sets a waiting or assigned work aside.
func (e *Engine) park(c *Park) error {
	w, err := e.liveWork(c.Work)
	if err != nil {
		return err
	}
	if w.status == StatusParked {
		return core.FieldErrorf(core.Conflict, "work", "the work is parked already")
	}
	if w.status == StatusOffered {
		e.withdraw(w, CausePark)
	}
	a := w.agent
	if w.waits() {
		e.leaveLine(w)
	}
	e.dropWhy(w)
	e.setStatus(w, StatusParked)
	w.agent, w.held, w.parkedBy = nil, false, core.NoID
	ef := e.emitWork(Parked, w)
	ef.Detail = c.Detail
	if a != nil {
		w.parkedBy = a.ID
		ef.Agent = a.ID
		e.dropHeld(a, w.ID, w.leg)
	}
	e.retime(w)
	return nil
}

// unpark brings a parked work back.
func (e *Engine) unpark(c *Unpark) error {
	w, err := e.workByID(c.Work)
	if err != nil {
		return err
	}
	if w.status != StatusParked {
		return core.FieldErrorf(core.Conflict, "work", "the work is not parked, it is %s", w.status)
	}
	var a *agent
	if !c.Agent.IsZero() {
		if a, err = e.agentByID(c.Agent); err != nil {
			return err
		}
		if e.excluded(w, a.ID) {
			return core.FieldErrorf(core.Conflict, "agent", "the agent is excluded from this work")
		}
	}
	ef := e.emitWork(Resumed, w)
	ef.Cause, ef.Agent = CauseUnpark, c.Agent
	if a != nil && a.roomFor(w.channel) != noRoom {
		e.assign(w, a, CauseUnpark)
		return nil
	}
	w.parkedBy = core.NoID
	if a != nil {
		e.setReserved(w, a, 0, true)
	}
	e.backToLine(w)
	if a != nil {
		reserved := e.emitWork(Reserved, w)
		reserved.Agent = a.ID
	}
	return nil
}
