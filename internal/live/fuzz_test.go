package live

import (
	"context"
	"strconv"
	"testing"

	"github.com/coder/websocket"
)

// FuzzFrame sends any frame on a socket of its own: that one is answered or
// closed, and another goes on being told.
func FuzzFrame(f *testing.F) {
	h := open(f)
	// The reader outlives the inputs, each of which is a test of its own.
	good := h.tab(f, "ana")
	good.sub("now:x")
	for _, seed := range []string{
		`{"op":"ping"}`, `{"op":"sub","topic":"now:x"}`, `{"op":"sub","topic":"desk"}`, `{"op":"sub","topic":":::"}`,
		`{"op":"unsub","topic":"now:y"}`, `{"op":"sub","topic":"now:secret"}`, `{"op":"sub","topic":"now:broken"}`,
		`{"op":`, `[]`, `null`, "\xff\x00", `{"op":"sub","topic":"\u0000"}`,
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	n := 0
	f.Fuzz(func(t *testing.T, text string, asText bool) {
		kind := websocket.MessageBinary
		if asText {
			kind = websocket.MessageText
		}
		good.t = t
		bad := h.tab(t, "bob")
		if err := bad.conn.Write(context.Background(), kind, []byte(text)); err == nil {
			// A ping's answer comes behind whatever the frame was answered with.
			_ = bad.conn.Write(context.Background(), websocket.MessageText, []byte(`{"op":"ping"}`))
			for {
				m, err := bad.read()
				if err != nil && websocket.CloseStatus(err) == -1 {
					t.Fatalf("%q: neither an answer nor a closing: %v", text, err)
				}
				if err != nil || m.Op == "pong" {
					break
				}
			}
		}
		n++
		h.shelf.put("x", "a", "b", strconv.Itoa(n))
		good.until("now:x", "a", "b", strconv.Itoa(n))
		_ = bad.conn.CloseNow()
	})
}
