package branch_test

import (
	"strings"
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// served takes a ticket to the counter and begins the service.
func (r *rig) served(agent core.ID, t branch.Ticket) {
	r.t.Helper()
	r.next(agent, t)
	r.ok(r.Begin(r.t.Context(), by(agent), t.Contact))
}

// Ensure a visitor who is set aside frees the agent and comes back to them, or to
// their place in the line.
func TestPark(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		first, second := r.issue("rome", "care"), r.issue("rome", "care")
		ana := r.signIn("ana", "1")
		r.served(ana, first)
		r.refused(r.Park(t.Context(), by(ana), channel.Park{Work: first.Work, Note: strings.Repeat("x", channel.NoteMax+1)}), core.TooLarge)
		r.ok(r.Park(t.Context(), by(ana), channel.Park{Work: first.Work, Note: "fills in the form"}))
		r.visit(first, branch.Parked)
		r.served(ana, second)
		r.pass(2 * time.Minute)
		r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: second.Work}))
		r.do(&routing.CloseWrapUp{Head: routing.Head{ID: clock.NewID()}, Work: second.Work})
		r.ok(r.Unpark(t.Context(), by(ana), channel.Unpark{Work: first.Work, Agent: ana}))
		if v := r.visit(first, branch.Serving); v.Counter != "1" {
			t.Errorf("back at the counter: %+v", v)
		}
		r.pass(time.Minute)
		r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: first.Work}))
		r.pass(time.Minute)
		if leg := r.leg(first); leg.End != core.Handled || leg.Parked.Round(time.Second) != 2*time.Minute {
			t.Errorf("leg %+v", leg)
		}

		third, fourth := r.issue("rome", "care"), r.issue("rome", "care")
		r.served(ana, third)
		r.ok(r.Park(t.Context(), by(ana), channel.Park{Work: third.Work}))
		r.ok(r.Unpark(t.Context(), by(ana), channel.Unpark{Work: third.Work}))
		r.visit(third, branch.Waiting)
		if place, _, _ := r.place(third); place != 1 {
			t.Errorf("back in line at place %d, before %s it was first", place, fourth.Label)
		}
	})
}

// Ensure a transfer to another service or to a colleague keeps the arrival time,
// and that one to nobody is refused.
func TestTransfer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		ticket := r.issue("rome", "care")
		r.pass(10 * time.Minute)
		later := r.issue("rome", "billing")
		bob := r.signIn("bob", "2")
		r.served(bob, ticket)
		to := func(to channel.Transfer) error {
			to.Work = ticket.Work
			return r.Transfer(t.Context(), by(bob), to)
		}
		ana, carla := r.user("ana").ID, r.user("carla").ID
		r.refused(to(channel.Transfer{}), core.Invalid)
		r.refused(to(channel.Transfer{Service: "billing", Queue: "billing"}), core.Invalid)
		wantField(t, "service", to(channel.Transfer{Service: "milan_only"}), core.Invalid, "service")
		wantField(t, "queue", to(channel.Transfer{Queue: "nowhere"}), core.Invalid, "queue")
		wantField(t, "absent", to(channel.Transfer{Agent: ana}), core.Conflict, "agent")
		r.signIn("carla", "1")
		wantField(t, "elsewhere", to(channel.Transfer{Agent: carla}), core.Conflict, "agent")
		r.refused(to(channel.Transfer{Service: "care"}), core.Conflict) // is there already

		r.ok(to(channel.Transfer{Service: "billing", Note: "wants to pay"}))
		r.visit(ticket, branch.Waiting)
		w := r.work(ticket)
		if w.Queue != "billing@rome" || w.Arrived != ticket.Arrived || w.Leg.Number != 2 {
			t.Errorf("after the transfer: %+v", w.WorkState)
		}
		r.order(ticket, later) // arrived first
		if c := r.contact(ticket); c.Service != "billing" || c.Note != "wants to pay" {
			t.Errorf("contact %+v", c)
		}

		r.signIn("ana", "1")
		r.served(ana, ticket)
		r.pass(time.Minute)
		wantField(t, "not their line", r.Transfer(t.Context(), by(ana), channel.Transfer{Work: ticket.Work, Agent: bob}), core.Conflict, "agent")
		r.ok(r.Transfer(t.Context(), by(ana), channel.Transfer{Work: ticket.Work, Service: "care"}))
		r.ok(r.Transfer(t.Context(), by(ana), channel.Transfer{Work: ticket.Work, Agent: bob}))
		if w := r.work(ticket); w.Agent != bob || w.Arrived != ticket.Arrived {
			t.Errorf("for Bob: %+v", w.WorkState)
		}
		r.next(bob, ticket)
		r.ok(r.Release(t.Context(), by(bob), channel.Release{Work: ticket.Work}))
		r.pass(time.Minute)
		legs := r.legs(ticket)
		if len(legs) != 4 {
			t.Fatalf("%d legs: %+v", len(legs), legs)
		}
		for i, want := range []struct {
			queue string
			end   core.End
		}{{"care", core.Handled}, {"billing", core.Handled}, {"care", core.FlowedOut}, {"care", core.Handled}} {
			if l := legs[i]; l.Queue != want.queue || l.End != want.end || l.Arrived != ticket.Arrived || l.Number != i+1 {
				t.Errorf("leg %d: %s %s, arrived %d", l.Number, l.Queue, l.End, l.Arrived)
			}
		}
	})
}

// Ensure several matters are served in one visit: by the same agent if they serve
// that line too, else from its place in the other line, with the visit's own arrival.
func TestNextService(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		ticket := r.issue("rome", "care")
		ana := r.signIn("ana", "1")
		r.served(ana, ticket)
		r.pass(2 * time.Minute)
		who := by(ana)
		wish := branch.NextService{Contact: ticket.Contact, Service: "billing", Reason: "billing", Outcome: "resolved"}
		second, err := r.NextService(t.Context(), who, wish)
		r.ok(err)
		if second.Label != ticket.Label || second.Token != ticket.Token || second.Work == ticket.Work || second.Place != 0 {
			t.Errorf("second matter: %+v", second)
		}
		again, err := r.NextService(t.Context(), who, wish)
		r.ok(err)
		if again.Work != second.Work {
			t.Error("a repeat began a third matter")
		}
		if v := r.visit(ticket, branch.Serving); v.Work != second.Work || v.Counter != "1" || v.Service != "billing" {
			t.Errorf("visit %+v", v)
		}
		r.pass(3 * time.Minute)
		third, err := r.NextService(t.Context(), by(ana), branch.NextService{Contact: ticket.Contact, Service: "loans", ToQueue: true})
		r.ok(err)
		r.visit(ticket, branch.Waiting)
		if w := r.work(third); w.Arrived != ticket.Arrived || w.Queue != "care@rome" {
			t.Errorf("third matter: %+v", w.WorkState)
		}
		r.ok(r.Leave(t.Context(), ticket.Token))
		r.pass(time.Minute)
		legs := r.legs(ticket)
		if len(legs) != 3 {
			t.Fatalf("%d legs: %+v", len(legs), legs)
		}
		ends := map[string]core.End{}
		for _, l := range legs {
			ends[l.Service] = l.End
			if l.Contact != ticket.Contact || l.Arrived != ticket.Arrived {
				t.Errorf("leg %+v", l)
			}
		}
		if ends["care"] != core.Handled || ends["billing"] != core.Handled || ends["loans"] != core.Abandoned {
			t.Errorf("ends %v", ends)
		}
		_, err = r.NextService(t.Context(), by(ana), branch.NextService{Contact: ticket.Contact, Service: "care"})
		r.refused(err, core.Conflict) // the visit is over
	})
}

// Ensure one who comes to the counter without a ticket is served at once, with a
// number of a series of its own, and only as far as the agent has room.
func TestDirect(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	ana := r.signIn("ana", "1")
	who := by(ana)
	ticket, err := r.Direct(t.Context(), who, branch.Direct{Site: "rome", Service: "billing", Agent: ana})
	r.ok(err)
	again, err := r.Direct(t.Context(), who, branch.Direct{Site: "rome", Service: "billing", Agent: ana})
	r.ok(err)
	if ticket.Label != "B+001" || again.Contact != ticket.Contact {
		t.Errorf("%+v, then %+v", ticket, again)
	}
	if v := r.visit(ticket, branch.Serving); v.Counter != "1" {
		t.Errorf("visit %+v", v)
	}
	_, err = r.Direct(t.Context(), by(ana), branch.Direct{Site: "rome", Service: "care", Agent: ana})
	r.refused(err, core.Conflict)
	if next := r.issue("rome", "billing"); next.Label != "B-001" {
		t.Errorf("the kiosk's series goes on with %s", next.Label)
	}
	r.pass(time.Minute)
	r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: ticket.Work}))
	r.pass(time.Minute)
	if leg := r.leg(ticket); leg.End != core.Handled || leg.Answered != ticket.Arrived || leg.Offers != 0 {
		t.Errorf("leg %+v", leg)
	}
}

// Ensure a visit's timeline names whoever it was: the visitor who asks for more
// time, and the leader who changes the order or takes a visitor back.
func TestTimeline_Actor(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	r.running()
	first, second := r.issue("rome", "care"), r.issue("rome", "care")
	ana, leader := r.signIn("ana", "1"), r.user("bob").ID
	r.ok(r.Defer(t.Context(), second.Token, branch.Defer{Places: 1}))
	r.do(&routing.Reprioritise{
		Head: routing.Head{ID: clock.NewID(), By: core.BySupervisor, Actor: leader}, Work: second.Work, Priority: 5,
	})
	r.served(ana, first)
	r.ok(r.Park(t.Context(), channel.Caller{Party: core.BySupervisor, User: leader}, channel.Park{Work: first.Work}))
	r.ok(r.Unpark(t.Context(), channel.Caller{Party: core.BySupervisor, User: leader}, channel.Unpark{Work: first.Work}))
	r.visit(first, branch.Waiting)
	r.actor(second, "deferred", string(core.ByCustomer))
	r.actor(second, "reprioritised", leader.String())
	r.actor(first, "parked", leader.String())
	r.actor(first, "resumed", leader.String())
}

// actor waits for an event on a ticket's timeline and compares who did it.
func (r *rig) actor(t branch.Ticket, kind, want string) {
	r.t.Helper()
	var events []db.ContactEvent
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		r.read(func(q *db.Queries) error {
			var err error
			events, err = q.ListContactEvents(r.t.Context(), db.ListContactEventsParams{ContactID: t.Contact.String(), MaxRows: 100})
			return err
		})
		for i := range events {
			if events[i].Kind != kind {
				continue
			}
			if got := events[i].Actor; got != want {
				r.t.Errorf("%s by %q, want %q", kind, got, want)
			}
			return
		}
	}
	r.t.Errorf("%s is not on the timeline: %+v", kind, events)
}
