package branch_test

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
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

//go:embed testdata/branches.yaml
var branches []byte

// rig is a floor, a store and the channel of visits, with a clock of its own.
type rig struct {
	*branch.Service

	t         *testing.T
	store     *store.Store
	floor     *floor.Floor
	bus       *bus.Bus
	customers *customer.Service
	org       *org.Live
	now       *atomic.Int64
	last      core.Instant // when the last act happened
	hours     *channel.Hours
	print     branch.Printer
}

// onSQLite begins at a moment of Rome's clocks.
func onSQLite(t *testing.T, local string) *rig {
	t.Helper()
	return newRig(t, storetest.Open(t, store.SQLite), local)
}

func newRig(t *testing.T, s *store.Store, local string) *rig {
	t.Helper()
	o, err := org.Parse(branches)
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
	r.set(local)
	r.customers = customer.NewService(customer.Options{Store: s, Now: r.clock})
	r.start()
	return r
}

// start opens floor and channel on the store, for the first time or after a crash.
func (r *rig) start() {
	r.t.Helper()
	b := bus.New()
	o := r.org.Get()
	f, err := floor.Open(r.t.Context(), floor.Options{
		Store: r.store, Config: o.RoutingConfig(), Bus: b, Names: o.QueueNames, Class: o.ReasonClass, Now: r.clock,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { r.close(f) })
	r.floor, r.bus = f, b
	r.Service = branch.NewService(branch.Options{
		Store: r.store, Floor: f, Bus: b, Organisation: r.org.Get, Customers: r.customers, Now: r.clock,
		Print: r.print, TurnURL: "https://turno.example/t/",
	})
	r.hours = channel.NewHours(f, r.org.Get, nil)
	r.day()
}

func (r *rig) close(f *floor.Floor) {
	if err := f.Close(context.Background()); err != nil {
		r.t.Errorf("close the floor: %v", err)
	}
}

// restart is a crash and a new process on the same store.
func (r *rig) restart() {
	r.t.Helper()
	r.close(r.floor)
	r.start()
	if err := r.Reconcile(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) clock() core.Instant { return core.Instant(r.now.Load()) }

// at is an instant by Rome's clocks; in the hour that comes twice, the first.
func at(t *testing.T, local string) core.Instant {
	t.Helper()
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", local, rome)
	if err != nil {
		t.Fatal(err)
	}
	return core.InstantOf(moment)
}

func (r *rig) set(local string) {
	r.t.Helper()
	r.now.Store(int64(at(r.t, local)))
}

// day does what the calendars want by now, as Run does.
func (r *rig) day() {
	r.t.Helper()
	if err := r.hours.Apply(r.t.Context(), r.clock()); err != nil {
		r.t.Fatalf("hours: %v", err)
	}
	if err := r.Duties(r.t.Context()); err != nil {
		r.t.Fatalf("duties: %v", err)
	}
}

// until moves to a moment and does what is due then.
func (r *rig) until(local string) {
	r.t.Helper()
	r.set(local)
	r.tick()
	r.day()
}

func (r *rig) pass(d time.Duration) {
	r.t.Helper()
	r.now.Add(d.Microseconds())
	r.tick()
}

func (r *rig) tick() {
	r.t.Helper()
	if _, err := r.floor.Do(r.t.Context(), floor.Request{Command: &routing.Tick{}}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) do(command routing.Command) {
	r.t.Helper()
	if _, err := r.floor.Do(r.t.Context(), floor.Request{Command: command}); err != nil {
		r.t.Fatalf("%T: %v", command, err)
	}
	r.ok(nil)
}

func (r *rig) user(login string) *org.User {
	r.t.Helper()
	u, ok := r.org.Get().User(login)
	if !ok {
		r.t.Fatalf("no user %s", login)
	}
	return u
}

// signIn brings an agent to a counter, ready.
func (r *rig) signIn(login, counter string) core.ID {
	r.t.Helper()
	u := r.user(login)
	_, err := r.floor.Do(r.t.Context(), floor.Request{
		Command: &routing.SignIn{Head: routing.Head{ID: clock.NewID(), By: core.ByAgent}, Agent: r.org.Get().AgentFor(u), Ready: true},
		Note:    floor.Seated{Agent: u.ID, Position: counter},
	})
	r.ok(err)
	return u.ID
}

func (r *rig) signedIn(agent core.ID) (found floor.AgentView, ok bool) {
	r.t.Helper()
	r.view(func(v floor.View) { found, ok = v.Agent(agent) })
	return found, ok
}

func (r *rig) view(look func(floor.View)) {
	r.t.Helper()
	if err := r.floor.View(r.t.Context(), func(v floor.View) error {
		look(v)
		return nil
	}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) read(fn func(*db.Queries) error) {
	r.t.Helper()
	if err := r.store.Read(r.t.Context(), fn); err != nil {
		r.t.Fatal(err)
	}
}

// by is an agent who asks.
func by(agent core.ID) channel.Caller {
	return channel.Caller{Command: clock.NewID(), Party: core.ByAgent, User: agent}
}

func visitor() channel.Caller {
	return channel.Caller{Command: clock.NewID(), Party: core.ByCustomer}
}

// issue takes a ticket at a kiosk.
func (r *rig) issue(site, service string) branch.Ticket {
	r.t.Helper()
	ticket, err := r.Issue(r.t.Context(), visitor(), branch.Issue{Site: site, Service: service})
	if err != nil {
		r.t.Fatalf("ticket for %s at %s: %v", service, site, err)
	}
	r.ok(nil)
	return ticket
}

func (r *rig) work(t branch.Ticket) floor.WorkView {
	r.t.Helper()
	w, ok := r.onFloor(t)
	if !ok {
		r.t.Fatalf("%s is not on the floor", t.Label)
	}
	return w
}

func (r *rig) onFloor(t branch.Ticket) (found floor.WorkView, ok bool) {
	r.t.Helper()
	r.view(func(v floor.View) { found, ok = v.Work(t.Work) })
	return found, ok
}

// next is the agent's "next": the offer of this ticket is accepted.
func (r *rig) next(agent core.ID, t branch.Ticket) {
	r.t.Helper()
	w := r.work(t)
	if w.Status != routing.StatusOffered || w.Agent != agent {
		r.t.Fatalf("%s is %s (agent %s), not offered to %s", t.Label, w.Status, w.Agent, agent)
	}
	r.ok(r.Accept(r.t.Context(), by(agent), channel.Accept{Work: t.Work, Agent: agent, Offer: w.Offer}))
}

// ok lets an act have gone well, and a millisecond pass: acts of people never
// fall on the same microsecond.
func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	r.last = r.clock()
	r.now.Add(1000)
}

func (r *rig) refused(err error, code core.Code) {
	r.t.Helper()
	if core.CodeOf(err) != code {
		r.t.Fatalf("got %v, want %s", err, code)
	}
}

// visit is the visit as it is now, in the state wanted.
func (r *rig) visit(t branch.Ticket, want branch.State) branch.Visit {
	r.t.Helper()
	v, err := r.Visit(r.t.Context(), t.Contact)
	if err != nil {
		r.t.Fatal(err)
	}
	if v.State != want {
		r.t.Fatalf("%s is %s, want %s", t.Label, v.State, want)
	}
	return v
}

// legs are the written legs of a visit, in order.
func (r *rig) legs(t branch.Ticket) []core.Leg {
	r.t.Helper()
	var legs []core.Leg
	r.read(func(q *db.Queries) (err error) {
		legs, err = store.LegsOfContact(r.t.Context(), q, t.Contact)
		return err
	})
	return legs
}

// leg is the only leg of a visit.
func (r *rig) leg(t branch.Ticket) core.Leg {
	r.t.Helper()
	legs := r.legs(t)
	if len(legs) != 1 {
		r.t.Fatalf("%s has %d legs, want 1: %+v", t.Label, len(legs), legs)
	}
	return legs[0]
}

// contact is the row of a visit's contact.
func (r *rig) contact(t branch.Ticket) db.Contact {
	r.t.Helper()
	var c db.Contact
	r.read(func(q *db.Queries) (err error) {
		c, err = q.GetContact(r.t.Context(), t.Contact.String())
		return err
	})
	return c
}
