package sim

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// effect reads one effect of the engine into contacts, agents and facts.
func (r *run) effect(f *routing.Effect) {
	switch f.Kind {
	case routing.PresenceChanged:
		r.presence(agentOf(&f.Agent), f)
	case routing.ActivityChanged:
		a := &r.agents[agentOf(&f.Agent)]
		r.closeInterval(a)
		a.activity, a.channel, a.works = f.Activity, f.Channel, f.Works
	case routing.Refused, routing.AgentMoved, routing.BreatherStarted, routing.QueueChanged:
	default:
		slot := slotOf(&f.Work)
		if c := &r.contacts[slot]; c.id == f.Work {
			r.workEffect(slot, c, f)
		}
	}
}

func (r *run) workEffect(slot int32, c *contact, f *routing.Effect) {
	switch f.Kind { //nolint:exhaustive // see effect
	case routing.Queued:
		if f.Returned {
			return
		}
		c.leg, c.queued, c.line = f.Leg, f.Since, r.byKey[f.Queue]
		c.offered, c.answered, c.stages, c.offers = 0, 0, 0, 0
		c.place, c.announced, c.effective = f.Place, f.Expected, f.Priority
	case routing.Stepped:
		c.stages, c.effective = f.Stage, f.Priority
	case routing.Offered:
		r.offered(slot, c, f)
	case routing.OfferWithdrawn:
		c.offer = 0
	case routing.Assigned:
		r.assigned(slot, c, f)
	case routing.Interrupted:
		c.pausedSince = f.At
	case routing.Continued:
		away := f.At.Sub(c.pausedSince)
		c.paused += away
		c.releaseAt = c.releaseAt.Add(away)
		c.pausedSince = 0
		r.calendar.add(c.releaseAt, evRelease, slot, c.serial)
	case routing.Released:
		r.released(slot, c, f)
	case routing.WrapUpEnded:
		r.write(c, core.Handled, f.At)
		r.free(slot)
	case routing.Cancelled:
		c.released = f.At
		r.write(c, f.Ends, f.At)
		r.free(slot)
	case routing.Overflowed:
		r.overflowed(slot, c, f)
	}
}

// offered lets the agent answer at once, or miss it.
func (r *run) offered(slot int32, c *contact, f *routing.Effect) {
	n := agentOf(&f.Agent)
	a := &r.agents[n]
	c.offer, c.offered, c.agent = f.Offer, f.At, n
	c.offers++
	a.offers++
	if !r.dice.chance(a.key.child(a.offers), drawAnswer, r.sc.Groups[a.group].NoAnswer) {
		r.pending = append(r.pending, pending{kind: pendAccept, ref: slot, agent: n, offer: f.Offer})
	}
}

func (r *run) assigned(slot int32, c *contact, f *routing.Effect) {
	c.agent, c.answered, c.offer = agentOf(&f.Agent), f.At, 0
	c.effective = f.Priority
	if c.offered == 0 {
		c.offered, c.offers = f.At, 1
	}
	talk, wrapUp := r.handleTime(c)
	c.wrapUp = wrapUp
	c.releaseAt = f.At.Add(talk)
	r.calendar.add(c.releaseAt, evRelease, slot, c.serial)
}

func (r *run) released(slot int32, c *contact, f *routing.Effect) {
	c.released = f.At
	if r.lines[c.line].def.WrapUp.Shape != None {
		c.wrapping = true
		r.calendar.add(f.At.Add(c.wrapUp), evClose, slot, c.serial)
		r.followUp(slot)
		return
	}
	r.followUp(slot)
	r.write(&r.contacts[slot], core.Handled, f.At)
	r.free(slot)
}

// overflowed ends a leg; a work that goes to another queue goes on.
func (r *run) overflowed(slot int32, c *contact, f *routing.Effect) {
	if f.Ends == "" {
		return // kept
	}
	c.released = f.At
	r.write(c, f.Ends, f.At)
	if f.To == routing.ToQueue {
		return
	}
	if f.To == routing.ToCallback {
		r.callBack(c)
	}
	r.free(slot)
}

// callBack queues the call that a customer was promised instead of waiting, where
// the scenario has a queue for calls back.
func (r *run) callBack(c *contact) {
	for i := range r.lines {
		l := &r.lines[i]
		if l.def.Channel == core.Callback && (l.site == "" || l.site == r.streams[c.stream].s.Site) {
			before := *c
			slot := r.newContact(before.stream, before.key, promised)
			next := &r.contacts[slot]
			next.segment, next.person, next.line = before.segment, before.person, int32(i)
			r.pending = append(r.pending, pending{kind: pendEnqueue, ref: slot})
			return
		}
	}
}

// write writes the fact of a leg.
func (r *run) write(c *contact, end core.End, wrapped core.Instant) {
	l := &r.lines[c.line]
	s := r.streams[c.stream].s
	leg := &r.leg
	*leg = core.Leg{
		Contact: c.id, Work: c.id, Number: c.leg, ID: c.id,
		Channel: l.def.Channel, Direction: core.Inbound, Site: l.site, Queue: l.def.Key,
		Segment: c.segment, Language: s.Language,
		Arrived: c.arrived, Queued: c.queued, Offered: c.offered, Answered: c.answered, Released: c.released, Wrapped: wrapped,
		Paused: c.paused, End: end, EndedBy: core.ByAgent, Offers: c.offers, Priority: c.effective, Stages: c.stages,
		Announced: c.announced, Place: c.place, SLThreshold: l.def.ServiceLevel.Threshold, ShortAbandon: shortAbandon,
	}
	leg.ID[15] = byte(c.leg)
	if leg.Site == "" {
		leg.Site = s.Site
	}
	if c.role != task {
		leg.Customer = c.person
	}
	if c.role == recontact || c.role == promised {
		leg.Direction = core.Outbound
	}
	if c.agent >= 0 {
		a := &r.agents[c.agent]
		leg.Agent, leg.Team = a.id, r.sc.Groups[a.group].Name
	}
	if end == core.Abandoned {
		leg.EndedBy = core.ByCustomer
	}
	r.count.leg(c.line, leg)
}
