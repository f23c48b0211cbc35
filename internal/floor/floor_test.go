package floor_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// hall is a floor with a clock of its own, and what it published.
type hall struct {
	*floor.Floor

	t     *testing.T
	store *store.Store
	now   *atomic.Int64
	bus   *bus.Bus
	sub   *bus.Subscription
	desk  floor.DeskTimes
}

// noon is when every test begins.
const noon = core.Instant(1_800_000_000_000_000)

func open(t *testing.T, s *store.Store) *hall {
	t.Helper()
	return openDesk(t, s, floor.DeskTimes{})
}

func openDesk(t *testing.T, s *store.Store, times floor.DeskTimes) *hall {
	t.Helper()
	h := &hall{t: t, store: s, now: &atomic.Int64{}, bus: bus.New(), desk: times}
	h.now.Store(int64(noon))
	h.sub = h.bus.Subscribe("test", 10000)
	h.start()
	return h
}

// start opens a floor on the hall's store, as after a crash or for the first time.
func (h *hall) start() {
	h.t.Helper()
	f, err := floor.Open(h.t.Context(), floor.Options{
		Store: h.store, Config: config(), Bus: h.bus, Answering: floor.AnsweringOf,
		Now:  func() core.Instant { return core.Instant(h.now.Load()) },
		Desk: func() floor.DeskTimes { return h.desk },
	})
	if err != nil {
		h.t.Fatalf("open the floor: %v", err)
	}
	h.Floor = f
	h.t.Cleanup(func() { h.end() })
}

func (h *hall) end() {
	if err := h.Close(context.Background()); err != nil {
		h.t.Errorf("close the floor: %v", err)
	}
}

func config() routing.Config {
	return routing.Config{
		Queues: []routing.Queue{
			{Key: "billing@mixco", ServiceLevel: routing.ServiceLevel{Threshold: time.Minute}, Offer: routing.Offer{Timeout: 20 * time.Second}},
			{Key: "chat", Offer: routing.Offer{AutoAccept: true}},
		},
		Profiles: []routing.Profile{{Key: "all", Queues: []routing.ProfileQueue{{Queue: "billing@mixco"}, {Queue: "chat"}}}},
	}
}

func head() routing.Head { return routing.Head{ID: clock.NewID(), By: core.ByAgent} }

func (h *hall) pass(d time.Duration) {
	h.t.Helper()
	h.now.Add(d.Microseconds())
	h.must(&routing.Tick{})
}

func (h *hall) must(command routing.Command) floor.Result {
	h.t.Helper()
	return h.ask(floor.Request{Command: command})
}

func (h *hall) ask(r floor.Request) floor.Result {
	h.t.Helper()
	result, err := h.Do(h.t.Context(), r)
	if err != nil {
		h.t.Fatalf("%T: %v", r.Command, err)
	}
	return result
}

func (h *hall) refused(r floor.Request, want core.Code) {
	h.t.Helper()
	if _, err := h.Do(h.t.Context(), r); core.CodeOf(err) != want {
		h.t.Fatalf("%T: got %v, want %s", r.Command, err, want)
	}
}

func (h *hall) signIn(ready bool) core.ID {
	h.t.Helper()
	id := clock.NewID()
	h.must(&routing.SignIn{Head: head(), Agent: routing.Agent{ID: id, Profile: "all", Team: "north", Site: "mixco"}, Ready: ready})
	return id
}

func visit() routing.Work {
	return routing.Work{ID: clock.NewID(), Channel: core.Visit, Queue: "billing@mixco"}
}

func (h *hall) enqueue(work routing.Work) core.ID {
	h.t.Helper()
	h.ask(floor.Request{Command: &routing.Enqueue{Head: head(), Work: work}, Meta: &floor.Meta{Label: "A-001"}})
	return work.ID
}

func (h *hall) accept(work core.ID) {
	h.t.Helper()
	w := h.work(work)
	h.must(&routing.Accept{Head: head(), Work: work, Agent: w.Agent, Offer: w.Offer})
}

func (h *hall) work(id core.ID) floor.WorkView {
	h.t.Helper()
	var work floor.WorkView
	err := h.View(h.t.Context(), func(v floor.View) error {
		found, ok := v.Work(id)
		if !ok {
			return core.Errorf(core.NotFound, "work %s", id)
		}
		work = found
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return work
}

func (h *hall) agent(id core.ID) floor.AgentView {
	h.t.Helper()
	var agent floor.AgentView
	err := h.View(h.t.Context(), func(v floor.View) error {
		found, ok := v.Agent(id)
		if !ok {
			return core.Errorf(core.NotFound, "agent %s", id)
		}
		agent = found
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return agent
}

func (h *hall) legs() []core.Leg {
	h.t.Helper()
	var legs []core.Leg
	err := h.store.Read(h.t.Context(), func(q *db.Queries) (err error) {
		legs, err = store.LegsBetween(h.t.Context(), q, store.FactFilter{To: noon.Add(240 * time.Hour), Limit: 1000})
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return legs
}

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

// Ensure why a work went to an agent is kept once for every offer: of one that
// was declined, of one that was accepted, of one that was accepted by itself;
// and that what a person gave to an agent has no decision.
func TestFloor_Decisions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := open(t, s)
		first := h.signIn(true)
		id := h.enqueue(visit())
		second := h.signIn(true)
		h.pass(time.Second)
		h.must(&routing.Decline{Head: head(), Work: id, Agent: first, Offer: h.work(id).Offer})
		h.accept(id)
		h.decided(id, first, second)
		chat := routing.Work{ID: clock.NewID(), Channel: core.Chat, Queue: "chat"} // accepted by itself
		h.enqueue(chat)
		h.decided(chat.ID, first)
		third := h.enqueue(visit())
		h.must(&routing.Pick{Head: head(), Work: third, Agent: h.signIn(false)})
		h.decided(third)
	})
}

// Ensure a decision counts legs as the facts do: an answered work that is taken
// from its agent begins another leg there, while the engine goes on with its own.
func TestFloor_DecisionsOfLegs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := open(t, s)
		first := h.signIn(true)
		id := h.enqueue(visit())
		h.accept(id)
		h.ask(floor.Request{Note: floor.Answered{Work: id}})
		second := h.signIn(true)
		h.pass(time.Minute)
		h.must(&routing.SignOut{Head: head(), Agent: first, Force: true})
		h.accept(id)
		h.pass(time.Minute)
		h.must(&routing.Release{Head: head(), Work: id})
		h.decided(id, first, second)
		for _, leg := range h.legs() {
			var rows []db.Decision
			err := s.Read(t.Context(), func(q *db.Queries) (err error) {
				rows, err = q.ListDecisionsOfLeg(t.Context(), id.String(), int64(leg.Number))
				return err
			})
			if err != nil || len(rows) != 1 || rows[0].Agent != leg.Agent.String() {
				t.Errorf("decisions of leg %d of %s: %+v (%v)", leg.Number, leg.Agent, rows, err)
			}
		}
	})
}

// decided fails when the decisions kept of a work are not for these agents.
func (h *hall) decided(work core.ID, agents ...core.ID) {
	h.t.Helper()
	var got []core.ID
	err := h.store.Read(h.t.Context(), func(q *db.Queries) error {
		rows, err := q.ListDecisions(h.t.Context(), work.String())
		for _, row := range rows {
			var why routing.Decision
			if err := json.Unmarshal([]byte(row.Doc), &why); err != nil {
				return err
			}
			if why.Agent.String() != row.Agent || why.Work != work || int64(why.Leg) != row.Leg || len(why.Verdicts) == 0 || why.Verdicts[0].Word != "chosen" {
				h.t.Errorf("decision %+v in row %+v", why, row)
			}
			got = append(got, why.Agent)
		}
		return err
	})
	if err != nil || !slices.Equal(got, agents) {
		h.t.Fatalf("decided for %v, want %v (%v)", got, agents, err)
	}
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

// Ensure a second floor on the same store takes it over, and the first can write
// nothing any more.
func TestFloor_Takeover(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		first := open(t, s)
		id := first.enqueue(visit())
		second := open(t, s)
		first.refused(floor.Request{Command: &routing.Enqueue{Head: head(), Work: visit()}}, core.Unavailable)
		select {
		case <-first.Done():
		case <-time.After(10 * time.Second):
			t.Fatal("the first floor did not stop")
		}
		if first.Healthy() == nil {
			t.Fatal("the first floor believes to be well")
		}
		second.work(id)
		second.enqueue(visit())
	})
}

// Ensure a floor that nobody asks for anything notices by itself that another
// has taken the store over, and says so.
func TestFloor_TakeoverWhileIdle(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		first := open(t, s)
		second := open(t, s)
		select {
		case <-first.Done():
		case <-time.After(10 * time.Second):
			t.Fatal("the first floor did not notice")
		}
		const words = "another server has taken the store over"
		_, err := first.Do(t.Context(), floor.Request{Command: &routing.Enqueue{Head: head(), Work: visit()}})
		for _, err := range []error{first.Healthy(), err, first.View(t.Context(), func(floor.View) error { return nil })} {
			if core.CodeOf(err) != core.Unavailable || !strings.Contains(err.Error(), words) {
				t.Errorf("the first says %v", err)
			}
		}
		second.enqueue(visit())
		select {
		case <-second.Done():
			t.Fatal("the second stopped too")
		default:
		}
	})
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
