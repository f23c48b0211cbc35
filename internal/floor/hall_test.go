package floor_test

import (
	"context"
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
