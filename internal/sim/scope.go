package sim

import (
	"time"

	"turno/internal/core"
	"turno/internal/kpi"
)

// The KPIs that are not formulas over a tally: those over whole contacts, and
// those with a threshold of their own.
const (
	kpiAnsweredWithin = "answered_within"
	kpiFirstResponse  = "first_response_within"
	kpiPunctuality    = "punctuality"
	kpiNoResponse     = "no_response_rate"
	kpiRecall         = "recall"
	kpiResolved       = "fcr"
	kpiTurnaround     = "back_office_turnaround"
)

// noResponseAfter is when a conversation counts as never answered.
const noResponseAfter = 12 * time.Hour

// shortAbandon is the customary limit below which who leaves is not counted as
// abandoning (vocabulary.md).
const shortAbandon = 5 * time.Second

// Filter says which legs a scope is about; an empty field is any.
type Filter struct {
	Queue   string       `json:"queue,omitempty"`
	Channel core.Channel `json:"channel,omitempty"`
	Segment string       `json:"segment,omitempty"`
	Site    string       `json:"site,omitempty"`
}

// Scope is a part of the run and its figures.
type Scope struct {
	Filter

	Tally kpi.Tally
	Waits Histogram // of those answered

	meters   []meter
	recalls  kpi.Part // of handled contacts whose window is over
	resolved kpi.Part // of cases whose window is over

	Charged    int64         // works taken charge of
	Done       int64         // of those, done
	DoneInADay int64         // of those, within a day
	turnaround time.Duration // of those done, together
}

// meter is a share with a threshold of its own.
type meter struct {
	kpi       string
	threshold time.Duration
	part      kpi.Part
}

// takes reports whether the queue's legs may belong to the scope.
func (f *Filter) takes(q *Queue) bool {
	return (f.Queue == "" || f.Queue == q.Key) && (f.Channel == "" || f.Channel == q.Channel)
}

func (f *Filter) holds(l *core.Leg) bool {
	return (f.Segment == "" || f.Segment == l.Segment) && (f.Site == "" || f.Site == l.Site)
}

// meter adds a meter that is not there yet.
func (s *Scope) meter(name string, threshold time.Duration) {
	for i := range s.meters {
		if s.meters[i].kpi == name && s.meters[i].threshold == threshold {
			return
		}
	}
	s.meters = append(s.meters, meter{kpi: name, threshold: threshold})
}

// Value is a figure of the scope, by the name of vocabulary.md. threshold is for
// those that have one. No value where nothing was there to count.
func (s *Scope) Value(name string, threshold time.Duration) kpi.Value {
	switch name {
	case kpiRecall:
		return share100(s.recalls)
	case kpiResolved:
		return share100(s.resolved)
	case kpiTurnaround:
		d := kpi.Definition{Unit: kpi.Duration}
		return d.Divide(s.turnaround.Microseconds(), s.Done)
	}
	if threshold == 0 && name == kpiNoResponse {
		threshold = noResponseAfter
	}
	for i := range s.meters {
		if m := &s.meters[i]; m.kpi == name && m.threshold == threshold {
			return share100(m.part)
		}
	}
	return s.Tally.Value(name)
}

func share100(p kpi.Part) kpi.Value {
	d := kpi.Definition{Unit: kpi.Share}
	return d.Divide(p.Num, p.Den)
}

// add counts a leg.
func (s *Scope) add(l *core.Leg, end core.Instant) {
	s.Tally.Add(l)
	if l.Direction != core.Inbound {
		return
	}
	if l.Answered != 0 {
		s.Waits.Add(l.Wait())
	}
	for i := range s.meters {
		s.meters[i].add(l, end)
	}
}

// add counts the leg where it is due: its time was over before the end.
func (m *meter) add(l *core.Leg, end core.Instant) {
	if l.End == core.FlowedOut {
		return // the next leg tells
	}
	answered := l.Answered != 0
	switch m.kpi {
	case kpiAnsweredWithin:
		if answered || l.End == core.Abandoned {
			m.count(answered && l.Wait() <= m.threshold)
		}
	case kpiFirstResponse:
		if l.Arrived.Add(m.threshold) <= end {
			m.count(answered && l.Answered.Sub(l.Arrived) <= m.threshold)
		}
	case kpiPunctuality:
		if l.Arrived.Add(m.threshold) <= end {
			m.count(answered && l.Released != 0 && l.Released.Sub(l.Arrived) <= m.threshold)
		}
	case kpiNoResponse:
		if l.Arrived.Add(m.threshold) <= end {
			m.count(!answered || l.Answered.Sub(l.Arrived) > m.threshold)
		}
	}
}

func (m *meter) count(yes bool) {
	m.part.Den++
	if yes {
		m.part.Num++
	}
}
