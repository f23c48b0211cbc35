package routing

import "turno/internal/core"

// assign gives a waiting, offered or parked work to an agent who has room. The
// caller has taken the agent off an outstanding offer of it.
func (e *Engine) assign(w *work, a *agent, cause Cause) {
	if w.waits() {
		e.leaveLine(w)
		if cause != CauseStart {
			e.depart(w.queue)
		}
	}
	if a.offered != nil && a.offered != w {
		e.withdraw(a.offered, CauseStartedOther)
	}
	e.setReserved(w, nil, 0, false)
	chosen := cause == CauseAccept || cause == CauseAuto
	if !chosen {
		e.dropWhy(w)
	}
	e.interrupt(a, w)
	e.setStatus(w, assigned)
	w.agent, w.deadline = a, 0
	w.leaveAlone(0)
	w.setAside(nil)
	a.held = append(a.held, held{work: w, leg: w.leg, channel: w.channel, begun: e.now})
	ef := e.emitWork(Assigned, w)
	ef.Agent, ef.Cause, ef.Priority, ef.Stage = a.ID, cause, w.priority(), int(w.stage)
	if chosen {
		ef.Offer, ef.Why = w.offer, e.rendered(w)
	}
	e.retime(w)
	e.freed(a)
}

// start enqueues and assigns at once.
func (e *Engine) start(c *Start) error {
	a, err := e.agentByID(c.Agent)
	if err != nil {
		return err
	}
	w, err := e.newWork(&c.Work)
	if err != nil {
		return err
	}
	if err := e.roomOrConflict(a, w); err != nil {
		return err
	}
	e.admit(w)
	e.emitQueued(w)
	e.assign(w, a, CauseStart)
	return nil
}

// roomOrConflict holds exclusion and capacity, which no command ignores.
func (e *Engine) roomOrConflict(a *agent, w *work) error {
	if e.excluded(w, a.ID) {
		return core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent is excluded from this work")
	}
	if a.roomFor(w.channel) == noRoom {
		return core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent has no room for another work of channel %s", w.Channel)
	}
	return nil
}

// waitingWork finds a work that is in its queue.
func (e *Engine) waitingWork(id core.ID) (*work, error) {
	w, err := e.workByID(id)
	if err != nil {
		return nil, err
	}
	if !w.waits() {
		return nil, core.FieldErrorf(core.Conflict, "work", "the work is not waiting, it is %s", w.status)
	}
	return w, nil
}

// pick lets an agent claim a waiting work.
func (e *Engine) pick(c *Pick) error {
	w, a, err := e.pickable(c.Work, c.Agent)
	if err != nil {
		return err
	}
	e.claim(w, a, CausePick)
	return nil
}

// CheckPick returns the error with which a Pick would be refused now, nil when
// it would be carried out.
func (e *Engine) CheckPick(work, agent core.ID) error {
	_, _, err := e.pickable(work, agent)
	return err
}

func (e *Engine) pickable(workID, agentID core.ID) (*work, *agent, error) {
	w, err := e.waitingWork(workID)
	if err != nil {
		return nil, nil, err
	}
	a, err := e.agentByID(agentID)
	if err != nil {
		return nil, nil, err
	}
	if !a.group.serves(w) {
		return nil, nil, core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent's profile does not hold queue %s", w.queue.key)
	}
	if !a.group.fitsNeeds(w.needs) {
		return nil, nil, core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent's skills do not fit")
	}
	return w, a, e.roomOrConflict(a, w)
}

// claim assigns a waiting work by hand, from under an outstanding offer.
func (e *Engine) claim(w *work, a *agent, cause Cause) {
	if w.status == offered {
		e.withdraw(w, cause)
	}
	e.assign(w, a, cause)
}

// assignBy is a supervisor's choice of an agent.
func (e *Engine) assignBy(c *Assign) error {
	w, err := e.waitingWork(c.Work)
	if err != nil {
		return err
	}
	a, err := e.agentByID(c.Agent)
	if err != nil {
		return err
	}
	if e.excluded(w, a.ID) {
		return core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent is excluded from this work")
	}
	ready := a.presence == core.Ready && a.pending == ""
	if ready && a.roomFor(w.channel) != noRoom {
		e.claim(w, a, CauseAssign)
		return nil
	}
	if w.status == offered {
		e.withdraw(w, CauseAssign)
	}
	e.reserve(w, a)
	return nil
}
