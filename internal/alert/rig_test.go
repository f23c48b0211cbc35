package alert

import (
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"go.uber.org/goleak"

	"turno/internal/core"
	"turno/internal/device"
	"turno/internal/insight"
	"turno/internal/jobs"
	"turno/internal/kpi"
	"turno/internal/org"
	"turno/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// figures are what the boards would say; the test sets them.
type figures struct {
	mu       sync.Mutex
	now      *atomic.Int64
	standing insight.Standing
	away     bool // the boards are being read
	evidence insight.Evidence
	devices  []device.Standing
}

func (f *figures) Standing() (insight.Standing, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.standing
	s.At = core.Instant(f.now.Load())
	return s, !f.away
}

func (f *figures) Evidence(string) insight.Evidence {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.evidence
}

func (f *figures) set(fn func(f *figures)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fn(f)
}

// rig is a service on a store, an organisation and figures that the test sets. A
// second rig on the same store is the next process.
type rig struct {
	*Service

	t       *testing.T
	store   *store.Store
	org     *org.Organisation
	figures *figures
	now     *atomic.Int64
	jobs    *jobs.Jobs
	opts    Options
}

// noon is a Tuesday noon in Guatemala, and evening in Rome.
var noon = core.InstantOf(time.Date(2026, 3, 3, 18, 0, 0, 0, time.UTC))

// alertsOf are the alerts of the tests.
const testAlerts = `
alerts:
  - {key: wait, name: {es: Espera, en: Long wait}, kind: longest_wait, at: org, roles: [team_leader], mail: true}
  - {key: level, name: {es: Nivel, en: Service level}, kind: service_level, at: 'region:italy', lasts: 1m}
  - {key: nobody, name: {es: Nadie, en: Nobody}, kind: nobody_ready, at: 'site:mixco', waiting: true}
  - {key: pause, name: {es: Pausa, en: Pause}, kind: agent_state, at: 'team:mixco', state: not_ready, limit: 30m, users: [laura]}
  - {key: device, name: {es: Equipo, en: Device}, kind: device_offline, at: org, limit: 2m, roles: [team_leader]}
`

// organisation is the demo with the tests' alerts and leaders who have addresses.
func organisation(t *testing.T, change func(text string) string) *org.Organisation {
	t.Helper()
	text := string(org.DemoFile())
	from, to := strings.Index(text, "\nalerts:"), strings.Index(text, "\n# Why customers come")
	text = text[:from] + testAlerts + text[to:]
	text = strings.Replace(text, "{login: laura, name: Laura Castillo,", "{login: laura, name: Laura Castillo, email: laura@example.com,", 1)
	text = strings.Replace(text, "{login: giulia, name: Giulia Russo,", "{login: giulia, name: Giulia Russo, email: giulia@example.com,", 1)
	if change != nil {
		text = change(text)
	}
	o, err := org.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// newRig applies the organisation and opens the first process.
func newRig(t *testing.T, s *store.Store, change func(o *Options), text func(string) string) *rig {
	t.Helper()
	if _, _, err := org.Apply(t.Context(), s, organisation(t, text), "test", org.AnyVersion); err != nil {
		t.Fatal(err)
	}
	now := &atomic.Int64{}
	now.Store(int64(noon))
	return nextRig(t, s, now, change)
}

// nextRig is a process on a store that may have had others.
func nextRig(t *testing.T, s *store.Store, now *atomic.Int64, change func(o *Options)) *rig {
	t.Helper()
	o, _, err := org.Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, store: s, org: o, now: now, figures: &figures{now: now}}
	r.opts = Options{
		Store: s, Organisation: func() *org.Organisation { return r.org }, Figures: r.figures,
		Devices: func() []device.Standing {
			r.figures.mu.Lock()
			defer r.figures.mu.Unlock()
			return r.figures.devices
		},
		Add: func(ctx context.Context, tx *store.Tx, args river.JobArgs) (int64, error) {
			return r.jobs.Add(ctx, tx, args)
		},
		Now: func() core.Instant { return core.Instant(now.Load()) }, PublicURL: "https://turno.example.com",
		Webhook: Webhook{Secret: "secret", Private: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
	}
	if change != nil {
		change(&r.opts)
	}
	if r.Service, err = New(r.opts); err != nil {
		t.Fatal(err)
	}
	workers := river.NewWorkers()
	r.AddWorkers(workers)
	if r.jobs, err = jobs.Open(t.Context(), jobs.Options{Store: s, Workers: workers, Poll: 10 * time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.jobs.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r
}

// work carries out jobs until the test ends.
func (r *rig) work() {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- r.jobs.Run(ctx) }()
	r.t.Cleanup(func() {
		cancel()
		if err := <-over; err != nil {
			r.t.Error(err)
		}
	})
}

func (r *rig) pass(d time.Duration) *rig {
	r.now.Add(d.Microseconds())
	return r
}

// look looks once a second for a while.
func (r *rig) look(d time.Duration) {
	r.t.Helper()
	for range max(int(d/time.Second), 1) {
		r.pass(time.Second)
		if err := r.Look(r.t.Context()); err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *rig) at(d time.Duration) core.Instant { return core.Instant(r.now.Load()).Add(d) }

// line is a line of billing at a site, well served.
func (r *rig) line(site string, change func(l *insight.LineStanding)) {
	l := insight.LineStanding{
		Key: "billing@" + site, Queue: "billing", Site: site, Open: true, Threshold: 15 * time.Minute, Goal: 0.85, Serving: 2,
		Level: kpi.Value{V: 0.9, Num: 18, Den: 20, OK: true},
	}
	change(&l)
	r.figures.set(func(f *figures) {
		f.standing.Lines = slices.DeleteFunc(f.standing.Lines, func(o insight.LineStanding) bool { return o.Key == l.Key })
		f.standing.Lines = append(f.standing.Lines, l)
	})
}

// waits puts somebody into billing who came a while ago; negative: nobody.
func (r *rig) waits(site string, since time.Duration) {
	r.line(site, func(l *insight.LineStanding) {
		if since >= 0 {
			l.Waiting, l.Oldest = 1, r.at(-since)
		}
	})
}

// rings are the alerts that ring, as alert:subject.
func (r *rig) rings() []string {
	r.t.Helper()
	list, err := r.List(r.t.Context(), core.NoID, 1000, func(o *Occurrence) bool { return o.Cleared == 0 })
	if err != nil {
		r.t.Fatal(err)
	}
	rings := []string{}
	for _, o := range list {
		rings = append(rings, o.Finding.Alert+":"+o.Finding.ID)
	}
	slices.Sort(rings)
	return rings
}

func (r *rig) want(rings ...string) {
	r.t.Helper()
	if got := r.rings(); !slices.Equal(got, rings) {
		r.t.Fatalf("rings %v, want %v", got, rings)
	}
}

// all are the occurrences there ever were, the oldest first.
func (r *rig) all() []*Occurrence {
	r.t.Helper()
	list, err := r.List(r.t.Context(), core.NoID, 1000, func(*Occurrence) bool { return true })
	if err != nil {
		r.t.Fatal(err)
	}
	slices.Reverse(list)
	return list
}

func (r *rig) user(login string) *org.User {
	r.t.Helper()
	u, ok := r.org.User(login)
	if !ok {
		r.t.Fatalf("no user %s", login)
	}
	return u
}

// screen is a reader of a topic.
type screen struct {
	mu   sync.Mutex
	rows map[string]alertRow
	sent int
}

func (r *rig) screen(open func() insight.Source, key string) *screen {
	r.t.Helper()
	s := &screen{rows: map[string]alertRow{}}
	stop, err := open().Open(r.t.Context(), key, func(rows []insight.Row, whole bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.sent++; whole {
			clear(s.rows)
		}
		for _, row := range rows {
			if row.Doc == nil {
				delete(s.rows, row.ID)
				continue
			}
			var a alertRow
			if err := json.Unmarshal(row.Doc, &a); err != nil {
				r.t.Error(err)
			}
			s.rows[row.ID] = a
		}
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(stop)
	return s
}

// shows are the alerts on a screen, those that are over with a dash before.
func (s *screen) shows() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []string{}
	for _, row := range s.rows {
		name := row.Alert + ":" + row.Node
		if row.Cleared != 0 {
			name = "-" + name
		}
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
