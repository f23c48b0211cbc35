package bus

import (
	"sync"
	"sync/atomic"
)

// Event is anything published; readers switch on its type and leave alone what
// they do not know. An event is shared by all its readers and never changed
// after it was published.
type Event any

// Bus delivers every event to every subscription, in the order of publishing.
// Its methods are safe for concurrent use.
type Bus struct {
	mu   sync.Mutex
	subs []*Subscription
}

// New returns a bus without readers.
func New() *Bus { return &Bus{} }

// Publish hands the event to every reader and returns at once. A reader whose
// buffer is full is marked lost: it gets this event and all later ones no more
// until it has called Lost.
func (b *Bus) Publish(event Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.subs {
		if s.lost.Load() {
			s.dropped.Add(1)
			continue
		}
		select {
		case s.events <- event:
		default:
			s.lost.Store(true)
			s.dropped.Add(1)
		}
	}
}

// Subscribe begins to collect events for one reader. The name is for logs and
// metrics; buffer is how many events may wait, at least 1.
func (b *Bus) Subscribe(name string, buffer int) *Subscription {
	events := make(chan Event, max(buffer, 1))
	s := &Subscription{C: events, Name: name, bus: b, events: events}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs = append(b.subs, s)
	return s
}

// Subscription is one reader's part of a bus. A reader's loop is
//
//	for event := range s.C {
//		if s.Lost() {
//			// Read the truth anew; events published from Lost on arrive.
//			continue
//		}
//		…
//	}
//
// A full buffer holds at least one event, so a reader that looks at Lost after
// each receive always learns of a loss.
type Subscription struct {
	// C delivers the events; it is closed by Close.
	C    <-chan Event
	Name string

	bus     *Bus
	events  chan Event
	lost    atomic.Bool
	dropped atomic.Uint64
}

// Lost reports whether events were dropped. If so the buffer is emptied and the
// events published from now on arrive again; the reader must read the truth
// anew, now. Only the reader may call it.
func (s *Subscription) Lost() bool {
	if !s.lost.Load() {
		return false
	}
	s.bus.mu.Lock()
	defer s.bus.mu.Unlock()
	for len(s.events) > 0 {
		<-s.events
	}
	s.lost.Store(false)
	return true
}

// Dropped is how many events this reader was not given since it subscribed.
func (s *Subscription) Dropped() uint64 { return s.dropped.Load() }

// Waiting is how many events wait to be read.
func (s *Subscription) Waiting() int { return len(s.events) }

// Close ends the subscription and closes C. It may be called more than once.
func (s *Subscription) Close() {
	s.bus.mu.Lock()
	defer s.bus.mu.Unlock()
	for i, other := range s.bus.subs {
		if other == s {
			s.bus.subs = append(s.bus.subs[:i:i], s.bus.subs[i+1:]...)
			close(s.events)
			return
		}
	}
}
