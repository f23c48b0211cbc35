package floor

import (
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// derive makes the facts of all legs that are over.
func (r *recorder) derive() []core.Leg {
	var legs []core.Leg
	for _, id := range r.order {
		how := AnsweringOf(r.channels[id])
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
