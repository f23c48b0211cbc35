package live

import (
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// Ensure a wrong frame closes the socket that sent it, with the right code, and no other.
func TestHub_BadFrame(t *testing.T) {
	h := open(t)
	good := h.tab(t, "ana")
	good.sub("now:x")
	for name, c := range map[string]struct {
		kind websocket.MessageType
		text string
		code websocket.StatusCode
	}{
		"not JSON":   {websocket.MessageText, `sub please`, websocket.StatusPolicyViolation},
		"wrong type": {websocket.MessageText, `{"op":7}`, websocket.StatusPolicyViolation},
		"unknown op": {websocket.MessageText, `{"op":"dance"}`, websocket.StatusPolicyViolation},
		"binary":     {websocket.MessageBinary, `{"op":"ping"}`, websocket.StatusPolicyViolation},
		"too long":   {websocket.MessageText, `{"op":"ping","x":"` + strings.Repeat("x", frameBytesMax) + `"}`, websocket.StatusMessageTooBig},
	} {
		bad := h.tab(t, "bob")
		bad.sub("now:x")
		if err := bad.conn.Write(t.Context(), c.kind, []byte(c.text)); err != nil {
			t.Fatal(err)
		}
		if _, err := bad.read(); websocket.CloseStatus(err) != c.code {
			t.Errorf("%s: %v, want %d", name, err, c.code)
		}
	}
	flood := h.tab(t, "bob")
	for range framesAtOnce + 10 {
		_ = flood.conn.Write(t.Context(), websocket.MessageText, []byte(`{"op":"ping"}`))
	}
	var err error
	for err == nil {
		_, err = flood.read()
	}
	if websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("flood: %v", err)
	}
	h.shelf.put("x", "a", "b", `{}`)
	good.until("now:x", "a", "b", `{}`)
}

// Ensure garbage below the WebSocket layer harms nobody else.
func TestHub_Garbage(t *testing.T) {
	h := open(t)
	good := h.tab(t, "ana")
	good.sub("now:x")
	for range 20 {
		raw := h.raw(t)
		junk := make([]byte, 200)
		for i := range junk {
			junk[i] = byte(rand.N(256))
		}
		_, _ = raw.Write(junk)
		_ = raw.SetReadDeadline(time.Now().Add(5 * time.Second))
		_ = raw.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, raw)
		_ = raw.Close()
	}
	eventually(t, "their sockets are gone", func() bool { return h.metric(t, "sockets") == 1 })
	h.shelf.put("x", "a", "b", `{}`)
	good.until("now:x", "a", "b", `{}`)
}

// raw opens a socket by hand and leaves the reading to the test.
func (h *house) raw(tb testing.TB) net.Conn {
	tb.Helper()
	raw, err := net.Dial("tcp", strings.TrimPrefix(h.url, "ws://"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = raw.Close() })
	_, err = io.WriteString(raw, "GET /?user=sam HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

// masked is a client's text frame of less than 126 bytes, with a zero mask.
func masked(text string) []byte {
	return append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)
}
