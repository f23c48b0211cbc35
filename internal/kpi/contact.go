package kpi

import (
	"cmp"
	"slices"
	"time"

	"turno/internal/core"
)

// RecallWindow is the customary time within which a customer who comes again
// counts as a recall.
const RecallWindow = 3 * 24 * time.Hour

// encounter is what the legs of one contact amount to.
type encounter struct {
	id       core.ID
	customer core.ID
	inbound  bool
	handled  bool
	alone    bool // answered by one agent only, and neither escalated nor transferred
	arrived  core.Instant
	closed   core.Instant
	agent    core.ID
}

// encounters groups legs by contact, in order of arrival, then id.
func encounters(legs []core.Leg, meaning func(disposition string) core.Outcome) []encounter {
	index := make(map[core.ID]int)
	passes := make(map[core.ID]pass)
	var all []encounter
	for i := range legs {
		l := &legs[i]
		at, ok := index[l.Contact]
		if !ok {
			at = len(all)
			index[l.Contact] = at
			all = append(all, encounter{
				id: l.Contact, customer: l.Customer, inbound: l.Direction != core.Outbound, alone: true, arrived: l.Arrived,
			})
		}
		all[at].add(l, meaning)
		p := passes[l.Work]
		p.add(l)
		if passes[l.Work] = p; p.passedOn() {
			all[at].alone = false
		}
	}
	slices.SortFunc(all, func(a, b encounter) int {
		return cmp.Or(cmp.Compare(a.arrived, b.arrived), a.id.Compare(b.id))
	})
	return all
}

// pass is how far a work's legs have come, each by number.
type pass struct{ answered, unanswered int }

func (p *pass) add(l *core.Leg) {
	switch {
	case l.Answered == 0:
		p.unanswered = max(p.unanswered, l.Number)
	case p.answered == 0 || l.Number < p.answered:
		p.answered = l.Number
	}
}

// passedOn reports whether an agent sent the customer on, or back to the queue,
// and nobody answered there: that agent has not closed the contact.
func (p *pass) passedOn() bool { return p.answered != 0 && p.unanswered > p.answered }

func (e *encounter) add(l *core.Leg, meaning func(string) core.Outcome) {
	e.arrived = min(e.arrived, l.Arrived)
	e.closed = max(e.closed, l.Released)
	if l.Answered == 0 {
		return
	}
	if e.handled && l.Agent != e.agent {
		e.alone = false
	}
	e.handled, e.agent = true, l.Agent
	switch meaning(l.Outcome) {
	case core.OutcomeEscalation, core.OutcomeTransfer:
		e.alone = false
	case core.OutcomeResolved, core.OutcomeCommitment, core.OutcomeNotResolved:
	default: // closed without a disposition
	}
}

// NoEscalation is fcr.no_escalation over all legs of the period's contacts, in
// any order. meaning tells what a disposition's key stands for ("" if unknown).
func NoEscalation(legs []core.Leg, meaning func(disposition string) core.Outcome) Value {
	var num, den int64
	for _, e := range encounters(legs, meaning) {
		if !e.handled {
			continue
		}
		den++
		if e.alone {
			num++
		}
	}
	return divide("fcr.no_escalation", num, den)
}

// Recall is recall over legs of the period and of the window after it, in any
// order: the inbound contacts that came within the window after a handled contact
// of the same customer had closed, over those handled contacts. A handled contact
// counts when it closed in [from, to) and its window was over by now. Contacts of
// unknown customers are left out.
func Recall(legs []core.Leg, window time.Duration, from, to, now core.Instant) Value {
	all := encounters(legs, func(string) core.Outcome { return "" })
	closed := make(map[core.ID][]core.Instant) // counted handled contacts, by customer
	var num, den int64
	for _, e := range all {
		if e.handled && !e.customer.IsZero() && from <= e.closed && e.closed < to && e.closed.Add(window) <= now {
			closed[e.customer] = append(closed[e.customer], e.closed)
			den++
		}
	}
	for _, e := range all {
		again := func(at core.Instant) bool { return at < e.arrived && e.arrived <= at.Add(window) }
		if e.inbound && slices.ContainsFunc(closed[e.customer], again) {
			num++
		}
	}
	return divide("recall", num, den)
}

func divide(name string, num, den int64) Value {
	d, _ := Lookup(name)
	return d.Divide(num, den)
}
