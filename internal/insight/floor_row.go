package insight

import (
	"time"

	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/routing"
)

// queueFrom is all that a queue's row depends on.
type queueFrom struct {
	open     bool
	hand     queueByHand
	waiting  int
	oldest   core.Instant
	next     core.ID
	ticket   string
	expected int64
	crowd    crowd
	tally    kpi.Tally
}

// expectedStep is how finely a team leader is told the expected wait.
const expectedStep = 5 * time.Second

// floorQueueDoc is the queue's row on floors and walls.
func (b *Boards) floorQueueDoc(q *queue) []byte {
	from := queueFrom{
		open: q.open, hand: b.byHand(q), waiting: len(q.waiting), oldest: q.oldest(),
		expected: expectedIn(q.expected, expectedStep), crowd: q.crowd(),
	}
	if b.f != nil {
		if day, ok := b.f.lines[lineKey{q.base, q.site}]; ok {
			from.tally = day.tally
		}
	}
	if q.floor.doc != nil && q.floor.from == from {
		return q.floor.doc
	}
	t := &from.tally
	row := floorQueue{
		Queue: q.base, Site: q.site, Channel: q.channel, Open: from.open, Waiting: from.waiting, Oldest: from.oldest,
		Threshold: q.threshold.Microseconds(), Goal: q.goal, KPI: b.figuresOf(t, "leg"),
		Offered: t.Offered, Handled: t.Handled, Abandoned: t.Abandoned, NoShow: t.NoShow,
		Ready: from.crowd.ready, Engaged: from.crowd.busy(), NotReady: from.crowd.notReady, Expected: from.expected,
	}
	if from.hand.At != 0 {
		row.ByHand = &from.hand
	}
	level := row.KPI["service_level"]
	level.Goal = q.goal
	row.KPI["service_level"] = level
	q.floor = queueDoc{from: from, doc: docOf(row)}
	return q.floor.doc
}

// byHand is who has a queue open or closed against its calendar; zero when it is
// as its calendar wants.
func (b *Boards) byHand(q *queue) queueByHand {
	if now := b.now(); q.hand.At == 0 || q.open == b.org.QueueOpenAt(q.key, now) {
		return queueByHand{}
	}
	hand := queueByHand{User: q.hand.Actor, At: q.hand.At}
	if name, _, _, _, ok := b.org.AgentSeat(q.hand.Actor); ok {
		hand.Name = name
	}
	hand.Until, _, _ = b.org.QueueNextChange(q.key, q.hand.At)
	return hand
}

// floorAgentDoc is the agent's row on floors.
func (b *Boards) floorAgentDoc(a *agent) []byte {
	if a.doc != nil {
		return a.doc
	}
	row := floorAgent{
		Agent: a.ID, Name: a.name, Site: a.Site, Team: a.Team, Profile: baseKey(a.Profile),
		Presence: a.Presence, Reason: a.Reason, Pending: a.Pending, Activity: a.Activity,
		Channel: a.Interval.Channel, Since: sinceOf(&a.AgentView), Counter: a.Position, Connected: a.Connected,
		Day: b.dayOf(a.ID),
	}
	if w := b.foremost(a); w != nil {
		row.Work, row.Ticket, row.Queue = w.ID, w.Meta.Label, w.queue.base
	}
	a.doc = docOf(row)
	return a.doc
}

// foremost is the work an agent is busy with: the one begun last, else the one
// being offered.
func (b *Boards) foremost(a *agent) *work {
	for i := len(a.Works) - 1; i >= 0; i-- {
		if h := &a.Works[i]; !h.Interrupted {
			if w, ok := b.m.works[h.Work]; ok {
				return w
			}
		}
	}
	return b.m.works[a.Offered]
}

// floorWaitingDoc is the row of a waiting or parked work on floors.
func (b *Boards) floorWaitingDoc(w *work) []byte {
	if w.floor != nil {
		return w.floor
	}
	row := floorWaiting{
		Work: w.ID, Contact: w.Meta.Contact, Queue: w.queue.base, Site: w.queue.site, Service: w.Meta.Service,
		Ticket: w.Meta.Label, CustomerName: w.name, Segment: w.Meta.Segment, Language: w.Meta.Language,
		Arrived: w.Arrived, Queued: w.Queued, Threshold: w.queue.threshold.Microseconds(),
		Priority: w.priority(), OwnPriority: w.Priority, Stage: w.Stage, State: stateOf(w),
		Agent: w.Agent, ReservedFor: w.ReservedFor, Parked: w.Status == routing.StatusParked, Place: w.place, Why: w.why,
	}
	if w.Status == routing.StatusWaiting {
		row.Agent = core.NoID
	}
	w.floor = docOf(row)
	return w.floor
}
