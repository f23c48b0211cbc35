package insight

import (
	"strconv"
	"strings"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

func itoa(n int) string { return strconv.Itoa(n) }

// baseKey is a profile's configured key: the engine knows it once for each site.
func baseKey(key string) string {
	base, _, _ := strings.Cut(key, "@")
	return base
}

func (b *Boards) me(id core.ID) deskMe {
	a, ok := b.m.agents[id]
	if !ok {
		name, site, team, profile, _ := b.org.AgentSeat(id)
		return deskMe{
			Agent: id, Name: name, Site: site, Team: team, Profile: profile,
			Presence: core.Offline, Activity: core.Idle, Day: b.dayOf(id),
		}
	}
	return deskMe{
		Agent: id, Name: a.name, Site: a.Site, Team: a.Team, Profile: baseKey(a.Profile), Counter: a.Position,
		SignedIn: true, Presence: a.Presence, Reason: a.Reason, Pending: a.Pending, PendingReason: a.PendingReason,
		Activity: a.Activity, Since: sinceOf(&a.AgentView), Works: len(a.Works), BreatherUntil: a.Breather,
		Day: b.dayOf(id),
	}
}

// sinceOf is when what an agent does now began: the activity, or where there is
// none, the presence.
func sinceOf(a *floor.AgentView) core.Instant {
	if a.Activity == core.Idle {
		return max(a.Since, a.ActivitySince)
	}
	return a.ActivitySince
}

// deskWork is the row of a work that is offered to, assigned to or parked by an agent.
func (b *Boards) deskWork(w *work) deskWork {
	row := b.anyWork(w)
	row.Leg, row.State, row.Since = w.WorkState.Leg, "serving", w.Since
	row.Threshold = w.queue.threshold.Microseconds()
	leg := w.OpenLeg()
	row.describe(&leg)
	switch w.Status {
	case routing.StatusOffered:
		row.State, row.Offer, row.Deadline = "offered", w.Offer, w.Deadline
		row.Called, row.Answered = 0, 0
	case routing.StatusParked:
		row.State = "parked"
	case routing.StatusAssigned:
		switch {
		case w.Held:
			row.State = "held"
			if leg.Pauses.Held {
				row.Since = max(leg.Pauses.Since, w.Since)
			}
		case leg.Answered != 0:
			row.Since = leg.Answered
		case w.Channel == core.Visit:
			row.State, row.Since = "called", max(leg.Called, w.Since)
		}
	case routing.StatusWaiting, routing.StatusWrapUp: // on nobody's desk as such
	}
	return row
}

// deskWrapUp is the row of a leg that an agent wraps up.
func (b *Boards) deskWrapUp(w *work, up *routing.WrapUpState) deskWork {
	row := b.anyWork(w)
	row.Leg, row.State, row.Since = up.Leg, "wrap_up", up.Since
	row.WrapUntil = up.Deadline
	row.CanExtend = up.Deadline != 0 && up.Extension > 0 && !up.Extended
	row.Queue, row.Site = b.org.QueueNames(up.Queue)
	for i := range w.Wrapping {
		if leg := &w.Wrapping[i]; leg.Engine == up.Leg {
			row.describe(leg)
			row.Queued, row.Threshold = leg.Queued, leg.SLThreshold.Microseconds()
		}
	}
	return row
}

// anyWork is what all rows of a work on a desk have in common.
func (b *Boards) anyWork(w *work) deskWork {
	row := deskWork{
		Work: w.ID, Contact: w.Meta.Contact, Channel: w.Channel, Queue: w.queue.base, Site: w.queue.site,
		Service: w.Meta.Service, Ticket: w.Meta.Label, Customer: w.Meta.Customer, CustomerName: w.name,
		Segment: w.Meta.Segment, Language: w.Meta.Language, Arrived: w.Arrived, Queued: w.Queued,
		Priority: w.priority(), Stage: w.Stage, AutoAccept: w.queue.autoAccept,
	}
	if t := w.Thread; t != nil {
		row.Unread, row.Unanswered, row.LastMessage = t.Unread, t.Unanswered, t.Last
	}
	if w.Channel == core.Visit {
		row.RecallsMin, _ = b.org.VisitRules(w.where())
	}
	return row
}

// describe takes from the leg what the engine does not know.
func (r *deskWork) describe(leg *floor.OpenLeg) {
	r.Called, r.Answered, r.Recalls = leg.Called, leg.Answered, leg.Recalls
	r.Reason, r.Outcome = leg.Reason, leg.Outcome
	if leg.SLThreshold > 0 {
		r.Threshold = leg.SLThreshold.Microseconds()
	}
}

// where is the site where the customer is.
func (w *work) where() string {
	if w.Meta.Site != "" {
		return w.Meta.Site
	}
	return w.queue.site
}

// queueDoc is a queue's row with what it was made from.
type queueDoc struct {
	from queueFrom
	of   *lineDay // the day that a line was made from
	doc  []byte
}

// deskDoc is the queue's row on desks.
func (q *queue) deskDoc() []byte {
	from := queueFrom{open: q.open, waiting: len(q.waiting), oldest: q.oldest()}
	first := q.first()
	if first != nil {
		from.next, from.ticket = first.ID, first.Meta.Label
	}
	if q.desk.doc != nil && q.desk.from == from {
		return q.desk.doc
	}
	row := deskQueue{
		Queue: q.base, Site: q.site, Channel: q.channel, Open: from.open, Waiting: from.waiting, Oldest: from.oldest,
		Threshold: q.threshold.Microseconds(),
	}
	if first != nil {
		row.Next = &deskNext{Ticket: from.ticket, Work: from.next}
	}
	q.desk = queueDoc{from: from, doc: docOf(row)}
	return q.desk.doc
}

// first is the next in line.
func (q *queue) first() *work {
	for _, id := range q.order {
		if w, ok := q.waiting[id]; ok {
			return w
		}
	}
	return nil
}

// deskDoc is the row of a waiting work on desks.
func (w *work) deskDoc() []byte {
	if w.desk == nil {
		w.desk = docOf(deskWaiting{
			Work: w.ID, Queue: w.queue.base, Site: w.queue.site, Ticket: w.Meta.Label, Segment: w.Meta.Segment,
			Language: w.Meta.Language, Queued: w.Queued, Arrived: w.Arrived, Threshold: w.queue.threshold.Microseconds(),
			Place: w.place, Service: w.Meta.Service, Channel: w.Channel,
		})
	}
	return w.desk
}
