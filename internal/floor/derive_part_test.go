package floor

import (
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// held says whether at the end of a history an agent has the work, or wraps up.
func held(history []moment) bool {
	in := false
	for _, m := range history {
		if m.e == nil {
			continue
		}
		switch m.e.Kind { //nolint:exhaustive // the others do not matter here
		case routing.Queued:
			in = false
		case routing.Assigned:
			in = true
		case routing.Resumed:
			in = in || !m.e.Agent.IsZero()
		case routing.Overflowed, routing.Cancelled, routing.Released:
			in = in || m.e.Ends != ""
		}
	}
	return in
}

// part is one leg's share of a history.
type part struct {
	number   int
	engine   int
	begun    moment
	moments  []moment
	ended    bool
	returned *moment
	wraps    bool
	wrapped  core.Instant
}

func (p *part) done() bool { return p.ended && (!p.wraps || p.wrapped != 0) }

// cut divides a history into legs.
func cut(history []moment, how Answering) []*part {
	var parts []*part
	begin := func(m moment) *part {
		p := &part{number: len(parts) + 1, engine: m.e.Leg, begun: m}
		parts = append(parts, p)
		return p
	}
	for i, m := range history {
		var current *part
		if n := len(parts); n > 0 && !parts[n-1].ended {
			current = parts[n-1]
		}
		if m.note != nil {
			for _, p := range slices.Backward(parts) {
				if !p.done() {
					p.moments = append(p.moments, m)
					break
				}
			}
			continue
		}
		answered := current != nil && current.answered(how) != 0
		switch m.e.Kind { //nolint:exhaustive // the others do not matter here
		case routing.WrapUpStarted:
			for _, p := range parts {
				if p.engine == m.e.Leg && p.ended && p.returned == nil {
					p.wraps = true
				}
			}
			continue
		case routing.WrapUpEnded:
			for _, p := range parts {
				if p.engine == m.e.Leg && p.wraps {
					p.wrapped = m.at
				}
			}
			continue
		case routing.Queued:
			if answered && current.engine == m.e.Leg {
				current.ended, current.returned = true, &history[i]
				current = nil
			}
			if current == nil || current.engine != m.e.Leg {
				current = begin(m)
			}
		case routing.Assigned, routing.Resumed:
			if answered && !m.e.Agent.IsZero() && m.e.Cause != routing.CauseResume && current.agent() != m.e.Agent {
				current.ended, current.returned = true, &history[i]
				current = begin(m)
			}
		case routing.Overflowed, routing.Cancelled, routing.Released:
			if m.e.Ends != "" && (current == nil || current.engine != m.e.Leg) {
				current = begin(m)
			}
		}
		if current != nil && current.engine == m.e.Leg {
			current.moments = append(current.moments, m)
			if m.e.Ends != "" {
				current.ended = true
			}
		}
	}
	return parts
}

// agent is who has the leg at its end.
func (p *part) agent() core.ID {
	var agent core.ID
	for _, m := range p.moments {
		if m.e == nil {
			continue
		}
		switch {
		case m.e.Kind == routing.Queued:
			agent = core.NoID
		case m.e.Kind == routing.Assigned, m.e.Kind == routing.Resumed && m.e.Cause != routing.CauseResume && !m.e.Agent.IsZero():
			agent = m.e.Agent
		}
	}
	return agent
}

// taken is when the present agent took the leg.
func (p *part) taken(before int) (at core.Instant) {
	var agent core.ID
	for _, m := range p.moments[:before] {
		if m.e == nil {
			continue
		}
		switch {
		case m.e.Kind == routing.Queued:
			at, agent = 0, core.NoID
		case m.e.Kind == routing.Assigned, m.e.Kind == routing.Resumed && m.e.Cause != routing.CauseResume && !m.e.Agent.IsZero():
			if agent != m.e.Agent {
				at, agent = m.at, m.e.Agent
			}
		}
	}
	return at
}

func (p *part) last(kind routing.EffectKind) (found *routing.Effect, n int) {
	for _, m := range p.moments {
		if m.e != nil && m.e.Kind == kind {
			found = m.e
			n++
		}
	}
	return found, n
}

// answered is when the leg was answered as far as anybody said so.
func (p *part) answered(how Answering) core.Instant {
	floor := p.begun.at
	for i, m := range p.moments {
		if m.e != nil && m.e.Kind == routing.Offered {
			floor = max(floor, m.at)
		}
		taken := p.taken(i + 1)
		if taken == 0 {
			continue
		}
		if how == ByAssignment {
			return max(taken, floor)
		}
		if a, ok := m.note.(Answered); ok && !endedBefore(p.moments[:i]) {
			at := m.at
			if a.At != 0 {
				at = min(a.At, at)
			}
			return max(at, taken, floor)
		}
	}
	return 0
}

func endedBefore(moments []moment) bool {
	return slices.ContainsFunc(moments, func(m moment) bool { return m.e != nil && m.e.Ends != "" })
}

// pauses samples the state of the leg between any two moments.
func (p *part) pauses(from, to core.Instant) (hold, paused, parked time.Duration) {
	cuts := []core.Instant{from, to}
	for _, m := range p.moments {
		if m.at > from && m.at < to {
			cuts = append(cuts, m.at)
		}
	}
	slices.Sort(cuts)
	for i := 1; i < len(cuts); i++ {
		length := cuts[i].Sub(cuts[i-1])
		switch p.stateAt(cuts[i-1]) { //nolint:exhaustive // the others do not matter here
		case routing.Held:
			hold += length
		case routing.Interrupted:
			paused += length
		case routing.Parked:
			parked += length
		}
	}
	return hold, paused, parked
}

// stateAt is the strongest reason why it is not talk just after an instant.
func (p *part) stateAt(at core.Instant) routing.EffectKind {
	on := map[routing.EffectKind]bool{}
	taken := p.taken(len(p.moments))
	for _, m := range p.moments {
		if m.e == nil || m.at > at || m.at < taken {
			continue
		}
		switch m.e.Kind { //nolint:exhaustive // the others do not matter here
		case routing.Held, routing.Interrupted:
			on[m.e.Kind] = true
		case routing.Parked:
			on[routing.Parked], on[routing.Held] = true, false
		case routing.Continued:
			on[routing.Interrupted] = false
		case routing.Resumed, routing.Assigned:
			if m.e.Cause == routing.CauseResume {
				on[routing.Held] = false
			} else {
				on[routing.Parked] = false
			}
		}
	}
	for _, kind := range []routing.EffectKind{routing.Parked, routing.Interrupted, routing.Held} {
		if on[kind] {
			return kind
		}
	}
	return 0
}
