package branch_test

import (
	"sync"
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure a second matter is one transaction: readers see it whole, the wrap-up of
// the last one is closed with it, and nobody else is offered to the agent meanwhile.
func TestNextService_OneTransaction(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		ticket, other := r.issue("rome", "care"), r.issue("rome", "care")
		ana := r.signIn("ana", "1")
		r.served(ana, ticket)
		r.pass(2 * time.Minute)
		batches := r.bus.Subscribe("test", 100)
		defer batches.Close()
		note := "two things"
		second, err := r.NextService(t.Context(), by(ana), branch.NextService{
			Contact: ticket.Contact, Service: "billing", Reason: "billing", Outcome: "resolved", Note: &note,
		})
		if err != nil {
			t.Fatal(err)
		}
		r.present(ana, true) // a turn of the floor's loop: everything is published
		if n := batches.Waiting(); n != 1 {
			t.Fatalf("%d batches", n)
		}
		batch, _ := (<-batches.C).(*floor.Batch)
		if len(batch.Legs) != 1 || batch.Legs[0].Reason != "billing" || batch.Legs[0].End != core.Handled {
			t.Errorf("legs %+v", batch.Legs)
		}
		last := batch.Legs[0]
		if w := batch.Works[second.Work]; w.Status != routing.StatusAssigned || w.Leg.Answered != last.Released || w.Leg.Position != "1" {
			t.Errorf("work %+v", w)
		}
		if last.Wrapped != last.Released {
			t.Errorf("wrapped up from %d to %d", last.Released, last.Wrapped)
		}
		if w := r.work(other); w.Status != routing.StatusWaiting || w.OpenLeg().Offers != 0 {
			t.Errorf("the other visitor: %s, %d offers", w.Status, w.OpenLeg().Offers)
		}
		if c := r.contact(ticket); c.Reason != "billing" || c.Note != "two things" || c.Service != "billing" {
			t.Errorf("contact %+v", c)
		}
	})
}

// Ensure a second matter that the other line does not take leaves everything as it
// was.
func TestNextService_Refused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		ticket := r.issue("rome", "care")
		ana := r.signIn("ana", "1")
		r.served(ana, ticket)
		r.do(&routing.CloseQueue{Head: routing.Head{ID: clock.NewID()}, Queue: "billing@rome"})
		wish := branch.NextService{Contact: ticket.Contact, Service: "billing", Reason: "billing", Outcome: "resolved"}
		_, err := r.NextService(t.Context(), by(ana), wish)
		r.refused(err, core.Closed)
		if v := r.visit(ticket, branch.Serving); v.Work != ticket.Work || v.Service != "care" {
			t.Errorf("visit %+v", v)
		}
		if w := r.work(ticket); w.Status != routing.StatusAssigned || w.Agent != ana || w.OpenLeg().Reason != "" {
			t.Errorf("work %+v", w)
		}
		if c := r.contact(ticket); c.Reason != "" || c.Service != "care" {
			t.Errorf("contact %+v", c)
		}
	})
}

// Ensure the same request several times, at once and after the visit is over, is
// one second matter, and every answer is that ticket; another request at the same
// moment is refused.
func TestNextService_Repeated(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		ticket := r.issue("rome", "care")
		ana := r.signIn("ana", "1")
		r.served(ana, ticket)
		wish := branch.NextService{Contact: ticket.Contact, Service: "billing"}
		who := by(ana)
		works := make([]core.ID, 8)
		var callers sync.WaitGroup
		for i := range works {
			callers.Go(func() {
				again, err := r.NextService(t.Context(), who, wish)
				if err != nil {
					t.Errorf("repeat %d: %v", i, err)
				}
				works[i] = again.Work
			})
		}
		callers.Wait()
		r.ok(nil)
		second := r.visit(ticket, branch.Serving)
		for _, work := range works {
			if work != second.Work || work == ticket.Work {
				t.Errorf("a repeat was answered with work %s, the visit has %s", work, second.Work)
			}
		}
		r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: second.Work}))
		r.pass(time.Minute)
		r.visit(ticket, branch.Done)
		again, err := r.NextService(t.Context(), who, wish)
		if err != nil || again.Work != second.Work {
			t.Errorf("after the visit: %+v, %v", again, err)
		}
		if legs := r.legs(ticket); len(legs) != 2 {
			t.Errorf("%d legs: %+v", len(legs), legs)
		}
	})
}

// Ensure a colleague who passed the visitor on and still wraps up is left to it.
func TestNextService_ColleaguesWrapUp(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	ticket := r.issue("rome", "care")
	bob := r.signIn("bob", "2")
	r.served(bob, ticket)
	r.ok(r.Transfer(t.Context(), by(bob), channel.Transfer{Work: ticket.Work, Service: "billing"}))
	ana := r.signIn("ana", "1")
	r.served(ana, ticket)
	_, err := r.NextService(t.Context(), by(ana), branch.NextService{Contact: ticket.Contact, Service: "care"})
	r.ok(err)
	if w := r.work(ticket); len(w.WrapUps) != 1 || w.WrapUps[0].Agent != bob {
		t.Errorf("wrap-ups %+v", w.WrapUps)
	}
	r.visit(ticket, branch.Serving)
}
