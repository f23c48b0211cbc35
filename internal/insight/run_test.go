package insight

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/org"
)

// watcher is a screen that tells of every change.
type watcher struct {
	*screen

	changed chan struct{} // capacity 1
}

func (r *rig) watch(source Source, name, key string) *watcher {
	r.t.Helper()
	w := &watcher{screen: r.blank(name, key), changed: make(chan struct{}, 1)}
	stop, err := source.Open(r.t.Context(), key, func(rows []Row, whole bool) {
		w.sink(rows, whole)
		signal(w.changed)
	})
	if err != nil {
		r.t.Fatalf("open %s: %v", w.name, err)
	}
	r.t.Cleanup(stop)
	return w
}

// until waits until a row is as wanted.
func until[T any](w *watcher, kind, id string, fits func(T, bool) bool) {
	w.t.Helper()
	timeout := time.NewTimer(20 * time.Second)
	defer timeout.Stop()
	for {
		v, ok := find[T](w.screen, kind, id)
		if fits(v, ok) {
			return
		}
		select {
		case <-w.changed:
		case <-timeout.C:
			doc, _ := json.Marshal(v)
			w.t.Fatalf("%s %s %s stays %s", w.name, kind, id, doc)
		}
	}
}

// Ensure that running boards follow the floor by themselves, take over a changed
// organisation, and end when they are told to.
func TestRun(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := New(Options{
		Floor: r.floor, Bus: r.bus, Store: r.store, Now: r.clock,
		Organisation: func() Organisation { return r.org.Get() },
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()

	ana := r.agent("ana")
	desk := r.watch(b.Desk(), "desk", ana.String())
	board := r.watch(b.Floor(), "floor", "site:rome")
	kiosk := r.watch(b.Kiosk(), "kiosk", "rome")
	r.signIn("ana", "1")
	first, second := r.issue("rome", "billing"), r.issue("rome", "billing")
	page := r.watch(b.Turn(), "turn", second.Token)
	until(desk, "work", first.Work.String(), func(w deskWork, _ bool) bool { return w.State == "offered" })
	until(desk, "queue", "billing@rome", func(q deskQueue, _ bool) bool { return q.Waiting == 2 })
	until(kiosk, "service", "billing", func(s kioskService, _ bool) bool { return s.Waiting == 2 })
	until(page, "turn", "turn", func(p turnRow, _ bool) bool { return p.Place == 2 })
	until(board, "waiting", second.Work.String(), func(w floorWaiting, _ bool) bool { return w.Why != nil && w.Why.Word == "all_busy" })
	r.next(ana, first)
	until(page, "turn", "turn", func(p turnRow, _ bool) bool { return p.Place == 1 })
	r.ok(r.branch.Leave(t.Context(), second.Token))
	until(page, "turn", "turn", func(p turnRow, _ bool) bool { return p.State == "left" })

	o, err := org.Parse([]byte(renamed(string(land))))
	r.ok(err)
	if _, _, err := r.org.Apply(t.Context(), r.store, o, "test", r.org.Version()); err != nil {
		t.Fatal(err)
	}
	r.ok(r.floor.Configure(t.Context(), r.org.Get().RoutingConfig()))
	until(desk, "me", "me", func(m deskMe, _ bool) bool { return m.Name == "Ana María" })
	until(board, "agent", ana.String(), func(a floorAgent, _ bool) bool { return a.Name == "Ana María" && a.Work == first.Work })

	cancel()
	if err := <-ended; err != nil {
		t.Fatalf("Run: %v", err)
	}
}

func renamed(file string) string {
	return strings.ReplaceAll(file, "name: Ana,", "name: Ana María,")
}

// Ensure that boards nobody runs refuse topics, and that a stopped topic is told
// nothing more.
func TestOpen(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	idle := New(Options{
		Floor: r.floor, Bus: r.bus, Store: r.store, Now: r.clock,
		Organisation: func() Organisation { return r.org.Get() },
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, source := range map[string]Source{"desk": idle.Desk(), "floor": idle.Floor(), "kiosk": idle.Kiosk(), "display": idle.Display()} {
		key := map[string]string{"desk": r.agent("ana").String(), "floor": "org", "kiosk": "rome", "display": "rome"}[name]
		if _, err := source.Open(ctx, key, func([]Row, bool) {}); core.CodeOf(err) != core.Unavailable {
			t.Errorf("%s of boards that do not run: %v", name, err)
		}
	}
	b := r.boards
	for _, c := range []struct {
		source Source
		key    string
	}{
		{b.Floor(), "site:nowhere"}, {b.Wall(), "region:x"}, {b.Display(), "nowhere"}, {b.Kiosk(), "nowhere"}, {b.Desk(), "ana"},
	} {
		if _, err := c.source.Open(t.Context(), c.key, func([]Row, bool) {}); core.CodeOf(err) != core.NotFound {
			t.Errorf("%s: %v", c.key, err)
		}
	}
	told := 0
	stop, err := b.Desk().Open(t.Context(), r.agent("ana").String(), func([]Row, bool) { told++ })
	r.ok(err)
	stop()
	r.signIn("ana", "1")
	b.settle()
	if told != 1 {
		t.Fatalf("a stopped desk was told %d times", told)
	}
	if len(b.desks) != 0 {
		t.Fatal("a stopped desk is still known")
	}
}
