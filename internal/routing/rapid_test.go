package routing_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// rapidChooser lets rapid make the choices, so that it can shrink them.
type rapidChooser struct{ t *rapid.T }

func (r rapidChooser) below(n int) int {
	if n <= 1 {
		return 0
	}
	return rapid.IntRange(0, n-1).Draw(r.t, "choice")
}

// Ensure that no sequence of commands on any configuration breaks a promise.
func TestRapidWorkload(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorkload(rt, rapidChooser{rt}, 1+rapid.IntRange(0, 5).Draw(rt, "agents"))
		w.run(rapid.IntRange(1, 60).Draw(rt, "steps"))
	})
}

// Ensure that long mixed runs break no promise. By default they last about
// four seconds; TURNO_SOAK (a duration, "10m") makes them longer, TURNO_SEED
// begins with another seed.
func TestSeededWorkload(t *testing.T) {
	t.Parallel()
	length := 4 * time.Second
	if text := os.Getenv("TURNO_SOAK"); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		length = d
	}
	first := uint64(1)
	if text := os.Getenv("TURNO_SEED"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		first = n
	}
	deadline := time.Now().Add(length)
	for n := first; n == first || time.Now().Before(deadline); n++ {
		c := seed(n)
		w := newWorkload(seedFataler{t, n}, c, 2+c.below(10))
		w.run(400)
		ended, open := w.auditor.Legs()
		if ended == 0 && open == 0 {
			t.Fatalf("seed %d did nothing", n)
		}
	}
}

// seedFataler says the seed with the failure.
type seedFataler struct {
	t    *testing.T
	seed uint64
}

func (s seedFataler) Helper() { s.t.Helper() }

func (s seedFataler) Fatalf(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("seed %d: "+format, append([]any{s.seed}, args...)...)
}

func (s seedFataler) Errorf(format string, args ...any) {
	s.t.Helper()
	s.t.Errorf("seed %d: "+format, append([]any{s.seed}, args...)...)
}
