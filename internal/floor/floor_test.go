package floor_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure a visit goes from the queue to the facts on both engines, and that what
// was answered is there after a restart at every stage.
func TestFloor_Visit(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := open(t, s)
		agent := h.signIn(true)
		restart := func() { h.end(); h.start() }
		id := h.enqueue(visit())
		if got := h.work(id); got.Status != routing.StatusOffered || got.Agent != agent || got.Meta.Label != "A-001" {
			t.Fatalf("after the enqueue: %+v", got)
		}
		restart() // the offer is withdrawn and made anew
		if got := h.work(id); got.Status != routing.StatusOffered || got.Leg == nil {
			t.Fatalf("after the restart: %+v", got)
		}
		h.pass(5 * time.Second)
		h.accept(id)
		h.ask(floor.Request{Note: floor.Called{Work: id, Position: "4"}})
		restart()
		if got := h.work(id).OpenLeg(); got.Position != "4" || got.Called != noon.Add(5*time.Second) {
			t.Fatalf("after the call: %+v", got)
		}
		h.pass(5 * time.Second)
		h.ask(floor.Request{Note: floor.Answered{Work: id}})
		restart()
		h.pass(time.Minute)
		h.ask(floor.Request{
			Command: &routing.Release{Head: head(), Work: id},
			Note:    floor.Described{Work: id, Reason: "card", Outcome: "solved"},
		})
		restart()
		legs := h.legs()
		if len(legs) != 1 {
			t.Fatalf("%d legs, want 1", len(legs))
		}
		leg := legs[0]
		if leg.Agent != agent || leg.Team != "north" || leg.Answered != noon.Add(10*time.Second) || leg.Released != noon.Add(70*time.Second) ||
			leg.Reason != "card" || leg.Position != "4" || leg.End != core.Handled || leg.SLThreshold != time.Minute || leg.Site != "mixco" {
			t.Fatalf("leg %+v", leg)
		}
	})
}

// Ensure a command id counts once: in the engine's memory, and later in the index.
func TestFloor_Repeated(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := open(t, s)
		command := &routing.Enqueue{Head: head(), Work: visit()}
		h.must(command)
		h.refused(floor.Request{Command: command}, core.Repeated)
		// As if it were older than what the engine remembers.
		old := clock.NewID()
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			return tx.InsertCommands(t.Context(), []store.CommandRow{{ID: old, At: noon}})
		})
		if err != nil {
			t.Fatal(err)
		}
		work := visit()
		h.refused(floor.Request{Command: &routing.Enqueue{Head: routing.Head{ID: old}, Work: work}}, core.Repeated)
		if err := h.View(t.Context(), func(v floor.View) error {
			if _, ok := v.Work(work.ID); ok {
				t.Error("the repeated command left its work behind")
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		h.must(&routing.Enqueue{Head: head(), Work: work}) // and the floor goes on
	})
}

// Ensure a hook's rows are written with the command, and that its refusal takes
// back everything of its own request and nothing of others'.
func TestFloor_Hooks(t *testing.T) {
	t.Parallel()
	setting := func(ctx context.Context, tx *store.Tx, user string) error {
		return tx.SetUserSetting(ctx, user, "{}")
	}
	for name, request := range map[string]floor.Request{
		"Before": {Before: func(ctx context.Context, tx *store.Tx) error {
			if err := setting(ctx, tx, "bad"); err != nil {
				return err
			}
			return core.Errorf(core.Conflict, "the counter is taken")
		}},
		"With": {With: func(ctx context.Context, tx *store.Tx, _ *floor.Result) error {
			if err := setting(ctx, tx, "bad"); err != nil {
				return err
			}
			return core.Errorf(core.Conflict, "the counter is taken")
		}},
		"Refused": {
			Before:  func(ctx context.Context, tx *store.Tx) error { return setting(ctx, tx, "bad") },
			Command: &routing.Enqueue{Head: head(), Work: routing.Work{ID: clock.NewID(), Channel: core.Visit, Queue: "none"}},
		},
		"Panic": {With: func(context.Context, *store.Tx, *floor.Result) error { panic("a defect") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				t.Helper()
				h := open(t, s)
				work := visit()
				if request.Command == nil {
					request := request // its own command for each engine
					request.Command = &routing.Enqueue{Head: head(), Work: work}
					h.busy(request)
				} else {
					h.busy(request)
				}
				err := s.Read(t.Context(), func(q *db.Queries) error {
					for user, want := range map[string]bool{"bad": false, "good": true} {
						if _, err := q.GetUserSetting(t.Context(), user); (err == nil) != want {
							t.Errorf("setting of %q: %v", user, err)
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				h.must(&routing.Enqueue{Head: head(), Work: work})
			})
		})
	}
}

// busy hands in a request that must fail among 20 that must not, so that they
// share transactions.
func (h *hall) busy(bad floor.Request) {
	h.t.Helper()
	var callers sync.WaitGroup
	works := make([]core.ID, 20)
	for i := range works {
		work := visit()
		works[i] = work.ID
		callers.Go(func() {
			_, err := h.Do(h.t.Context(), floor.Request{
				Command: &routing.Enqueue{Head: head(), Work: work},
				With: func(ctx context.Context, tx *store.Tx, _ *floor.Result) error {
					return tx.SetUserSetting(ctx, "good", "{}")
				},
			})
			if err != nil {
				h.t.Errorf("a good request beside a bad one: %v", err)
			}
		})
	}
	callers.Go(func() {
		if _, err := h.Do(h.t.Context(), bad); err == nil {
			h.t.Error("the bad request was carried out")
		}
	})
	callers.Wait()
	for _, id := range works {
		h.work(id)
	}
}

// Ensure batches are numbered without gaps, carry what the facts say, and that a
// view's number is that of the newest batch it contains.
func TestFloor_Batches(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	agent := h.signIn(true)
	id := h.enqueue(visit())
	h.accept(id)
	h.pass(time.Minute)
	h.must(&routing.Release{Head: head(), Work: id})
	h.must(&routing.SignOut{Head: head(), Agent: agent})
	var newest uint64
	if err := h.View(t.Context(), func(v floor.View) error { newest = v.Seq(); return nil }); err != nil {
		t.Fatal(err)
	}
	var seq uint64
	var last *floor.Batch
	legs, intervals := 0, 0
	for seq < newest {
		b, ok := (<-h.sub.C).(*floor.Batch)
		if !ok || b.Seq != seq+1 {
			t.Fatalf("after batch %d comes %+v", seq, b)
		}
		seq, last = b.Seq, b
		legs += len(b.Legs)
		intervals += len(b.Intervals)
		if work, ok := b.Works[id]; ok && work.ID != id {
			t.Fatalf("work %s under %s", work.ID, id)
		}
	}
	if legs != 1 || intervals == 0 || len(last.GoneAgents) != 1 || last.GoneAgents[0] != agent {
		t.Fatalf("%d legs, %d intervals, last batch %+v", legs, intervals, last)
	}
}

// Ensure notes that make no sense are refused, and leave nothing behind.
func TestFloor_Notes(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	id := h.enqueue(visit())
	h.refused(floor.Request{}, core.Invalid)
	h.refused(floor.Request{Note: floor.Called{Work: clock.NewID()}}, core.NotFound)
	h.refused(floor.Request{Note: floor.Seated{Agent: clock.NewID(), Position: "1"}}, core.NotFound)
	h.refused(floor.Request{Note: floor.Answered{Work: id}}, core.Conflict)
	customer := clock.NewID()
	h.ask(floor.Request{Note: floor.Notes{floor.Identified{Work: id, Customer: customer, Segment: "premier"}, floor.Described{Work: id, Reason: "card"}}})
	if got := h.work(id); got.Meta.Customer != customer || got.Meta.Segment != "premier" || got.OpenLeg().Reason != "card" {
		t.Fatalf("work %+v", got)
	}
}

// Ensure a seat taken at sign-in is where the agent's works are served.
func TestFloor_Seated(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	agent := clock.NewID()
	h.ask(floor.Request{
		Command: &routing.SignIn{Head: head(), Agent: routing.Agent{ID: agent, Profile: "all"}, Ready: true},
		Note:    floor.Seated{Agent: agent, Position: "7"},
	})
	id := h.enqueue(visit())
	h.accept(id)
	if got := h.work(id).OpenLeg().Position; got != "7" || h.agent(agent).Position != "7" {
		t.Fatalf("position %q", got)
	}
	other := visit()
	h.must(&routing.Release{Head: head(), Work: id})
	h.ask(floor.Request{
		Command: &routing.Start{Head: head(), Work: other, Agent: agent},
		Note:    floor.Notes{floor.Called{Work: other.ID}, floor.Answered{Work: other.ID}},
	})
	if got := h.work(other.ID).OpenLeg(); got.Position != "7" || got.Called != noon || got.Answered != noon {
		t.Fatalf("started work %+v", got)
	}
}

// Ensure a closed floor refuses, and a caller who gives up is told so.
func TestFloor_Close(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Do(ctx, floor.Request{Command: &routing.Tick{}}); core.CodeOf(err) != core.Unavailable {
		t.Fatalf("with a dead context: %v", err)
	}
	h.end()
	h.refused(floor.Request{Command: &routing.Tick{}}, core.Unavailable)
}
