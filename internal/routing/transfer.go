package routing

import "turno/internal/core"

// transfer ends the running leg and opens the next in another queue, or in the
// same one for a certain agent.
func (e *Engine) transfer(c *Transfer) error {
	w, err := e.liveWork(c.Work)
	if err != nil {
		return err
	}
	if w.status == parked {
		return core.FieldErrorf(core.Conflict, "work", "the work is parked")
	}
	to, a, err := e.transferTarget(w, c)
	if err != nil {
		return err
	}
	needs := w.Needs
	if c.Needs != nil {
		if err := checkNeeds("needs", *c.Needs); err != nil {
			return err
		}
		if !e.in.knowsSkills(*c.Needs...) {
			return core.FieldErrorf(core.Invalid, "needs", "at most %d different skills", skillsMax)
		}
		needs = *c.Needs
	}
	probe := *w
	probe.needs = e.in.needset(needs)
	probe.reserved, probe.reservedHard = nil, false // as it will be there
	var rule *Overflow
	if a == nil {
		if rule, err = e.admission(&probe, to); err != nil {
			return err
		}
	}
	e.endForTransfer(w, transferDetail(c))
	e.setReserved(w, nil, 0, false)
	w.Preferred, w.ReservedUntil, w.prefers = core.NoID, 0, false
	w.needs, w.lowered = probe.needs, false
	w.Needs = w.needs.public
	e.nextLeg(w, to)
	if a != nil {
		w.Preferred, w.prefers = a.ID, true
		e.setReserved(w, a, 0, true)
	}
	e.enter(w, rule)
	if a != nil {
		w.waitTested = -1 // admission was not asked
		e.retime(w)
	}
	return nil
}

// transferTarget is the queue, and the agent where one is meant.
func (e *Engine) transferTarget(w *work, c *Transfer) (*queue, *agent, error) {
	if (c.Queue == "") == c.Agent.IsZero() {
		return nil, nil, core.FieldErrorf(core.Invalid, "queue", "either a queue or an agent")
	}
	if c.Queue != "" {
		to := e.queues[c.Queue]
		if to == nil {
			return nil, nil, core.FieldErrorf(core.Invalid, "queue", "no queue %q", c.Queue)
		}
		return to, nil, nil
	}
	a, err := e.agentByID(c.Agent)
	if err != nil {
		return nil, nil, err
	}
	if e.excluded(w, a.ID) {
		return nil, nil, core.Faultf(core.Conflict, "agent", core.FaultUnfit, "the agent is excluded from this work")
	}
	return w.queue, a, nil
}

func transferDetail(c *Transfer) string {
	switch {
	case c.Detail != "":
		return c.Detail
	case c.Queue != "":
		return c.Queue
	default:
		return c.Agent.String()
	}
}

// endForTransfer ends the leg: handled, with wrap-up, when it was assigned.
func (e *Engine) endForTransfer(w *work, detail string) {
	if w.status == assigned {
		e.letWorkGo(w, core.Handled, detail)
		return
	}
	if w.status == offered {
		e.withdraw(w, CauseTransfer)
	}
	e.depart(w.queue)
	e.leaveLine(w)
	ef := e.emitWork(Released, w)
	ef.Ends, ef.Detail, ef.Party, ef.Actor = core.FlowedOut, detail, e.party, e.actor
}
