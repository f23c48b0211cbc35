package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure a creating call that is repeated with its key is answered as the first
// time, and a key is good for one request only.
func TestIdempotency(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := openOn(t, s)
		kiosk := "/kiosks/" + h.link("mixco-kiosk") + "/tickets"
		wish := map[string]any{"service": "payment"}
		key := []string{"Idempotency-Key", clock.NewID().String()}
		first := h.anonymous().call("POST", kiosk, wish, key...).want(t, 201, nil)
		again := h.anonymous().call("POST", kiosk, wish, key...).want(t, 201, nil)
		if string(first.body) != string(again.body) || again.header.Get("Idempotent-Replayed") != "true" ||
			again.header.Get("Content-Type") != first.header.Get("Content-Type") {
			t.Errorf("first %s, then %s %v", first.body, again.body, again.header)
		}
		h.anonymous().call("POST", kiosk, map[string]any{"service": "care"}, key...).refused(t, core.Invalid, "header.Idempotency-Key")
		h.anonymous().call("POST", kiosk, wish, "Idempotency-Key", strings.Repeat("k", 129)).refused(t, core.TooLarge, "header.Idempotency-Key")
		if next := h.ticket("payment"); next.Label != "P-002" {
			t.Errorf("a repeat took a number: %s", next.Label)
		}

		// What was refused may be tried again with the key.
		retry := []string{"Idempotency-Key", "retry"}
		h.anonymous().call("POST", kiosk, map[string]any{"service": "dance"}, retry...).refused(t, core.Invalid, "body.service")
		h.anonymous().call("POST", kiosk, wish, retry...).want(t, 201, nil)

		// Keys of two people are two keys; the ETag is part of the answer.
		somebody := map[string]any{"name": "Somebody"}
		one := h.as("ana").call("POST", "/customers", somebody, "Idempotency-Key", "same").want(t, 201, nil)
		two := h.as("laura").call("POST", "/customers", somebody, "Idempotency-Key", "same").want(t, 201, nil)
		three := h.as("ana").call("POST", "/customers", somebody, "Idempotency-Key", "same").want(t, 201, nil)
		if string(one.body) == string(two.body) || string(one.body) != string(three.body) || three.header.Get("ETag") != one.header.Get("ETag") {
			t.Errorf("%s, %s, %s", one.body, two.body, three.body)
		}
	})
}

// Ensure calls with one key that come at once do the thing once.
func TestIdempotency_AtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	kiosk := "/kiosks/" + h.link("mixco-kiosk") + "/tickets"
	answers := make([]answer, 20)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = h.anonymous().call("POST", kiosk, map[string]any{"service": "payment"}, "Idempotency-Key", "once")
		})
	}
	all.Wait()
	body := ""
	for _, a := range answers {
		switch a.status {
		case http.StatusCreated:
			if body != "" && body != string(a.body) {
				t.Errorf("two tickets: %s and %s", body, a.body)
			}
			body = string(a.body)
		case http.StatusConflict: // the first is still being carried out: ask again
		default:
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if next := h.ticket("payment"); body == "" || next.Label != "P-002" {
		t.Errorf("body %q, next %s", body, next.Label)
	}
}

// Ensure a sign-in is never answered from memory, which would need no password.
func TestIdempotency_SignIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.as("ana")
	wish := map[string]any{"login": "ana", "password": password}
	first := h.anonymous().call("POST", "/session", wish, "Idempotency-Key", "me").want(t, 200, nil)
	again := h.anonymous().call("POST", "/session", wish, "Idempotency-Key", "me").want(t, 200, nil)
	if again.header.Get("Set-Cookie") == "" || string(first.body) == string(again.body) {
		t.Error("the same session was given twice")
	}
}

// Ensure an answer that was lost in a crash, after the thing was done, is given
// again by what the thing itself left behind.
func TestIdempotency_AnswerLost(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana := h.as("ana")
	forget := func() {
		must(t, h.store.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.DeleteIdempotencyBefore(t.Context(), int64(clock.Now())+1)
			return err
		}))
	}
	kiosk := "/kiosks/" + h.link("mixco-kiosk") + "/tickets"
	var first, again ticket
	h.anonymous().call("POST", kiosk, map[string]any{"service": "payment"}, "Idempotency-Key", "t").want(t, 201, &first)
	forget()
	h.anonymous().call("POST", kiosk, map[string]any{"service": "payment"}, "Idempotency-Key", "t").want(t, 201, &again)
	if first.Contact != again.Contact || first.Token != again.Token {
		t.Errorf("ticket %+v, then %+v", first, again)
	}
	var c, d struct{ ID core.ID }
	somebody := map[string]any{"name": "Somebody", "identities": []any{map[string]any{"kind": "document", "value": "ABC 1234"}}}
	ana.call("POST", "/customers", somebody, "Idempotency-Key", "c").want(t, 201, &c)
	forget()
	ana.call("POST", "/customers", somebody, "Idempotency-Key", "c").want(t, 201, &d)
	if c != d {
		t.Errorf("customer %v, then %v", c, d)
	}
	ana.call("POST", "/customers", somebody, "Idempotency-Key", "other").refused(t, core.Conflict, "body.identities")
	ana.call("POST", "/desk/sign-in", map[string]any{}, "Idempotency-Key", "d").want(t, 204, nil)
	forget()
	ana.call("POST", "/desk/sign-in", map[string]any{}, "Idempotency-Key", "d").want(t, 204, nil)
}

// Ensure two who change the same thing notice each other.
func TestETag(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin, ana := h.as("admin"), h.as("ana")
	read := admin.call("GET", "/organisation/file", nil).want(t, 200, nil)
	tag := read.header.Get("ETag")
	yaml := []string{"Content-Type", "application/yaml", "If-Match", tag}
	changed := strings.Replace(string(read.body), "name: Turno Demo", "name: Turno", 1)
	if changed == string(read.body) {
		t.Fatal("the file has no such line")
	}
	var plan struct {
		Version int64
		Changes []struct{ Kind, Key string }
	}
	admin.call("POST", "/organisation/plan", changed, yaml[:2]...).want(t, 200, &plan)
	if len(plan.Changes) != 1 {
		t.Errorf("plan %+v", plan)
	}
	admin.call("PUT", "/organisation/file", changed, yaml...).want(t, 200, &plan)
	admin.call("PUT", "/organisation/file", string(read.body), yaml...).refused(t, core.Stale, "")
	admin.call("PUT", "/organisation/file", changed, "Content-Type", "application/yaml", "If-Match", "mine").refused(t, core.Invalid, "header.If-Match")
	names := ana.call("GET", "/organisation", nil).want(t, 200, nil)
	if got := ana.call("GET", "/organisation", nil, "If-None-Match", names.header.Get("ETag")); got.status != http.StatusNotModified || len(got.body) > 0 {
		t.Errorf("unchanged: %d %s", got.status, got.body)
	}
	var history struct {
		Items []struct{ Actor, Kind string }
	}
	admin.call("GET", "/organisation/changes?limit=1", nil).want(t, 200, &history)
	if len(history.Items) != 1 || history.Items[0].Actor != admin.id.String() {
		t.Errorf("history %+v", history)
	}

	customer := "/customers/" + h.somebody().String()
	seen := ana.call("GET", customer, nil).want(t, 200, nil).header.Get("ETag")
	mine := ana.call("PATCH", customer, map[string]any{"note": "mine"}, "If-Match", seen).want(t, 200, nil)
	h.as("laura").call("PATCH", customer, map[string]any{"note": "theirs"}, "If-Match", seen).refused(t, core.Stale, "")
	h.as("laura").call("PATCH", customer, map[string]any{"note": "theirs"}, "If-Match", mine.header.Get("ETag")).want(t, 200, nil)
}
