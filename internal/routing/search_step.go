package routing

import "slices"

// nextStep is the first of the queue's steps that has not fired, or nil.
func (w *work) nextStep() *stepRule {
	for i := range w.queue.steps {
		if s := &w.queue.steps[i]; s.after > w.stepAfter {
			return s
		}
	}
	return nil
}

// fireStep widens the search for a work: all its queue's steps of one instant.
func (e *Engine) fireStep(w *work) {
	after := w.nextStep().after
	widened := false
	for i := range w.queue.steps {
		s := &w.queue.steps[i]
		if s.after != after {
			continue
		}
		e.applyStep(w, s)
		widened = widened || s.add != nil || len(s.lower) > 0
		ef := e.emitWork(Stepped, w)
		ef.Stage, ef.Priority = w.stage, w.priority()
	}
	if widened {
		e.touch(w)
	}
}

func (e *Engine) applyStep(w *work, s *stepRule) {
	e.reorder(w, func() {
		w.stepAfter = s.after
		w.stage++
		w.stepPriority += s.priority
		if len(s.lower) > 0 {
			w.needs = e.in.needset(lowerNeeds(w.needs.public, s.lower))
			w.lowered = true
		}
		if s.add != nil && !w.added.has(s.add) {
			var keys []string
			if w.added != nil {
				keys = slices.Clone(w.added.keys)
			}
			w.added = e.addedFor(append(keys, s.add.key))
		}
	})
}

// openSlice lets profiles with a delay see a work that has waited long enough.
func (e *Engine) openSlice(w *work) {
	e.rehome(w, func() { w.slice = w.queue.sliceAt(e.now.Sub(w.queued)) })
	e.touch(w)
}
