package chat_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/insight"
	"turno/internal/insight/rowtest"
)

// screen keeps the rows of a topic, as a browser does.
type screen struct {
	t       *testing.T
	are     *rowtest.Checker
	mu      sync.Mutex
	rows    map[string]map[string]any
	changed chan struct{} // capacity 1
	stop    func()
}

// watch opens a conversation on a screen.
func (r *rig) watch(s chat.Source, contact core.ID) *screen {
	r.t.Helper()
	topic := "conversation"
	if s == r.CustomerSource() {
		topic = "chat"
	}
	are := rowtest.New(chat.RowTypes()[topic])
	w := &screen{t: r.t, are: are, rows: map[string]map[string]any{}, changed: make(chan struct{}, 1)}
	stop, err := s.Open(r.t.Context(), contact.String(), w.sink)
	must(r.t, err)
	var once sync.Once
	w.stop = func() { once.Do(stop) }
	r.t.Cleanup(w.stop)
	return w
}

func (w *screen) sink(rows []insight.Row, whole bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if whole {
		clear(w.rows)
	}
	for _, row := range rows {
		key := row.Kind + "/" + row.ID
		if row.Doc == nil {
			delete(w.rows, key)
			continue
		}
		w.are.Check(w.t, row.Kind, row.Doc)
		var doc map[string]any
		if err := json.Unmarshal(row.Doc, &doc); err != nil {
			w.t.Error(err)
		}
		w.rows[key] = doc
	}
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

func (w *screen) row(key string) map[string]any {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rows[key]
}

// until waits for the screen to show what is wanted.
func (w *screen) until(what string, ok func(rows map[string]map[string]any) bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	for {
		w.mu.Lock()
		done := ok(w.rows)
		rows, _ := json.Marshal(w.rows)
		w.mu.Unlock()
		if done {
			return
		}
		select {
		case <-w.changed:
		case <-ctx.Done():
			w.t.Fatalf("never: %s\n%s", what, rows)
		}
	}
}

// shows waits until the conversation's own row has a value.
func (w *screen) shows(field string, want any) {
	w.t.Helper()
	w.until(field, func(rows map[string]map[string]any) bool { return rows["chat/chat"][field] == want })
}

// Ensure both sides see a conversation live: place and agent, messages, marks and
// who is writing, how it ended; and that notes are never on the customer's screen.
func TestRoom(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.running()
	first, o := r.open("marta"), r.open("luis")
	page := r.watch(r.CustomerSource(), o.Contact)
	page.shows("state", "waiting")
	page.shows("place", 2.0)
	page.until("the question", func(rows map[string]map[string]any) bool { return rows["message/2"]["text"] == "I need help" })
	desk := r.watch(r.AgentSource(), o.Contact)
	desk.shows("name", "luis")
	if away := desk.row("chat/chat")["away"]; away != nil {
		t.Errorf("away since %v though the page is open", away)
	}
	r.ok(r.Leave(t.Context(), r.is(first, chat.Waiting)))
	page.shows("place", 1.0)

	ana := r.signIn("ana")
	c := r.accept(ana, o)
	page.shows("state", "active")
	page.shows("agent", "Ana")
	r.Typing(c, core.AuthorAgent)
	page.until("ana writes", func(rows map[string]map[string]any) bool { return rows["typing/agent"] != nil })
	note, err := r.Agent(t.Context(), by(ana), c, chat.Say{Text: "careful", Note: true})
	r.ok(err)
	said := r.says(ana, c, "Hello")
	page.until("ana's word", func(rows map[string]map[string]any) bool {
		return rows["message/4"]["text"] == "Hello" && rows["typing/agent"] == nil
	})
	if said.Number != 4 || note.Number != 3 || page.row("message/3") != nil {
		t.Errorf("the customer sees %v", page.row("message/3"))
	}
	desk.until("the note", func(rows map[string]map[string]any) bool { return rows["message/3"]["kind"] == "note" })
	must(t, r.Mark(t.Context(), r.is(o, chat.Active), core.AuthorCustomer, chat.Marks{Delivered: 4, Read: 4}))
	desk.shows("read", 4.0)
	must(t, r.Mark(t.Context(), r.is(o, chat.Active), core.AuthorAgent, chat.Marks{Read: 2}))
	page.shows("read", 2.0)

	page.stop()
	desk.until("the page is gone", func(rows map[string]map[string]any) bool { return rows["chat/chat"]["away"] != nil })
	r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: c.Work}))
	desk.shows("state", "done")
	page = r.watch(r.CustomerSource(), o.Contact)
	page.shows("state", "over")
	page.shows("ended", "done")
	page.shows("closed_by", "agent")
	r.closeWrapUp(c.Work)
	r.ok(r.Resume(t.Context(), r.is(o, chat.Done), ""))
	page.until("it goes on", func(rows map[string]map[string]any) bool { return rows["chat/chat"]["state"] != "over" })
}

// Ensure what is said while a screen opens is on it, whichever came first.
func TestRoom_Race(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	o := r.open("luis")
	c := r.is(o, chat.Waiting)
	done := make(chan error, 1)
	go func() {
		for range 20 {
			if _, err := r.Customer(context.Background(), c, "", chat.Say{Text: "hello"}); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 10 {
		w := r.watch(r.CustomerSource(), o.Contact)
		w.stop()
	}
	w := r.watch(r.CustomerSource(), o.Contact)
	must(t, <-done)
	w.until("all 22", func(rows map[string]map[string]any) bool { return len(rows) == 23 })
}
