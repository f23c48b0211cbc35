package erlang

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"turno/internal/core"
)

func queues(t *rapid.T) Queue {
	return Queue{
		PerSecond: rapid.Float64Range(1e-5, 20).Draw(t, "per second"),
		ServiceS:  rapid.Float64Range(1, 1000).Draw(t, "service"),
		PatienceS: rapid.SampledFrom([]float64{0, 1, 30, 180, 5000}).Draw(t, "patience"),
	}
}

// Ensure that every figure gets better with an agent more and worse with more load,
// and stays within its bounds.
func TestMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := queues(t)
		agents := rapid.IntRange(1, 300).Draw(t, "agents")
		t1 := rapid.Float64Range(0, 400).Draw(t, "t")
		f, more := q.Staffed(agents), q.Staffed(agents+1)
		busier := q
		busier.PerSecond *= 1.01
		worse := busier.Staffed(agents)
		const slack = 1e-12
		for what, v := range map[string][3]float64{
			"blocked":   {Blocked(agents+1, q.Load()), Blocked(agents, q.Load()), Blocked(agents, busier.Load())},
			"waits":     {more.Waits, f.Waits, worse.Waits},
			"abandons":  {more.Abandons, f.Abandons, worse.Abandons},
			"occupancy": {more.Occupancy, f.Occupancy, worse.Occupancy},
			"late":      {1 - more.Answered(t1), 1 - f.Answered(t1), 1 - worse.Answered(t1)},
			"level":     {1 - more.Level(t1), 1 - f.Level(t1), 1 - worse.Level(t1)},
		} {
			if !(v[0] <= v[1]+slack && v[1] <= v[2]+slack && v[0] >= -slack && v[2] <= 1+slack) {
				t.Fatalf("%s of %+v with %d agents is not monotone: %v", what, q, agents, v)
			}
		}
		if !(f.Answered(t1) <= f.Answered(t1+1)+slack) {
			t.Fatalf("fewer are answered within a longer time: %+v, %d agents", q, agents)
		}
		if out := f.Answered(1e7) + f.Abandons; !math.IsInf(f.MeanWaitS, 1) && math.Abs(out-1) > 1e-9 {
			t.Fatalf("answered and left are %g of all: %+v, %d agents", out, q, agents)
		}
	})
}

// Ensure that an inverse is one: the least agents that reach the goal, the most load.
func TestInverses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := queues(t)
		g := Goal{Share: rapid.Float64Range(0.05, 0.99).Draw(t, "share"), WithinS: rapid.Float64Range(0, 300).Draw(t, "within")}
		n, err := q.AgentsFor(g)
		if err != nil {
			t.Fatal(err)
		}
		if !g.Met(q.Staffed(n)) || n > 0 && g.Met(q.Staffed(n-1)) {
			t.Fatalf("%d agents are not the least for %+v of %+v", n, g, q)
		}
		if q.PatienceS > 0 && g.WithinS > q.PatienceS {
			return // with too many to serve, all leave in time, and any load meets the goal
		}
		rate, err := q.RateFor(n, g)
		if err != nil {
			t.Fatal(err)
		}
		if rate < q.PerSecond*(1-1e-9) {
			t.Fatalf("%d agents carry %g a second, and were found for %g", n, rate, q.PerSecond)
		}
		over := q
		over.PerSecond = rate * 1.0001
		if g.Met(over.Staffed(n)) {
			t.Fatalf("%d agents carry more than %g a second", n, rate)
		}
	})
}

// Ensure that the inverses of Erlang B are inverses.
func TestLossInverses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		agents := rapid.IntRange(1, 2000).Draw(t, "agents")
		blocked := rapid.Float64Range(1e-6, 0.9).Draw(t, "blocked")
		load := LoadFor(agents, blocked)
		if got := Blocked(agents, load); math.Abs(got-blocked) > 1e-9 {
			t.Fatalf("%d agents lose %g of %g, wanted %g", agents, got, load, blocked)
		}
		n, err := AgentsForLoss(load*(1-1e-12), blocked)
		if err != nil || n != agents {
			t.Fatalf("%d agents (%v) for %g, wanted %d", n, err, load, agents)
		}
	})
}

// Ensure that what makes no sense is refused and answered with no number.
func TestSenseless(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	q := Queue{PerSecond: 1, ServiceS: 60}
	for _, bad := range []Queue{{PerSecond: -1, ServiceS: 60}, {PerSecond: nan, ServiceS: 60}, {PerSecond: 1, ServiceS: math.Inf(1)}, {PerSecond: 1, ServiceS: 60, PatienceS: -1}} {
		if f := bad.Staffed(10); !math.IsNaN(f.Waits) || !math.IsNaN(f.Answered(20)) || !math.IsNaN(f.Level(20)) {
			t.Errorf("%+v has figures: %+v", bad, f)
		}
		if _, err := bad.AgentsFor(Goal{Share: 0.8}); core.CodeOf(err) != core.Invalid {
			t.Errorf("%+v is staffed: %v", bad, err)
		}
	}
	for _, bad := range []Goal{{}, {WithinS: 20}, {Share: 1.2}, {Share: -0.1}, {Share: nan}, {Share: 0.8, WithinS: -1}, {Occupancy: 2}, {Share: 0.8, MeanWaitS: nan}} {
		if _, err := q.AgentsFor(bad); core.CodeOf(err) != core.Invalid {
			t.Errorf("%+v is accepted: %v", bad, err)
		}
		if _, err := q.RateFor(10, bad); core.CodeOf(err) != core.Invalid {
			t.Errorf("%+v is accepted: %v", bad, err)
		}
	}
	for _, v := range []float64{Blocked(3, -1), Blocked(3, nan), Waits(3, nan), LoadFor(3, 1), LoadFor(3, 0), LoadFor(3, nan)} {
		if !math.IsNaN(v) {
			t.Errorf("no number was wanted, got %g", v)
		}
	}
	for _, c := range [][2]float64{{nan, 0.01}, {-1, 0.01}, {2 * AgentsMax, 0.01}, {10, 0}, {10, 1}} {
		if _, err := AgentsForLoss(c[0], c[1]); core.CodeOf(err) != core.Invalid {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// Ensure the corners: no agents, no load, no room for the goal.
func TestCorners(t *testing.T) {
	t.Parallel()
	quiet := Queue{ServiceS: 60}.Staffed(0)
	if quiet.Waits != 0 || quiet.Answered(0) != 1 || quiet.Level(20) != 1 {
		t.Errorf("nobody comes: %+v", quiet)
	}
	alone := Queue{PerSecond: 1, ServiceS: 60}.Staffed(0)
	if alone.Waits != 1 || !math.IsInf(alone.MeanWaitS, 1) || alone.Answered(20) != 0 || alone.Occupancy != 0 {
		t.Errorf("nobody serves: %+v", alone)
	}
	left := Queue{PerSecond: 1, ServiceS: 60, PatienceS: 30}.Staffed(0)
	if left.Abandons != 1 || left.MeanWaitS != 30 || left.Answered(20) != 0 || left.Level(20) != 0 {
		t.Errorf("nobody serves and all leave: %+v", left)
	}
	if n, err := (Queue{PerSecond: 1, ServiceS: 1e6}).AgentsFor(Goal{Share: 1}); core.CodeOf(err) != core.Invalid {
		t.Errorf("%d agents keep a million busy: %v", n, err)
	}
	if Blocked(0, 5) != 1 || Blocked(5, 0) != 0 || Blocked(5, math.Inf(1)) != 1 || Waits(5, 5) != 1 || LoadFor(0, 0.5) != 0 {
		t.Error("a corner of the loss formula")
	}
}

// FuzzFigures: whatever the figures, shares are shares or no numbers, and nothing hangs.
func FuzzFigures(f *testing.F) {
	f.Add(0.2, 285.0, 180.0, 60, 20.0)
	f.Add(1e-300, 1e300, 1e-300, 1, 1e300)
	f.Add(1e9, 1e-9, 1e-9, 5000, 0.0)
	f.Fuzz(func(t *testing.T, rate, service, patience float64, agents int, within float64) {
		got := Queue{PerSecond: rate, ServiceS: service, PatienceS: patience}.Staffed(agents % 5000)
		for what, v := range map[string]float64{
			"waits": got.Waits, "abandons": got.Abandons, "occupancy": got.Occupancy,
			"answered": got.Answered(within), "level": got.Level(within),
		} {
			if v < -1e-9 || v > 1+1e-9 {
				t.Errorf("%s is %g", what, v)
			}
		}
	})
}
