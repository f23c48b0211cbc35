package floor

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure the facts on disk are what the effects say, whatever happens and however
// often the floor starts anew: derived a second time, in another way, they come
// out the same; every leg ends once; nothing has a gap.
func TestFactsTwice(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	done, lived := map[string]int{}, 0
	// No single day need hold everything; all of them together must.
	t.Cleanup(func() {
		for _, command := range []string{"Accept", "Release", "Cancel", "Transfer", "Park", "Hold", "CloseWrapUp", "SignOut"} {
			if lived == 9 && done["*routing."+command] == 0 {
				t.Errorf("%s was never carried out", command)
			}
		}
	})
	for engine, days := range map[store.Engine]int{store.SQLite: 8, store.Postgres: 1} {
		for n := range days {
			t.Run(fmt.Sprintf("%s %d", engine, n), func(t *testing.T) {
				t.Parallel()
				d := newDay(t, storetest.Open(t, engine), uint64(n))
				for range 4 {
					d.live(120)
				}
				d.goHome()
				d.check()
				mu.Lock()
				defer mu.Unlock()
				lived++
				for command, n := range d.done {
					done[command] += n
				}
			})
		}
	}
}

// check compares what is on disk with what the recorder derives.
func (d *day) check() {
	d.t.Helper()
	legs, intervals := d.facts()
	byWork := func(a, b core.Leg) int { return cmp.Or(a.Work.Compare(b.Work), cmp.Compare(a.Number, b.Number)) }
	derived := d.rec.derive()
	slices.SortFunc(derived, byWork)
	slices.SortFunc(legs, byWork)
	same(d.t, derived, legs, cmpopts.IgnoreFields(core.Leg{}, "ID"))
	byAgent := func(a, b core.AgentInterval) int {
		return cmp.Or(a.Agent.Compare(b.Agent), cmp.Compare(a.From, b.From))
	}
	again := d.rec.deriveIntervals(dayClass)
	slices.SortFunc(again, byAgent)
	slices.SortFunc(intervals, byAgent)
	same(d.t, again, intervals, cmpopts.IgnoreFields(core.AgentInterval{}, "ID"))
	d.checkLegs(legs)
	d.checkIntervals(intervals)
}

// same compares two lists of facts and shows the first few that differ.
func same[T any](t *testing.T, derived, written []T, ignore gocmp.Option) {
	t.Helper()
	if len(derived) != len(written) {
		t.Errorf("%d facts derived, %d on disk", len(derived), len(written))
	}
	shown := 0
	for i := range min(len(derived), len(written)) {
		diff := gocmp.Diff(derived[i], written[i], ignore)
		if diff == "" {
			continue
		}
		t.Errorf("fact %d, derived (-) and on disk (+):\n%s\n%+v", i, diff, written[i])
		if shown++; shown == 3 {
			return
		}
	}
}

func (d *day) facts() (legs []core.Leg, intervals []core.AgentInterval) {
	d.t.Helper()
	filter := store.FactFilter{To: morning.Add(1000 * time.Hour)}
	err := d.store.Read(d.t.Context(), func(q *db.Queries) (err error) {
		if legs, err = store.LegRowsBetween(d.t.Context(), q, filter); err != nil {
			return err
		}
		intervals, err = store.IntervalRowsBetween(d.t.Context(), q, filter)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if len(legs) < 50 || len(intervals) < 100 || len(legs) == store.MaxFactPage {
		d.t.Fatalf("%d legs and %d intervals: not a day", len(legs), len(intervals))
	}
	return legs, intervals
}

// checkLegs: every work that came has its legs, numbered without a gap, and the
// instants of each never go back.
func (d *day) checkLegs(legs []core.Leg) {
	d.t.Helper()
	next := map[core.ID]int{}
	for i := range legs {
		l := &legs[i]
		if next[l.Work]++; l.Number != next[l.Work] {
			d.t.Errorf("leg %d of work %s stands at %d", l.Number, l.Work, next[l.Work])
		}
		last := l.Arrived
		for _, at := range []core.Instant{l.Queued, l.Offered, l.Answered, l.Released, l.Wrapped} {
			if at != 0 && at < last {
				d.t.Errorf("leg %d of work %s goes back in time: %+v", l.Number, l.Work, *l)
			}
			last = max(last, at)
		}
		if l.Released == 0 || l.Wrapped == 0 || l.End == "" || l.Talk() < 0 {
			d.t.Errorf("leg %d of work %s is not whole: %+v", l.Number, l.Work, *l)
		}
	}
	for work := range d.rec.metas {
		if next[work] == 0 {
			d.t.Errorf("work %s left no leg", work)
		}
	}
}

// checkIntervals: from sign-in to sign-out an agent's intervals touch.
func (d *day) checkIntervals(intervals []core.AgentInterval) {
	d.t.Helper()
	in := map[core.ID][]core.Instant{} // sign-ins and sign-outs, in turn
	for agent, history := range d.rec.agents {
		signedIn := false
		for _, m := range history {
			if m.e.Kind == routing.PresenceChanged && signedIn == (m.e.Presence == core.Offline) {
				signedIn = !signedIn
				in[agent] = append(in[agent], m.at)
			}
		}
	}
	covered := map[core.ID]time.Duration{}
	for i := range intervals {
		covered[intervals[i].Agent] += intervals[i].Length()
		if i > 0 && intervals[i].Agent == intervals[i-1].Agent && intervals[i].From < intervals[i-1].To {
			d.t.Errorf("intervals of agent %s overlap at %d", intervals[i].Agent, intervals[i].From)
		}
	}
	for agent, turns := range in {
		var want time.Duration
		for i := 1; i < len(turns); i += 2 {
			want += turns[i].Sub(turns[i-1])
		}
		if covered[agent] != want {
			d.t.Errorf("agent %s was signed in %s, the intervals cover %s", agent, want, covered[agent])
		}
	}
}
