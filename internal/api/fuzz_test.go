package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
)

// harmless checks that whatever was sent was understood or refused in good order:
// never a failure of ours, never an answer that is no document.
func harmless(t *testing.T, h *house, got answer) {
	t.Helper()
	switch {
	case got.status >= http.StatusInternalServerError, h.log.Len() > 0:
		t.Fatalf("%d %s\n%s", got.status, got.body, h.log)
	case got.status >= http.StatusBadRequest:
		var p problem
		if err := json.Unmarshal(got.body, &p); err != nil || p.Code == "" || p.Detail == "" || p.Status != got.status {
			t.Fatalf("%d, and no problem document: %s", got.status, got.body)
		}
	case len(got.body) > 0 && !json.Valid(got.body):
		t.Fatalf("%d %q", got.status, got.body)
	}
}

// The house belongs to the whole fuzzing process, and each input to a test of its
// own, so that h.tb is set anew with every input.

// FuzzKiosk sends anything to the operations of a kiosk.
func FuzzKiosk(f *testing.F) {
	h := open(f)
	c, kiosk := h.anonymous(), "/kiosks/"+h.link("mixco-kiosk")
	actions := []string{"/tickets", "/look-up", "/blocks", "/late"}
	for i, seed := range []string{
		`{"service":"care","language":"es","person":"0123-4567","print":true}`,
		`{"person":"+502 2233 4455"}`,
		`{"prefix":"A","count":10}`,
		`{"tickets":[{"prefix":"A","number":3,"service":"care","language":"en","person":"x@y.z","at":1753000000000000,"token":"abcdefghijklmnop"}]}`,
		`{"tickets":[{"prefix":"A","number":1,"service":"care","at":-9223372036854775808},{"prefix":"A","number":2,"service":"care","at":9223372036854775807}]}`,
		`{"service":"care","person":"\u0000\ud800"}`, `[]`, `null`, `{"service":null}`,
	} {
		f.Add(uint8(i), seed)
	}
	c.call("POST", kiosk+"/blocks", map[string]any{"prefix": "A", "count": 50}).want(f, 201, nil)
	f.Fuzz(func(t *testing.T, action uint8, body string) {
		h.tb = t
		harmless(t, h, c.call("POST", kiosk+actions[int(action)%len(actions)], body))
	})
}

// FuzzTurn sends anything to a visitor's page, and asks for any page.
func FuzzTurn(f *testing.F) {
	h := open(f)
	c, token := h.anonymous(), h.ticket("care").Token
	f.Add("", `{"places":2}`)
	f.Add("", `{"minutes":5}`)
	f.Add("", `{"places":-1,"minutes":1e99}`)
	f.Add("abcdefghijklmnop", `{}`)
	f.Add("' OR 1=1 --", `{"places":1}`)
	f.Add("\x00\xff/../..", `{"places":1}`)
	f.Fuzz(func(t *testing.T, other, body string) {
		h.tb = t
		mine := other
		if mine == "" {
			mine = token
		}
		page := "/turns/" + url.PathEscape(mine)
		if mine == "." || mine == ".." {
			return // not a path that a client can ask for
		}
		harmless(t, h, c.call("GET", page, nil))
		harmless(t, h, c.call("POST", page+"/defer", body))
		if mine != token {
			harmless(t, h, c.call("POST", page+"/leave", body))
		}
		harmless(t, h, c.call("GET", "/kiosks/"+url.PathEscape(mine), nil))
		harmless(t, h, c.call("GET", "/displays/"+url.PathEscape(mine), nil))
	})
}

// FuzzChat sends anything to the operations of customers who write.
func FuzzChat(f *testing.F) {
	h := open(f)
	c := h.anonymous()
	held := "/chat/help/conversations/" + h.conversation().Token
	actions := []string{
		"/chat/help/conversations", "/chat/help/messages", held + "/messages", held + "/typing", held + "/rating",
		held + "/resume", "/chat/shop/conversations", held + "/files?name=a.png",
	}
	for i, seed := range []string{
		`{"name":"Luis","text":"hola","language":"es","email":"luis@example.com","page":"https://x/?a#b"}`,
		`{"name":"Luis","phone":"+50222334455","text":"call me","token":"chat_abcdefghijklmnopqrstuvwxyz"}`,
		`{"text":"<script>","client":"1"}`, `{}`, `{"rating":5,"comment":"\u0000"}`, `null`, `{"token":"chat_' OR 1=1 --"}`, "\x89PNG\r\n\x1a\n",
	} {
		f.Add(uint8(i), seed)
	}
	f.Fuzz(func(t *testing.T, action uint8, body string) {
		h.tb = t
		harmless(t, h, c.call("POST", actions[int(action)%len(actions)], body))
		harmless(t, h, c.call("PUT", held+"/marks", body))
	})
}

// FuzzSignIn sends anything to the door.
func FuzzSignIn(f *testing.F) {
	h := open(f)
	f.Add(`{"login":"ana","password":"x"}`, "turno_session=abc", "k")
	f.Add(`{"login":"\u0000","password":"\ud800"}`, "turno_session=\xff; __Host-turno_session=", "")
	f.Add(`{"login":["ana"],"password":{}}`, ";;;===", "\xff")
	f.Fuzz(func(t *testing.T, body, cookie, key string) {
		h.tb = t
		if !sendable(cookie) || !sendable(key) {
			return // the client itself would not send such a header
		}
		got := h.anonymous().call("POST", "/session", body, "Cookie", cookie, "Idempotency-Key", key)
		harmless(t, h, got)
		if got.status == http.StatusOK {
			t.Fatal("signed in")
		}
	})
}

// sendable reports whether HTTP can carry a text as a header's value.
func sendable(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] == 0x7f {
			return false
		}
	}
	return true
}
