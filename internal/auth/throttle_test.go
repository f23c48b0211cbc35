package auth

import (
	"strconv"
	"testing"
	"time"
)

// Ensure the throttle's memory is bounded whatever is thrown at it, and that it
// forgets the longest untouched first.
func TestThrottleMemory(t *testing.T) {
	t.Parallel()
	th := newThrottle(2, time.Minute, 100)
	for range 2 {
		th.take("kept", 0)
	}
	for i := range 10_000 {
		th.take(strconv.Itoa(i), 0)
		if _, ok := th.take("kept", 0); ok {
			t.Fatalf("forgot a key in use after %d others", i)
		}
	}
	if len(th.byKey) != 100 || th.recent.Len() != 100 {
		t.Errorf("remembers %d and %d keys, want 100", len(th.byKey), th.recent.Len())
	}
	if wait, ok := th.take("kept", 0); ok || wait != time.Minute {
		t.Errorf("wait is %v, %v; want a minute", wait, ok)
	}
}
