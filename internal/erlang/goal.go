package erlang

import (
	"math"
	"sort"

	"turno/internal/core"
)

// AgentsMax is the largest staff that is looked for.
const AgentsMax = 1_000_000

// Goal is what a queue shall reach. A zero field asks for nothing.
type Goal struct {
	Share     float64 // service level (Level) of at least this, 0–1
	WithinS   float64 // seconds that Share speaks of
	Abandons  float64 // at most this share leaves
	MeanWaitS float64 // at most this mean wait of all
	Occupancy float64 // agents are busy at most this share of their time
}

// Met reports whether the figures reach the goal.
func (g Goal) Met(f Figures) bool {
	switch {
	case f.broken:
		return false
	case g.Share > 0 && f.Level(g.WithinS) < g.Share:
		return false
	case g.Abandons > 0 && f.Abandons > g.Abandons:
		return false
	case g.MeanWaitS > 0 && f.MeanWaitS > g.MeanWaitS:
		return false
	case g.Occupancy > 0 && f.Occupancy > g.Occupancy:
		return false
	default:
		return true
	}
}

func (g Goal) check() error {
	share := func(field string, v float64) error {
		if math.IsNaN(v) || v < 0 || v > 1 {
			return core.FieldErrorf(core.Invalid, field, "%g is not a share from 0 to 1", v)
		}
		return nil
	}
	if err := share("share", g.Share); err != nil {
		return err
	}
	if err := share("abandons", g.Abandons); err != nil {
		return err
	}
	if err := share("occupancy", g.Occupancy); err != nil {
		return err
	}
	if math.IsNaN(g.WithinS) || g.WithinS < 0 || math.IsNaN(g.MeanWaitS) || g.MeanWaitS < 0 {
		return core.FieldErrorf(core.Invalid, "within", "a wait is not negative")
	}
	if g == (Goal{WithinS: g.WithinS}) {
		return core.FieldErrorf(core.Invalid, "goal", "the goal asks for nothing")
	}
	return nil
}

// AgentsFor is the least number of agents that meets the goal. It fails with
// core.Invalid where the queue or the goal makes no sense, or where AgentsMax are
// too few (every wait of a service level of 1 would have to be avoided).
//
// Every figure gets better with every agent, so it is found by halving.
func (q Queue) AgentsFor(g Goal) (int, error) {
	if err := g.check(); err != nil {
		return 0, err
	}
	if !q.valid() {
		return 0, core.FieldErrorf(core.Invalid, "queue", "rates and times are finite and not negative")
	}
	high := max(int(min(q.Load(), AgentsMax)), 1)
	for !g.Met(q.Staffed(high)) {
		if high >= AgentsMax {
			return 0, core.FieldErrorf(core.Invalid, "goal", "not even %d agents reach this goal", AgentsMax)
		}
		high = min(high*2, AgentsMax)
	}
	return sort.Search(high, func(n int) bool { return g.Met(q.Staffed(n)) }), nil
}

// RateFor is the largest rate of contacts per second with which so many agents
// still meet the goal; the queue's own PerSecond is ignored. It fails as AgentsFor
// does, and where the goal is met at no rate at all.
func (q Queue) RateFor(agents int, g Goal) (float64, error) {
	if err := g.check(); err != nil {
		return 0, err
	}
	at := func(rate float64) Queue { return Queue{PerSecond: rate, ServiceS: q.ServiceS, PatienceS: q.PatienceS} }
	if !at(0).valid() || q.ServiceS == 0 {
		return 0, core.FieldErrorf(core.Invalid, "queue", "the service takes some time, and patience is not negative")
	}
	met := func(rate float64) bool { return g.Met(at(rate).Staffed(agents)) }
	// Without the least agent nothing is ever answered; with patience a load far
	// above the agents may still meet a goal that asks for little.
	high := float64(max(agents, 1)) / q.ServiceS
	for range 64 {
		if !met(high) {
			return largest(0, high, met), nil
		}
		high *= 2
	}
	return 0, core.FieldErrorf(core.Invalid, "goal", "any load meets this goal")
}

// LoadFor is Erlang B's inverse: the load in erlangs of which so many agents lose
// just that share, over 0 and under 1. NaN for any other share; 0 without agents.
func LoadFor(agents int, blocked float64) float64 {
	switch {
	case !(blocked > 0 && blocked < 1):
		return math.NaN()
	case agents <= 0:
		return 0
	}
	// At a load of a, at least 1 − n/a is lost.
	high := float64(agents) / (1 - blocked) * 2
	return largest(0, high, func(load float64) bool { return Blocked(agents, load) <= blocked })
}

// AgentsForLoss is the least number of agents that lose at most that share of a
// load in erlangs. It fails with core.Invalid where the share is not over 0 and
// under 1, or the load is no load, or needs more than AgentsMax.
func AgentsForLoss(load, blocked float64) (int, error) {
	if !(blocked > 0 && blocked < 1) {
		return 0, core.FieldErrorf(core.Invalid, "blocked", "%g is not a share over 0 and under 1", blocked)
	}
	if math.IsNaN(load) || load < 0 || load > AgentsMax {
		return 0, core.FieldErrorf(core.Invalid, "load", "%g erlangs are not from 0 to %d", load, AgentsMax)
	}
	b, n := 1.0, 0
	for b > blocked {
		n++
		b = load * b / (float64(n) + load*b)
	}
	return n, nil
}

// largest halves its way to the largest value for which ok holds; it does at low
// and not at high.
func largest(low, high float64, ok func(float64) bool) float64 {
	for range 200 {
		mid := low + (high-low)/2
		if mid <= low || mid >= high {
			break
		}
		if ok(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}
