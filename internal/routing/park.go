package routing

import (
	"cmp"
	"slices"

	"turno/internal/core"
)

// park sets a waiting or assigned work aside.
func (e *Engine) park(c *Park) error {
	w, err := e.liveWork(c.Work)
	if err != nil {
		return err
	}
	if w.status == parked {
		return core.FieldErrorf(core.Conflict, "work", "the work is parked already")
	}
	if w.status == offered {
		e.withdraw(w, CausePark)
	}
	a := w.agent
	if w.waits() {
		e.leaveLine(w)
	}
	e.dropWhy(w)
	e.setStatus(w, parked)
	w.agent, w.held = nil, false
	ef := e.emitWork(Parked, w)
	ef.Detail = c.Detail
	ef.Party, ef.Actor = e.party, e.actor
	if a != nil {
		w.setAside(a)
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
	if w.status != parked {
		return core.FieldErrorf(core.Conflict, "work", "the work is not parked, it is %s", w.status)
	}
	var a *agent
	if !c.Agent.IsZero() {
		if a, err = e.agentByID(c.Agent); err != nil {
			return err
		}
		if e.excluded(w, a.ID) {
			return core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent is excluded from this work")
		}
	}
	ef := e.emitWork(Resumed, w)
	ef.Cause, ef.Agent = CauseUnpark, c.Agent
	ef.Party, ef.Actor = e.party, e.actor
	if a != nil && a.roomFor(w.channel) != noRoom {
		e.assign(w, a, CauseUnpark)
		return nil
	}
	w.setAside(nil)
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

// setAside changes by which agent a work is parked (nil: by none, or it is not
// parked any more) and keeps that agent's list.
func (w *work) setAside(a *agent) {
	if old := w.parkedBy; old != nil {
		i := slices.Index(old.aside, w)
		old.aside = slices.Delete(old.aside, i, i+1)
	}
	if a != nil {
		a.aside = append(a.aside, w)
	}
	w.parkedBy = a
}

// bringBack puts those works that an agent set aside and cannot come back to any
// more to their places, in the order in which they were set aside.
func (e *Engine) bringBack(a *agent, cause Cause, lost func(*work) bool) {
	for _, w := range a.parked() {
		if !lost(w) {
			continue
		}
		ef := e.emitWork(Resumed, w)
		ef.Cause = cause
		ef.Party, ef.Actor = e.party, e.actor
		w.setAside(nil)
		e.backToLine(w)
	}
}

// parked are the works that an agent set aside, in the order in which that happened.
func (a *agent) parked() []*work {
	aside := slices.Clone(a.aside)
	slices.SortFunc(aside, func(x, y *work) int {
		return cmp.Or(cmp.Compare(x.since, y.since), x.ID.Compare(y.ID))
	})
	return aside
}

// Aside returns the works that an agent set aside, in the order in which that
// happened.
func (e *Engine) Aside(agent core.ID) []core.ID {
	a := e.agents.get(&agent)
	if a == nil {
		return nil
	}
	var ids []core.ID
	for _, w := range a.parked() {
		ids = append(ids, w.ID)
	}
	return ids
}
