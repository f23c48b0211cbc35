package branch_test

import (
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure numbers begin again at midnight of the site's own clocks, per prefix.
func TestNumbers_BeginAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 23:59:59") // 21:59:59 UTC
		r.label("airport", "care", "A-001", "2026-07-01")
		r.label("airport", "billing", "B-001", "2026-07-01")
		r.until("2026-07-02 00:00:00")
		r.label("airport", "care", "A-001", "2026-07-02")
		r.until("2026-07-02 02:00:00") // midnight UTC
		r.label("airport", "care", "A-002", "2026-07-02")
	})
}

func (r *rig) label(site, service, label, day string) {
	r.t.Helper()
	ticket := r.issue(site, service)
	if v := r.visit(ticket, branch.Waiting); v.Label != label || v.Day != day {
		r.t.Errorf("%s of %s, want %s of %s", v.Label, v.Day, label, day)
	}
}

// Ensure a day of 23 and one of 25 hours are one day each: one series of numbers,
// one closing time, one midnight.
func TestDay_Summertime(t *testing.T) {
	t.Parallel()
	t.Run("Begins", func(t *testing.T) {
		t.Parallel()
		r := onSQLite(t, "2026-03-29 00:00:00")
		r.label("airport", "care", "A-001", "2026-03-29")
		r.until("2026-03-29 01:59:59")
		r.label("airport", "care", "A-002", "2026-03-29")
		r.now.Store(int64(at(t, "2026-03-29 01:59:59").Add(time.Second))) // the clocks show 03:00
		r.day()
		r.label("airport", "care", "A-003", "2026-03-29")
		r.closesAtSix("2026-03-29")
		r.until("2026-03-29 23:59:59")
		r.label("airport", "care", "A-004", "2026-03-29")
		if got := at(t, "2026-03-30 00:00:00").Sub(at(t, "2026-03-29 00:00:00")); got != 23*time.Hour {
			t.Fatalf("the day has %v", got)
		}
		r.until("2026-03-30 00:00:00")
		r.label("airport", "care", "A-001", "2026-03-30")
	})
	t.Run("Ends", func(t *testing.T) {
		t.Parallel()
		r := onSQLite(t, "2026-10-25 00:00:00")
		r.label("airport", "care", "A-001", "2026-10-25")
		r.until("2026-10-25 02:30:00")
		r.label("airport", "care", "A-002", "2026-10-25")
		r.now.Store(int64(at(t, "2026-10-25 02:30:00").Add(time.Hour))) // 02:30 once more
		r.day()
		r.label("airport", "care", "A-003", "2026-10-25")
		r.closesAtSix("2026-10-25")
		if got := at(t, "2026-10-26 00:00:00").Sub(at(t, "2026-10-25 00:00:00")); got != 25*time.Hour {
			t.Fatalf("the day has %v", got)
		}
		r.until("2026-10-25 23:59:59")
		r.label("airport", "care", "A-004", "2026-10-25")
		r.until("2026-10-26 00:00:00")
		r.label("airport", "care", "A-001", "2026-10-26")
	})
}

// closesAtSix goes through the day of a branch that is open from 8 to 6.
func (r *rig) closesAtSix(day string) {
	r.t.Helper()
	r.until(day + " 07:59:59")
	_, err := r.Issue(r.t.Context(), visitor(), branch.Issue{Site: "rome", Service: "care"})
	r.refused(err, core.Closed)
	r.until(day + " 08:00:00")
	ticket := r.issue("rome", "care")
	r.until(day + " 17:59:59")
	r.visit(ticket, branch.Waiting)
	r.until(day + " 18:00:00")
	r.visit(ticket, branch.ClosedOut)
	_, err = r.Issue(r.t.Context(), visitor(), branch.Issue{Site: "rome", Service: "care"})
	r.refused(err, core.Closed)
}

// Ensure closing time does what the site's rule says with those who wait: they are
// closed out, or served; those at a counter stay in any case. Lunch is no closing.
func TestClosing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		called, parked := r.issue("rome", "care"), r.issue("rome", "care")
		ana, bob := r.signIn("ana", "1"), r.signIn("bob", "2")
		r.next(ana, called)
		r.served(bob, parked)
		r.ok(r.Park(t.Context(), by(bob), channel.Park{Work: parked.Work}))
		serving := r.issue("rome", "care")
		r.served(bob, serving)
		waits := r.issue("rome", "care")
		milan := r.issue("milan", "care")
		r.until("2026-07-01 13:00:00") // lunch
		r.visit(waits, branch.Waiting)
		r.until("2026-07-01 18:00:00")
		r.visit(waits, branch.ClosedOut)
		r.visit(called, branch.Called)
		r.visit(serving, branch.Serving)
		r.visit(parked, branch.Parked)
		r.visit(milan, branch.Waiting)
		leg := r.leg(waits)
		if leg.End != core.ClosedOut || leg.EndedBy != core.BySystem || leg.Answered != 0 {
			t.Errorf("leg %+v", leg)
		}
		_, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "milan", Service: "care"})
		r.refused(err, core.Closed)

		// Bob releases his visitor, and nobody follows; in Milan they still serve.
		r.ok(r.Release(t.Context(), by(bob), channel.Release{Work: serving.Work}))
		carla := r.signIn("carla", "1")
		r.served(carla, milan)
		r.ok(r.Release(t.Context(), by(carla), channel.Release{Work: milan.Work}))
		r.visit(milan, branch.Done)

		// Midnight: the rest of the day goes, who is at a counter does not.
		r.until("2026-07-02 00:00:00")
		r.visit(parked, branch.ClosedOut)
		r.visit(called, branch.Called)
		// He had been served before he was set aside, and that is what counts.
		if leg := r.leg(parked); leg.End != core.Handled || leg.EndDetail != string(core.ClosedOut) {
			t.Errorf("leg of the parked one: %+v", leg)
		}
	})
}

// Ensure what was due while the process was down is done when it is back, once,
// and touches nobody who came after.
func TestClosing_CaughtUp(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 17:00:00")
	rome, milan := r.issue("rome", "care"), r.issue("milan", "care")
	r.close(r.floor)
	r.set("2026-07-02 09:00:00")
	r.start()
	r.visit(rome, branch.ClosedOut)
	r.visit(milan, branch.ClosedOut)
	today := r.issue("rome", "care")
	if today.Label != "A-001" {
		t.Errorf("today's first is %s", today.Label)
	}
	r.day()
	r.restart()
	r.visit(today, branch.Waiting)
	if legs := r.legs(rome); len(legs) != 1 {
		t.Errorf("legs %+v", legs)
	}
}

// Ensure forgotten sign-ins end half an hour after closing time, and at midnight
// where a house never closes; who is with a visitor stays.
func TestForgotten(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 17:50:00")
	ana, bob := r.signIn("ana", "1"), r.signIn("bob", "2")
	dino := r.signIn("dino", "1")
	ticket := r.issue("rome", "care")
	with := r.work(ticket).Agent
	idle := ana
	if with == ana {
		idle = bob
	}
	r.served(with, ticket)
	r.until("2026-07-01 18:29:59")
	r.present(idle, true)
	r.until("2026-07-01 18:30:00")
	r.present(idle, false)
	r.present(with, true)
	r.present(dino, true)
	r.until("2026-07-01 23:00:00")
	r.ok(r.Release(t.Context(), by(with), channel.Release{Work: ticket.Work}))
	r.until("2026-07-01 23:29:00")
	r.present(with, true) // did something half an hour ago
	r.until("2026-07-01 23:31:00")
	r.present(with, false)
	// Dino's house is open; his desk has no connection.
	r.hangUp(dino)
	r.pass(time.Minute)
	r.until("2026-07-02 00:00:00")
	r.present(dino, false)
}

// hangUp opens a desk and loses it again, as far as the floor has noticed.
func (r *rig) hangUp(agent core.ID) {
	r.t.Helper()
	for a, _ := r.signedIn(agent); a.Connected; a, _ = r.signedIn(agent) {
		r.floor.DeskConnected(agent, 1)
		r.present(agent, true) // a turn of the floor's loop
		r.floor.DeskConnected(agent, 0)
	}
}

func (r *rig) present(agent core.ID, want bool) {
	r.t.Helper()
	if _, ok := r.signedIn(agent); ok != want {
		r.t.Errorf("at %s signed in: %v, want %v", r.clock().Time(), ok, want)
	}
}

// Ensure duties that are done are not done again.
func TestDuties_Twice(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 17:00:00")
	ticket := r.issue("rome", "care")
	r.until("2026-07-01 18:00:00")
	r.visit(ticket, branch.ClosedOut)
	for range 3 {
		r.day()
	}
	if got := r.leg(ticket); got.End != core.ClosedOut {
		t.Errorf("leg %+v", got)
	}
}
