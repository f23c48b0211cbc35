package kpi

import (
	"time"

	"turno/internal/core"
)

// Tally is what the formulas of vocabulary.md are made of, counted over a set of
// facts. The zero value is empty and ready. It is a plain value: copy it, compare
// it, Merge it. A tally is not safe for concurrent use.
//
// Counts are legs. Durations are sums; they are kept as time.Duration so that a
// year of an organisation (at most 2⁶³ ns, 292 years of work) fits.
type Tally struct {
	Offered       int64 `json:"offered"`         // N: legs that came to the queue
	Handled       int64 `json:"handled"`         // H: of those, answered
	HandledInTime int64 `json:"handled_in_t"`    // H(T): answered within the leg's threshold of being queued
	HandledAtOnce int64 `json:"handled_at_once"` // of H, answered the moment they were queued: nobody waited
	Abandoned     int64 `json:"abandoned"`       // A: the customer left while waiting
	AbandonedInT  int64 `json:"abandoned_in_t"`  // A(T): abandoned within the leg's threshold
	AbandonedSoon int64 `json:"abandoned_soon"`  // S: abandoned sooner than the leg's short-abandon limit
	FlowedOut     int64 `json:"flowed_out"`      // F: to another queue while waiting
	NoShow        int64 `json:"no_show"`         // called, and did not come
	Redirected    int64 `json:"redirected"`
	CallbackTaken int64 `json:"callback_taken"`
	ClosedOut     int64 `json:"closed_out"`
	Failed        int64 `json:"failed"`

	Outbound int64         `json:"outbound"` // legs we began ourselves and that were answered; in none of the above
	Served   int64         `json:"served"`   // answered legs, outbound too, whose handling and wrap-up are over
	Handling time.Duration `json:"handling"` // their talk, hold and wrap-up
	Answer   time.Duration `json:"answer"`   // wait of the handled, from queued to answered

	Announced     int64         `json:"announced"` // handled legs to which an expected wait was announced
	AnnounceError time.Duration `json:"announce_error"`

	Contact  time.Duration `json:"contact"` // agents' time engaged or in wrap-up, by the clock
	Ready    time.Duration `json:"ready"`   // agents' time ready and without work
	Break    time.Duration `json:"break"`   // not ready, by class of the reason
	Training time.Duration `json:"training"`
	Other    time.Duration `json:"other"`
	Unpaid   time.Duration `json:"unpaid"`
}

// Add counts a leg: one that has ended, or one that is still open and already
// answered. An open leg counts as handled at once and enters handle time when
// its wrap-up is over (Released and Wrapped are set). A leg that still waits
// counts nowhere, and neither does one without Queued.
func (t *Tally) Add(l *core.Leg) { t.leg(l, 1) }

// Remove takes out a leg that was added. It must equal the leg that was added
// in every field that formulas read.
func (t *Tally) Remove(l *core.Leg) { t.leg(l, -1) }

// AddInterval counts an agent's time. Clip it to the period first.
func (t *Tally) AddInterval(i *core.AgentInterval) { t.interval(i, 1) }

// RemoveInterval takes out an interval that was added.
func (t *Tally) RemoveInterval(i *core.AgentInterval) { t.interval(i, -1) }

func (t *Tally) leg(l *core.Leg, by int64) {
	answered := l.Answered != 0
	if l.Queued == 0 || !answered && l.End == "" {
		return
	}
	if answered && l.Wrapped != 0 {
		t.Served += by
		t.Handling += time.Duration(by) * (l.Talk() + l.Hold + l.WrapUp())
	}
	if l.Direction == core.Outbound {
		if answered {
			t.Outbound += by
		}
		return
	}
	t.Offered += by
	if answered {
		t.answered(l, by)
		return
	}
	t.unanswered(l, by)
}

func (t *Tally) answered(l *core.Leg, by int64) {
	wait := l.Wait()
	t.Handled += by
	t.Answer += time.Duration(by) * wait
	if wait <= l.SLThreshold {
		t.HandledInTime += by
	}
	if wait <= 0 {
		t.HandledAtOnce += by
	}
	if l.Announced >= 0 && l.Place > 0 {
		t.Announced += by
		t.AnnounceError += time.Duration(by) * (wait - l.Announced).Abs()
	}
}

func (t *Tally) unanswered(l *core.Leg, by int64) {
	switch l.End {
	case core.Abandoned:
		t.Abandoned += by
		if l.Wait() <= l.SLThreshold {
			t.AbandonedInT += by
		}
		if l.Wait() < l.ShortAbandon {
			t.AbandonedSoon += by
		}
	case core.FlowedOut:
		t.FlowedOut += by
	case core.NoShow:
		t.NoShow += by
	case core.Redirected:
		t.Redirected += by
	case core.CallbackTaken:
		t.CallbackTaken += by
	case core.ClosedOut:
		t.ClosedOut += by
	case core.Failed:
		t.Failed += by
	case core.Handled:
		// A written contact closed without an answer: offered, and neither
		// answered nor abandoned.
	}
}

func (t *Tally) interval(i *core.AgentInterval, by int64) {
	if sum := t.span(spendOf(i)); sum != nil {
		*sum += time.Duration(by) * i.Length()
	}
}

// Merge adds another tally, as if its facts had been added one by one.
func (t *Tally) Merge(o *Tally) {
	t.Offered += o.Offered
	t.Handled += o.Handled
	t.HandledInTime += o.HandledInTime
	t.HandledAtOnce += o.HandledAtOnce
	t.Abandoned += o.Abandoned
	t.AbandonedInT += o.AbandonedInT
	t.AbandonedSoon += o.AbandonedSoon
	t.FlowedOut += o.FlowedOut
	t.NoShow += o.NoShow
	t.Redirected += o.Redirected
	t.CallbackTaken += o.CallbackTaken
	t.ClosedOut += o.ClosedOut
	t.Failed += o.Failed
	t.Outbound += o.Outbound
	t.Served += o.Served
	t.Handling += o.Handling
	t.Answer += o.Answer
	t.Announced += o.Announced
	t.AnnounceError += o.AnnounceError
	t.Contact += o.Contact
	t.Ready += o.Ready
	t.Break += o.Break
	t.Training += o.Training
	t.Other += o.Other
	t.Unpaid += o.Unpaid
}

// IsZero reports whether nothing has been counted.
func (t *Tally) IsZero() bool { return *t == Tally{} }

// Clip cuts an agent interval to [from, to) and reports whether anything is
// left. It is how an interval that spans midnight counts in both days.
func Clip(i core.AgentInterval, from, to core.Instant) (core.AgentInterval, bool) {
	i.From = max(i.From, from)
	i.To = min(i.To, to)
	return i, i.From < i.To
}
