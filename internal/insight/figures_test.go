package insight

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/kpi"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Ensure that today's figures after a crash are those before it, with works in
// every state and agents in the middle of theirs.
func TestFiguresSurviveRestart(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			d := newDay(t, seed+100)
			for range 250 {
				d.act()
			}
			d.boards.settle()
			before := d.boards.figuresBy(t)
			d.close(d.floor)
			d.start()
			d.boards.settle()
			after := d.boards.figuresBy(t)
			if len(before) < 10 {
				t.Fatalf("hardly anything was counted: %v", before)
			}
			for name, want := range before {
				// A pending offer is withdrawn by a restart, which is no leg's end.
				if after[name] != want {
					t.Errorf("%s after the restart: %+v\nbefore %+v", name, after[name], want)
				}
			}
		})
	}
}

// figuresBy are today's tallies by what they are of, at this moment.
func (f *follower) figuresBy(t *testing.T) map[string]kpi.Tally {
	t.Helper()
	all := map[string]kpi.Tally{}
	for key, day := range f.f.lines {
		all["line "+key.base+"@"+key.site] = day.tally
		for at, part := range day.quarters {
			if !part.IsZero() {
				all[fmt.Sprint("quarter ", key, at)] = *part
			}
		}
	}
	for site := range f.f.sites {
		var sum kpi.Tally
		f.f.ofSite(site, f.now(), &sum)
		all["site "+site] = sum
	}
	for id := range f.f.agents {
		all["agent "+id.String()] = f.f.ofAgent(id, f.now())
	}
	return all
}

// Ensure that the figures kept are what kpi counts over the facts of the store, once
// nobody is being served and everybody has signed out.
func TestFiguresAreThoseOfTheStore(t *testing.T) {
	t.Parallel()
	d := newDay(t, 7)
	for range 250 {
		d.act()
	}
	for _, login := range d.logins() {
		_ = d.try(&routing.SignOut{Head: head(), Agent: d.agent(login), Force: true})
	}
	d.boards.settle()
	var want kpi.Tally
	if err := d.store.Read(t.Context(), func(q *db.Queries) error {
		legs, err := store.LegsBetween(t.Context(), q, store.FactFilter{To: always})
		if err != nil {
			return err
		}
		for i := range legs {
			want.Add(&legs[i])
		}
		intervals, err := store.IntervalsBetween(t.Context(), q, store.FactFilter{To: always})
		for i := range intervals {
			want.AddInterval(&intervals[i])
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	board := &floorBoard{node: "org"}
	board.scope(d.boards.org)
	have, _ := d.boards.tally(board)
	// Works that were answered and set aside count too, though no leg is written.
	for _, legs := range d.boards.f.open {
		for i := range legs {
			want.Add(&legs[i])
		}
	}
	if have != want || want.Handled == 0 || want.Contact == 0 {
		t.Fatalf("kept  %+v\nstore %+v", have, want)
	}
}

// Ensure that each site's day ends at its own midnight, and no other's with it.
func TestMidnight(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.boards
	serve := func(site, login string) {
		t.Helper()
		id := clock.NewID()
		agent := r.agent(login)
		r.do(&routing.Enqueue{Head: head(), Work: routing.Work{ID: id, Channel: core.Visit, Queue: "care@" + site}})
		w, _ := r.work(id)
		r.do(&routing.Accept{Head: head(), Work: id, Agent: agent, Offer: w.Offer})
		_, err := r.floor.Do(t.Context(), floor.Request{Note: floor.Answered{Work: id}})
		r.ok(err)
		r.do(&routing.Release{Head: head(), Work: id, End: core.Handled})
		r.do(&routing.CloseWrapUp{Head: head(), Work: id})
	}
	r.signIn("bob", "1")
	r.signIn("luz", "1")
	serve("rome", "bob")
	serve("rome", "bob")
	serve("lima", "luz")
	b.settle()
	rome := r.screen(b.Wall(), "wall", "site:rome")
	lima := r.screen(b.Wall(), "wall", "site:lima")
	all := r.screen(b.Wall(), "wall", "org")
	handled := func(want ...int64) {
		t.Helper()
		for i, s := range []*screen{rome, lima, all} {
			total := row[floorTotal](s, "total", "total")
			if total.Handled != want[i] {
				t.Errorf("%s: %d handled, want %d", s.name, total.Handled, want[i])
			}
			if points := row[wallLine](s, "line", "line").Points; (len(points) > 0) != (want[i] > 0) {
				t.Errorf("%s: a line of %v", s.name, points)
			}
		}
	}
	handled(2, 1, 3)

	r.set("2027-03-01T22:59:59Z") // a second before midnight in Rome
	b.settle()
	if b.outdated() {
		t.Fatal("the day has not ended yet")
	}
	ready := row[floorTotal](rome, "total", "total").Occupancy
	r.set("2027-03-01T23:00:00Z")
	if !b.outdated() {
		t.Fatal("Rome's day has ended")
	}
	b.renew()
	b.settle()
	handled(0, 1, 1)
	// Bob is still signed in: his day begins anew, at midnight.
	r.set("2027-03-01T23:00:10Z")
	b.settle()
	if o := row[floorTotal](rome, "total", "total").Occupancy; o.Den != 10_000_000 || o.Num != 0 || ready.Den < 10*o.Den {
		t.Fatalf("the time of Rome's agents: %+v, before midnight %+v", o, ready)
	}
	serve("rome", "bob")
	b.settle()
	handled(1, 1, 2)

	r.set("2027-03-02T05:00:00Z") // midnight in Lima
	if !b.outdated() {
		t.Fatal("Lima's day has ended")
	}
	b.renew()
	b.settle()
	handled(1, 0, 1)
}

// Ensure that a quarter hour without a value has no point, and the others are
// what the formula says.
func TestLine(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	f := newFigures(r.org.Get(), r.clock())
	leg := func(minute int, waited time.Duration) {
		queued := r.clock().Add(time.Duration(minute) * time.Minute)
		f.addLeg(&core.Leg{
			Queue: "care", Site: "rome", Queued: queued, Answered: queued.Add(waited), Released: queued.Add(time.Hour),
			Wrapped: queued.Add(time.Hour), End: core.Handled, SLThreshold: 10 * time.Minute,
		})
	}
	leg(0, time.Minute)
	leg(14, 11*time.Minute)
	leg(31, time.Minute)
	r.boards.f = f
	board := &floorBoard{node: "site:rome"}
	board.scope(r.boards.org)
	points := r.boards.line(board).Points
	start := float64(r.clock())
	if len(points) != 2 || points[0] != [2]float64{start, 0.5} || points[1] != [2]float64{start + 30*60*1e6, 1} {
		t.Fatalf("%v from %v", points, start)
	}
}
