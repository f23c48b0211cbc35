package audit

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// applyOverflowed checks that a rule of the queue says so and is true, and that
// no earlier rule is.
func (x *Auditor) applyOverflowed(f *routing.Effect, w *work) {
	if w.phase != Waiting {
		x.breachf(f, "overflowed while %s", w.phase)
	}
	if w.kept {
		x.breachf(f, "overflowed after a keep rule")
	}
	x.checkRule(f, w)
	switch {
	case f.To == routing.Keep:
		w.kept = true
		if f.Ends != "" {
			x.breachf(f, "kept, and ended %s", f.Ends)
		}
		return
	case f.To == routing.ToQueue && f.Ends != core.FlowedOut, f.To != routing.ToQueue && f.Ends != core.Redirected:
		x.breachf(f, "to %s ends %s", f.To, f.Ends)
	case f.To == routing.ToQueue && w.visited[f.Target]:
		x.breachf(f, "to %s, where it has been", f.Target)
	}
	x.endLeg(f, w)
	w.phase = Ended
	if f.To == routing.ToQueue {
		x.mustQueue[w.id] = true
	}
}

// checkRule finds the rule that fired. A rule that was certainly true before it
// in the list should have fired instead.
func (x *Auditor) checkRule(f *routing.Effect, w *work) {
	q := x.queues[w.queue]
	if q == nil || w.retimed {
		return
	}
	found := false
	for _, rule := range q.config.Overflow {
		same := rule.When == f.Trigger && rule.To == f.To && rule.Target == f.Target
		truth := x.ruleTrue(w, q, rule, f.At)
		switch {
		case x.leadsNowhere(w, rule):
		case same && truth == No:
			found = true // another of the same words may be the true one
		case same:
			return
		case truth == Yes:
			x.breachf(f, "an earlier rule is true: %s to %s", rule.When, rule.To)
			return
		}
	}
	if found {
		x.breachf(f, "the rule is not true")
		return
	}
	x.breachf(f, "the queue has no such rule")
}

// leadsNowhere says whether a rule is skipped: its queue was visited, or is gone.
func (x *Auditor) leadsNowhere(w *work, rule routing.Overflow) bool {
	to := x.queues[rule.Target]
	return rule.To == routing.ToQueue && (w.visited[rule.Target] || to == nil || to.removed)
}

// ruleTrue is Unclear for what is only tested at queueing.
func (x *Auditor) ruleTrue(w *work, q *queue, rule routing.Overflow, now core.Instant) Answer {
	given := w.byHand && w.isReserved(now) // it waits for an agent, not for the queue
	switch rule.When {
	case routing.Waited:
		return answerOf(now >= w.queued.Add(rule.After))
	case routing.Unstaffed:
		return answerOf(!x.staffed(w.queue) && !given)
	case routing.QueueClosed:
		return answerOf(!q.open && !given)
	case routing.Length:
		n := x.waitingIn(w)
		full := q.config.MaxLength > 0 && n >= q.config.MaxLength
		if w.queued != now || !full && (rule.Count == 0 || n < rule.Count) {
			return No
		}
		return Unclear
	case routing.ExpectedWait:
		if w.queued != now {
			return No
		}
		return Unclear
	}
	return No
}

func answerOf(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

// staffed says whether anybody who serves the queue is signed in.
func (x *Auditor) staffed(key string) bool {
	for _, a := range x.agents {
		if _, serves := x.row(a, key); serves {
			return true
		}
	}
	return false
}

// waitingIn counts the other works that wait in the work's queue, on offer too.
func (x *Auditor) waitingIn(w *work) int {
	n := 0
	for _, o := range x.works {
		if o != w && o.queue == w.queue && (o.phase == Waiting || o.phase == Offered) {
			n++
		}
	}
	return n
}

// overdueRule names a rule that should have fired on a work that waits.
func (x *Auditor) overdueRule(w *work, now core.Instant) *routing.Overflow {
	q := x.queues[w.queue]
	if q == nil || w.kept || w.retimed || q.removed {
		return nil
	}
	for i, rule := range q.config.Overflow {
		switch {
		case x.leadsNowhere(w, rule):
		case rule.When != routing.Length && rule.When != routing.ExpectedWait && x.ruleTrue(w, q, rule, now) == Yes:
			return &q.config.Overflow[i]
		}
	}
	return nil
}
