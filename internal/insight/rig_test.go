package insight

import (
	"context"
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
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
	if _, _, err := org.Apply(t.Context(), s, o, "test"); err != nil {
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

// screen is a reader's copy of a topic.
type screen struct {
	t    *testing.T
	name string
	mu   sync.Mutex
	rows map[rowKey]string
	told int // rows received after the first
}

func (s *screen) sink(rows []Row, whole bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if whole {
		s.rows = map[rowKey]string{}
	} else {
		s.told += len(rows)
	}
	for _, row := range rows {
		k := rowKey{row.Kind, row.ID}
		old, known := s.rows[k]
		switch {
		case row.Doc == nil && !known:
			s.t.Errorf("%s: %v is taken away and was not there", s.name, k)
		case row.Doc == nil:
			delete(s.rows, k)
		case old == string(row.Doc):
			s.t.Errorf("%s: %v was sent again, unchanged: %s", s.name, k, old)
		case !json.Valid(row.Doc):
			s.t.Errorf("%s: %v is no JSON: %s", s.name, k, row.Doc)
		default:
			s.rows[k] = string(row.Doc)
		}
	}
}

func (r *rig) screen(source Source, name, key string) *screen {
	r.t.Helper()
	s := &screen{t: r.t, name: name + ":" + key}
	stop, err := source.Open(r.t.Context(), key, s.sink)
	if err != nil {
		r.t.Fatalf("open %s: %v", s.name, err)
	}
	r.t.Cleanup(stop)
	return s
}

// row reads one row; it fails when there is none.
func row[T any](s *screen, kind, id string) T {
	s.t.Helper()
	v, ok := find[T](s, kind, id)
	if !ok {
		s.t.Fatalf("%s has no %s %q; it has %s", s.name, kind, id, strings.Join(s.keys(), ", "))
	}
	return v
}

func find[T any](s *screen, kind, id string) (v T, ok bool) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	doc, ok := s.rows[rowKey{kind, id}]
	if !ok {
		return v, false
	}
	d := json.NewDecoder(strings.NewReader(doc))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		s.t.Fatalf("%s: %s %s: %v", s.name, kind, id, err)
	}
	return v, true
}

func (s *screen) keys() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var keys []string
	for k := range s.rows {
		keys = append(keys, k.kind+"/"+k.id)
	}
	slices.Sort(keys)
	return keys
}

func (s *screen) ids(kind string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for k := range s.rows {
		if k.kind == kind {
			ids = append(ids, k.id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (s *screen) copy() map[rowKey]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.rows)
}
