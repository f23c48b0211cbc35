package routing

import (
	"slices"

	"turno/internal/core"
)

// release ends the contact; wrap-up follows as the queue says.
func (e *Engine) release(c *Release) error {
	w, err := e.assignedWork(c.Work)
	if err != nil {
		return err
	}
	end := c.End
	switch end {
	case "":
		end = core.Handled
	case core.Handled, core.NoShow:
	default:
		return core.FieldErrorf(core.Invalid, "end", "handled or no_show, not %q", end)
	}
	e.letWorkGo(w, end, "")
	e.endWork(w)
	return nil
}

// letWorkGo ends the contact of an assigned work: Released, then wrap-up. The
// work itself goes on or ends as the caller says.
func (e *Engine) letWorkGo(w *work, end core.End, detail string) {
	a := w.agent
	ef := e.emitWork(Released, w)
	ef.Agent, ef.Ends, ef.Detail = a.ID, end, detail
	ef.Party, ef.Actor = e.party, e.actor
	i := slices.IndexFunc(a.held, func(h held) bool { return h.leg == w.leg && h.work == w })
	begun := a.held[i].begun
	mode := w.queue.def.WrapUp
	w.agent, w.held = nil, false
	e.dropWhy(w)
	if mode.Mode == "" || mode.Mode == WrapUpNone {
		e.noteHandled(w.queue, begun)
		e.dropHeld(a, w.ID, w.leg)
		return
	}
	a.held[i].wrapUp = true
	x := wrapUp{leg: w.leg, agent: a, queue: w.queue, begun: begun, since: e.now, extension: mode.Extension}
	if mode.Mode == WrapUpTimed {
		x.deadline = e.now.Add(mode.Length)
	}
	w.queue.refs++
	w.wrapUps, w.hasWrapUps = append(w.wrapUps, x), true
	started := e.emitWork(WrapUpStarted, w)
	started.Agent, started.Deadline = a.ID, x.deadline
	e.saveWork(w)
	e.refresh(a)
}

func (e *Engine) noteHandled(q *queue, begun core.Instant) {
	q.handle.add(e.now.Sub(begun))
	e.saveQueue(q)
}

// wrapUpOf finds a wrap-up that goes on; leg 0 is the newest.
func (e *Engine) wrapUpOf(id core.ID, leg int) (*work, *wrapUp, error) {
	w, err := e.workByID(id)
	if err != nil {
		return nil, nil, err
	}
	for i := len(w.wrapUps) - 1; i >= 0; i-- {
		if leg == 0 || w.wrapUps[i].leg == leg {
			return w, &w.wrapUps[i], nil
		}
	}
	return nil, nil, core.FieldErrorf(core.Conflict, "work", "no such wrap-up goes on")
}

func (e *Engine) closeWrapUp(c *CloseWrapUp) error {
	w, x, err := e.wrapUpOf(c.Work, c.Leg)
	if err != nil {
		return err
	}
	e.endWrapUp(w, x.leg, CauseClosed)
	return nil
}

func (e *Engine) extendWrapUp(c *ExtendWrapUp) error {
	w, x, err := e.wrapUpOf(c.Work, c.Leg)
	if err != nil {
		return err
	}
	switch {
	case x.deadline == 0 || x.extension <= 0:
		return core.FieldErrorf(core.Conflict, "work", "this wrap-up cannot be extended")
	case x.extended:
		return core.FieldErrorf(core.Conflict, "work", "this wrap-up was extended already")
	}
	x.extended = true
	x.deadline = x.deadline.Add(x.extension)
	ef := e.emitWork(WrapUpExtended, w)
	ef.Leg, ef.Queue, ef.Agent, ef.Deadline = x.leg, x.queue.key, x.agent.ID, x.deadline
	e.retime(w)
	e.saveWork(w)
	return nil
}

// wrapUpTimeout ends the wrap-ups whose time is over, the oldest leg first.
func (e *Engine) wrapUpTimeout(w *work) {
	for i := range w.wrapUps {
		if d := w.wrapUps[i].deadline; d != 0 && d <= e.now {
			e.endWrapUp(w, w.wrapUps[i].leg, CauseTimeout)
			return
		}
	}
}

// endWrapUp frees the agent of a leg's wrap-up.
func (e *Engine) endWrapUp(w *work, leg int, cause Cause) {
	i := slices.IndexFunc(w.wrapUps, func(x wrapUp) bool { return x.leg == leg })
	x := w.wrapUps[i]
	w.wrapUps = slices.Delete(w.wrapUps, i, i+1)
	w.hasWrapUps = len(w.wrapUps) > 0
	ef := e.emitWork(WrapUpEnded, w)
	ef.Leg, ef.Queue, ef.Agent, ef.Cause = x.leg, x.queue.key, x.agent.ID, cause
	e.noteHandled(x.queue, x.begun)
	e.dropHeld(x.agent, w.ID, x.leg)
	e.letGo(x.queue)
	if w.ended() {
		e.finish(w)
		return
	}
	e.retime(w)
	e.saveWork(w)
}
