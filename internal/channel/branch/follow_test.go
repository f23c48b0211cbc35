package branch_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// configure applies a changed organisation to the running system.
func (r *rig) configure(change func(file string) string) {
	r.t.Helper()
	o, err := org.Parse([]byte(change(string(branches))))
	if err != nil {
		r.t.Fatal(err)
	}
	if _, _, err := r.org.Apply(r.t.Context(), r.store, o, "test", org.AnyVersion); err != nil {
		r.t.Fatal(err)
	}
	if err := r.floor.Configure(r.t.Context(), r.org.Get().RoutingConfig()); err != nil {
		r.t.Fatal(err)
	}
}

// running runs the channel's background duties until the test ends.
func (r *rig) running() {
	r.t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(r.t.Context()))
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	r.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			r.t.Errorf("run: %v", err)
		}
	})
}

// becomes waits until a visit is in a state.
func (r *rig) becomes(t branch.Ticket, want branch.State) branch.Visit {
	r.t.Helper()
	var v branch.Visit
	for deadline := time.Now().Add(20 * time.Second); ; {
		var err error
		if v, err = r.Visit(r.t.Context(), t.Contact); err != nil {
			r.t.Fatal(err)
		}
		if v.State == want {
			return v
		}
		if time.Now().After(deadline) {
			r.t.Fatalf("%s is %s, want %s", t.Label, v.State, want)
		}
	}
}

// calledOnFloor waits until the facts know of the call.
func (r *rig) calledOnFloor(t branch.Ticket) {
	r.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); r.work(t).OpenLeg().Called == 0; {
		if time.Now().After(deadline) {
			r.t.Fatalf("%s: the call is not in the facts", t.Label)
		}
	}
}

// Ensure what others do to a visit shows on it: a supervisor gives and moves it, an
// agent is signed out by force, an overflow rule sends it on.
func TestFollow(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		r.running()
		boss := func() routing.Head { return routing.Head{ID: clock.NewID(), By: core.BySupervisor} }
		ticket, other := r.issue("rome", "care"), r.issue("rome", "care")
		bob := r.signIn("bob", "2")
		r.do(&routing.Assign{Head: boss(), Work: other.Work, Agent: bob})
		if v := r.becomes(other, branch.Called); v.Counter != "2" {
			t.Errorf("given: %+v", v)
		}
		r.calledOnFloor(other)
		r.do(&routing.Return{Head: boss(), Work: other.Work})
		r.becomes(other, branch.Waiting)
		r.do(&routing.Assign{Head: boss(), Work: ticket.Work, Agent: bob})
		r.becomes(ticket, branch.Called)
		r.do(&routing.SignOut{Head: boss(), Agent: bob, Force: true})
		r.becomes(ticket, branch.Waiting)
		r.do(&routing.Cancel{Head: boss(), Work: ticket.Work, Detail: "left the house"})
		r.becomes(ticket, branch.Left)
		if leg := r.leg(ticket); leg.End != core.Abandoned || leg.EndDetail != "left the house" {
			t.Errorf("leg %+v", leg)
		}
	})
}

// Ensure those whom an agent set aside go back to their places when the agent is
// signed out by force, or moved to another branch: somebody else calls them.
func TestFollow_Aside(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		r.running()
		boss := func() routing.Head { return routing.Head{ID: clock.NewID(), By: core.BySupervisor} }
		served, called := r.issue("rome", "care"), r.issue("rome", "care")
		r.pass(2 * time.Minute)
		bob := r.signIn("bob", "2")
		r.served(bob, served)
		r.pass(3 * time.Minute)
		r.ok(r.Park(t.Context(), by(bob), channel.Park{Work: served.Work}))
		r.pass(4 * time.Minute)
		_, err := r.floor.Do(t.Context(), floor.Request{Command: &routing.SignOut{Head: boss(), Agent: bob}})
		r.refused(err, core.Conflict)
		r.do(&routing.SignOut{Head: boss(), Agent: bob, Force: true})
		r.becomes(served, branch.Waiting)
		first := r.leg(served)
		if first.End != core.Handled || first.EndDetail != "returned" || first.EndedBy != core.BySupervisor || first.Agent != bob ||
			first.Parked.Round(time.Second) != 4*time.Minute || first.Talk().Round(time.Second) != 3*time.Minute {
			t.Errorf("leg %+v", first)
		}

		ana := r.signIn("ana", "1")
		r.served(ana, served)
		r.pass(time.Minute)
		r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: served.Work}))
		r.do(&routing.CloseWrapUp{Head: boss(), Work: served.Work})
		r.next(ana, called)
		r.ok(r.Park(t.Context(), by(ana), channel.Park{Work: called.Work}))
		r.becomes(called, branch.Parked)
		milan := r.org.Get().ProfileKey("all", "milan")
		r.do(&routing.MoveAgent{Head: boss(), Agent: ana, Profile: milan, Site: "milan", Team: "milan"})
		r.becomes(called, branch.Waiting)
		if place, _, _ := r.place(called); place != 1 {
			t.Errorf("back in line at place %d", place)
		}
		if legs := r.legs(served); len(legs) != 2 || legs[1].Agent != ana || legs[1].Arrived != served.Arrived {
			t.Errorf("legs %+v", legs)
		}
	})
}

// Ensure a queue that accepts by itself calls the visitor at once, though ticket
// and call happen in the same instant.
func TestFollow_AutoAccept(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	r.configure(func(file string) string {
		return strings.Replace(file, "    max_length: 50", "    max_length: 50\n    auto_accept: true", 1)
	})
	r.running()
	ana := r.signIn("ana", "1")
	ticket := r.issue("rome", "care")
	if v := r.becomes(ticket, branch.Called); v.Counter != "1" {
		t.Errorf("visit %+v", v)
	}
	r.calledOnFloor(ticket)
	r.ok(r.Begin(t.Context(), by(ana), ticket.Contact))
	next, err := r.NextService(t.Context(), by(ana), branch.NextService{Contact: ticket.Contact, Service: "loans"})
	r.ok(err)
	r.becomes(next, branch.Serving)
	// Setting one aside brings the next, in the same step: called to the counter too.
	second := r.issue("rome", "care")
	r.ok(r.Park(t.Context(), by(ana), channel.Park{Work: next.Work}))
	if v := r.becomes(second, branch.Called); v.Counter != "1" {
		t.Errorf("second visit %+v", v)
	}
	r.calledOnFloor(second)
	r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: second.Work}))
	r.becomes(second, branch.Done)
}

// Ensure a process that died in the middle goes on with every visit where it was,
// and puts right what it had not written yet.
func TestReconcile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		head := func() routing.Head { return routing.Head{ID: clock.NewID(), By: core.BySupervisor} }
		called, serving, parked := r.issue("rome", "care"), r.issue("rome", "care"), r.issue("rome", "care")
		ana, bob := r.signIn("ana", "1"), r.signIn("bob", "2")
		first, second := called, serving
		if r.work(called).Agent != ana {
			first, second = serving, called
		}
		r.next(ana, first)
		r.served(bob, second)
		r.do(&routing.Park{Head: head(), Work: parked.Work}) // behind the channel's back,
		ended, given := r.issue("rome", "care"), r.issue("rome", "billing")
		r.do(&routing.Cancel{Head: head(), Work: ended.Work, End: core.Failed}) // as if it had died
		r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: first.Work}))
		r.do(&routing.CloseWrapUp{Head: head(), Work: first.Work}) // ana is offered `given` and
		r.do(&routing.Accept{Head: head(), Work: given.Work, Agent: ana, Offer: r.work(given).Offer})
		for _, c := range []branch.Ticket{parked, ended, given} {
			r.visit(c, branch.Waiting) // nothing followed the floor yet
		}
		r.restart()
		r.visit(first, branch.Done)
		r.visit(second, branch.Serving)
		r.visit(parked, branch.Parked)
		r.visit(ended, branch.Broken)
		if v := r.visit(given, branch.Called); v.Counter != "1" {
			t.Errorf("given: %+v", v)
		}
		if r.work(given).OpenLeg().Called == 0 {
			t.Error("the call is not in the facts")
		}
		r.restart() // a second look changes nothing
		r.ok(r.Begin(t.Context(), by(ana), given.Contact))
		r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: given.Work}))
		r.ok(r.Release(t.Context(), by(bob), channel.Release{Work: second.Work}))
		r.pass(time.Minute)
		for _, ticket := range []branch.Ticket{first, second, given} {
			if leg := r.leg(ticket); leg.End != core.Handled || leg.Answered == 0 {
				t.Errorf("leg of %s: %+v", ticket.Label, leg)
			}
		}
	})
}
