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
	"turno/internal/store/storetest"
)

// aside takes a ticket, serves it and sets it aside.
func (r *rig) aside(site string, agent core.ID) branch.Ticket {
	r.t.Helper()
	ticket := r.issue(site, "care")
	r.served(agent, ticket)
	r.ok(r.Park(r.t.Context(), by(agent), channel.Park{Work: ticket.Work}))
	return ticket
}

// settled lets the visits' rows follow the floor.
func (r *rig) settled() {
	r.t.Helper()
	if err := r.Reconcile(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// Ensure midnight in a house that never closes takes nobody's turn away: who waits
// goes on waiting with yesterday's number, who is at a counter stays there; only
// those who were set aside and did not come back end, by when they were set aside
// and not by when they came. On the days on which the clocks change too.
func TestMidnight_NeverCloses(t *testing.T) {
	t.Parallel()
	for name, days := range map[string][3]string{
		"23 hours": {"2026-03-28", "2026-03-29", "2026-03-30"},
		"24 hours": {"2026-07-01", "2026-07-02", "2026-07-03"},
		"25 hours": {"2026-10-24", "2026-10-25", "2026-10-26"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				r := newRig(t, s, days[0]+" 20:00:00")
				dino := r.signIn("dino", "1")
				early := r.aside("airport", dino)
				r.until(days[0] + " 23:29:00")
				old := r.aside("airport", dino)
				never := r.issue("airport", "care") // set aside before they were ever called
				r.ok(r.Park(t.Context(), by(dino), channel.Park{Work: never.Work}))
				late := r.issue("airport", "care")
				r.until(days[0] + " 23:45:00")
				r.served(dino, late)
				r.ok(r.Park(t.Context(), by(dino), channel.Park{Work: late.Work}))
				serving, waits := r.issue("airport", "care"), r.issue("airport", "care")
				r.served(dino, serving)

				r.until(days[1] + " 00:00:00")
				for _, ended := range []branch.Ticket{early, old, never} {
					r.visit(ended, branch.ClosedOut)
				}
				r.visit(late, branch.Parked)
				r.visit(serving, branch.Serving)
				if v := r.visit(waits, branch.Waiting); v.Label != "A-006" || v.Day != days[0] {
					t.Errorf("who waits has %s of %s", v.Label, v.Day)
				}
				r.label("airport", "care", "A-001", days[1])
				if leg := r.leg(never); leg.End != core.ClosedOut || leg.EndedBy != core.BySystem || leg.Answered != 0 {
					t.Errorf("leg of one never called: %+v", leg)
				}
				// He had been served before he was set aside, and that is what counts.
				if leg := r.leg(early); leg.End != core.Handled || leg.EndDetail != string(core.ClosedOut) ||
					leg.Parked.Round(time.Minute) != 4*time.Hour {
					t.Errorf("leg of one served before: %+v", leg)
				}

				// The day goes on as it began: this midnight is over.
				r.until(days[1] + " 00:10:00")
				r.ok(r.Release(t.Context(), by(dino), channel.Release{Work: serving.Work}))
				r.pass(time.Minute)
				r.served(dino, waits)
				r.ok(r.Park(t.Context(), by(dino), channel.Park{Work: waits.Work})) // came yesterday, set aside today
				r.until(days[1] + " 23:40:00")
				r.visit(late, branch.Parked)
				r.until(days[2] + " 00:00:00")
				r.visit(late, branch.ClosedOut)
				r.visit(waits, branch.ClosedOut)
			})
		})
	}
}

// Ensure what midnight owes is done when the process is back, by when a visit was
// set aside, and not by how late it is then.
func TestMidnight_CaughtUp(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-10-24 22:00:00")
	dino := r.signIn("dino", "1")
	before := r.aside("airport", dino)
	r.until("2026-10-24 23:50:00")
	fresh := r.aside("airport", dino)
	r.close(r.floor)
	r.set("2026-10-25 09:00:00")
	r.start()
	r.settled()
	r.visit(before, branch.ClosedOut)
	// Dino's desk has no connection any more: whoever sits there now calls her.
	r.present(dino, false)
	r.visit(fresh, branch.Waiting)
}

// Ensure a house that never closes and whose rule is to serve whoever waits at the
// end of the day keeps those set aside for a whole day, of 25 hours too.
func TestMidnight_Serves(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-10-24 12:00:00")
	r.configure(func(file string) string {
		return strings.Replace(file, "calendar: always}", "calendar: always, closing: serve}", 1)
	})
	dino := r.signIn("dino", "1")
	saturday := r.aside("airport", dino)
	r.until("2026-10-25 00:00:00")
	r.visit(saturday, branch.Parked)
	r.until("2026-10-25 00:05:00")
	sunday := r.aside("airport", dino)
	r.until("2026-10-26 00:00:00")
	r.visit(saturday, branch.ClosedOut)
	r.visit(sunday, branch.Parked)
	r.until("2026-10-27 00:00:00")
	r.visit(sunday, branch.ClosedOut)
}

// Ensure that at midnight in a house that never closes whom an agent set aside who
// has gone home ends or goes back to their place, by how long it is ago.
func TestMidnight_GoneHome(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 22:00:00")
	dino := r.signIn("dino", "1")
	old := r.aside("airport", dino)
	r.until("2026-07-01 23:45:00")
	fresh := r.aside("airport", dino)
	r.hangUp(dino)
	r.pass(time.Minute)
	r.until("2026-07-02 00:00:00")
	r.settled()
	r.present(dino, false)
	r.visit(old, branch.ClosedOut)
	r.visit(fresh, branch.Waiting)
	legs := r.legs(fresh)
	if len(legs) != 1 || legs[0].End != core.Handled || legs[0].EndDetail != "returned" || legs[0].EndedBy != core.BySystem {
		t.Errorf("legs %+v", legs)
	}
}

// Ensure an agent who forgot to sign out after closing time takes nobody along:
// whom they set aside ends, or, where they serve whoever is still there, goes back
// to their place for the colleagues.
func TestForgotten_Aside(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 17:50:00")
		ana, bob, carla := r.signIn("ana", "1"), r.signIn("bob", "2"), r.signIn("carla", "1")
		r.do(notReady(ana))
		rome := r.aside("rome", bob)
		milan := r.aside("milan", carla)
		r.do(ready(ana))
		r.do(notReady(bob))
		r.until("2026-07-01 18:20:00")
		r.visit(rome, branch.Parked)
		r.do(notReady(ana))
		r.until("2026-07-01 18:30:00")
		r.settled()
		r.present(bob, false)
		r.present(carla, false)
		r.present(ana, true)
		r.visit(rome, branch.ClosedOut)
		r.visit(milan, branch.Waiting)
		r.until("2026-07-02 00:00:00")
		r.visit(milan, branch.ClosedOut)
	})
}

func ready(agent core.ID) routing.Command {
	return &routing.SetPresence{Head: routing.Head{ID: clock.NewID()}, Agent: agent, Presence: core.Ready}
}

func notReady(agent core.ID) routing.Command {
	return &routing.SetPresence{
		Head: routing.Head{ID: clock.NewID()}, Agent: agent, Presence: core.NotReady, Reason: "lunch",
	}
}
