package audit

import (
	"cmp"
	"math/big"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// priority is base and steps: the queue's and the work's own clamped to 0–100,
// then the points of the steps.
func (x *Auditor) priority(w *work) int {
	base := w.own
	if q := x.queues[w.queue]; q != nil {
		base += q.config.Priority
	}
	return min(max(base, 0), 100) + w.steps
}

// comparePriority is positive when w is above o: base, steps and ageing, as
// (base + steps) · age_unit − arrived, exact.
func (x *Auditor) comparePriority(w, o *work) int {
	unit := int64(x.config.AgeUnit / time.Microsecond)
	if unit == 0 {
		return cmp.Compare(x.priority(w), x.priority(o))
	}
	score := func(w *work) *big.Int {
		s := new(big.Int).Mul(big.NewInt(int64(x.priority(w))), big.NewInt(unit))
		return s.Sub(s, big.NewInt(int64(w.arrived)))
	}
	return score(w).Cmp(score(o))
}

// threshold is the queue's service level threshold; zero means 20 s.
func (x *Auditor) threshold(w *work) *big.Int {
	t := 20 * time.Second
	if q := x.queues[w.queue]; q != nil && q.config.ServiceLevel.Threshold > 0 {
		t = q.config.ServiceLevel.Threshold
	}
	return big.NewInt(int64(t / time.Microsecond))
}

// compareRatio is positive when w has used up more of its target than o:
// (now − arrived) ÷ threshold, compared by cross-multiplication.
func (x *Auditor) compareRatio(w, o *work, now core.Instant) int {
	left := new(big.Int).Mul(big.NewInt(int64(now-w.arrived)), x.threshold(o))
	right := new(big.Int).Mul(big.NewInt(int64(now-o.arrived)), x.threshold(w))
	return left.Cmp(right)
}

// compareWorks is positive when w is better for the agent than o.
func (x *Auditor) compareWorks(a *agent, w, o *work, now core.Instant) int {
	mine := func(w *work) bool { return w.reservation(x, now) == a.id }
	if c := compareBool(mine(w), mine(o)); c != 0 {
		return c
	}
	if !mine(w) {
		wr, _ := x.rank(a, w, now)
		or, _ := x.rank(a, o, now)
		if c := cmp.Compare(or, wr); c != 0 {
			return c
		}
	}
	if c := x.comparePriority(w, o); c != 0 {
		return c
	}
	if c := x.compareRatio(w, o, now); c != 0 {
		return c
	}
	if c := cmp.Compare(o.arrived, w.arrived); c != 0 {
		return c
	}
	return o.id.Compare(w.id)
}

// compareAgents is positive when a is better for the work than b, and 0 where
// the rules as the auditor knows them do not decide.
func (x *Auditor) compareAgents(w *work, a, b *agent, now core.Instant) int {
	if c := compareBool(a.id == w.preferred, b.id == w.preferred); c != 0 {
		return c
	}
	ar, _ := x.rank(a, w, now)
	br, _ := x.rank(b, w, now)
	if w.reservation(x, now) == a.id || w.reservation(x, now) == b.id {
		ar, br = 0, 0 // reserved: only one of the two may take it at all
	}
	if c := cmp.Compare(br, ar); c != 0 {
		return c
	}
	if c := compareBool(!x.mustInterrupt(a, w.channel), !x.mustInterrupt(b, w.channel)); c != 0 {
		return c
	}
	if c, decided := x.compareByChoice(w, a, b, now); decided {
		return c
	}
	if c := cmp.Compare(b.idle, a.idle); c != 0 {
		return c
	}
	return b.id.Compare(a.id)
}

func (x *Auditor) choice(w *work) routing.Choice {
	if q := x.queues[w.queue]; q != nil && q.config.Choice != "" {
		return q.config.Choice
	}
	return x.defaultChoice(w)
}

// defaultChoice is fill for chat, so that idle agents stay free for calls.
func (x *Auditor) defaultChoice(w *work) routing.Choice {
	if w.channel == core.Chat {
		return routing.Fill
	}
	return routing.LongestIdle
}

// compareByChoice applies the queue's rule; decided is false where it leaves
// the two equal.
func (x *Auditor) compareByChoice(w *work, a, b *agent, now core.Instant) (order int, decided bool) {
	rule := x.choice(w)
	au, bu := x.units(a), x.units(b)
	if rule == routing.Fill {
		return cmp.Compare(au, bu), au != bu
	}
	if au != bu {
		return cmp.Compare(bu, au), true
	}
	switch rule { //nolint:exhaustive // the other rules add nothing here
	case routing.LeastOccupied:
		ao, bo := a.occupancy(now), b.occupancy(now)
		const blur = 1e-6 // the engine counts in fixed point
		if ao > bo+blur || bo > ao+blur {
			return cmp.Compare(bo, ao), true
		}
		return 0, ao != bo // so near that either may go first
	case routing.BestSkilled:
		as, bs := w.skillSum(a), w.skillSum(b)
		return cmp.Compare(as, bs), as != bs
	case routing.RoundRobin:
		var last core.ID
		if q := x.queues[w.queue]; q != nil {
			last = q.last
		}
		if c := compareBool(a.id.Compare(last) > 0, b.id.Compare(last) > 0); c != 0 {
			return c, true
		}
		return b.id.Compare(a.id), true
	}
	return 0, false
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
