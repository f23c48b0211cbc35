package faults

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

var (
	killsSQLite   = flag.Int("kills", 50, "how often the process on SQLite is killed")
	killsPostgres = flag.Int("kills-postgres", 10, "how often the process on PostgreSQL is killed")
)

// Ensure that whatever a killed process had answered is there when it starts
// again, once and in the right state; that no work is offered to two agents; and
// that the facts have no gaps.
func TestKill(t *testing.T) {
	t.Parallel()
	for engine, kills := range map[store.Engine]int{store.SQLite: *killsSQLite, store.Postgres: *killsPostgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			j := newJournal()
			for n := range kills {
				killOne(t, url, j, n)
				judge(t, url, j)
				if t.Failed() {
					t.Fatalf("after kill %d", n+1)
				}
			}
			t.Logf("%d kills, %d requests answered, %d works", kills, j.lines, len(j.works))
			if j.lines < 20*kills {
				t.Fatalf("only %d requests were answered: that is no load", j.lines)
			}
		})
	}
}

// killOne runs a child for a random moment and kills it.
func killOne(t *testing.T, url string, j *journal, n int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), storeVariable+"="+url)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	before := j.count()
	var reading sync.WaitGroup
	reading.Go(func() { j.read(pipe, func(problem string) { t.Errorf("child %d: %s", n, problem) }) })
	// Killed at any moment: some before they have answered anything (while they
	// open the store or rebuild), most under load.
	if n%5 != 0 {
		for deadline := time.Now().Add(20 * time.Second); j.count() < before+20 && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
	}
	time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatalf("child %d had ended by itself: %v", n, err)
	}
	reading.Wait()
	if err := cmd.Wait(); err == nil {
		t.Fatalf("child %d ended by itself", n)
	}
}

func (j *journal) count() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines
}

// judge starts the floor again and compares it with the journal.
func judge(t *testing.T, url string, j *journal) {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	f, err := openFloor(t.Context(), s, bus.New())
	if err != nil {
		t.Fatal(err)
	}
	// All in one view, for the floor goes on meanwhile: a wrap-up that ends between
	// two looks would be in neither.
	var legs map[core.ID][]core.Leg
	works := map[core.ID]floor.WorkView{}
	var agents []floor.AgentView
	err = f.View(t.Context(), func(v floor.View) error {
		legs = legsOf(t, s)
		for _, work := range v.Works() {
			if _, twice := works[work.ID]; twice {
				t.Errorf("work %s is there twice", work.ID)
			}
			works[work.ID] = work
		}
		agents = v.Agents()
		checkIntervals(t, s, agents)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, e := range j.works {
		if problem := e.check(works, legs, id); problem != "" {
			t.Errorf("work %s (%+v): %s", id, *e, problem)
		}
		e.settle(works, id)
	}
	checkOffers(t, agents, works)
	if err := f.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// check says what is wrong with a work, given what its callers were told.
func (e *entry) check(works map[core.ID]floor.WorkView, legs map[core.ID][]core.Leg, id core.ID) string {
	work, open := works[id]
	if n := len(legs[id]); n > 1 {
		return fmt.Sprintf("%d legs", n)
	}
	is := e.stageOf(open, work, legs[id])
	if is == e.done {
		if is == accepted && work.Agent != e.agent {
			return "assigned to another agent: " + work.Agent.String()
		}
		return ""
	}
	if e.asked != "" && is == e.asked {
		return ""
	}
	return fmt.Sprintf("it is %q (%s)", is, work.Status)
}

// stageOf reads the stage from what is on the floor and in the facts.
func (e *entry) stageOf(open bool, work floor.WorkView, legs []core.Leg) stage {
	switch {
	case open && work.Status == routing.StatusWrapUp && len(legs) == 0:
		return ended
	case open && len(legs) > 0:
		return "open and in the facts"
	case open && work.Status == routing.StatusAssigned:
		return accepted
	case open:
		return enqueued
	case len(legs) == 0:
		return "" // never came
	case legs[0].End == core.Handled:
		return ended
	case legs[0].End == core.Abandoned:
		return left
	default:
		return stage(legs[0].End)
	}
}

// settle takes what was under way at the kill as it turned out to be.
func (e *entry) settle(works map[core.ID]floor.WorkView, id core.ID) {
	if e.asked == "" {
		return
	}
	work, open := works[id]
	switch {
	case open && work.Status == routing.StatusAssigned:
		e.done, e.agent = accepted, work.Agent
	case open && work.Status != routing.StatusWrapUp:
		e.done = enqueued
	case open || e.asked == ended:
		e.done = ended
	case e.asked == left:
		e.done = left
	}
	e.asked = ""
}

// checkOffers: no work is before two agents, and each offer is what the work
// itself says.
func checkOffers(t *testing.T, agents []floor.AgentView, works map[core.ID]floor.WorkView) {
	t.Helper()
	before := map[core.ID]core.ID{}
	for i := range agents {
		agent := &agents[i]
		if agent.Offered.IsZero() {
			continue
		}
		if other, twice := before[agent.Offered]; twice {
			t.Errorf("work %s is offered to %s and %s", agent.Offered, other, agent.ID)
		}
		before[agent.Offered] = agent.ID
		if work := works[agent.Offered]; work.Status != routing.StatusOffered || work.Agent != agent.ID {
			t.Errorf("agent %s is offered a work that is %s with %s", agent.ID, work.Status, work.Agent)
		}
	}
	for id, work := range works {
		if work.Status == routing.StatusOffered && before[id] != work.Agent {
			t.Errorf("work %s is offered to %s, who does not know", id, work.Agent)
		}
	}
}

// checkIntervals: while an agent is signed in its intervals have no gap, up to
// the one that is still open.
func checkIntervals(t *testing.T, s *store.Store, agents []floor.AgentView) {
	t.Helper()
	last := map[core.ID]core.Instant{}
	filter := store.FactFilter{To: clockEnd}
	err := s.Read(t.Context(), func(q *db.Queries) error {
		for {
			page, err := store.IntervalsBetween(t.Context(), q, filter)
			if err != nil {
				return err
			}
			for i := range page {
				interval := &page[i]
				if to, ok := last[interval.Agent]; ok && to != interval.From {
					t.Errorf("agent %s: a gap from %d to %d", interval.Agent, to, interval.From)
				}
				if interval.To <= interval.From {
					t.Errorf("agent %s: an interval from %d to %d", interval.Agent, interval.From, interval.To)
				}
				last[interval.Agent] = interval.To
			}
			if len(page) == 0 {
				return nil
			}
			filter.After = store.CursorOfInterval(&page[len(page)-1])
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range agents {
		open := &agents[i].Interval
		if to, ok := last[open.Agent]; ok && to != open.From {
			t.Errorf("agent %s: a gap from %d to the open interval at %d", open.Agent, to, open.From)
		}
	}
}

// clockEnd is after every test.
const clockEnd = core.Instant(1 << 60)

func legsOf(t *testing.T, s *store.Store) map[core.ID][]core.Leg {
	t.Helper()
	legs := map[core.ID][]core.Leg{}
	filter := store.FactFilter{To: clockEnd}
	err := s.Read(t.Context(), func(q *db.Queries) error {
		for {
			page, err := store.LegsBetween(t.Context(), q, filter)
			if err != nil {
				return err
			}
			for i := range page {
				legs[page[i].Work] = append(legs[page[i].Work], page[i])
			}
			if len(page) == 0 {
				return nil
			}
			filter.After = store.CursorOfLeg(&page[len(page)-1])
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return legs
}
