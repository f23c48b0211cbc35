package floor_test

import (
	"strings"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure a second floor on the same store takes it over, and the first can write
// nothing any more.
func TestFloor_Takeover(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		first := open(t, s)
		id := first.enqueue(visit())
		second := open(t, s)
		first.refused(floor.Request{Command: &routing.Enqueue{Head: head(), Work: visit()}}, core.Unavailable)
		select {
		case <-first.Done():
		case <-time.After(10 * time.Second):
			t.Fatal("the first floor did not stop")
		}
		if first.Healthy() == nil {
			t.Fatal("the first floor believes to be well")
		}
		second.work(id)
		second.enqueue(visit())
	})
}

// Ensure a floor that nobody asks for anything notices by itself that another
// has taken the store over, and says so.
func TestFloor_TakeoverWhileIdle(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		first := open(t, s)
		second := open(t, s)
		select {
		case <-first.Done():
		case <-time.After(10 * time.Second):
			t.Fatal("the first floor did not notice")
		}
		const words = "another server has taken the store over"
		_, err := first.Do(t.Context(), floor.Request{Command: &routing.Enqueue{Head: head(), Work: visit()}})
		for _, err := range []error{first.Healthy(), err, first.View(t.Context(), func(floor.View) error { return nil })} {
			if core.CodeOf(err) != core.Unavailable || !strings.Contains(err.Error(), words) {
				t.Errorf("the first says %v", err)
			}
		}
		second.enqueue(visit())
		select {
		case <-second.Done():
			t.Fatal("the second stopped too")
		default:
		}
	})
}
