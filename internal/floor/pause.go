package floor

import (
	"time"

	"turno/internal/core"
)

// pauseKind is why the time of an answered leg is not talk. When several hold at
// once the strongest counts, so that no moment is subtracted twice.
type pauseKind uint8

// The kinds of pause, the weakest first.
const (
	noPause     pauseKind = iota
	heldPause             // the customer is on hold
	interrupted           // the agent serves a stronger channel
	parkedPause           // set aside by the agent
	pauseKinds
)

// Pauses is what interrupts the talk of a leg: what has been summed up, and what
// goes on now. Pauses before the answer do not count; as an answer may be told
// later than it happened, they are kept one by one until it is known.
type Pauses struct {
	Held        bool         `json:"held,omitempty"`
	Interrupted bool         `json:"interrupted,omitempty"`
	Parked      bool         `json:"parked,omitempty"`
	Since       core.Instant `json:"since,omitempty"` // of the present kind
	Spans       []PauseSpan  `json:"spans,omitempty"`
}

// PauseSpan is a stretch of one kind of pause.
type PauseSpan struct {
	Kind pauseKind    `json:"kind"`
	From core.Instant `json:"from"`
	To   core.Instant `json:"to"`
}

func (p *Pauses) kind() pauseKind {
	switch {
	case p.Parked:
		return parkedPause
	case p.Interrupted:
		return interrupted
	case p.Held:
		return heldPause
	default:
		return noPause
	}
}

// set switches one of the kinds on or off.
func (p *Pauses) set(kind pauseKind, on bool, at core.Instant) {
	before := p.kind()
	switch kind {
	case heldPause:
		p.Held = on
	case interrupted:
		p.Interrupted = on
	case parkedPause:
		p.Parked = on
	case noPause, pauseKinds:
	}
	if p.kind() == before {
		return
	}
	p.close(before, at)
	p.Since = 0
	if p.kind() != noPause {
		p.Since = at
	}
}

func (p *Pauses) close(kind pauseKind, at core.Instant) {
	if kind == noPause || at <= p.Since {
		return
	}
	// Spans of one kind that touch are one: an agent who presses hold a thousand
	// times a second leaves no thousand spans.
	if last := len(p.Spans) - 1; last >= 0 && p.Spans[last].Kind == kind && p.Spans[last].To == p.Since {
		p.Spans[last].To = at
		return
	}
	p.Spans = append(p.Spans, PauseSpan{Kind: kind, From: p.Since, To: at})
}

// sums adds up the pauses between two instants, the one that still goes on
// included.
func (p *Pauses) sums(from, to core.Instant) (sum [pauseKinds]time.Duration) {
	for _, span := range p.Spans {
		sum[span.Kind] += overlap(span.From, span.To, from, to)
	}
	if kind := p.kind(); kind != noPause {
		sum[kind] += overlap(p.Since, to, from, to)
	}
	return sum
}

func overlap(from, to, first, last core.Instant) time.Duration {
	return max(min(to, last).Sub(max(from, first)), 0)
}
