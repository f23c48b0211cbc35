package routing

import "turno/internal/core"

func (e *Engine) openQueue(c *OpenQueue) error {
	q := e.queues[c.Queue]
	if q == nil {
		return core.Faultf(core.Invalid, "queue", core.FaultUnknown, "no queue %q", c.Queue)
	}
	if q.removed != nil {
		return core.FieldErrorf(core.Conflict, "queue", "queue %s was removed", q.key)
	}
	e.setClosed(q, false)
	return nil
}

func (e *Engine) closeQueue(c *CloseQueue) error {
	q := e.queues[c.Queue]
	if q == nil {
		return core.Faultf(core.Invalid, "queue", core.FaultUnknown, "no queue %q", c.Queue)
	}
	e.setClosed(q, true)
	return nil
}

// setClosed opens or closes, and remembers which person did; on closing, overflow rules may become true for all
// that wait.
func (e *Engine) setClosed(q *queue, closed bool) {
	if q.closed == closed {
		return
	}
	q.closed, q.hand = closed, e.byHand()
	ef := e.emit(QueueChanged)
	ef.Queue, ef.Open = q.key, !closed
	e.saveQueue(q)
	if closed {
		e.testAll(q, QueueClosed)
	}
}

// byHand is who carries out the present command, if that is a person.
func (e *Engine) byHand() ByHand {
	if e.party == "" || e.party == core.BySystem {
		return ByHand{}
	}
	return ByHand{Party: e.party, Actor: e.actor, At: e.now}
}

// letGo notes that a work or wrap-up is no longer of the queue. A removed queue
// goes with the last one.
func (e *Engine) letGo(q *queue) {
	q.refs--
	if q.removed != nil && q.refs == 0 {
		e.removedEmpty = true
	}
}
