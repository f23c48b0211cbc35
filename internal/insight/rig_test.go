package insight

import (
	"context"
	_ "embed"
	"sync/atomic"
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
	"turno/internal/store/storetest"
)

//go:embed testdata/land.yaml
var land []byte

// rig is a floor on a store of its own, with the channel of visits, a clock and
// boards that follow it step by step.
type rig struct {
	t         *testing.T
	store     *store.Store
	org       *org.Live
	bus       *bus.Bus
	floor     *floor.Floor
	branch    *branch.Service
	customers *customer.Service
	hours     *channel.Hours
	now       *atomic.Int64
	boards    *follower
}

// monday is 9:00 in Rome, 3:00 in Lima.
const monday = "2027-03-01T08:00:00Z"

func newRig(t *testing.T) *rig {
	t.Helper()
	s := storetest.Open(t, store.SQLite)
	o, err := org.Parse(land)
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
	r := &rig{t: t, store: s, org: org.NewLive(o, version), now: &atomic.Int64{}}
	r.set(monday)
	r.customers = customer.NewService(customer.Options{Store: s, Now: r.clock})
	r.start()
	return r
}

// start opens a floor, as for the first time or after a crash, and boards on it.
func (r *rig) start() {
	r.t.Helper()
	r.bus = bus.New()
	o := r.org.Get()
	f, err := floor.Open(r.t.Context(), floor.Options{
		Store: r.store, Config: o.RoutingConfig(), Bus: r.bus, Names: o.QueueNames, Class: o.ReasonClass, Now: r.clock,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { r.close(f) })
	r.floor = f
	r.branch = branch.NewService(branch.Options{
		Store: r.store, Floor: f, Bus: r.bus, Organisation: r.org.Get, Customers: r.customers, Now: r.clock,
	})
	r.hours = channel.NewHours(f, r.org.Get, nil)
	r.open()
	r.boards = r.follow()
}

func (r *rig) close(f *floor.Floor) {
	if err := f.Close(context.Background()); err != nil {
		r.t.Errorf("close the floor: %v", err)
	}
}

func (r *rig) clock() core.Instant { return core.Instant(r.now.Load()) }

func (r *rig) set(moment string) {
	r.t.Helper()
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		r.t.Fatal(err)
	}
	r.now.Store(int64(core.InstantOf(at)))
}

// open does what the calendars want by now.
func (r *rig) open() {
	r.t.Helper()
	if err := r.hours.Apply(r.t.Context(), r.clock()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) pass(d time.Duration) {
	r.t.Helper()
	r.now.Add(d.Microseconds())
	r.do(&routing.Tick{})
}

func (r *rig) do(command routing.Command) {
	r.t.Helper()
	r.ok(r.try(command))
}

func (r *rig) try(command routing.Command) error {
	_, err := r.floor.Do(r.t.Context(), floor.Request{Command: command})
	return err
}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	r.now.Add(1000)
}

func (r *rig) agent(login string) core.ID {
	r.t.Helper()
	u, ok := r.org.Get().User(login)
	if !ok {
		r.t.Fatalf("no user %s", login)
	}
	return u.ID
}

func (r *rig) signIn(login, counter string) core.ID {
	r.t.Helper()
	u, _ := r.org.Get().User(login)
	_, err := r.floor.Do(r.t.Context(), floor.Request{
		Command: &routing.SignIn{Head: head(), Agent: r.org.Get().AgentFor(u), Ready: true},
		Note:    floor.Seated{Agent: u.ID, Position: counter},
	})
	r.ok(err)
	return u.ID
}

func head() routing.Head { return routing.Head{ID: clock.NewID(), By: core.ByAgent} }

func by(agent core.ID) channel.Caller {
	return channel.Caller{Command: clock.NewID(), Party: core.ByAgent, User: agent}
}

func visitor() channel.Caller {
	return channel.Caller{Command: clock.NewID(), Party: core.ByCustomer}
}

func (r *rig) issue(site, service string) branch.Ticket {
	r.t.Helper()
	ticket, err := r.branch.Issue(r.t.Context(), visitor(), branch.Issue{Site: site, Service: service})
	r.ok(err)
	return ticket
}

func (r *rig) work(id core.ID) (found floor.WorkView, ok bool) {
	r.t.Helper()
	r.ok(r.floor.View(r.t.Context(), func(v floor.View) error {
		found, ok = v.Work(id)
		return nil
	}))
	return found, ok
}

// next is the agent's "next".
func (r *rig) next(agent core.ID, ticket branch.Ticket) {
	r.t.Helper()
	w, _ := r.work(ticket.Work)
	r.ok(r.branch.Accept(r.t.Context(), by(agent), channel.Accept{Work: ticket.Work, Agent: agent, Offer: w.Offer}))
}

// follower drives boards by hand, so that a test knows what they have seen.
type follower struct {
	*Boards

	r   *rig
	sub *bus.Subscription
}

// follow opens boards on the rig's floor as it is now.
func (r *rig) follow() *follower {
	r.t.Helper()
	b := New(Options{
		Floor: r.floor, Bus: r.bus, Store: r.store, Now: r.clock,
		Organisation: func() Organisation { return r.org.Get() },
	})
	f := &follower{Boards: b, r: r, sub: r.bus.Subscribe("test", 10_000)}
	f.renew()
	return f
}

func (f *follower) renew() {
	f.r.t.Helper()
	l, err := f.resync(f.r.t.Context())
	if err == nil {
		err = f.count(f.r.t.Context(), l)
	}
	if err == nil {
		err = f.readNames(f.r.t.Context())
	}
	if err != nil {
		f.r.t.Fatal(err)
	}
}

// catchUp takes in all batches so far, and reports how many could only be made up
// for by reading anew.
func (f *follower) catchUp(lose func() bool) (renewed int) {
	f.r.t.Helper()
	var seq uint64
	if err := f.r.floor.View(f.r.t.Context(), func(v floor.View) error {
		seq = v.Seq()
		return nil
	}); err != nil {
		f.r.t.Fatal(err)
	}
	for f.m.seq < seq {
		batch, _ := (<-f.sub.C).(*floor.Batch)
		if lose != nil && lose() {
			if batch.Seq == seq {
				f.renew() // what a marked subscription would make it do
			}
			continue
		}
		if !f.take(batch) {
			renewed++
			f.renew()
		}
	}
	return renewed
}

// settle takes in all batches and beats until nothing is left to say.
func (f *follower) settle() {
	f.r.t.Helper()
	f.catchUp(nil)
	if err := f.readNames(f.r.t.Context()); err != nil {
		f.r.t.Fatal(err)
	}
	f.locked(func() { f.slowAt, f.clockAt, f.desksAt = 0, 0, 0 })
	for range 3 { // lines, then explanations, then the rows that show them
		if err := f.beat(f.r.t.Context()); err != nil {
			f.r.t.Fatal(err)
		}
	}
}
