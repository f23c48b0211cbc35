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

// The formulas that look at whole contacts.
const (
	noEscalation = "fcr.no_escalation"
	recall       = "recall"
)

// Contacts answers the formulas that look at all legs of a contact, or at all
// contacts of a customer, leg by leg. A handled contact is counted once, at its
// first answered leg: that one says of which period, site, queue and agent it is.
//
// A customer who comes again counts once, for the handled contact that closed
// last before: so parts of different periods and sites add up.
type Contacts struct {
	parts map[core.ID]contactParts // by first answered leg
}

type contactParts struct{ noEscalation, recall Part }

// Whole says how NewContacts judges.
type Whole struct {
	// Meaning tells what a disposition's key stands for, "" if unknown.
	Meaning func(disposition string) core.Outcome
	// Window is the time within which a customer who comes again counts.
	Window time.Duration
	// Now: a handled contact counts for recall once its window is over.
	Now core.Instant
}

// NewContacts takes the legs of whole contacts, in any order; one that comes
// twice counts once. For recall they hold, of the customers that are asked about,
// all contacts from each handled one until its window is over.
func NewContacts(legs []core.Leg, how Whole) *Contacts {
	all := encounters(legs, how.Meaning)
	c := &Contacts{parts: make(map[core.ID]contactParts, len(all))}
	again := recalls(all, how.Window)
	for i := range all {
		e := &all[i]
		if !e.handled() {
			continue
		}
		var p contactParts
		p.noEscalation.Den = 1
		if e.alone {
			p.noEscalation.Num = 1
		}
		if !e.customer.IsZero() && e.closed.Add(how.Window) <= how.Now {
			p.recall = Part{Num: again[e.id], Den: 1}
		}
		c.parts[e.first.ID] = p
	}
	return c
}

// Of is what a leg adds to a figure of whole contacts: nothing unless it is the
// first answered leg of a contact that counts.
func (c *Contacts) Of(name string, l *core.Leg) Part {
	switch p := c.parts[l.ID]; name {
	case noEscalation:
		return p.noEscalation
	case recall:
		return p.recall
	default:
		return Part{}
	}
}

// Reach says from when to when contacts arrive that may decide over the recalls of
// those that these legs are of: the legs of its customers in [since, until) are
// what NewContacts wants.
func Reach(legs []core.Leg, window time.Duration) (since, until core.Instant) {
	if len(legs) == 0 {
		return 0, 0
	}
	since = legs[0].Arrived
	for i := range legs {
		since = min(since, legs[i].Arrived)
		until = max(until, legs[i].Released)
	}
	// Another handled contact may have begun before and closed after.
	return since.Add(-longestContact), until.Add(window) + 1
}

// longestContact is how far back a contact may have begun to be found.
const longestContact = 31 * 24 * time.Hour

// encounter is what the legs of one contact amount to.
type encounter struct {
	id       core.ID
	customer core.ID
	inbound  bool
	alone    bool // answered by one agent only, and neither escalated nor transferred
	arrived  core.Instant
	closed   core.Instant
	first    *core.Leg // the one that was answered first; nil when nobody answered
}

func (e *encounter) handled() bool { return e.first != nil }

// encounters groups legs by contact, in order of arrival, then id.
func encounters(legs []core.Leg, meaning func(disposition string) core.Outcome) []encounter {
	index := make(map[core.ID]int)
	passes := make(map[core.ID]pass)
	known := make(map[core.ID]bool, len(legs))
	var all []encounter
	for i := range legs {
		l := &legs[i]
		if known[l.ID] {
			continue
		}
		known[l.ID] = true
		at, ok := index[l.Contact]
		if !ok {
			at = len(all)
			index[l.Contact] = at
			all = append(all, encounter{id: l.Contact, inbound: l.Direction != core.Outbound, alone: true, arrived: l.Arrived})
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
	if !l.Customer.IsZero() {
		e.customer = l.Customer // known from the start, or found out on the way
	}
	if l.Answered == 0 {
		return
	}
	if e.first != nil && l.Agent != e.first.Agent {
		e.alone = false
	}
	if e.first == nil || earlier(l, e.first) {
		e.first = l
	}
	switch meaning(l.Outcome) {
	case core.OutcomeEscalation, core.OutcomeTransfer:
		e.alone = false
	case core.OutcomeResolved, core.OutcomeCommitment, core.OutcomeNotResolved:
	default: // closed without a disposition
	}
}

func earlier(a, b *core.Leg) bool {
	return cmp.Or(cmp.Compare(a.Answered, b.Answered), cmp.Compare(a.Queued, b.Queued), a.ID.Compare(b.ID)) < 0
}

// recalls counts, by handled contact, the inbound contacts of its customer that
// arrived within the window after it had closed and before another handled one
// closed. Contacts of unknown customers are left out.
func recalls(all []encounter, window time.Duration) map[core.ID]int64 {
	handled := make(map[core.ID][]*encounter) // by customer, in order of closing
	for i := range all {
		if e := &all[i]; e.handled() && !e.customer.IsZero() {
			handled[e.customer] = append(handled[e.customer], e)
		}
	}
	for _, of := range handled {
		slices.SortStableFunc(of, func(a, b *encounter) int { return cmp.Compare(a.closed, b.closed) })
	}
	again := make(map[core.ID]int64)
	for i := range all {
		e := &all[i]
		of := handled[e.customer]
		before, _ := slices.BinarySearchFunc(of, e.arrived, func(h *encounter, at core.Instant) int { return cmp.Compare(h.closed, at) })
		if e.inbound && before > 0 && e.arrived <= of[before-1].closed.Add(window) {
			again[of[before-1].id]++
		}
	}
	return again
}
