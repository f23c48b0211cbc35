package routing

import (
	"math/bits"
	"time"

	"turno/internal/core"
)

// departures counts the works that leave a queue, forgetting exponentially.
type departures struct {
	count  uint64
	recent uint64 // in 2⁻²⁰, as of at
	at     core.Instant
	from   core.Instant // when counting began
	begun  bool
}

// handleTime is a mean that follows.
type handleTime struct {
	sum time.Duration
	n   int
}

const (
	departuresMin = 5
	handledMax    = 512
)

func (h *handleTime) add(d time.Duration) {
	h.sum += d
	h.n++
	if h.n == handledMax {
		h.sum /= 2
		h.n /= 2
	}
}

// depart counts one departure from the line.
func (e *Engine) depart(q *queue) {
	r := &q.rate
	r.recent = mul32(r.recent, e.decay.factor(e.now-r.at, departuresHalfLife)) + 1<<20
	r.at = e.now
	r.count++
	e.saveQueue(q)
}

// expected is place ÷ departures per second. The average is corrected for the
// time before counting began. When a queue has had too few departures, or none
// lately, the rate is that of the fitting agents signed in; negative means no
// value.
func (e *Engine) expected(q *queue, needs *needset, place int) time.Duration {
	if wait, ok := e.expectedByRate(q, place); ok {
		return wait
	}
	return q.expectedByAgents(needs, place)
}

func (e *Engine) expectedByRate(q *queue, place int) (time.Duration, bool) {
	r := &q.rate
	if r.count < departuresMin {
		return 0, false
	}
	recent := mul32(r.recent, e.decay.factor(e.now-r.at, departuresHalfLife))
	known := one32 - e.decay.factor(e.now-r.from, departuresHalfLife)
	if recent < 1<<20 || known == 0 {
		return 0, false
	}
	high, low := bits.Mul64(uint64(place)*departuresTau, known)
	if high >= recent<<12 {
		return durationMax, true
	}
	wait, _ := bits.Div64(high, low, recent<<12)
	if wait > uint64(durationMax/time.Microsecond) {
		return durationMax, true
	}
	return time.Duration(wait) * time.Microsecond, true
}

func (q *queue) expectedByAgents(needs *needset, place int) time.Duration {
	if q.handle.n == 0 {
		return -1
	}
	fitting := 0
	for _, g := range q.groups {
		if g.members > 0 && g.fitsNeeds(needs) {
			fitting += g.members
		}
	}
	if fitting == 0 {
		return -1
	}
	mean := q.handle.sum / time.Duration(q.handle.n)
	if mean > durationMax/time.Duration(place) {
		return durationMax
	}
	return (mean * time.Duration(place) / time.Duration(fitting)).Truncate(time.Microsecond)
}
