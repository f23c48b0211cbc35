package routing

import (
	"slices"
)

// Snapshot returns the whole state; it shares nothing with the engine.
func (e *Engine) Snapshot() Snapshot {
	s := Snapshot{Scalars: e.scalars(), Commands: e.commands.all()}
	s.Works = make([]WorkState, 0, e.works.n)
	for w := range e.works.all() {
		s.Works = append(s.Works, e.workState(w))
	}
	slices.SortFunc(s.Works, func(a, b WorkState) int { return a.ID.Compare(b.ID) })
	s.Agents = make([]AgentState, 0, e.agents.n)
	for _, id := range e.Agents() {
		s.Agents = append(s.Agents, e.agentState(e.agents.get(&id)))
	}
	s.Queues = make([]QueueState, 0, len(e.queueList))
	for _, q := range e.queueList {
		s.Queues = append(s.Queues, e.queueState(q))
	}
	return s
}

func (e *Engine) scalars() Scalars { return Scalars{Now: e.now, Seq: e.seq, Offers: e.offers} }

func cloneNeeds(needs Needs) Needs {
	if needs == nil {
		return nil
	}
	out := make(Needs, len(needs))
	for i := range needs {
		out[i] = slices.Clone(needs[i])
	}
	return out
}

func (e *Engine) workState(w *work) WorkState {
	s := WorkState{
		Work: w.Work, Status: w.status.public(), Leg: w.leg, Queued: w.queued, Since: w.since,
		Offer: w.offer, Deadline: w.deadline, Held: w.held,
		Stage: int(w.stage), StepAfter: w.stepAfter, StepPriority: int(w.stepPriority),
		NotBefore: w.notBefore, Visited: w.allVisited(), Kept: w.kept, WaitTested: w.waitTested,
		ReservedTill: w.reservedTill, ReservedHard: w.reservedHard, Declined: slices.Clone(w.declined),
		Touched: w.touched, Untested: w.untested,
	}
	if len(s.Declined) == 0 {
		s.Declined = nil
	}
	s.Needs, s.Excluded = cloneNeeds(w.Needs), slices.Clone(w.Excluded)
	if w.agent != nil {
		s.Agent = w.agent.ID
	} else if w.parkedBy != nil {
		s.Agent = w.parkedBy.ID
	}
	if w.lowered {
		lowered := cloneNeeds(w.needs.public)
		if lowered == nil {
			lowered = Needs{} // nothing is needed any more; null would mean not lowered
		}
		s.Lowered = &lowered
	}
	if w.added != nil {
		s.Added = slices.Clone(w.added.keys)
	}
	if w.order != nil {
		order := *w.order
		s.Order = &order
	}
	if w.reserved != nil {
		s.ReservedFor = w.reserved.ID
	}
	for i := range w.wrapUps {
		x := &w.wrapUps[i]
		s.WrapUps = append(s.WrapUps, WrapUpState{
			Leg: x.leg, Agent: x.agent.ID, Queue: x.queue.key, Begun: x.begun, Since: x.since,
			Deadline: x.deadline, Extension: x.extension, Extended: x.extended,
		})
	}
	if w.why != nil {
		s.Why = &Decision{Verdicts: make([]Verdict, int(w.why.n))}
		e.render(s.Why, w)
	}
	return s
}

func (e *Engine) agentState(a *agent) AgentState {
	s := AgentState{
		Agent: a.Agent, Presence: a.presence, Reason: a.reason, Since: a.since,
		Pending: a.pending, PendingReason: a.pendingReason,
		Activity: a.activity, ActivitySince: a.activitySince,
		Expired: a.expired, IdleSince: a.idleSince, Breather: a.breather,
		Occupancy: a.occupancy, OccupancyAt: a.occupancyAt, Touched: a.touched,
	}
	s.Skills = slices.Clone(a.Skills)
	if a.offered != nil {
		s.Offered = a.offered.ID
	}
	for i := range a.held {
		h := &a.held[i]
		s.Works = append(s.Works, HeldWork{
			Work: h.work.ID, Leg: h.leg, Begun: h.begun, WrapUp: h.wrapUp,
			Interrupted: h.interrupted, By: h.by, ByLeg: h.byLeg,
		})
	}
	return s
}

func (e *Engine) queueState(q *queue) QueueState {
	s := QueueState{
		Key: q.key, Closed: q.closed, ByHand: q.hand, LastOffered: q.lastOffered,
		Departures: q.rate.count, Recent: q.rate.recent, RecentAt: q.rate.at, RateFrom: q.rate.from, Counting: q.rate.begun,
		HandleTime: q.handle.sum, Handled: q.handle.n,
	}
	if q.removed != nil {
		s.Removed = &RemovedQueue{Queue: cloneQueue(q.removed.Queue), Served: slices.Clone(q.removed.Served)}
	}
	return s
}
