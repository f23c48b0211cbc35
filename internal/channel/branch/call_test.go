package branch_test

import (
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure a visit is called, begun, closed with a reason and counted: the answer is
// the call that the visitor followed (docs/adr/0012), and the wrap-up is part of it.
func TestCall(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		ticket := r.issue("rome", "care")
		ana := r.signIn("ana", "1")
		r.visit(ticket, branch.Waiting) // offered silently: nobody is called yet
		r.pass(20 * time.Second)
		r.next(ana, ticket)
		v := r.visit(ticket, branch.Called)
		if v.Counter != "1" || v.Called != r.last {
			t.Errorf("called: %+v", v)
		}
		r.pass(10 * time.Second)
		r.ok(r.Recall(t.Context(), by(ana), ticket.Contact))
		called := r.last
		if v := r.visit(ticket, branch.Called); v.Recalls != 1 || v.Called != called {
			t.Errorf("recalled: %+v", v)
		}
		r.pass(15 * time.Second)
		r.ok(r.Begin(t.Context(), by(ana), ticket.Contact))
		r.ok(r.Begin(t.Context(), by(ana), ticket.Contact)) // said twice
		r.visit(ticket, branch.Serving)
		r.refused(r.Recall(t.Context(), by(ana), ticket.Contact), core.Conflict)
		r.refused(r.NoShow(t.Context(), by(ana), ticket.Contact), core.Conflict)
		r.pass(3 * time.Minute)
		r.ok(r.Release(t.Context(), by(ana), channel.Release{
			Work: ticket.Work, Description: channel.Description{Reason: "billing", Outcome: "resolved", Note: new("paid")},
		}))
		released := r.last
		if v := r.visit(ticket, branch.Done); v.Closed != released {
			t.Errorf("done: %+v", v)
		}
		r.pass(30 * time.Second) // the timed wrap-up ends, at its own instant
		leg := r.leg(ticket)
		if leg.End != core.Handled || leg.Answered != called || leg.Released != released || leg.Wrapped != released.Add(30*time.Second) ||
			leg.Reason != "billing" || leg.Outcome != "resolved" || leg.Recalls != 1 || leg.Position != "1" || leg.Agent != ana {
			t.Errorf("leg %+v", leg)
		}
		if c := r.contact(ticket); c.Note != "paid" || c.State != "closed" {
			t.Errorf("contact %+v", c)
		}
	})
}

// Ensure what an agent does not say leaves what was said before, and that a note
// can be taken away.
func TestDescribe(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	ticket := r.issue("rome", "care")
	ana := r.signIn("ana", "1")
	r.next(ana, ticket)
	for _, step := range []struct {
		say                   channel.Description
		reason, outcome, note string
	}{
		{channel.Description{Note: new("paid twice")}, "", "", "paid twice"},
		{channel.Description{Reason: "billing"}, "billing", "", "paid twice"},
		{channel.Description{Outcome: "resolved", Note: new("")}, "billing", "resolved", ""},
		{channel.Description{}, "billing", "resolved", ""},
	} {
		r.ok(r.Describe(t.Context(), by(ana), ticket.Work, step.say))
		if c := r.contact(ticket); c.Reason != step.reason || c.Outcome != step.outcome || c.Note != step.note {
			t.Errorf("after %+v: %q, %q, %q", step.say, c.Reason, c.Outcome, c.Note)
		}
	}
}

// Ensure a visitor who never comes is a no-show after as many recalls as the site
// wants, and no sooner.
func TestNoShow(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	ticket := r.issue("rome", "care")
	ana := r.signIn("ana", "1")
	r.refused(r.NoShow(t.Context(), by(ana), ticket.Contact), core.Conflict) // not called
	r.next(ana, ticket)
	for range 2 {
		r.refused(r.NoShow(t.Context(), by(ana), ticket.Contact), core.Conflict)
		r.pass(30 * time.Second)
		r.ok(r.Recall(t.Context(), by(ana), ticket.Contact))
	}
	r.ok(r.NoShow(t.Context(), by(ana), ticket.Contact))
	r.visit(ticket, branch.NoShow)
	r.pass(time.Minute)
	if leg := r.leg(ticket); leg.End != core.NoShow || leg.Answered != 0 || leg.Recalls != 2 || leg.EndedBy != core.ByAgent {
		t.Errorf("leg %+v", leg)
	}
	r.refused(r.Recall(t.Context(), by(ana), ticket.Contact), core.Conflict)
}

// Ensure calling again has an end, so that a display is not called for ever.
func TestRecall_Bounded(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	ticket := r.issue("rome", "care")
	ana := r.signIn("ana", "1")
	r.next(ana, ticket)
	for range branch.RecallsMax {
		r.ok(r.Recall(t.Context(), by(ana), ticket.Contact))
	}
	r.refused(r.Recall(t.Context(), by(ana), ticket.Contact), core.Conflict)
	r.ok(r.NoShow(t.Context(), by(ana), ticket.Contact))
}

// Ensure an agent who claims a waiting visitor calls them, and a late or foreign
// offer calls nobody.
func TestPick(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	first, second := r.issue("rome", "care"), r.issue("rome", "care")
	ana := r.signIn("ana", "1")
	offer := r.work(first).Offer
	r.ok(r.Pick(t.Context(), by(ana), channel.Pick{Work: second.Work, Agent: ana}))
	if v := r.visit(second, branch.Called); v.Counter != "1" {
		t.Errorf("picked: %+v", v)
	}
	err := r.Accept(t.Context(), by(ana), channel.Accept{Work: first.Work, Agent: ana, Offer: offer})
	r.refused(err, core.Conflict)
	r.visit(first, branch.Waiting)
	err = r.Pick(t.Context(), by(ana), channel.Pick{Work: first.Work, Agent: ana, Position: "the counter behind the pillar at the door"})
	wantField(t, "position", err, core.TooLarge, "position")
}

// Ensure one who leaves by phone abandons, whether they wait or were called; the
// leg says who ended it, and being served one cannot leave.
func TestLeave(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		waits, called := r.issue("rome", "care"), r.issue("rome", "care")
		r.pass(time.Minute)
		r.ok(r.Leave(t.Context(), waits.Token))
		r.visit(waits, branch.Left)
		if leg := r.leg(waits); leg.End != core.Abandoned || leg.EndedBy != core.ByCustomer || leg.Answered != 0 || !leg.Agent.IsZero() {
			t.Errorf("leg of one who waited: %+v", leg)
		}
		r.refused(r.Leave(t.Context(), waits.Token), core.Conflict)

		ana := r.signIn("ana", "1")
		r.next(ana, called)
		r.ok(r.Leave(t.Context(), called.Token))
		r.visit(called, branch.Left)
		if leg := r.leg(called); leg.End != core.Abandoned || leg.EndedBy != core.ByCustomer || leg.Answered != 0 {
			t.Errorf("leg of one who was called: %+v", leg)
		}
		if a, _ := r.signedIn(ana); a.Activity != core.Idle {
			t.Errorf("the agent is %s", a.Activity)
		}

		served := r.issue("rome", "care")
		r.next(ana, served)
		r.ok(r.Begin(t.Context(), by(ana), served.Contact))
		r.refused(r.Leave(t.Context(), served.Token), core.Conflict)
		r.refused(r.Leave(t.Context(), "aaaaaaaaaaaaaaaa"), core.NotFound)
		r.refused(r.Leave(t.Context(), "' OR 1=1"), core.NotFound)
	})
}

// Ensure "I need more time" moves back some places or waits some minutes, within
// the site's limits, once.
func TestDefer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		a, b, c, d := r.issue("rome", "care"), r.issue("rome", "care"), r.issue("rome", "care"), r.issue("rome", "care")
		for name, wish := range map[string]branch.Defer{
			"places": {Places: 3}, "minutes": {For: 6*time.Minute + 1},
		} {
			wantField(t, name, r.Defer(t.Context(), a.Token, wish), core.Invalid, name)
		}
		r.refused(r.Defer(t.Context(), a.Token, branch.Defer{}), core.Invalid)
		r.refused(r.Defer(t.Context(), a.Token, branch.Defer{Places: 1, For: time.Minute}), core.Invalid)

		r.ok(r.Defer(t.Context(), a.Token, branch.Defer{Places: 2}))
		r.refused(r.Defer(t.Context(), a.Token, branch.Defer{Places: 1}), core.Conflict)
		if v := r.visit(a, branch.Waiting); !v.Deferred {
			t.Error("not marked as deferred")
		}
		r.order(b, c, a, d)
		r.ok(r.Defer(t.Context(), b.Token, branch.Defer{For: 5 * time.Minute}))
		ana := r.signIn("ana", "1")
		if w := r.work(c); w.Agent != ana {
			t.Errorf("%s is %s: the next who wants to be called is not", c.Label, w.Status)
		}
		r.next(ana, c)
		r.refused(r.Defer(t.Context(), c.Token, branch.Defer{Places: 1}), core.Conflict) // called
		bob := r.signIn("bob", "2")
		r.next(bob, a)
		r.pass(5 * time.Minute)
		r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: c.Work}))
		r.pass(30 * time.Second)
		if w := r.work(b); w.Status != routing.StatusOffered {
			t.Errorf("after the time asked for, %s is %s", b.Label, w.Status)
		}
	})
}

// order checks who waits behind whom.
func (r *rig) order(tickets ...branch.Ticket) {
	r.t.Helper()
	for i, ticket := range tickets {
		if place, _, ok := r.place(ticket); !ok || place != i+1 {
			r.t.Errorf("%s has place %d, want %d", ticket.Label, place, i+1)
		}
	}
}
