package floor

import (
	"sync"

	"turno/internal/core"
)

// healthState is what the last transaction said.
type healthState struct {
	mu  sync.Mutex
	err error
}

func (h *healthState) set(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.err = err
}

func (h *healthState) get() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.err
}

// Healthy is nil while the floor can serve; otherwise why the last transaction
// could not be written, or that the floor has ended.
func (f *Floor) Healthy() error {
	if err := f.health.get(); err != nil {
		return err
	}
	select {
	case <-f.stopped:
		return f.ended()
	default:
		return nil
	}
}

// ended is what a request is told that came too late.
func (f *Floor) ended() error {
	if err := f.health.get(); fenced(err) {
		return err
	}
	return core.Errorf(core.Unavailable, "the floor is stopping")
}
