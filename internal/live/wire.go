package live

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
)

const (
	// idleMax is how long a socket may be silent: browsers ping every 20 s.
	idleMax = 65 * time.Second
	// A write may take writeBase, and a second more for each writeRate bytes.
	writeBase = 10 * time.Second
	writeRate = 32 << 10
	// joinMax is up to which size frames are copied together, to be written with
	// one call.
	joinMax = 64 << 10
)

// wire is the TCP (or TLS) connection below a WebSocket. The WebSocket library
// reads from it and writes its control frames, each with one Write; prepared
// frames are written past the library, so that one encoding serves all readers
// and one call writes many. The lock keeps frames whole.
type wire struct {
	net.Conn

	mu    sync.Mutex
	hub   *Hub
	spare []byte
	until core.Instant // the write deadline
}

// Read implements net.Conn; a peer that is silent for too long is gone.
func (w *wire) Read(p []byte) (int, error) {
	if err := w.SetReadDeadline(clock.Now().Add(idleMax).Time()); err != nil {
		return 0, err
	}
	return w.Conn.Read(p)
}

// Write implements net.Conn for the library's control frames.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.put(p)
}

func (w *wire) put(p []byte) (int, error) {
	// A deadline costs as much as a small write, so it is moved only when half of
	// it is over.
	grace := writeBase + time.Duration(len(p)/writeRate)*time.Second
	now := clock.Now()
	if w.until < now.Add(grace/2) {
		w.until = now.Add(grace)
		if err := w.SetWriteDeadline(w.until.Time()); err != nil {
			return 0, err
		}
	}
	return w.Conn.Write(p)
}

// writeAll writes frames in order, with as few calls as sense allows.
func (w *wire) writeAll(frames []pending) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(frames) > 0 {
		n, size := 1, len(frames[0].frame)
		for n < len(frames) && size+len(frames[n].frame) <= joinMax {
			size += len(frames[n].frame)
			n++
		}
		out := []byte(frames[0].frame)
		if n > 1 {
			out = w.join(frames[:n], size)
		}
		if _, err := w.put(out); err != nil {
			return err
		}
		w.hub.stats.written(len(out))
		frames = frames[n:]
	}
	return nil
}

func (w *wire) join(frames []pending, size int) []byte {
	if cap(w.spare) < size {
		w.spare = make([]byte, 0, size)
	}
	out := w.spare[:0]
	for i := range frames {
		out = append(out, frames[i].frame...)
	}
	return out
}

// tap gives the WebSocket library our wire in place of the connection it hijacks.
type tap struct {
	http.ResponseWriter

	hub  *Hub
	wire *wire
}

// Hijack implements http.Hijacker.
func (t *tap) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(t.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	t.wire = &wire{Conn: conn, hub: t.hub}
	// Answer headers still in the server's buffer go out first; from then on the
	// library's writer ends in our Write.
	if err := rw.Flush(); err != nil {
		return nil, nil, err
	}
	return t.wire, bufio.NewReadWriter(rw.Reader, bufio.NewWriterSize(t.wire, 512)), nil
}
