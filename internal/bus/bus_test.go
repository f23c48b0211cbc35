package bus_test

import (
	"sync"
	"testing"

	"turno/internal/bus"
)

// Ensure every reader gets every event in order.
func TestBus_Publish(t *testing.T) {
	t.Parallel()
	b := bus.New()
	one, two := b.Subscribe("one", 10), b.Subscribe("two", 10)
	for i := range 10 {
		b.Publish(i)
	}
	for _, s := range []*bus.Subscription{one, two} {
		for i := range 10 {
			if got := <-s.C; got != i {
				t.Fatalf("%s: event %d is %v", s.Name, i, got)
			}
		}
		if s.Lost() {
			t.Fatalf("%s: lost without cause", s.Name)
		}
	}
}

// Ensure a slow reader holds up nobody, learns of its loss, and goes on with
// what is published after it looked.
func TestBus_Lost(t *testing.T) {
	t.Parallel()
	b := bus.New()
	slow, quick := b.Subscribe("slow", 2), b.Subscribe("quick", 10)
	for i := range 5 {
		b.Publish(i)
	}
	if got := <-slow.C; got != 0 {
		t.Fatalf("first event is %v", got)
	}
	b.Publish(5) // there is room again, but a gap must not be papered over
	if !slow.Lost() {
		t.Fatal("the loss was not told")
	}
	if slow.Dropped() != 4 {
		t.Fatalf("dropped %d, want 4", slow.Dropped())
	}
	b.Publish(6)
	if got := <-slow.C; got != 6 {
		t.Fatalf("after resynchronising the next event is %v, want 6", got)
	}
	if slow.Lost() {
		t.Fatal("lost twice for one loss")
	}
	for want := range 7 {
		if got := <-quick.C; got != want {
			t.Fatalf("quick reader got %v, want %d", got, want)
		}
	}
}

// Ensure a closed subscription ends its reader's loop and gets nothing more.
func TestBus_Close(t *testing.T) {
	t.Parallel()
	b := bus.New()
	s := b.Subscribe("reader", 1)
	b.Publish("last")
	s.Close()
	s.Close()
	b.Publish("too late")
	var got []bus.Event
	for event := range s.C {
		got = append(got, event)
	}
	if len(got) != 1 || got[0] != "last" {
		t.Fatalf("got %v", got)
	}
}

// Ensure publishing, reading, losing and closing at once is safe, and that a
// reader sees no gap but one it was told of.
func TestBus_Concurrent(t *testing.T) {
	t.Parallel()
	b := bus.New()
	const total = 20000
	var readers sync.WaitGroup
	for range 4 {
		s := b.Subscribe("reader", 8)
		readers.Go(func() {
			defer s.Close()
			next, known := 0, true
			for event := range s.C {
				if s.Lost() {
					known = false
					continue
				}
				n, ok := event.(int)
				if !ok {
					t.Errorf("event %v", event)
					return
				}
				if known && n != next {
					t.Errorf("got %d, want %d, and no loss was told", n, next)
					return
				}
				next, known = n+1, true
				if n == total {
					return
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { readers.Wait(); close(done) }()
	for i := range total {
		b.Publish(i)
	}
	for {
		select {
		case <-done:
			return
		default:
			b.Publish(total) // until every reader has seen the last one
		}
	}
}
