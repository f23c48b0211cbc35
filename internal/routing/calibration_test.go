package routing_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"turno/internal/routing"
)

// announced is what a work was told when it was queued, and how it came out.
type announced struct {
	place    int
	expected time.Duration
	wait     time.Duration
	answered bool
}

// medianError is the median of |expected − wait| ÷ wait over the answered works
// queued at a place of the range, and how many there are.
func medianError(all []announced, from, to int) (median float64, n int) {
	var errs []float64
	for _, x := range all {
		if x.answered && x.place >= from && x.place <= to && x.expected >= 0 && x.wait > 0 {
			errs = append(errs, math.Abs(x.expected.Seconds()-x.wait.Seconds())/x.wait.Seconds())
		}
	}
	if len(errs) == 0 {
		return 0, 0
	}
	slices.Sort(errs)
	return errs[len(errs)/2], len(errs)
}

// Ensure that the expected wait is what it says to customers: the median error
// of works queued at place 12 or later is under 25 % of their real wait.
func TestExpectedWaitIsCalibrated(t *testing.T) {
	t.Parallel()
	cases := map[string]model{
		"96 % busy, 50 agents":                   {perMinute: 48, service: 1, agents: 50},
		"94 % busy, 14 agents":                   {perMinute: 4.4, service: 3, agents: 14},
		"96 % busy, 4 agents":                    {perMinute: 0.77, service: 5, agents: 4},
		"98 % busy, 61 agents":                   {perMinute: 30, service: 2, agents: 61},
		"125 % offered, customers leave":         {perMinute: 10, service: 3, patience: 10, agents: 24},
		"125 % offered, 8 agents, more patience": {perMinute: 2, service: 5, patience: 15, agents: 8},
	}
	for name, m := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := map[int]*announced{}
			q := newQueueing(t, m, 7)
			q.saw = func(n int, f *routing.Effect) {
				switch f.Kind { //nolint:exhaustive // of the others nothing is measured
				case routing.Queued:
					told[n] = &announced{place: f.Place, expected: f.Expected}
				case routing.Assigned:
					told[n].wait, told[n].answered = f.At.Sub(q.calls[n].arrived), true
				}
			}
			q.run(10_000)
			all := make([]announced, 0, len(told))
			for n, x := range told {
				if n >= warmUp {
					all = append(all, *x)
				}
			}
			for _, r := range [][2]int{{1, 1}, {2, 4}, {5, 11}} {
				median, n := medianError(all, r[0], r[1])
				t.Logf("place %d to %d: median error %.1f %% of %d works", r[0], r[1], 100*median, n)
			}
			median, n := medianError(all, 12, math.MaxInt)
			t.Logf("place 12 and later: median error %.1f %% of %d works", 100*median, n)
			if n < 500 {
				t.Fatalf("only %d works were queued at place 12 or later", n)
			}
			if median >= 0.25 {
				t.Errorf("median error %.1f %%, goal under 25 %%", 100*median)
			}
		})
	}
}
