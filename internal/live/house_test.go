package live

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"go.uber.org/goleak"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/insight"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf is a source whose rows the test sets.
type shelf struct {
	mu    sync.Mutex
	rows  map[string]map[rowKey]string // by topic key
	sinks map[string]map[int]insight.Sink
	next  int
	opens int
}

func newShelf() *shelf {
	return &shelf{rows: map[string]map[rowKey]string{}, sinks: map[string]map[int]insight.Sink{}}
}

func (s *shelf) Open(_ context.Context, key string, sink insight.Sink) (func(), error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key == "broken" {
		return nil, core.Errorf(core.Unavailable, "not now")
	}
	s.opens++
	s.next++
	n := s.next
	if s.sinks[key] == nil {
		s.sinks[key] = map[int]insight.Sink{}
	}
	s.sinks[key][n] = sink
	var rows []insight.Row
	for k, doc := range s.rows[key] {
		rows = append(rows, insight.Row{Kind: k.kind, ID: k.id, Doc: []byte(doc)})
	}
	sink(rows, true)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.sinks[key], n)
	}, nil
}

// put changes a row; an empty doc deletes it.
func (s *shelf) put(key, kind, id, doc string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rows[key] == nil {
		s.rows[key] = map[rowKey]string{}
	}
	row := insight.Row{Kind: kind, ID: id}
	if doc == "" {
		delete(s.rows[key], rowKey{kind, id})
	} else {
		s.rows[key][rowKey{kind, id}] = doc
		row.Doc = []byte(doc)
	}
	for _, sink := range s.sinks[key] {
		sink([]insight.Row{row}, false)
	}
}

func (s *shelf) open(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sinks[key])
}

// house is a hub behind a real HTTP server, with three families: `now` sends at
// once, `board` gathers, `desk` counts presence.
type house struct {
	*Hub
	shelf    *shelf
	url      string
	registry *prometheus.Registry

	mu      sync.Mutex
	banned  map[string]bool // users
	reports []string
	devices []string // reports of devices
}

func open(tb testing.TB) *house {
	tb.Helper()
	h := &house{shelf: newShelf(), registry: prometheus.NewRegistry(), banned: map[string]bool{}}
	allow := func(_ context.Context, _ auth.Principal, argument string) (string, error) {
		if argument == "secret" {
			return "", core.Errorf(core.Forbidden, "not for you")
		}
		return argument, nil
	}
	h.Hub = New(Options{
		Authenticate: h.authenticate, Build: "test", Registry: h.registry,
		Presence: func(user core.ID, n int) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.reports = append(h.reports, fmt.Sprintf("%c %d", user[0], n))
		},
		Devices: func(key string, n int) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.devices = append(h.devices, fmt.Sprintf("%s %d", key, n))
		},
	},
		Family{Name: "now", Source: h.shelf, Allow: allow},
		Family{Name: "board", Source: h.shelf, Allow: allow, Gather: true},
		Family{Name: "desk", Source: h.shelf, Presence: true, Allow: func(_ context.Context, p auth.Principal, _ string) (string, error) {
			return p.UserID.String(), nil
		}},
	)
	server := httptest.NewServer(h.Hub)
	h.url = "ws" + strings.TrimPrefix(server.URL, "http")
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		h.Stop(ctx, "test over", time.Second)
		server.Close()
	})
	return h
}

func (h *house) authenticate(r *http.Request) (auth.Principal, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	name := r.URL.Query().Get("user")
	if name == "" || h.banned[name] {
		return auth.Principal{}, core.Errorf(core.Unauthenticated, "who are you?")
	}
	if strings.HasPrefix(name, "kiosk") {
		return auth.Principal{Kind: auth.KindDevice, Device: name, DeviceKind: "kiosk"}, nil
	}
	return auth.Principal{Kind: auth.KindUser, UserID: core.ID{name[0]}}, nil
}

func (h *house) metric(tb testing.TB, name string) float64 {
	tb.Helper()
	families, err := h.registry.Gather()
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "turno_live_"+name {
			return value(f.GetMetric()[0])
		}
	}
	tb.Fatalf("no metric %s", name)
	return 0
}

func value(m *dto.Metric) float64 { return m.GetCounter().GetValue() + m.GetGauge().GetValue() }

func eventually(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	for range 2000 {
		if ok() {
			return
		}
		select {
		case <-tb.Context().Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
	tb.Fatalf("never: %s", what)
}
