package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"turno/internal/store"
	"turno/internal/store/storetest"
)

// hook is what a webhook was told.
type hook struct {
	ID, Event, Occurrence string
	answer                chan int
}

// Ensure a server that is killed between an alert and its message rings once and
// sends what it owes when it is back, with the id it had, and that it clears once.
func TestAlert_Killed(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			told := make(chan hook)
			gone := make(chan struct{})
			receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h := hook{answer: make(chan int, 1)}
				body, err := io.ReadAll(r.Body)
				if err == nil {
					err = json.Unmarshal(body, &h)
				}
				if err != nil || h.ID != r.Header.Get("Turno-Delivery") {
					t.Errorf("posted %s: %v", body, err)
				}
				select {
				case told <- h:
				case <-gone:
					return
				}
				select {
				case code := <-h.answer:
					w.WriteHeader(code)
				case <-gone:
				}
			}))
			t.Cleanup(func() { close(gone); receiver.Close() })
			where := []string{"--data", filepath.Join(t.TempDir(), "data")}
			if engine == store.Postgres {
				where = []string{"--store", storetest.URL(t, engine)}
			}
			watched(t, receiver.URL, where)
			flags := slices.Concat(where, []string{"--webhook-private", "127.0.0.0/8"})

			s := spawn(t, flags...)
			s.take(t, linkOf(t, "harbour-kiosk", where...), "questions")
			first := next(t, told)
			s.kill() // the message is on its way, and nobody has noted anything
			s.ended(t)

			s = spawn(t, flags...)
			again := next(t, told)
			again.answer <- http.StatusNoContent
			if first.Event != "alert.opened" || again.ID != first.ID || again.Occurrence != first.Occurrence {
				t.Errorf("first %+v, then %+v", first, again)
			}
			s.log.await(t, `msg="a message was sent" delivery=`+first.ID)
			s.kill()
			s.ended(t)

			s = spawn(t, flags...)
			boss := s.signIn(t, "boss", branchPassword)
			must(t, append(where, "apply", "--yes", branchFile)...) // the alert is taken away: it clears
			over := next(t, told)
			over.answer <- http.StatusNoContent
			if over.Event != "alert.cleared" || over.Occurrence != first.Occurrence || over.ID == first.ID {
				t.Errorf("over %+v", over)
			}
			var list struct {
				Items []struct {
					ID      string
					Cleared int64
				}
			}
			boss.do(t, "GET", "/alerts", nil, &list)
			if len(list.Items) != 1 || list.Items[0].Cleared == 0 {
				t.Errorf("alerts %+v", list.Items)
			}
		})
	}
}

// watched is a store of the small branch with an alert that a webhook is told of.
func watched(t *testing.T, url string, where []string) {
	t.Helper()
	fillBranch(t, where...)
	branch, err := os.ReadFile(branchFile)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "watched.yaml")
	alerts := "\nalerts:\n  - {key: wait, name: {en: Wait}, kind: longest_wait, at: org, share: 0.001, webhooks: ['" + url + "']}\n"
	if err := os.WriteFile(file, append(branch, alerts...), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, append(where, "apply", "--yes", file)...)
}

func next(t *testing.T, told <-chan hook) hook {
	t.Helper()
	select {
	case h := <-told:
		return h
	case <-time.After(patience):
		t.Fatal("the webhook is told nothing")
		return hook{}
	}
}
