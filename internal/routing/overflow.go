package routing

import (
	"slices"
	"time"

	"turno/internal/core"
)

// admission is the first overflow rule that is true for a work that comes to a
// queue; without one, a queue that is closed or full refuses it.
func (e *Engine) admission(w *work, q *queue) (*Overflow, error) {
	rule := e.firstTrue(w, q, true, 0)
	if rule != nil && (rule.To != Keep || q.removed == nil) { // a removed queue keeps nobody who comes anew
		return rule, nil
	}
	if q.closed {
		return nil, core.FieldErrorf(core.Closed, "work.queue", "queue %s is closed", q.key)
	}
	if q.full(w) {
		return nil, core.FieldErrorf(core.QueueFull, "work.queue", "queue %s is full", q.key)
	}
	return nil, nil
}

// others counts the works of the queue's line beside w, which may come back to
// the queue where it waits already.
func (q *queue) others(w *work) int {
	if w.inLine && w.queue == q {
		return q.line.n - 1
	}
	return q.line.n
}

// full reports whether the queue takes nobody in beside those who are there.
func (q *queue) full(w *work) bool { return q.def.MaxLength > 0 && q.others(w) >= q.def.MaxLength }

// firstTrue is the first rule of the queue that is true and leads somewhere.
// arriving says that the work comes to the queue; otherwise only the triggers
// that are tested while waiting count.
func (e *Engine) firstTrue(w *work, q *queue, arriving bool, waited time.Duration) *Overflow {
	for i := range q.def.Overflow {
		rule := &q.def.Overflow[i]
		if e.isTrue(rule, w, q, arriving, waited) && e.leads(rule, w, q) {
			return rule
		}
	}
	return nil
}

// isTrue reports whether a rule is true. A work that a person reserved waits for
// its agent, not for the queue: whether that is closed or staffed does not matter.
func (e *Engine) isTrue(rule *Overflow, w *work, q *queue, arriving bool, waited time.Duration) bool {
	switch rule.When {
	case Waited:
		return waited >= rule.After
	case ExpectedWait:
		return arriving && e.expected(q, w.needs, q.others(w)+1) > rule.After
	case Length:
		return arriving && ((rule.Count > 0 && q.others(w) >= rule.Count) || q.full(w))
	case Unstaffed:
		return !q.staffed() && !w.reservedHard
	case QueueClosed:
		return q.closed && !w.reservedHard
	}
	return false
}

// leads reports whether a rule can be followed: queues that the work has
// visited are skipped. A work that is here already is never turned away, so a
// target that is closed or full takes it in.
func (e *Engine) leads(rule *Overflow, w *work, from *queue) bool {
	if rule.To != ToQueue {
		return true
	}
	to := e.queues[rule.Target]
	return to != nil && to != from && to.removed == nil && !w.hasVisited(to.key)
}

// nextWaited is when the next waited rule is to be tested.
func (w *work) nextWaited() (time.Duration, bool) {
	if w.kept {
		return 0, false
	}
	next, found := time.Duration(0), false
	for i := range w.queue.def.Overflow {
		rule := &w.queue.def.Overflow[i]
		if rule.When == Waited && rule.After > w.waitTested && (!found || rule.After < next) {
			next, found = rule.After, true
		}
	}
	return next, found
}

// untest notes that a waiting work's overflow rules are to be tested.
func (e *Engine) untest(w *work) {
	if !w.untested && !w.kept && len(w.queue.def.Overflow) > 0 {
		w.untested = true
		e.untested = append(e.untested, w)
	}
}

// testAll has the rules of all of a queue's works tested, when it has one with
// the trigger.
func (e *Engine) testAll(q *queue, trigger Trigger) {
	if !slices.ContainsFunc(q.def.Overflow, func(o Overflow) bool { return o.When == trigger }) {
		return
	}
	q.line.each(func(w *work) bool {
		e.untest(w)
		return true
	})
}

// overflowUntested tests works in serving order until the step's time is over.
func (e *Engine) overflowUntested() {
	if len(e.untested) == 0 {
		return
	}
	list := e.untested
	slices.SortFunc(list, func(a, b *work) int {
		if e.servedBefore(a, b) {
			return -1
		}
		return 1
	})
	e.untested = e.spareUntested[:0]
	done := 0
	for done < len(list) && e.allowed > 0 && e.tries > 0 {
		w := list[done]
		done++
		w.untested = false
		if w.gone {
			continue
		}
		e.saveWork(w)
		if w.status != waiting {
			continue
		}
		if e.test(w) {
			e.allowed--
		} else {
			e.tries--
		}
		if !w.gone {
			e.retime(w)
		}
	}
	e.untested = append(e.untested, list[done:]...)
	clear(list)
	e.spareUntested = list[:0]
	for _, w := range e.untested {
		e.saveWork(w)
	}
}

// test follows the first true rule of a waiting work; it reports whether there
// was one.
func (e *Engine) test(w *work) bool {
	if w.kept {
		return false
	}
	waited := e.now.Sub(w.queued)
	w.waitTested = waited
	e.saveWork(w)
	rule := e.firstTrue(w, w.queue, false, waited)
	if rule == nil {
		return false
	}
	if rule.To == Keep {
		e.keep(w, rule)
		return true
	}
	e.depart(w.queue)
	e.leaveLine(w)
	e.followRule(w, rule)
	return true
}

// keep ends testing for the leg.
func (e *Engine) keep(w *work, rule *Overflow) {
	w.kept = true
	ef := e.emitWork(Overflowed, w)
	ef.To, ef.Trigger = Keep, rule.When
	e.saveWork(w)
}

// followRule ends the leg of a work that is in no line, and sends it on.
func (e *Engine) followRule(w *work, rule *Overflow) {
	ef := e.emitWork(Overflowed, w)
	ef.To, ef.Target, ef.Trigger = rule.To, rule.Target, rule.When
	if rule.To != ToQueue {
		ef.Ends = core.Redirected
		e.endWork(w)
		return
	}
	ef.Ends = core.FlowedOut
	to := e.queues[rule.Target]
	next, _ := e.admission(w, to)
	e.nextLeg(w, to)
	if w.reserved != nil && !e.reservationHolds(w) {
		e.setReserved(w, nil, 0, false)
	}
	e.enter(w, next)
}

// nextLeg opens leg n + 1 in a queue.
func (e *Engine) nextLeg(w *work, to *queue) {
	w.leg++
	w.dropDeclined(e.now)
	w.offer, w.deadline = 0, 0
	e.dropWhy(w)
	to.refs++
	e.letGo(w.queue)
	w.visit(to.key)
	w.queue, w.Queue = to, to.key
	e.beginLeg(w)
}

// visit notes that the work goes on to a queue.
func (w *work) visit(key string) {
	if w.hasVisited(key) {
		return
	}
	if w.visited == nil {
		w.visited = append(w.visited, w.queue.key)
	}
	w.visited = append(w.visited, key)
}

// hasVisited reports whether the work is or was in the queue.
func (w *work) hasVisited(key string) bool {
	return w.queue.key == key || slices.Contains(w.visited, key)
}

// allVisited are the queues that the work has been in, in order.
func (w *work) allVisited() []string {
	if w.visited == nil {
		return []string{w.queue.key}
	}
	return slices.Clone(w.visited)
}

// endWork ends the last leg of a work that is in no line and in nobody's hands.
func (e *Engine) endWork(w *work) {
	e.setReserved(w, nil, 0, false)
	e.dropWhy(w)
	w.agent, w.deadline, w.offer, w.held = nil, 0, 0, false
	w.leaveAlone(0)
	if w.exceptional {
		w.declined = nil
		w.digest()
	}
	w.setAside(nil)
	e.finish(w)
}
