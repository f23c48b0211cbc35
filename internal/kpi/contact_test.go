package kpi_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/internal/core"
	"turno/internal/kpi"
)

// contactsOf answers for legs that know their ids, with the customary window.
func contactsOf(legs []core.Leg, now core.Instant) *kpi.Contacts {
	return kpi.NewContacts(legs, kpi.Whole{
		Meaning: func(key string) core.Outcome {
			return map[string]core.Outcome{"done": core.OutcomeResolved, "second_level": core.OutcomeEscalation}[key]
		},
		Window: kpi.RecallWindow, Now: now,
	})
}

// sum adds up what legs amount to.
func sum(of func(*core.Leg) kpi.Part, legs []core.Leg) kpi.Part {
	var all kpi.Part
	for i := range legs {
		part := of(&legs[i])
		all.Num += part.Num
		all.Den += part.Den
	}
	return all
}

// Ensure contacts that one agent closed alone are told from the others, each at
// its first answered leg.
func TestNoEscalation(t *testing.T) {
	t.Parallel()
	var legs []core.Leg
	contact := func(id byte, of ...core.Leg) {
		for i := range of {
			l := of[i]
			l.ID, l.Contact, l.Work, l.Number = core.ID{id, byte(i + 1)}, core.ID{id}, core.ID{id}, i+1
			if id == 7 && i == 1 { // a second ticket of the same visit
				l.Work, l.Number = core.ID{77}, 1
			}
			l.Queued = l.Queued.Add(time.Duration(i) * time.Hour)
			if l.Answered != 0 {
				l.Answered = l.Answered.Add(time.Duration(i) * time.Hour)
			}
			legs = append(legs, l)
		}
	}
	by := func(agent byte, outcome string) core.Leg {
		l := leg(core.Handled, true, time.Second)
		l.Agent, l.Outcome = core.ID{agent}, outcome
		return l
	}
	gone := leg(core.Abandoned, false, time.Minute)
	contact(1, by(1, "done"))
	contact(2, leg(core.FlowedOut, false, time.Minute), by(1, ""))
	contact(3, by(1, ""), by(2, "done"))
	contact(4, by(1, "second_level"))
	contact(5, gone)
	contact(6, by(1, ""), gone)     // transferred, and gone before the second agent answered
	contact(7, by(1, "done"), gone) // a second ticket, not waited for: the first was closed alone
	contact(8, by(1, ""), by(1, "done"))
	slices.Reverse(legs) // in any order

	c := contactsOf(append(legs, legs[0]), 0) // one of them twice
	of := func(l *core.Leg) kpi.Part { return c.Of("fcr.no_escalation", l) }
	if got := sum(of, legs); got != (kpi.Part{Num: 4, Den: 7}) {
		t.Errorf("fcr.no_escalation = %+v, want 4/7", got)
	}
	for i := range legs {
		l := &legs[i]
		want := kpi.Part{}
		switch l.ID {
		case core.ID{1, 1}, core.ID{2, 2}, core.ID{7, 1}, core.ID{8, 1}:
			want = kpi.Part{Num: 1, Den: 1}
		case core.ID{3, 1}, core.ID{4, 1}, core.ID{6, 1}:
			want = kpi.Part{Den: 1}
		}
		if got := of(l); got != want {
			t.Errorf("leg %d of contact %d counts as %+v, want %+v", l.ID[1], l.ID[0], got, want)
		}
		if got := c.Of("asa", l); got != (kpi.Part{}) {
			t.Errorf("asa is of no contact: %+v", got)
		}
	}
}

// come is one contact of a customer, handled unless it is given up.
func come(id, customer byte, after time.Duration, direction core.Direction, answered bool) core.Leg {
	end := core.Handled
	if !answered {
		end = core.Abandoned
	}
	l := leg(end, answered, time.Second)
	l.ID, l.Contact, l.Customer, l.Direction = core.ID{id}, core.ID{id}, core.ID{customer}, direction
	shift := core.Instant(0).Add(after)
	l.Arrived, l.Queued, l.Released = l.Arrived+shift, l.Queued+shift, l.Released+shift
	if answered {
		l.Answered += shift
	}
	return l
}

// Ensure recalls are inbound, of the same customer, within the window, of a
// handled contact whose window is over.
func TestRecall(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	legs := []core.Leg{
		come(1, 1, 0, core.Inbound, true),
		come(2, 1, day, core.Inbound, false), // a recall of the first; itself not handled
		come(3, 1, 5*day, core.Inbound, true),
		come(4, 2, 0, core.Inbound, true),
		come(5, 2, day, core.Outbound, true), // our own call is none; but it was handled
		come(6, 3, 0, core.Inbound, true),
		come(7, 3, 3*day+time.Hour, core.Inbound, true), // too late
		come(8, 0, 0, core.Inbound, true),               // nobody we know
		come(9, 4, 9*day, core.Inbound, true),           // its window is still open
		come(10, 5, 0, core.Inbound, true),              // this one's customer came
		come(11, 5, day, core.Inbound, true),            // … once,
		come(12, 5, 2*day, core.Inbound, true),          // … and once again, after the second
	}
	now := core.Instant(0).Add(10 * day)
	c := contactsOf(legs, now)
	if got := sum(func(l *core.Leg) kpi.Part { return c.Of("recall", l) }, legs); got != (kpi.Part{Num: 3, Den: 9}) {
		t.Errorf("recall = %+v, want 3/9", got)
	}
	for id, want := range map[int]kpi.Part{
		1: {Num: 1, Den: 1}, 2: {}, 5: {Den: 1}, 8: {}, 9: {}, 10: {Num: 1, Den: 1}, 11: {Num: 1, Den: 1}, 12: {Den: 1},
	} {
		if got := c.Of("recall", &legs[id-1]); got != want {
			t.Errorf("contact %d counts as %+v, want %+v", id, got, want)
		}
	}
}

// Ensure that asking for a part of the legs, with what Reach says they need, is
// answered as asking with all of them.
func TestReach(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "contacts")
		legs := make([]core.Leg, n)
		for i := range legs {
			legs[i] = come(byte(i+1), byte(rapid.IntRange(0, 3).Draw(t, "customer")),
				time.Duration(rapid.IntRange(0, 15*24).Draw(t, "hours"))*time.Hour,
				rapid.SampledFrom([]core.Direction{core.Inbound, core.Outbound}).Draw(t, "direction"),
				rapid.Bool().Draw(t, "answered"))
		}
		now := core.Instant(0).Add(12 * 24 * time.Hour)
		whole := contactsOf(legs, now)
		page := legs[:rapid.IntRange(1, n).Draw(t, "page")]
		since, until := kpi.Reach(page, kpi.RecallWindow)
		var near []core.Leg
		for i := range legs {
			if since <= legs[i].Arrived && legs[i].Arrived < until {
				near = append(near, legs[i])
			}
		}
		part := contactsOf(near, now)
		for i := range page {
			for _, name := range []string{"recall", "fcr.no_escalation"} {
				if a, b := part.Of(name, &page[i]), whole.Of(name, &page[i]); a != b {
					t.Fatalf("%s of contact %d: %+v, and with all legs %+v", name, i+1, a, b)
				}
			}
		}
	})
}
