package kpi

import (
	"slices"
	"time"

	"turno/internal/core"
)

// The figures that have to look at waits one by one.
const (
	waitP90     = "wait.p90"
	waitLongest = "wait.longest"
)

// ranks are the waits that sums cannot tell. The vocabulary names them and leaves
// two things open, which are decided here: the percentile is by nearest rank, over
// the legs whose mean is asa, so that the two can be compared; the longest wait is
// of all who came, because the one who gave up after an hour waited it.
func ranks() []Definition {
	return []Definition{
		{
			Name: waitP90, Version: 1, Title: "90 % waited at most",
			Formula: "the ⌈0.9 × H⌉-th of the waits (answered − queued), the shortest first",
			Words:   "nine of ten of those answered waited no longer than this",
			Kind:    Rank, Unit: Duration, Facts: []string{"leg"},
			ranks: func(l *core.Leg) Part { return rankedIf(l, l.Answered != 0) },
		},
		{
			Name: waitLongest, Version: 1, Title: "Longest wait",
			Formula: "max(answered − queued, or released − queued where nobody answered)",
			Words:   "the longest that anybody waited who came to the queue, answered or not",
			Kind:    Rank, Unit: Duration, Facts: []string{"leg"},
			ranks: func(l *core.Leg) Part { return rankedIf(l, true) },
		},
	}
}

// rankedIf puts a leg's wait above the line if it is one that a Tally counts as
// offered and may be ranked.
func rankedIf(l *core.Leg, may bool) Part {
	if !may || l.Queued == 0 || l.Direction == core.Outbound || l.Answered == 0 && l.End == "" {
		return Part{}
	}
	return Part{Num: l.Wait().Microseconds(), Den: 1}
}

// Waits keeps waits one by one, for figures that rank them. The zero value is empty
// and ready. It is not safe for concurrent use.
type Waits struct {
	answered []time.Duration
	sorted   bool
	offered  int64
	longest  time.Duration
}

// Add counts a leg, as Tally.Add does: one that still waits counts nowhere.
func (w *Waits) Add(l *core.Leg) {
	if rankedIf(l, true).Den == 0 {
		return
	}
	wait := l.Wait()
	w.offered++
	w.longest = max(w.longest, wait)
	if l.Answered != 0 {
		w.answered, w.sorted = append(w.answered, wait), false
	}
}

// OfWaits reads a rank off waits; no value for other kinds, and where nothing was
// ranked.
func (d *Definition) OfWaits(w *Waits) Value {
	switch d.Name {
	case waitP90:
		return ranked(w.percentile(90), int64(len(w.answered)))
	case waitLongest:
		return ranked(w.longest, w.offered)
	default:
		return Value{}
	}
}

func ranked(wait time.Duration, of int64) Value {
	if of == 0 {
		return Value{}
	}
	us := wait.Microseconds()
	return Value{Num: us, Den: of, V: float64(us), OK: true}
}

// percentile is by nearest rank: the smallest wait that at least p in a hundred of
// those answered did not exceed. Zero where nobody was answered.
func (w *Waits) percentile(p int) time.Duration {
	n := len(w.answered)
	if n == 0 {
		return 0
	}
	if !w.sorted {
		slices.Sort(w.answered)
		w.sorted = true
	}
	return w.answered[(p*n+99)/100-1]
}
