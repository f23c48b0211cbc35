package routing

import "turno/internal/core"

const reasonLengthMax = 200

// setPresence is what an agent, or a supervisor, asks for.
func (e *Engine) setPresence(c *SetPresence) error {
	a, err := e.agentByID(c.Agent)
	if err != nil {
		return err
	}
	switch c.Presence {
	case core.Ready:
		e.makeReady(a)
		return nil
	case core.NotReady:
		if c.Reason == "" || len(c.Reason) > reasonLengthMax {
			return core.Boundf(core.Invalid, "reason", core.FaultRequired, reasonLengthMax, "not ready needs a reason of at most %d bytes", reasonLengthMax)
		}
		e.makeNotReady(a, c.Reason)
		return nil
	case core.Offline:
	}
	return core.Faultf(core.Invalid, "presence", core.FaultWrongChoice, "ready or not_ready; sign out to go offline")
}

// makeReady cancels what is pending.
func (e *Engine) makeReady(a *agent) {
	switch {
	case a.presence != core.Ready:
		a.pending, a.pendingReason = "", ""
		a.idleSince = e.now
		e.changePresence(a, core.Ready, "", CausePresence)
	case a.pending != "":
		a.pending, a.pendingReason = "", ""
		e.emitPresence(a, CausePresence)
		e.freed(a)
	}
}

// makeNotReady withdraws an outstanding offer. With works or wrap-ups in hand
// the wish is pending.
func (e *Engine) makeNotReady(a *agent, reason string) {
	if w := a.offered; w != nil {
		e.withdraw(w, CausePresence)
	}
	if len(a.held) > 0 {
		if a.pending != core.NotReady || a.pendingReason != reason {
			e.pend(a, reason, CausePresence)
		}
		return
	}
	if a.presence != core.NotReady || a.reason != reason {
		e.changePresence(a, core.NotReady, reason, CausePresence)
	}
}

// pend notes not ready for when the last work and wrap-up end.
func (e *Engine) pend(a *agent, reason string, cause Cause) {
	a.pending, a.pendingReason = core.NotReady, reason
	e.wordNotReady(a)
	e.emitPresence(a, cause)
	e.refresh(a)
}

// changePresence changes presence at once.
func (e *Engine) changePresence(a *agent, presence core.Presence, reason string, cause Cause) {
	a.presence, a.reason, a.since = presence, reason, e.now
	e.wordNotReady(a)
	e.emitPresence(a, cause)
	e.freed(a)
}

func (e *Engine) wordNotReady(a *agent) {
	switch {
	case a.presence == core.NotReady:
		a.notReady = e.words.id("not_ready:" + a.reason)
	case a.pending != "":
		a.notReady = e.words.id("not_ready:" + a.pendingReason)
	}
}

func (e *Engine) emitPresence(a *agent, cause Cause) {
	ef := e.emit(PresenceChanged)
	ef.Agent, ef.Presence, ef.Reason = a.ID, a.presence, a.reason
	ef.Pending, ef.PendingReason = a.pending, a.pendingReason
	ef.Site, ef.Team, ef.Profile = a.Site, a.Team, a.Profile
	ef.Cause, ef.Party, ef.Actor = cause, e.party, e.actor
}
