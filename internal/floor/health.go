package floor

import "sync"

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

// Healthy is nil while the floor can serve; otherwise why the last transaction
// could not be written, or that the floor has ended.
func (f *Floor) Healthy() error {
	f.health.mu.Lock()
	err := f.health.err
	f.health.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case <-f.stopped:
		return errStopped()
	default:
		return nil
	}
}
