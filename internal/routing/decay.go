package routing

import (
	"math"
	"math/bits"

	"turno/internal/core"
)

// decay computes exponential averages in integers, so that they are the same on
// every platform and after every restore.
type decay struct {
	// table holds 2^(−i/1024) in 2⁻³².
	table [decaySteps + 1]uint64
}

const (
	decaySteps = 1024
	one32      = uint64(1) << 32
	// stepQ62 is 2^(−1/1024) in 2⁻⁶².
	stepQ62 = 4608565417332308034

	// The half-lives of the averages in µs: τ · ln 2.
	departuresTau      = 900_000_000 // τ = 15 min
	departuresHalfLife = 623_832_463
	occupancyHalfLife  = 1_247_664_925 // τ = 30 min
)

func newDecay() *decay {
	d := &decay{}
	x := uint64(1) << 62
	for i := range d.table {
		d.table[i] = x >> 30
		high, low := bits.Mul64(x, stepQ62)
		x = high<<2 | low>>62
	}
	return d
}

// factor is 2^(−elapsed/halfLife) in 2⁻³².
func (d *decay) factor(elapsed core.Instant, halfLife int64) uint64 {
	if elapsed <= 0 {
		return one32
	}
	halvings := int64(elapsed) / halfLife
	if halvings >= 40 {
		return 0
	}
	position := uint64(int64(elapsed)%halfLife) << 20 / uint64(halfLife)
	i, rest := position>>10, position&1023
	value := d.table[i] - (d.table[i]-d.table[i+1])*rest>>10
	return value >> uint(halvings)
}

// mul32 multiplies by a factor in 2⁻³².
func mul32(x, factor uint64) uint64 {
	high, low := bits.Mul64(x, factor)
	return high<<32 | low>>32
}

// log2 is the binary logarithm of x/2³², in 2⁻³²; x is over 0.
func log2(x uint64) int64 {
	n := bits.Len64(x) - 1
	result := int64(n-32) << 32
	m := x << uint(62-n)
	for bit := int64(1) << 31; bit > 1<<6; bit >>= 1 {
		high, low := bits.Mul64(m, m)
		m = high<<2 | low>>62
		if m >= 1<<63 {
			m >>= 1
			result += bit
		}
	}
	return result
}

// mul64 multiplies a logarithm in 2⁻³² by µs.
func scaleLog(l, microseconds int64) int64 {
	negative := l < 0
	if negative {
		l = -l
	}
	product := int64(mul32(uint64(l), uint64(microseconds)))
	if negative {
		return -product
	}
	return product
}

// occupancyOrder is a number by which agents with equal units in use stand in
// order of their occupancy, at whatever instant each was computed: averages that
// decay alike keep their order. Smaller is less occupied.
func (d *decay) occupancyOrder(a *agent) int64 {
	if !a.busy {
		if a.occupancy == 0 {
			return math.MinInt64
		}
		return int64(a.occupancyAt) + scaleLog(log2(a.occupancy), occupancyHalfLife)
	}
	if a.occupancy >= one32 {
		return math.MaxInt64
	}
	return -(int64(a.occupancyAt) + scaleLog(log2(one32-a.occupancy), occupancyHalfLife))
}

// occupancyAt is the agent's occupancy at an instant, in 2⁻³².
func (d *decay) occupancyOf(a *agent, now core.Instant) uint64 {
	f := d.factor(now-a.occupancyAt, occupancyHalfLife)
	if a.busy {
		return one32 - mul32(one32-a.occupancy, f)
	}
	return mul32(a.occupancy, f)
}

// noteOccupancy brings the average up to date when an agent's hands become
// empty or full.
func (e *Engine) noteOccupancy(a *agent) {
	busy := len(a.held) > 0
	if busy == a.busy {
		return
	}
	a.occupancy = e.decay.occupancyOf(a, e.now)
	a.occupancyAt, a.busy = e.now, busy
}
