package floor

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
)

// day is a floor under random work, with a clock of its own.
type day struct {
	t      *testing.T
	r      *rand.Rand
	store  *store.Store
	bus    *bus.Bus
	sub    *bus.Subscription
	now    atomic.Int64
	floor  *Floor
	rec    *recorder
	agents []core.ID
	done   map[string]int // what was carried out, by command
}

const morning = core.Instant(1_800_000_000_000_000)

func newDay(t *testing.T, s *store.Store, seed uint64) *day {
	t.Helper()
	d := &day{t: t, r: rand.New(rand.NewPCG(seed, 0xfac7)), store: s, bus: bus.New(), done: map[string]int{}}
	d.sub = d.bus.Subscribe("recorder", 100_000)
	d.now.Store(int64(morning))
	d.rec = &recorder{
		metas: map[core.ID]Meta{}, channels: map[core.ID]core.Channel{},
		works: map[core.ID][]moment{}, agents: map[core.ID][]moment{}, targets: dayTargets,
	}
	for range 5 {
		d.agents = append(d.agents, clock.NewID())
	}
	return d
}

func dayTargets(queue string) Targets {
	return Targets{SLThreshold: time.Duration(len(queue)) * time.Second, ShortAbandon: 4 * time.Second}
}

func dayClass(reason string) core.ReasonClass {
	if reason == "lunch" {
		return core.ClassBreak
	}
	return core.ClassOther
}

func dayConfig() routing.Config {
	timed := routing.WrapUp{Mode: routing.WrapUpTimed, Length: 10 * time.Second, Extension: 5 * time.Second}
	return routing.Config{
		Queues: []routing.Queue{
			{Key: "desk@mixco", WrapUp: timed, Offer: routing.Offer{Timeout: -1}, Steps: []routing.Step{{After: 15 * time.Second, Priority: 10}}},
			{
				Key: "calls", Priority: 20, WrapUp: routing.WrapUp{Mode: routing.WrapUpOptional},
				Overflow: []routing.Overflow{
					{When: routing.QueueClosed, To: routing.ToVoicemail},
					{When: routing.Waited, After: 40 * time.Second, To: routing.ToQueue, Target: "desk@mixco"},
				},
			},
			{Key: "written", WrapUp: timed, Choice: routing.Fill, Offer: routing.Offer{Timeout: 8 * time.Second}},
			{Key: "back", Offer: routing.Offer{AutoAccept: true}},
		},
		Profiles: []routing.Profile{
			{Key: "all", Queues: []routing.ProfileQueue{{Queue: "calls"}, {Queue: "desk@mixco", Rank: 2}, {Queue: "written", Rank: 3}, {Queue: "back", Rank: 4}}},
			{Key: "few", Queues: []routing.ProfileQueue{{Queue: "written"}, {Queue: "back", Delay: 10 * time.Second}}},
		},
	}
}

// live opens the floor, as after a crash, has so many things happen, and ends it.
func (d *day) live(things int) {
	d.t.Helper()
	d.open()
	for _, a := range d.agents {
		agent := routing.Agent{ID: a, Profile: "all", Team: "north", Site: "mixco"}
		d.do(Request{Command: &routing.SignIn{Agent: agent, Ready: true}})
		d.do(Request{Command: &routing.SetPresence{Agent: a, Presence: core.Ready}})
	}
	for range things {
		d.now.Add(d.r.Int64N(4_000_000))
		if d.r.IntN(10) == 0 {
			d.now.Add(d.r.Int64N(30_000_000))
		}
		d.do(d.happen())
	}
	d.close()
}

func (d *day) open() {
	d.t.Helper()
	f, err := Open(d.t.Context(), Options{
		Answering: AnsweringOf, Store: d.store, Config: dayConfig(), Bus: d.bus, Targets: dayTargets, Class: dayClass,
		Now:  func() core.Instant { return core.Instant(d.now.Load()) },
		Desk: func() DeskTimes { return DeskTimes{Grace: 5 * time.Minute, ChatReturn: 10 * time.Minute} },
	})
	if err != nil {
		d.t.Fatal(err)
	}
	d.floor = f
}

func (d *day) close() {
	d.t.Helper()
	if err := d.floor.Close(context.Background()); err != nil {
		d.t.Fatal(err)
	}
	for d.sub.Waiting() > 0 {
		if b, ok := (<-d.sub.C).(*Batch); ok {
			d.rec.batch(b)
		}
	}
	if d.sub.Lost() || d.rec.gap {
		d.t.Fatal("the recorder lost a batch")
	}
}

// do hands in a request; what the floor refuses is part of the day.
func (d *day) do(r Request) {
	d.t.Helper()
	if r.Command == nil && r.Note == nil {
		return
	}
	if r.Command != nil {
		*r.Command.Header() = routing.Head{ID: clock.NewID(), By: core.ByAgent}
	}
	_, err := d.floor.Do(d.t.Context(), r)
	switch core.CodeOf(err) {
	case "":
		d.done[fmt.Sprintf("%T", r.Command)]++
		if work := newWork(r.Command); work != nil {
			meta := *r.Meta
			if meta.Contact.IsZero() {
				meta.Contact = work.ID
			}
			d.rec.metas[work.ID] = meta
		}
	case core.Conflict, core.NotFound, core.Closed, core.Late, core.Invalid:
	default:
		d.t.Fatalf("%T: %v", r.Command, err)
	}
}

// look is what may be done something about.
type look struct {
	works    []WorkView
	offered  []WorkView
	taken    []WorkView
	wrapping []WorkView
}

func (d *day) look() look {
	d.t.Helper()
	var l look
	err := d.floor.View(d.t.Context(), func(v View) error {
		l.works = v.Works()
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	slices.SortFunc(l.works, func(a, b WorkView) int { return a.ID.Compare(b.ID) })
	for i := range l.works {
		if len(l.works[i].Wrapping) > 0 {
			l.wrapping = append(l.wrapping, l.works[i])
		}
		switch l.works[i].Status {
		case routing.StatusOffered:
			l.offered = append(l.offered, l.works[i])
		case routing.StatusAssigned:
			l.taken = append(l.taken, l.works[i])
		case routing.StatusWaiting, routing.StatusParked, routing.StatusWrapUp:
		}
	}
	return l
}

func (d *day) agent() core.ID { return d.agents[d.r.IntN(len(d.agents))] }

func one(r *rand.Rand, from []WorkView) WorkView {
	if len(from) == 0 {
		return WorkView{WorkState: routing.WorkState{Work: routing.Work{ID: core.ID{0: 1}}}}
	}
	return from[r.IntN(len(from))]
}

// happen makes up the next thing.
func (d *day) happen() Request {
	l := d.look()
	any1, taken, offered := one(d.r, l.works), one(d.r, l.taken), one(d.r, l.offered)
	switch n := d.r.IntN(100); {
	case n < 15:
		return d.come(func(w routing.Work) routing.Command { return &routing.Enqueue{Work: w} })
	case n < 17:
		return d.come(func(w routing.Work) routing.Command { return &routing.Start{Work: w, Agent: d.agent()} })
	case n < 35:
		return Request{Command: &routing.Accept{Work: offered.ID, Agent: offered.Agent, Offer: offered.Offer}, Note: d.called(offered.ID)}
	case n < 37:
		return Request{Command: &routing.Decline{Work: offered.ID, Agent: offered.Agent, Offer: offered.Offer}}
	case n < 49:
		return Request{Command: &routing.Release{Work: taken.ID}, Note: d.told(taken.ID)}
	case n < 50:
		return Request{Command: &routing.Release{Work: taken.ID, End: core.NoShow}}
	case n < 57:
		return Request{Note: d.answer(taken.ID)}
	case n < 59:
		return Request{Note: Recalled{Work: taken.ID}}
	case n < 62:
		return Request{Command: &routing.CloseWrapUp{Work: one(d.r, l.wrapping).ID}}
	case n < 70:
		return d.person()
	default:
		return d.rare(n, any1, taken)
	}
}

func (d *day) come(with func(routing.Work) routing.Command) Request {
	channels := map[string][]core.Channel{
		"desk@mixco": {core.Visit}, "calls": {core.Voice, core.Callback}, "written": {core.Chat, core.Email}, "back": {core.Task},
	}
	queues := []string{"back", "calls", "desk@mixco", "written"}
	queue := queues[d.r.IntN(len(queues))]
	work := routing.Work{ID: clock.NewID(), Queue: queue, Channel: channels[queue][d.r.IntN(len(channels[queue]))]}
	if d.r.IntN(5) == 0 {
		work.Arrived = core.Instant(d.now.Load()).Add(-time.Duration(d.r.IntN(60)) * time.Second)
	}
	return Request{Command: with(work), Meta: &Meta{Service: "pay", Segment: "premier", Language: "es"}}
}

// person signs in, out, comes back, goes to lunch.
func (d *day) person() Request {
	a := d.agent()
	switch d.r.IntN(10) {
	case 0:
		return Request{Command: &routing.SignOut{Agent: a, Force: d.r.IntN(2) == 0}}
	case 1:
		return Request{Command: &routing.SetPresence{Agent: a, Presence: core.NotReady, Reason: "lunch"}}
	case 2, 3, 4, 5:
		return Request{Command: &routing.SetPresence{Agent: a, Presence: core.Ready}}
	case 6:
		return Request{Command: &routing.MoveAgent{Agent: a, Team: fmt.Sprintf("team%d", d.r.IntN(3)), Profile: []string{"", "all", "few"}[d.r.IntN(3)]}}
	default:
		agent := routing.Agent{ID: a, Profile: "all", Team: "north", Site: "mixco"}
		return Request{Command: &routing.SignIn{Agent: agent, Ready: d.r.IntN(3) > 0}}
	}
}

func (d *day) rare(n int, work, taken WorkView) Request {
	switch {
	case n < 73:
		return Request{Command: &routing.Cancel{Work: work.ID, End: []core.End{core.Abandoned, core.CallbackTaken, core.ClosedOut, core.Failed, core.Redirected}[d.r.IntN(5)]}}
	case n < 76:
		if d.r.IntN(2) == 0 {
			return Request{Command: &routing.Transfer{Work: work.ID, Agent: d.agent()}}
		}
		return Request{Command: &routing.Transfer{Work: taken.ID, Queue: []string{"calls", "desk@mixco", "written"}[d.r.IntN(3)]}}
	case n < 78:
		return Request{Command: &routing.Park{Work: work.ID}}
	case n < 80:
		c := &routing.Unpark{Work: work.ID}
		if d.r.IntN(2) == 0 {
			c.Agent = d.agent()
		}
		return Request{Command: c}
	case n < 83:
		return Request{Command: &routing.Hold{Work: taken.ID}}
	case n < 86:
		return Request{Command: &routing.Resume{Work: taken.ID}}
	case n < 88:
		return Request{Command: &routing.Return{Work: taken.ID}}
	case n < 92:
		return Request{Command: &routing.Pick{Work: work.ID, Agent: d.agent()}}
	case n < 94:
		return Request{Command: &routing.Assign{Work: work.ID, Agent: d.agent()}}
	case n < 95:
		return Request{Command: &routing.Reprioritise{Work: work.ID, Priority: d.r.IntN(60)}}
	case n < 96:
		return Request{Command: &routing.Defer{Work: work.ID, Places: 1 + d.r.IntN(3)}}
	case n < 98:
		return Request{Command: &routing.CloseQueue{Queue: "calls"}}
	default:
		return Request{Command: &routing.OpenQueue{Queue: "calls"}}
	}
}

func (d *day) called(work core.ID) Note {
	if d.r.IntN(2) == 0 {
		return nil
	}
	return Called{Work: work, Position: fmt.Sprintf("counter %d", d.r.IntN(4))}
}

func (d *day) told(work core.ID) Note {
	if d.r.IntN(2) == 0 {
		return nil
	}
	return Described{Work: work, Reason: "question", Outcome: "resolved"}
}

// answer is told at once, or a little later than it was.
func (d *day) answer(work core.ID) Note {
	a := Answered{Work: work}
	if d.r.IntN(3) == 0 {
		a.At = core.Instant(d.now.Load()).Add(-time.Duration(d.r.IntN(20)) * time.Second)
	}
	return a
}

// goHome ends everything that is open.
func (d *day) goHome() {
	d.t.Helper()
	d.open()
	for _, a := range d.agents {
		d.now.Add(1_000_000)
		d.do(Request{Command: &routing.SignOut{Agent: a, Force: true}})
	}
	l := d.look()
	for i := range l.works {
		d.now.Add(1_000_000)
		d.do(Request{Command: &routing.Cancel{Work: l.works[i].ID, End: core.ClosedOut}})
	}
	if l := d.look(); len(l.works) > 0 {
		d.t.Fatalf("%d works are still on the floor", len(l.works))
	}
	d.close()
}
