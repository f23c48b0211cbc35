package floor

import (
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// The facts a second time: from the whole recorded history of a work or agent,
// looked at from its end, where the floor goes step by step and remembers as
// little as it can. Nothing here is shared with the floor but the names.

// moment is one entry of a work's history: an effect or a note.
type moment struct {
	at   core.Instant
	e    *routing.Effect
	note Note
}

// recorder collects what the bus says.
type recorder struct {
	metas     map[core.ID]Meta
	channels  map[core.ID]core.Channel
	works     map[core.ID][]moment
	agents    map[core.ID][]moment
	order     []core.ID
	legs      []core.Leg
	intervals []core.AgentInterval
	targets   func(string) Targets
	seq       uint64
	gap       bool
}

func (r *recorder) batch(b *Batch) {
	if r.seq != 0 && b.Seq != r.seq+1 && b.Seq != 1 {
		r.gap = true
	}
	r.seq = b.Seq
	r.legs = append(r.legs, b.Legs...)
	r.intervals = append(r.intervals, b.Intervals...)
	for i := range b.Steps {
		r.step(&b.Steps[i])
	}
}

func (r *recorder) step(s *StepEvent) {
	subject := core.NoID
	if s.Note != nil {
		subject = s.Note.subject()
	}
	first := len(r.works[subject]) > 0 && held(r.works[subject])
	if first {
		r.notes(s)
	}
	for i := range s.Effects {
		e := &s.Effects[i]
		m := moment{at: e.At, e: e}
		switch {
		case e.Kind == routing.PresenceChanged || e.Kind == routing.ActivityChanged || e.Kind == routing.AgentMoved:
			r.agents[e.Agent] = append(r.agents[e.Agent], m)
		case e.Kind != routing.Refused && !e.Work.IsZero() && e.Kind != routing.BreatherStarted:
			if len(r.works[e.Work]) == 0 {
				r.order = append(r.order, e.Work)
				r.channels[e.Work] = e.Channel
			}
			r.works[e.Work] = append(r.works[e.Work], m)
		}
	}
	if !first {
		r.notes(s)
	}
}

func (r *recorder) notes(s *StepEvent) {
	list, several := s.Note.(Notes)
	if !several && s.Note != nil {
		list = Notes{s.Note}
	}
	for _, note := range list {
		if id := note.subject(); !id.IsZero() && len(r.works[id]) > 0 {
			r.works[id] = append(r.works[id], moment{at: s.At, note: note})
		}
	}
}

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

// derive makes the facts of all legs that are over.
func (r *recorder) derive() []core.Leg {
	var legs []core.Leg
	for _, id := range r.order {
		how := DefaultAnswering(r.channels[id])
		parts := cut(r.works[id], how)
		for i, p := range parts {
			if !p.done() {
				continue
			}
			leg := r.leg(id, p, how)
			if leg.Arrived == 0 && i > 0 {
				leg.Arrived = legs[len(legs)-1].Arrived
			}
			legs = append(legs, leg)
		}
	}
	return legs
}

func (r *recorder) leg(id core.ID, p *part, how Answering) core.Leg {
	meta := r.metas[id]
	base, site := cutAtSite(p.begun.e.Queue)
	targets := r.targets(p.begun.e.Queue)
	leg := core.Leg{
		Contact: meta.Contact, Work: id, Number: p.number, Channel: r.channels[id], Direction: core.Inbound,
		Queue: base, Site: site, Service: meta.Service, Segment: meta.Segment, Language: meta.Language,
		Queued: p.begun.at, Arrived: p.begun.e.Arrived, Announced: -time.Microsecond,
		SLThreshold: targets.SLThreshold, ShortAbandon: targets.ShortAbandon,
	}
	if p.begun.e.Kind == routing.Queued {
		leg.Place = p.begun.e.Place
		if p.begun.e.Expected >= 0 {
			leg.Announced = p.begun.e.Expected
		}
	}
	if e, n := p.last(routing.Offered); n > 0 {
		leg.Offered, leg.Offers, leg.Agent = e.At, n, e.Agent
	}
	r.ending(&leg, p, how)
	from := p.taken(len(p.moments))
	for i, m := range p.moments {
		r.told(&leg, p, m, i, from)
	}
	if agent := p.agent(); !agent.IsZero() {
		leg.Agent = agent
	}
	leg.Team = r.team(p, leg.Agent)
	if leg.Answered != 0 {
		leg.Hold, leg.Paused, leg.Parked = p.pauses(leg.Answered, leg.Released)
	}
	leg.Wrapped = max(leg.Released, p.wrapped)
	return leg
}

// told takes in what the moments say of priority, stages and notes.
func (r *recorder) told(leg *core.Leg, p *part, m moment, i int, from core.Instant) {
	switch n := m.note.(type) {
	case Described:
		leg.Reason, leg.Outcome = n.Reason, n.Outcome
	case Recalled:
		if p.taken(i) != 0 {
			leg.Recalls++
		}
	case Called:
		if p.taken(i) != 0 && p.taken(i) == from {
			leg.Position = n.Position
		}
	}
	if m.e == nil {
		return
	}
	switch m.e.Kind { //nolint:exhaustive // the others do not matter here
	case routing.Queued, routing.Offered, routing.Assigned, routing.Stepped, routing.Reprioritised:
		leg.Priority = m.e.Priority
		leg.Stages = max(leg.Stages, map[bool]int{true: m.e.Stage}[m.e.Kind == routing.Stepped])
	}
}

// team is the agent's when it took the leg, or was offered it last.
func (r *recorder) team(p *part, agent core.ID) (team string) {
	var came *routing.Effect
	taker := core.NoID
	for _, m := range p.moments {
		if m.e == nil || m.e.Agent != agent {
			if m.e != nil && m.e.Kind == routing.Queued {
				taker = core.NoID
			}
			continue
		}
		took := m.e.Kind == routing.Assigned || m.e.Kind == routing.Resumed && m.e.Cause != routing.CauseResume
		switch {
		case took && taker != agent:
			came, taker = m.e, agent
		case m.e.Kind == routing.Offered && p.agent().IsZero():
			came = m.e
		}
	}
	for _, m := range r.agents[agent] {
		if came != nil && m.e.Seq < came.Seq && (m.e.Kind == routing.PresenceChanged || m.e.Kind == routing.AgentMoved) {
			team = m.e.Team
		}
	}
	return team
}

// ending fills answer, release and end.
func (r *recorder) ending(leg *core.Leg, p *part, how Answering) {
	leg.Answered = p.answered(how)
	if p.returned != nil {
		leg.Released, leg.End, leg.EndDetail = p.returned.at, core.Handled, "returned"
		leg.EndedBy = p.returned.e.Party
		if leg.EndedBy == "" {
			leg.EndedBy = core.BySystem
		}
		return
	}
	var e *routing.Effect
	for _, m := range p.moments {
		if m.e != nil && m.e.Ends != "" {
			e = m.e
		}
	}
	leg.Released, leg.End, leg.EndDetail, leg.EndedBy = e.At, e.Ends, e.Detail, e.Party
	if e.Kind == routing.Overflowed {
		leg.EndedBy, leg.EndDetail = core.BySystem, e.Target
		if e.To != routing.ToQueue {
			leg.EndDetail = string(e.To)
			if e.Target != "" {
				leg.EndDetail += ":" + e.Target
			}
		}
	}
	if leg.Answered == 0 && e.Ends == core.Handled {
		leg.Answered = e.At
		if how == ByNote {
			leg.Answered = max(p.taken(len(p.moments)), leg.Offered)
		}
	}
	if leg.Answered != 0 && e.Ends != core.Handled && e.Ends != core.Failed && e.Ends != core.Redirected {
		if leg.EndDetail == "" {
			leg.EndDetail = string(e.Ends)
		}
		leg.End = core.Handled
	}
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

// deriveIntervals reads an agent's history as a list of states and cuts it where
// the state changes.
func (r *recorder) deriveIntervals(class func(string) core.ReasonClass) []core.AgentInterval {
	var intervals []core.AgentInterval
	for agent, history := range r.agents {
		state, signedIn := core.AgentInterval{}, false
		for _, m := range history {
			next := state
			e := m.e
			switch e.Kind { //nolint:exhaustive // the others do not matter here
			case routing.PresenceChanged:
				next.Presence, next.Reason, next.Class = e.Presence, "", ""
				next.Site, next.Team, next.Profile = e.Site, e.Team, e.Profile
				if e.Presence == core.NotReady {
					next.Reason, next.Class = e.Reason, class(e.Reason)
				}
				if !signedIn {
					next = core.AgentInterval{
						Agent: agent, Activity: core.Idle, Presence: next.Presence, Reason: next.Reason, Class: next.Class,
						Site: next.Site, Team: next.Team, Profile: next.Profile, From: m.at,
					}
				}
			case routing.ActivityChanged:
				next.Activity, next.Channel, next.Works = e.Activity, e.Channel, e.Works
				if e.Activity == core.Idle {
					next.Channel = ""
				}
			case routing.AgentMoved:
				next.Site, next.Team, next.Profile = e.Site, e.Team, e.Profile
			}
			if signedIn && next != state && m.at > state.From {
				ended := state
				ended.To = m.at
				intervals = append(intervals, ended)
			}
			if next != state {
				next.From = m.at
			}
			state, signedIn = next, next.Presence != core.Offline
		}
	}
	return intervals
}
