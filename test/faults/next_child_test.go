package faults

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
)

//go:embed testdata/branch.yaml
var branchFile []byte

// The child of TestNextService is told its store, and where it is to die.
const (
	nextStoreVariable = "TURNO_FAULTS_NEXT_STORE"
	nextPointVariable = "TURNO_FAULTS_NEXT_POINT"
)

// Where a child dies: while it makes the n-th fact of the request, so between its
// steps; when the transaction is on disk and nobody has been answered; or whenever
// the parent kills it.
const (
	afterFact   = "fact " // and a number from 1
	afterCommit = "commit"
	anywhere    = "anywhere"
)

// counters is a branch with one agent at one counter, on a store that outlives it.
type counters struct {
	*branch.Service

	floor *floor.Floor
	store *store.Store
	ana   *org.User
	agent routing.Agent // Ana, as the engine is told
}

// openBranch opens floor and channel; kill, when given, is asked for ids and times.
func openBranch(t *testing.T, url string, kill *killer) *counters {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o, err := org.Parse(branchFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := org.Apply(t.Context(), s, o, "test", org.AnyVersion); err != nil {
		t.Fatal(err)
	}
	o, version, err := org.Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	live, b := org.NewLive(o, version), bus.New()
	f, err := floor.Open(t.Context(), floor.Options{
		Store: s, Config: o.RoutingConfig(), Bus: b, Names: o.QueueNames, Class: o.ReasonClass,
		NewID: kill.id, Now: kill.now,
		Desk: func() floor.DeskTimes { return floor.DeskTimes{Grace: time.Hour, ChatReturn: time.Hour} },
	})
	if err != nil {
		t.Fatal(err)
	}
	c := &counters{floor: f, store: s, Service: branch.NewService(branch.Options{
		Store: s, Floor: f, Bus: b, Organisation: live.Get, Customers: customer.NewService(customer.Options{Store: s}),
	})}
	var ok bool
	if c.ana, ok = o.User("ana"); !ok {
		t.Fatal("no agent")
	}
	c.agent = o.AgentFor(c.ana)
	return c
}

func (c *counters) close(t *testing.T) {
	t.Helper()
	if err := c.floor.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if err := c.store.Close(); err != nil {
		t.Error(err)
	}
}

func (c *counters) by() channel.Caller {
	return channel.Caller{Command: clock.NewID(), Party: core.ByAgent, User: c.ana.ID}
}

// killer ends its own process at a point of the request that comes after arm. A
// nil one never does.
type killer struct {
	point string
	armed atomic.Bool
	facts atomic.Int32
}

func (k *killer) id() core.ID {
	if k != nil && k.armed.Load() {
		if n := k.facts.Add(1); k.point == afterFact+strconv.Itoa(int(n)) {
			die()
		}
	}
	return clock.NewID()
}

// now is asked by the floor's loop: once its facts are made, next when the
// transaction is on disk.
func (k *killer) now() core.Instant {
	if k != nil && k.armed.Load() && k.point == afterCommit && k.facts.Load() > 0 {
		die()
	}
	return clock.Now()
}

func die() {
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGKILL)
	select {} // it is on its way
}

// TestNextServiceChild runs only as a child: it serves a visitor, says so, and
// begins a second matter, at which it dies.
func TestNextServiceChild(t *testing.T) {
	url, point := os.Getenv(nextStoreVariable), os.Getenv(nextPointVariable)
	if url == "" {
		t.Skip("run by TestNextService")
	}
	k := &killer{point: point}
	c := openBranch(t, url, k)
	ticket := c.serve(t)
	who := c.by()
	k.armed.Store(true)
	_, _ = fmt.Fprintln(os.Stdout, "serves", ticket.Contact, who.Command)
	for n := 0; ; n++ {
		service := "loans"
		if n%2 == 1 {
			service = "care"
		}
		if _, err := c.NextService(t.Context(), who, second(ticket.Contact, service)); err != nil {
			t.Fatal(err)
		}
		if point != anywhere {
			t.Fatal("answered, and the point of death was not met")
		}
		_, _ = fmt.Fprintln(os.Stdout, "answered")
		who = c.by()
	}
}

func second(contact core.ID, service string) branch.NextService {
	return branch.NextService{Contact: contact, Service: service, Reason: "advice", Outcome: "resolved"}
}

// serve signs the agent in and takes a visitor to the counter.
func (c *counters) serve(t *testing.T) branch.Ticket {
	t.Helper()
	ticket, err := c.Issue(t.Context(), channel.Caller{Command: clock.NewID(), Party: core.ByCustomer}, branch.Issue{Site: "branch", Service: "care"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.floor.Do(t.Context(), floor.Request{
		Command: &routing.SignIn{Head: routing.Head{ID: clock.NewID()}, Agent: c.agent, Ready: true},
		Note:    floor.Seated{Agent: c.ana.ID, Position: "1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := c.works(t)[ticket.Work]
	if err := c.Accept(t.Context(), c.by(), channel.Accept{Work: ticket.Work, Agent: c.ana.ID, Offer: w.Offer}); err != nil {
		t.Fatal(err)
	}
	if err := c.Begin(t.Context(), c.by(), ticket.Contact); err != nil {
		t.Fatal(err)
	}
	return ticket
}

func (c *counters) works(t *testing.T) map[core.ID]floor.WorkView {
	t.Helper()
	works := map[core.ID]floor.WorkView{}
	err := c.floor.View(t.Context(), func(v floor.View) error {
		for _, w := range v.Works() {
			works[w.ID] = w
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return works
}
