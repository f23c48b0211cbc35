package insight

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// BenchmarkOffer is the time from an enqueue to the offer on the agent's desk: 500
// desks open, 500 enqueues a second, each taken and finished at once, so that the
// floor carries out 1 500 commands a second. Two floors and the page of a wall are
// open beside.
func BenchmarkOffer(b *testing.B) {
	const agents, queues, every = 500, 20, 2 * time.Millisecond
	o, f, boards := crowded(b, agents, queues)
	ctx, cancel := context.WithCancel(b.Context())
	var over sync.WaitGroup
	over.Go(func() { _ = boards.Run(ctx) })
	defer func() {
		cancel()
		over.Wait()
	}()

	m := &meter{began: map[core.ID]core.Instant{}, offered: make(chan offer, 10_000)}
	for i := range o.Users {
		u := &o.Users[i]
		if _, err := f.Do(ctx, floor.Request{Command: &routing.SignIn{Head: head(), Agent: o.AgentFor(u), Ready: true}}); err != nil {
			b.Fatal(err)
		}
		if _, err := boards.Desk().Open(ctx, u.ID.String(), m.sink(u.ID)); err != nil {
			b.Fatal(err)
		}
	}
	for _, source := range []Source{boards.Floor(), boards.Floor(), boards.Wall()} {
		if _, err := source.Open(ctx, "org", func([]Row, bool) {}); err != nil {
			b.Fatal(err)
		}
	}
	for range 8 {
		over.Go(func() { m.agents(ctx, f) })
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for n := 0; b.Loop(); n++ {
		<-ticker.C
		work := routing.Work{ID: clock.NewID(), Channel: core.Chat, Queue: fmt.Sprintf("q%d", n%queues)}
		m.begin(work.ID)
		over.Go(func() {
			began := clock.Now()
			_, _ = f.Do(ctx, floor.Request{Command: &routing.Enqueue{Head: head(), Work: work}})
			m.answer(clock.Now().Sub(began))
		})
	}
	m.report(b)
}

// crowded opens a floor for many agents, and boards on it that nobody runs yet.
func crowded(b *testing.B, agents, queues int) (*org.Organisation, *floor.Floor, *Boards) {
	b.Helper()
	o, err := org.Parse(crowdFile(agents, queues))
	if err != nil {
		b.Fatal(err)
	}
	s := storetest.Open(b, store.SQLite)
	if _, _, err := org.Apply(b.Context(), s, o, "bench", org.AnyVersion); err != nil {
		b.Fatal(err)
	}
	if o, _, err = org.Load(b.Context(), s); err != nil {
		b.Fatal(err)
	}
	events := bus.New()
	f, err := floor.Open(b.Context(), floor.Options{Store: s, Config: o.RoutingConfig(), Bus: events, Names: o.QueueNames})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close(context.Background()) })
	return o, f, New(Options{Floor: f, Bus: events, Store: s, Organisation: func() Organisation { return o }})
}

// crowdFile is an organisation of one site whose agents serve five queues each.
func crowdFile(agents, queues int) []byte {
	var f bytes.Buffer
	f.WriteString("key: bench\nname: Bench\nlanguages: [en]\ntimezone: UTC\nregions:\n  - {key: r, name: {en: R}}\n")
	f.WriteString("sites:\n  - {key: s, name: {en: S}, region: r}\nteams:\n  - {key: t, name: {en: T}, site: s}\nskills: []\n")
	f.WriteString("calendars: []\nservices: []\ncounters: []\nreasons: []\ndispositions: []\nnot_ready_reasons: []\nqueues:\n")
	for i := range queues {
		fmt.Fprintf(&f, "  - {key: q%d, name: {en: Q%d}, channel: chat, site: s, threshold: 20s, goal: 0.8}\n", i, i)
	}
	f.WriteString("profiles:\n")
	for i := range queues {
		fmt.Fprintf(&f, "  - {key: p%d, name: {en: P%d}, queues: [", i, i)
		for j := range 5 {
			fmt.Fprintf(&f, "{queue: q%d, rank: 1}, ", (i+j)%queues)
		}
		f.WriteString("]}\n")
	}
	f.WriteString("users:\n")
	for i := range agents {
		fmt.Fprintf(&f, "  - {login: a%d, name: Agent %d, team: t, profile: p%d, roles: [{role: agent, at: 'team:t'}]}\n", i, i, i%queues)
	}
	return f.Bytes()
}

type offer struct{ work, agent core.ID }

// meter takes the time of each offer, and lets agents take it.
type meter struct {
	mu      sync.Mutex
	began   map[core.ID]core.Instant
	took    []time.Duration
	answers []time.Duration // of the enqueues themselves
	offered chan offer
}

func (m *meter) begin(work core.ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.began[work] = clock.Now()
}

func (m *meter) answer(took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers = append(m.answers, took)
}

func (m *meter) sink(agent core.ID) Sink {
	return func(rows []Row, _ bool) {
		for _, row := range rows {
			if row.Kind != "work" || !bytes.Contains(row.Doc, []byte(`"state":"offered"`)) {
				continue
			}
			work, _ := core.ParseID(row.ID)
			m.mu.Lock()
			if at, ok := m.began[work]; ok {
				m.took = append(m.took, clock.Now().Sub(at))
				delete(m.began, work)
			}
			m.mu.Unlock()
			m.offered <- offer{work, agent}
		}
	}
}

// agents take what is offered and finish it at once.
func (m *meter) agents(ctx context.Context, f *floor.Floor) {
	for {
		select {
		case <-ctx.Done():
			return
		case o := <-m.offered:
			var w routing.WorkState
			_ = f.View(ctx, func(v floor.View) error { w, _ = v.Engine().Work(o.work); return nil })
			accept := &routing.Accept{Head: head(), Work: o.work, Agent: o.agent, Offer: w.Offer}
			if _, err := f.Do(ctx, floor.Request{Command: accept, Note: floor.Answered{Work: o.work}}); err == nil {
				_, _ = f.Do(ctx, floor.Request{Command: &routing.Release{Head: head(), Work: o.work, End: core.Handled}})
			}
		}
	}
}

func (m *meter) report(b *testing.B) {
	b.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.took) == 0 {
		b.Fatal("nothing was offered")
	}
	slices.Sort(m.took)
	slices.Sort(m.answers)
	at := func(list []time.Duration, share float64) float64 {
		return float64(list[int(share*float64(len(list)-1))]) / float64(time.Millisecond)
	}
	b.ReportMetric(at(m.took, 0.5), "p50_ms")
	b.ReportMetric(at(m.took, 0.99), "p99_ms")
	b.ReportMetric(at(m.answers, 0.99), "enqueue_p99_ms")
	b.ReportMetric(float64(len(m.took))/float64(b.N), "offered/op")
}

// BenchmarkBeat is the work of one beat when every line has changed: 1 000 agents
// whose desks are open, 500 works waiting in 20 queues, and a floor of them all.
func BenchmarkBeat(b *testing.B) {
	const agents, queues, works = 1000, 20, 500
	o, f, boards := crowded(b, agents, queues)
	for i := range o.Users {
		if _, err := f.Do(b.Context(), floor.Request{Command: &routing.SignIn{Head: head(), Agent: o.AgentFor(&o.Users[i])}}); err != nil {
			b.Fatal(err)
		}
	}
	for n := range works {
		work := routing.Work{ID: clock.NewID(), Channel: core.Chat, Queue: fmt.Sprintf("q%d", n%queues)}
		if _, err := f.Do(b.Context(), floor.Request{Command: &routing.Enqueue{Head: head(), Work: work}}); err != nil {
			b.Fatal(err)
		}
	}
	l, err := boards.resync(b.Context())
	if err == nil {
		err = boards.count(b.Context(), l)
	}
	if err != nil {
		b.Fatal(err)
	}
	for i := range o.Users {
		if _, err := boards.Desk().Open(b.Context(), o.Users[i].ID.String(), func([]Row, bool) {}); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := boards.Floor().Open(b.Context(), "org", func([]Row, bool) {}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		boards.locked(func() {
			for _, key := range boards.m.keys {
				boards.dirty.queues[key] = struct{}{}
			}
			boards.dirty.rows, boards.desksAt = true, 0
			for _, w := range boards.m.works {
				w.desk, w.floor = nil, nil
			}
		})
		if err := boards.beat(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStanding is what the alerts ask for once a second: 500 agents, 200 queues.
func BenchmarkStanding(b *testing.B) {
	const agents, queues = 500, 200
	o, f, boards := crowded(b, agents, queues)
	ctx, cancel := context.WithCancel(b.Context())
	var over sync.WaitGroup
	over.Go(func() { _ = boards.Run(ctx) })
	defer func() {
		cancel()
		over.Wait()
	}()
	for i := range o.Users {
		u := &o.Users[i]
		if _, err := f.Do(ctx, floor.Request{Command: &routing.SignIn{Head: head(), Agent: o.AgentFor(u), Ready: true}}); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := boards.Floor().Open(ctx, "org", func([]Row, bool) {}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if s, ok := boards.Standing(); ok && len(s.Lines) != queues {
			b.Fatalf("%d lines, %d agents", len(s.Lines), len(s.Agents))
		}
	}
}
