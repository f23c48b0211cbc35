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
		ef.Stage, ef.Priority = int(w.stage), w.priority()
	}
	if widened {
		e.touch(w)
	}
}

func (e *Engine) applyStep(w *work, s *stepRule) {
	if s.priority == 0 {
		e.rehome(w, func() { e.takeStep(w, s) }) // the place in the line stays
		return
	}
	e.reorder(w, func() { e.takeStep(w, s) })
}

// takeStep changes what the step says. The work is hidden.
func (e *Engine) takeStep(w *work, s *stepRule) {
	w.stepAfter = s.after
	w.stage++
	w.stepPriority += int32(s.priority)
	if len(s.lower) > 0 {
		w.needs = e.loweredBy(s, w.needs)
		w.lowered = true
	}
	if s.add != nil && !w.added.has(s.add) {
		w.added = e.widenedBy(s, w.added)
	}
}

// loweredBy is what a step makes of needs.
func (e *Engine) loweredBy(s *stepRule, needs *needset) *needset {
	if known, ok := s.lowered[needs]; ok {
		return known
	}
	lowered := e.in.needset(lowerNeeds(needs.public, s.lower))
	s.lowered[needs] = lowered
	return lowered
}

// widenedBy is what a step makes of the added profiles.
func (e *Engine) widenedBy(s *stepRule, added *addedSet) *addedSet {
	if known, ok := s.widened[added]; ok {
		return known
	}
	var keys []string
	if added != nil {
		keys = slices.Clone(added.keys)
	}
	widened := e.addedFor(append(keys, s.add.key))
	s.widened[added] = widened
	return widened
}

// openSlice lets profiles with a delay see a work that has waited long enough.
func (e *Engine) openSlice(w *work) {
	e.rehome(w, func() { w.slice = int32(w.queue.sliceAt(e.now.Sub(w.queued))) })
	e.touch(w)
}
