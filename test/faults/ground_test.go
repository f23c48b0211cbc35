package faults

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"turno/internal/bus"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
)

// ground is a floor whose store will be taken from it, with all that was
// answered and all that was published.
type ground struct {
	*floor.Floor

	t     *testing.T
	store *store.Store
	sub   *bus.Subscription

	mu      sync.Mutex
	there   map[core.ID]bool            // works whose enqueue was answered
	refused map[core.ID]routing.Command // those whose enqueue was not, and how they were asked for
	seen    map[core.ID]bool            // works that the bus told of
}

func newGround(t *testing.T, url string, opts store.Options) *ground {
	t.Helper()
	s, err := store.Open(t.Context(), url, opts)
	if err != nil {
		t.Fatal(err)
	}
	g := &ground{t: t, store: s, there: map[core.ID]bool{}, refused: map[core.ID]routing.Command{}, seen: map[core.ID]bool{}}
	b := bus.New()
	g.sub = b.Subscribe("ground", 100_000)
	if g.Floor, err = openFloor(t.Context(), s, b); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *ground) close() {
	g.t.Helper()
	if err := g.Close(context.Background()); err != nil {
		g.t.Fatal(err)
	}
	if err := g.store.Close(); err != nil {
		g.t.Fatal(err)
	}
}

// do is Do that must succeed.
func (g *ground) do(c routing.Command) {
	g.t.Helper()
	c.Header().ID = clock.NewID()
	if _, err := g.Do(g.t.Context(), floor.Request{Command: c}); err != nil {
		g.t.Fatalf("%T: %v", c, err)
	}
}

// come enqueues a visit and keeps whether that was answered.
func (g *ground) come(ctx context.Context) (core.ID, error) {
	work := routing.Work{ID: clock.NewID(), Channel: core.Visit, Queue: "visits"}
	c := &routing.Enqueue{Head: routing.Head{ID: clock.NewID()}, Work: work}
	_, err := g.Do(ctx, floor.Request{Command: c, Meta: &floor.Meta{Contact: work.ID}})
	g.mu.Lock()
	defer g.mu.Unlock()
	if err != nil {
		g.refused[work.ID] = c
	} else {
		g.there[work.ID] = true
	}
	return work.ID, err
}

// load has several callers come one after the other until stop is called. Each
// answer, good or bad, is a result; a bad one must say that the store was away.
func (g *ground) load() (results <-chan struct{}, stop func()) {
	out, stopping := make(chan struct{}), make(chan struct{})
	var callers sync.WaitGroup
	for range 6 {
		callers.Go(func() {
			for {
				_, err := g.come(g.t.Context())
				if err != nil && core.CodeOf(err) != core.Unavailable {
					g.t.Errorf("got %v, want unavailable", err)
				}
				select {
				case out <- struct{}{}:
				case <-stopping:
					return
				}
			}
		})
	}
	return out, func() {
		close(stopping)
		callers.Wait()
	}
}

// again asks for what was refused, with the same commands: what had happened
// after all is told to be repeated.
func (g *ground) again() {
	g.t.Helper()
	for id, c := range g.refused {
		request := floor.Request{Command: c, Meta: &floor.Meta{Contact: id}}
		_, err := g.Do(g.t.Context(), request)
		for tries := 1; core.CodeOf(err) == core.Unavailable && tries < 20; tries++ { // as the error says
			_, err = g.Do(g.t.Context(), request)
		}
		if err != nil && core.CodeOf(err) != core.Repeated {
			g.t.Fatalf("work %s, asked for again: %v", id, err)
		}
		g.there[id] = true
		delete(g.refused, id)
	}
}

// refuses has several callers at once meet the fault. Each must be told that the
// store is unavailable, in words that hold one of the given ones.
func (g *ground) refuses(words ...string) {
	g.t.Helper()
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for range 3 {
				_, err := g.come(g.t.Context())
				if core.CodeOf(err) != core.Unavailable {
					g.t.Errorf("got %v, want unavailable", err)
					continue
				}
				if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(err.Error(), w) }) {
					g.t.Errorf("the caller is told %q, which holds none of %q", err, words)
				}
			}
		})
	}
	callers.Wait()
	if err := g.Healthy(); err == nil {
		g.t.Error("the floor believes to be well")
	}
}

// silent checks that nothing was published of what was refused.
func (g *ground) silent() {
	g.t.Helper()
	for g.sub.Waiting() > 0 {
		b, ok := (<-g.sub.C).(*floor.Batch)
		if !ok {
			continue
		}
		for id := range b.Works {
			g.seen[id] = true
		}
		for i := range b.Steps {
			for j := range b.Steps[i].Effects {
				g.seen[b.Steps[i].Effects[j].Work] = true
			}
		}
	}
	if g.sub.Lost() {
		g.t.Error("the bus lost batches")
	}
	for id := range g.refused {
		if g.seen[id] {
			g.t.Errorf("work %s was refused and published", id)
		}
	}
}

// whole checks that every answered work is on the floor once, and nothing else.
func (g *ground) whole() {
	g.t.Helper()
	if err := g.Healthy(); err != nil {
		g.t.Errorf("the floor is not well again: %v", err)
	}
	found := map[core.ID]int{}
	err := g.View(g.t.Context(), func(v floor.View) error {
		for _, w := range v.Works() {
			found[w.ID]++
		}
		return nil
	})
	if err != nil {
		g.t.Fatal(err)
	}
	for id := range g.there {
		if found[id] != 1 {
			g.t.Errorf("work %s is there %d times", id, found[id])
		}
	}
	for id := range found {
		if !g.there[id] {
			g.t.Errorf("work %s is there and was never answered", id)
		}
	}
}

// serves lets an agent take a work and finish it: the floor goes on.
func (g *ground) serves(agent core.ID) {
	g.t.Helper()
	var offered floor.WorkView
	err := g.View(g.t.Context(), func(v floor.View) error {
		a, _ := v.Agent(agent)
		offered, _ = v.Work(a.Offered)
		return nil
	})
	if err != nil || offered.ID.IsZero() {
		g.t.Fatalf("agent %s is offered nothing: %v", agent, err)
	}
	g.do(&routing.Accept{Work: offered.ID, Agent: agent, Offer: offered.Offer})
	g.do(&routing.Release{Work: offered.ID})
	delete(g.there, offered.ID)
	if n := len(legsOf(g.t, g.store)[offered.ID]); n != 1 {
		g.t.Errorf("the work that was served has %d legs", n)
	}
}

// begin signs an agent in and lets a few works come.
func (g *ground) begin() core.ID {
	g.t.Helper()
	agent := agentID(0)
	g.do(&routing.SignIn{Agent: routing.Agent{ID: agent, Profile: "all"}, Ready: true})
	for range 5 {
		if _, err := g.come(g.t.Context()); err != nil {
			g.t.Fatal(err)
		}
	}
	return agent
}

// recovered is the end of every test here: what was refused is asked for again,
// all is there, the floor goes on, and a new process finds the same.
func (g *ground) recovered(url string, agent core.ID) {
	g.t.Helper()
	g.again()
	g.whole()
	g.serves(agent)
	g.whole()
	there := g.there
	g.close()
	next := newGround(g.t, url, store.Options{})
	next.there = there
	next.whole()
	next.serves(agent)
	next.close()
}
