package live

import (
	"sync"
	"time"

	"turno/internal/clock"
)

// How often gathered changes go out. With many readers a little more is gathered,
// because the cost of a change is one write per reader and nobody reads a table
// faster than this.
const (
	beatFew   = 100 * time.Millisecond
	beatMany  = 250 * time.Millisecond
	manyAfter = 200 // readers of the topics that are due
)

// beat gathers changes: the first after a quiet time goes at once, the following
// together, one beat later. All topics beat at the same instant, so that a reader
// of several gets them with one write.
type beat struct {
	kick chan struct{} // capacity 1

	mu  sync.Mutex
	due []*topic
}

func newBeat() *beat { return &beat{kick: make(chan struct{}, 1)} }

// add is called with the topic's lock held, once per topic and beat.
func (b *beat) add(t *topic) {
	b.mu.Lock()
	b.due = append(b.due, t)
	b.mu.Unlock()
	select {
	case b.kick <- struct{}{}:
	default:
	}
}

func (b *beat) run(stop <-chan struct{}) {
	timer := time.NewTimer(0)
	<-timer.C
	defer timer.Stop()
	var last time.Time
	pause := beatFew
	for {
		select {
		case <-stop:
			return
		case <-b.kick:
		}
		if wait := pause - clock.Now().Time().Sub(last); wait > 0 {
			timer.Reset(wait)
			select {
			case <-stop:
				return
			case <-timer.C:
			}
		}
		last = clock.Now().Time()
		pause = beatFew
		if b.fire() > manyAfter {
			pause = beatMany
		}
	}
}

// fire sends what is due and returns to how many readers.
func (b *beat) fire() int {
	b.mu.Lock()
	due := b.due
	b.due = nil
	b.mu.Unlock()
	readers := 0
	for _, t := range due {
		t.mu.Lock()
		t.flush()
		readers += len(t.readers)
		t.mu.Unlock()
	}
	for _, t := range due {
		t.mu.Lock()
		t.wake()
		t.mu.Unlock()
	}
	return readers
}
