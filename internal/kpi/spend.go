package kpi

import (
	"time"

	"turno/internal/core"
)

// spend is what an agent's time counts as.
type spend uint8

const (
	offDuty spend = iota
	contactTime
	readyTime
	breakTime
	trainingTime
	otherTime
	unpaidTime
	spends
)

// spendOf puts an interval into exactly one of them. Work in hand counts whatever
// the presence says; an agent who is offered a work is still ready.
func spendOf(i *core.AgentInterval) spend {
	switch {
	case i.Presence == core.Offline:
		return offDuty
	case i.Activity == core.Engaged || i.Activity == core.WrapUp:
		return contactTime
	case i.Presence == core.Ready:
		return readyTime
	}
	switch i.Class {
	case core.ClassBreak:
		return breakTime
	case core.ClassTraining:
		return trainingTime
	case core.ClassUnpaid:
		return unpaidTime
	case core.ClassOther:
		return otherTime
	default: // a reason of the system's own
		return otherTime
	}
}

// SpendOf names what an agent's time in an interval counts as: contact, ready,
// break, training, other, unpaid, or off.
func SpendOf(i *core.AgentInterval) string { return Spends()[spendOf(i)] }

// Spends lists every name that SpendOf gives.
func Spends() []string {
	return []string{
		offDuty: "off", contactTime: "contact", readyTime: "ready", breakTime: "break",
		trainingTime: "training", otherTime: "other", unpaidTime: "unpaid",
	}
}

// span is the tally's sum of a kind of time; nil where none is kept.
func (t *Tally) span(s spend) *time.Duration {
	switch s {
	case contactTime:
		return &t.Contact
	case readyTime:
		return &t.Ready
	case breakTime:
		return &t.Break
	case trainingTime:
		return &t.Training
	case otherTime:
		return &t.Other
	case unpaidTime:
		return &t.Unpaid
	case offDuty, spends:
		return nil
	default:
		return nil
	}
}

// Running counts agent intervals that are still open, so that a board knows at
// any instant what they amount to without looking at each of them. From is the
// beginning of the period: what lies before it does not count. The zero value
// counts from 1970.
type Running struct {
	From core.Instant

	open  [spends]int64
	began [spends]time.Duration // sum of the beginnings, from From
}

// Add counts an open interval; its To is not looked at.
func (r *Running) Add(i *core.AgentInterval) { r.add(i, 1) }

// Remove takes out an interval that was added.
func (r *Running) Remove(i *core.AgentInterval) { r.add(i, -1) }

func (r *Running) add(i *core.AgentInterval, by int64) {
	kind := spendOf(i)
	r.open[kind] += by
	r.began[kind] += time.Duration(by) * max(i.From, r.From).Sub(r.From)
}

// AddTo adds to a tally what the open intervals amount to at an instant, as if
// each had ended then. The instant is not before any of their beginnings.
func (r *Running) AddTo(t *Tally, now core.Instant) {
	for kind := range spends {
		if sum := t.span(kind); sum != nil {
			*sum += time.Duration(r.open[kind])*now.Sub(r.From) - r.began[kind]
		}
	}
}
