package chat_test

import (
	"context"
	_ "embed"
	"sync/atomic"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/channel/chat"
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

//go:embed testdata/house.yaml
var house []byte

// rig is a floor, a store and the channel of conversations, with a clock of its own.
type rig struct {
	*chat.Service

	t         *testing.T
	store     *store.Store
	floor     *floor.Floor
	bus       *bus.Bus
	customers *customer.Service
	org       *org.Live
	now       *atomic.Int64
	dir       string
	limits    chat.Limits
}

// monday is in opening hours.
const monday = "2026-03-02 10:00:00"

func onSQLite(t *testing.T) *rig {
	t.Helper()
	return newRig(t, storetest.Open(t, store.SQLite))
}

func newRig(t *testing.T, s *store.Store) *rig {
	t.Helper()
	o, err := org.Parse(house)
	must(t, err)
	_, _, err = org.Apply(t.Context(), s, o, "test", org.AnyVersion)
	must(t, err)
	o, version, err := org.Load(t.Context(), s)
	must(t, err)
	r := &rig{t: t, store: s, org: org.NewLive(o, version), now: &atomic.Int64{}, dir: t.TempDir(), limits: chat.Limits{OpenBurst: 1000}}
	r.set(monday)
	r.customers = customer.NewService(customer.Options{Store: s, Now: r.clock, Segment: func(key string) bool {
		_, ok := o.Segment(key)
		return ok
	}})
	r.start()
	return r
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// start opens floor and channel on the store, for the first time or after a crash.
func (r *rig) start() {
	r.t.Helper()
	r.bus = bus.New()
	o := r.org.Get()
	f, err := floor.Open(r.t.Context(), floor.Options{
		Store: r.store, Config: o.RoutingConfig(), Bus: r.bus, Names: o.QueueNames, Class: o.ReasonClass, Now: r.clock,
		Answering: channel.Answering(chat.Answering()),
	})
	must(r.t, err)
	r.t.Cleanup(func() { _ = f.Close(context.Background()) })
	r.floor = f
	r.Service = chat.NewService(chat.Options{
		Store: r.store, Floor: f, Bus: r.bus, Organisation: r.org.Get, Customers: r.customers, Now: r.clock,
		Files: r.dir, Limits: r.limits,
	})
	must(r.t, channel.NewHours(f, r.org.Get, nil).Apply(r.t.Context(), r.clock()))
}

// restart is a crash and a new process on the same store.
func (r *rig) restart() {
	r.t.Helper()
	must(r.t, r.floor.Close(context.Background()))
	r.start()
	must(r.t, r.Reconcile(r.t.Context()))
}

// running has the service follow the floor until the test ends.
func (r *rig) running() {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = r.Run(ctx)
	}()
	r.t.Cleanup(func() { cancel(); <-done })
}

func (r *rig) clock() core.Instant { return core.Instant(r.now.Load()) }

func (r *rig) set(local string) {
	r.t.Helper()
	rome, err := time.LoadLocation("Europe/Rome")
	must(r.t, err)
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", local, rome)
	must(r.t, err)
	r.now.Store(moment.UnixMicro())
}

// pass lets time pass and fires what is due.
func (r *rig) pass(d time.Duration) {
	r.t.Helper()
	r.now.Add(d.Microseconds())
	r.do(&routing.Tick{})
}

func (r *rig) do(command routing.Command) {
	r.t.Helper()
	_, err := r.floor.Do(r.t.Context(), floor.Request{Command: command})
	r.ok(err)
}

// ok lets an act have gone well, and a millisecond pass.
func (r *rig) ok(err error) {
	r.t.Helper()
	must(r.t, err)
	r.now.Add(1000)
}

func (r *rig) refused(err error, code core.Code) {
	r.t.Helper()
	if core.CodeOf(err) != code {
		r.t.Fatalf("got %v, want %s", err, code)
	}
}

func (r *rig) signIn(login string) core.ID {
	r.t.Helper()
	u, ok := r.org.Get().User(login)
	if !ok {
		r.t.Fatalf("no user %s", login)
	}
	r.do(&routing.SignIn{Head: routing.Head{ID: clock.NewID(), By: core.ByAgent}, Agent: r.org.Get().AgentFor(u), Ready: true})
	return u.ID
}

func by(agent core.ID) channel.Caller {
	return channel.Caller{Command: clock.NewID(), Party: core.ByAgent, User: agent}
}

// open begins a conversation at the inbox of help.
func (r *rig) open(name string) chat.Opened {
	r.t.Helper()
	o, err := r.Open(r.t.Context(), chat.Open{
		Inbox: "help", Name: name, Email: name + "@example.com", Language: "en", Text: "I need help", Client: "q1",
		Page: "https://www.example.com/bills?secret=1#top", Address: "10.0.0.1",
	})
	r.ok(err)
	return o
}

// is reads the conversation as it is now, in the state wanted.
func (r *rig) is(o chat.Opened, want chat.State) *chat.Conversation {
	r.t.Helper()
	c, err := r.Of(r.t.Context(), o.Contact)
	must(r.t, err)
	if c.State != want {
		r.t.Fatalf("the conversation is %s, want %s", c.State, want)
	}
	return &c
}

func (r *rig) work(id core.ID) (found floor.WorkView, ok bool) {
	r.t.Helper()
	must(r.t, r.floor.View(r.t.Context(), func(v floor.View) error {
		found, ok = v.Work(id)
		return nil
	}))
	return found, ok
}

// accept has an agent accept the offer of a conversation.
func (r *rig) accept(agent core.ID, o chat.Opened) *chat.Conversation {
	r.t.Helper()
	c, err := r.Of(r.t.Context(), o.Contact)
	must(r.t, err)
	w, ok := r.work(c.Work)
	if !ok || w.Status != routing.StatusOffered || w.Agent != agent {
		r.t.Fatalf("the work is %v with %v, not offered to %v", w.Status, w.Agent, agent)
	}
	r.ok(r.Accept(r.t.Context(), by(agent), channel.Accept{Work: c.Work, Agent: agent, Offer: w.Offer}))
	return r.is(o, chat.Active)
}

// says has an agent say something.
func (r *rig) says(agent core.ID, c *chat.Conversation, text string) chat.Message {
	r.t.Helper()
	m, err := r.Agent(r.t.Context(), by(agent), c, chat.Say{Text: text})
	r.ok(err)
	return m
}

// writes has the customer write.
func (r *rig) writes(c *chat.Conversation, text string) chat.Message {
	r.t.Helper()
	m, err := r.Customer(r.t.Context(), c, "10.0.0.1", chat.Say{Text: text})
	r.ok(err)
	return m
}

func (r *rig) legs(o chat.Opened) (legs []core.Leg) {
	r.t.Helper()
	must(r.t, r.store.Read(r.t.Context(), func(q *db.Queries) (err error) {
		legs, err = store.LegsOfContact(r.t.Context(), q, o.Contact)
		return err
	}))
	return legs
}

// facts are the message facts of a conversation.
func (r *rig) facts(o chat.Opened) (facts []core.Message) {
	r.t.Helper()
	must(r.t, r.store.Read(r.t.Context(), func(q *db.Queries) error {
		rows, err := q.ListMessagesOfContact(r.t.Context(), o.Contact.String())
		if err == nil {
			facts, err = store.MessagesOf(rows)
		}
		return err
	}))
	return facts
}

func (r *rig) closeWrapUp(work core.ID) {
	r.t.Helper()
	r.do(&routing.CloseWrapUp{Head: routing.Head{ID: clock.NewID()}, Work: work})
}
