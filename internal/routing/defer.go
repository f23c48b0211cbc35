package routing

import (
	"math"

	"turno/internal/core"
)

// deferWork lets a waiting customer go behind others, or be left alone a while.
func (e *Engine) deferWork(c *Defer) error {
	w, err := e.waitingWork(c.Work)
	if err != nil {
		return err
	}
	if c.Places < 0 || c.For < 0 || c.For > durationMax || (c.Places > 0) == (c.For > 0) {
		return core.FieldErrorf(core.Invalid, "places", "either places or a time, of at most 366 days")
	}
	if w.status == offered {
		e.withdraw(w, CauseDefer)
	}
	if c.For > 0 {
		e.rehome(w, func() { w.leaveAlone(e.now.Add(c.For)) })
	} else {
		e.goBehind(w, c.Places)
	}
	e.retime(w)
	e.touch(w)
	ef := e.emitWork(Deferred, w)
	ef.Place, ef.Deadline = e.place(w), w.notBefore
	ef.Party, ef.Actor = e.party, e.actor
	return nil
}

// goBehind puts the work just behind the one that is n places behind it, or
// last.
func (e *Engine) goBehind(w *work, n int) {
	l := &w.queue.line
	i := min(e.place(w)-1+n, l.n-1)
	target := l.at(i).w
	if target == w {
		return
	}
	var next *work
	if i+1 < l.n {
		next = l.at(i + 1).w
	}
	priority := target.priority()
	if target.order != nil {
		priority = target.order.Priority + int(target.stepPriority)
	}
	behind := target.behind + 1<<32
	if target.behind > math.MaxUint64-1<<32 {
		behind = math.MaxUint64
	}
	if next != nil && next.score == target.score && next.orderArrived == target.orderArrived && next.orderID == target.orderID {
		behind = target.behind + (next.behind-target.behind)/2
	}
	order := &Order{
		Priority: priority - int(w.stepPriority),
		Arrived:  target.orderArrived,
		ID:       target.orderID,
		Behind:   behind,
	}
	e.reorder(w, func() { w.order = order })
}

// endDefer brings the customer back to where he was.
func (e *Engine) endDefer(w *work) {
	e.rehome(w, func() { w.leaveAlone(0) })
	e.touch(w)
}
