package live

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// Ensure a stop says goodbye, closes every socket, and lets nobody in.
func TestHub_Stop(t *testing.T) {
	h := open(t)
	b := h.tab(t, "ana")
	b.sub("now:x")
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		h.Stop(context.Background(), "restart", 500*time.Millisecond)
	}()
	if m := b.next(); m.Op != "bye" || m.Reason != "restart" || m.Retry != 500 {
		t.Fatalf("goodbye %+v", m)
	}
	if _, err := b.read(); websocket.CloseStatus(err) != websocket.StatusServiceRestart {
		t.Errorf("close %v", err)
	}
	<-stopped
	if _, resp, err := websocket.Dial(t.Context(), h.url+"/?user=ana", nil); err == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("after the stop: %v", err)
	}
	if h.shelf.open("x") != 0 {
		t.Error("a topic is left open")
	}
}

// Ensure a stop does not wait for a reader that does not answer.
func TestHub_StopDeaf(t *testing.T) {
	h := open(t)
	raw := h.raw(t)
	if _, err := raw.Write(masked(`{"op":"sub","topic":"now:x"}`)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "subscribed", func() bool { return h.shelf.open("x") == 1 })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	h.Stop(ctx, "restart", time.Second) // goleak fails the package if anything is left
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	if h.metric(t, "sockets") != 0 {
		t.Error("a socket is left")
	}
}
