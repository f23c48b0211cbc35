package routing

import (
	"slices"

	"turno/internal/core"
)

// Restore makes an engine from a snapshot; it behaves exactly like the one the
// snapshot was taken from. The configuration is the one that engine had. A
// snapshot that contradicts itself is refused with core.Invalid.
func Restore(c Config, s Snapshot) (*Engine, error) {
	e, err := New(c)
	if err != nil {
		return nil, err
	}
	e.now, e.seq, e.offers = s.Scalars.Now, s.Scalars.Seq, s.Scalars.Offers
	for i := range s.Queues {
		e.restoreQueue(&s.Queues[i])
	}
	e.compile(c)
	for i := range s.Agents {
		e.restoreAgent(&s.Agents[i])
	}
	for i := range s.Works {
		if err := e.restoreWork(&s.Works[i]); err != nil {
			return nil, err
		}
	}
	for i := range s.Agents {
		if err := e.restoreHands(&s.Agents[i]); err != nil {
			return nil, err
		}
	}
	e.reindex()
	for w := range e.works.all() {
		e.retime(w)
	}
	ids := s.Commands[max(len(s.Commands)-commandsMax, 0):]
	for _, id := range ids {
		if !e.commands.has(&id) {
			e.commands.add(&id)
		}
	}
	e.changes = changes{}
	for _, q := range e.queueList {
		q.dirty, q.known = false, slices.ContainsFunc(s.Queues, func(x QueueState) bool { return x.Key == q.key })
		if !q.known {
			e.saveQueue(q)
		}
	}
	return e, nil
}

func contradiction(format string, args ...any) error {
	return core.FieldErrorf(core.Invalid, "snapshot", format, args...)
}

func (e *Engine) restoreQueue(s *QueueState) {
	q := e.queues[s.Key]
	if q == nil {
		if s.Removed == nil {
			return // it was never used, and the configuration no longer has it
		}
		q = newQueue(s.Removed.Queue)
		q.key = s.Key
		e.queues[q.key] = q
	}
	q.removed = nil
	if s.Removed != nil {
		q.removed = &RemovedQueue{Queue: cloneQueue(s.Removed.Queue), Served: slices.Clone(s.Removed.Served)}
	}
	q.closed, q.hand, q.lastOffered = s.Closed, s.ByHand, s.LastOffered
	q.rate = departures{count: s.Departures, recent: s.Recent, at: s.RecentAt, from: s.RateFrom, begun: s.Counting}
	q.handle = handleTime{sum: s.HandleTime, n: s.Handled}
}

func (e *Engine) restoreAgent(s *AgentState) {
	a := &agent{
		ID: s.ID, number: e.roster.number(s.ID), Agent: s.Agent, presence: s.Presence, reason: s.Reason, since: s.Since,
		pending: s.Pending, pendingReason: s.PendingReason,
		activity: s.Activity, activitySince: s.ActivitySince,
		expired: s.Expired, idleSince: s.IdleSince, breather: s.Breather,
		occupancy: s.Occupancy, occupancyAt: s.OccupancyAt, busy: len(s.Works) > 0,
		touched: s.Touched, known: true,
	}
	a.held = a.hand[:0]
	a.Skills = slices.Clone(s.Skills)
	e.wordNotReady(a)
	e.agents.put(a.ID, a)
	a.profile = e.profileFor(a.Profile)
	if a.breather != 0 {
		e.timers.set(timerOwner{a: a}, a.breather, timerBreather)
	}
	if a.touched {
		e.touchedAgents = append(e.touchedAgents, a)
	}
}

func (e *Engine) restoreWork(s *WorkState) error {
	q := e.queues[s.Queue]
	if q == nil {
		return contradiction("work %s is in queue %q, which is not there", s.ID, s.Queue)
	}
	w := &work{
		ID: s.ID, status: standingOf(s.Status), leg: s.Leg, queued: s.Queued, since: s.Since, queue: q,
		channel: e.in.channel(s.Channel),
		stage:   uint16(s.Stage), stepAfter: s.StepAfter, stepPriority: int32(s.StepPriority),
		offer: s.Offer, deadline: s.Deadline, held: s.Held, kept: s.Kept,
		reservedHard: s.ReservedHard, touched: s.Touched, untested: s.Untested, known: true,
		details: &details{
			Work: s.Work, visited: slices.Clone(s.Visited), waitTested: s.WaitTested,
			reservedTill: s.ReservedTill, declined: slices.Clone(s.Declined),
		},
	}
	w.leaveAlone(s.NotBefore)
	if len(w.visited) == 1 {
		w.visited = nil // the present queue
	}
	w.Excluded = slices.Clone(s.Excluded)
	w.digest()
	if s.Order != nil {
		order := *s.Order
		w.order = &order
	}
	w.needs = e.in.needset(s.Needs)
	w.Needs = w.needs.public
	if s.Lowered != nil {
		w.needs, w.lowered = e.in.needset(*s.Lowered), true
	}
	if len(s.Added) > 0 {
		w.added = e.addedFor(s.Added)
	}
	w.inLine = w.waits()
	q.refs++
	e.works.put(w.ID, w)
	if w.touched {
		e.touchedWorks = append(e.touchedWorks, w)
	}
	if w.untested {
		e.untested = append(e.untested, w)
	}
	e.restoreWhy(w, s.Why)
	return e.restoreLinks(w, s)
}

// restoreLinks joins a work to the agents that its state names.
func (e *Engine) restoreLinks(w *work, s *WorkState) error {
	if !s.ReservedFor.IsZero() {
		a := e.agents.get(&s.ReservedFor)
		if a == nil {
			return contradiction("work %s is reserved for agent %s, who is not signed in", s.ID, s.ReservedFor)
		}
		e.setReserved(w, a, s.ReservedTill, s.ReservedHard)
	}
	switch w.status {
	case offered, assigned:
		w.agent = e.agents.get(&s.Agent)
		if w.agent == nil {
			return contradiction("work %s is %s to agent %s, who is not signed in", s.ID, w.status, s.Agent)
		}
		if w.status == offered {
			w.agent.offered = w
		}
	case parked:
		// Up to the version in which a sign-out brings back what was set aside, its
		// agent could be gone: it is nobody's then.
		w.setAside(e.agents.get(&s.Agent))
	case waiting, wrapping:
	default:
		return contradiction("work %s has no status %q", s.ID, s.Status)
	}
	for _, x := range s.WrapUps {
		a, q := e.agents.get(&x.Agent), e.queues[x.Queue]
		if a == nil || q == nil {
			return contradiction("a wrap-up of work %s is of an agent or queue that is not there", s.ID)
		}
		q.refs++
		w.wrapUps = append(w.wrapUps, wrapUp{
			leg: x.Leg, agent: a, queue: q, begun: x.Begun, since: x.Since,
			deadline: x.Deadline, extension: x.Extension, extended: x.Extended,
		})
		w.hasWrapUps = true
	}
	return nil
}

func (e *Engine) restoreWhy(w *work, d *Decision) {
	if d == nil {
		return
	}
	r := &reasons{leg: d.Leg, agent: e.roster.number(d.Agent), at: d.At, choice: d.Choice, unlisted: int32(d.Unlisted)}
	for i, v := range d.Verdicts {
		if i < keptMax {
			r.add(e.roster.number(v.Agent), e.words.id(v.Word), v.Since)
		}
	}
	w.why = r
}

// restoreHands gives an agent the works that it held.
func (e *Engine) restoreHands(s *AgentState) error {
	a := e.agents.get(&s.ID)
	for _, x := range s.Works {
		w := e.works.get(&x.Work)
		if w == nil {
			return contradiction("agent %s holds work %s, which is not there", s.ID, x.Work)
		}
		a.held = append(a.held, held{
			work: w, leg: x.Leg, channel: w.channel, begun: x.Begun, wrapUp: x.WrapUp,
			interrupted: x.Interrupted, by: x.By, byLeg: x.ByLeg,
		})
	}
	_, shown := a.doing()
	if shown != nil {
		a.shownWork = shown.ID
	}
	a.shownWorks = a.works()
	return nil
}
