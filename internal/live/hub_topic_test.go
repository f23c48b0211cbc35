package live

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"turno/internal/core"
	"turno/internal/insight"
)

// Ensure a tab gets a snapshot, then numbered changes, and nothing after unsub.
func TestHub_Topic(t *testing.T) {
	h := open(t)
	h.shelf.put("x", "queue", "billing", `{"waiting":1}`)
	b := h.tab(t, "ana")
	b.sub("now:x")
	if got := b.copies["now:x"]; len(got) != 1 || got[rowKey{"queue", "billing"}] != `{"waiting":1}` {
		t.Fatalf("snapshot %v", got)
	}
	h.shelf.put("x", "queue", `ca"re`, `{"waiting":2}`)
	if m := b.next(); len(m.Put) != 1 || m.Snap != nil || b.copies["now:x"][rowKey{"queue", `ca"re`}] != `{"waiting":2}` {
		t.Fatalf("change %+v", m)
	}
	h.shelf.put("x", "queue", "billing", `{"waiting":1}`) // the same again is no change
	h.shelf.put("x", "queue", "billing", "")
	if m := b.next(); len(m.Del) != 1 || len(m.Put) != 0 || len(b.copies["now:x"]) != 1 {
		t.Fatalf("deletion %+v", m)
	}
	b.say(`{"op":"sub","topic":"now:x"}`) // as after a gap
	if m := b.next(); m.Snap == nil || len(*m.Snap) != 1 {
		t.Fatalf("second snapshot %+v", m)
	}
	b.say(`{"op":"unsub","topic":"now:x"}`)
	eventually(t, "the topic closes with its last reader", func() bool { return h.shelf.open("x") == 0 })
	h.shelf.put("x", "queue", "billing", `{"waiting":9}`)
	b.say(`{"op":"ping"}`)
	if m := b.next(); m.Op != "pong" || m.Now == 0 {
		t.Fatalf("after unsub and ping: %+v", m)
	}
}

// Ensure a topic that is unknown, forbidden or cannot be opened is refused by a
// problem, and the socket lives on.
func TestHub_Refused(t *testing.T) {
	h := open(t)
	b := h.tab(t, "ana")
	for topic, code := range map[string]core.Code{
		"weather": core.NotFound, "now:secret": core.Forbidden, "now:broken": core.Unavailable, "": core.Invalid,
		strings.Repeat("x", topicLengthMax+1): core.Invalid,
	} {
		b.say(`{"op":"sub","topic":"` + topic + `"}`)
		if m := b.next(); m.Error == nil || m.Error.Code != string(code) || m.Topic != topic {
			t.Errorf("topic %.20q: %+v, want %s", topic, m, code)
		} else if strings.Contains(m.Error.Detail, string(code)) {
			t.Errorf("topic %.20q: the detail is for a person: %q", topic, m.Error.Detail)
		}
	}
	for i := range topicsMax {
		b.sub(fmt.Sprintf("now:%d", i))
	}
	b.say(`{"op":"sub","topic":"now:onemore"}`)
	if m := b.next(); m.Error == nil || m.Error.Code != string(core.TooLarge) {
		t.Errorf("topic %d: %+v", topicsMax+1, m)
	}
}

// Ensure nobody gets in without a name, nor from a foreign page.
func TestHub_Door(t *testing.T) {
	h := open(t)
	for name, c := range map[string]struct {
		query, origin string
		status        int
	}{
		"nobody":       {"", "", http.StatusUnauthorized},
		"foreign page": {"?user=ana", "https://evil.example", http.StatusForbidden},
	} {
		_, resp, err := websocket.Dial(t.Context(), h.url+"/"+c.query, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {c.origin}}})
		if err == nil || resp == nil || resp.StatusCode != c.status {
			t.Errorf("%s: %v, %+v", name, err, resp)
		}
	}
}

// Ensure presence is told in order, and nothing is told when we close ourselves.
func TestHub_Presence(t *testing.T) {
	h := open(t)
	told := func() string {
		h.mu.Lock()
		defer h.mu.Unlock()
		return strings.Join(h.reports, ", ")
	}
	one := h.tab(t, "ana")
	one.sub("desk")
	eventually(t, "one socket", func() bool { return told() == "a 1" })
	two := h.tab(t, "ana")
	two.sub("desk")
	eventually(t, "two sockets", func() bool { return told() == "a 1, a 2" })
	_ = one.conn.CloseNow()
	eventually(t, "one left", func() bool { return told() == "a 1, a 2, a 1" })
	two.say(`{"op":"unsub","topic":"desk"}`)
	eventually(t, "none left", func() bool { return told() == "a 1, a 2, a 1, a 0" })
}

// Ensure the sockets of a device are told by its key, whatever it reads, and that
// one whose link was taken away is disconnected at once, and it alone.
func TestHub_Devices(t *testing.T) {
	h := open(t)
	told := func() string {
		h.mu.Lock()
		defer h.mu.Unlock()
		return strings.Join(h.devices, ", ")
	}
	one := h.tab(t, "kiosk-1")
	eventually(t, "one socket", func() bool { return told() == "kiosk-1 1" })
	_ = one.conn.CloseNow()
	eventually(t, "none", func() bool { return told() == "kiosk-1 1, kiosk-1 0" })
	again := h.tab(t, "kiosk-1")
	eventually(t, "one again", func() bool { return told() == "kiosk-1 1, kiosk-1 0, kiosk-1 1" })
	other := h.tab(t, "kiosk-2")
	ana := h.tab(t, "ana")

	h.mu.Lock()
	h.banned["kiosk-1"], h.banned["kiosk-2"], h.banned["ana"] = true, true, true
	h.mu.Unlock()
	h.RecheckDevice(t.Context(), "kiosk-1")
	if _, err := again.read(); websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("the device: %v", err)
	}
	for _, b := range []*tab{other, ana} {
		b.say(`{"op":"ping"}`)
		if m, err := b.read(); err != nil || m.Op != "pong" {
			t.Errorf("another socket: %+v, %v", m, err)
		}
	}
}

// Ensure that who signs out is disconnected when asked again.
func TestHub_Recheck(t *testing.T) {
	h := open(t)
	ana, bob := h.tab(t, "ana"), h.tab(t, "bob")
	bob.sub("now:x")
	h.mu.Lock()
	h.banned["ana"] = true
	h.mu.Unlock()
	h.Recheck(t.Context(), core.NoID)
	if _, err := ana.read(); websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("ana: %v", err)
	}
	h.shelf.put("x", "a", "b", `{}`)
	bob.until("now:x", "a", "b", `{}`)
}

// Ensure a whole push leaves nothing else behind.
func TestApply_Whole(t *testing.T) {
	t.Parallel()
	have := map[rowKey][]byte{{"a", "1"}: []byte("1"), {"a", "2"}: []byte("2"), {"a", "3"}: []byte("3")}
	changed := apply(have, []insight.Row{{Kind: "a", ID: "1", Doc: []byte("1")}, {Kind: "a", ID: "2", Doc: []byte("x")}}, true)
	if len(have) != 2 || string(have[rowKey{"a", "2"}]) != "x" {
		t.Errorf("rows %v", have)
	}
	if !slices.Equal(changed, []rowKey{{"a", "2"}, {"a", "3"}}) {
		t.Errorf("changed %v", changed)
	}
}
