package branch

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// seen is what an effect about a visit does not say itself.
type seen struct {
	counter  string // where the agent serves
	answered bool   // the service had begun
}

// change is what an effect means to a visit.
type change struct {
	kind   string
	state  State // empty: the visit stays as it is
	detail detail
	by     string
}

// record writes what the effects of a step mean to the visits they are about. It
// may be told the same effect twice, and one effect after a later one: the first
// account of each counts, and the newest state stays.
func record(ctx context.Context, tx *store.Tx, effects []routing.Effect, look func(*routing.Effect) seen) error {
	for i := range effects {
		e := &effects[i]
		if e.Channel != core.Visit || e.Work.IsZero() {
			continue
		}
		c, ok := changeOf(e, look)
		if !ok {
			continue
		}
		visit, err := tx.GetVisitByWork(ctx, e.Work.String())
		if channel.Missing(err) {
			continue // the visit goes on with another work: this one's end changes nothing
		}
		if err != nil {
			return err
		}
		if err := apply(ctx, tx, visit, e, c); err != nil {
			return err
		}
	}
	return nil
}

// recordOwn is record for the work that a command was about. What the step meant
// to others (the next visitor comes to the agent who is free now) follow writes,
// which knows their agents and counters.
func recordOwn(ctx context.Context, tx *store.Tx, effects []routing.Effect, work core.ID, known seen) error {
	var own []routing.Effect
	for i := range effects {
		if effects[i].Work == work {
			own = append(own, effects[i])
		}
	}
	return record(ctx, tx, own, func(*routing.Effect) seen { return known })
}

func apply(ctx context.Context, tx *store.Tx, visit db.Visit, e *routing.Effect, c change) error {
	id := channel.EffectEvent(e.At, e.Seq)
	written, err := happened(ctx, tx, id, visit.ContactID, e.At, c.kind, c.by, c.detail)
	if err != nil || !written || c.state == "" {
		return err
	}
	moved, err := move(ctx, tx, visit.ContactID, id, e.At, c.state)
	if err != nil || !moved || c.kind != eventCalled {
		return err
	}
	_, err = tx.SeatVisit(ctx, db.SeatVisitParams{
		Counter: c.detail.Counter, CalledAt: int64(e.At), ContactID: visit.ContactID,
	})
	return err
}

// move brings a visit and its contact into a state, unless something later than
// the event did so already.
func move(
	ctx context.Context, tx *store.Tx, contact string, event core.ID, at core.Instant, to State,
) (bool, error) {
	moved, err := tx.MoveVisit(ctx, db.MoveVisitParams{State: string(to), ContactID: contact, Event: event.String()})
	if err != nil || moved == 0 {
		return false, err
	}
	params := db.SetContactStateParams{State: channel.ContactOpen, ID: contact}
	if !to.Open() {
		params.State, params.ClosedAt = channel.ContactClosed, int64(at)
	}
	_, err = tx.SetContactState(ctx, params)
	return true, err
}

// changeOf says what an effect means; ok is false when it means nothing.
func changeOf(e *routing.Effect, look func(*routing.Effect) seen) (change, bool) { //nolint:cyclop // a dispatch over the kinds of effects
	c := change{by: channel.ActorOf(e), detail: detail{Queue: e.Queue, Agent: e.Agent}}
	switch e.Kind {
	case routing.Queued:
		switch {
		case e.Returned:
			c.kind, c.state = eventReturned, Waiting
		case e.Leg > 1:
			c.kind, c.state = eventQueued, Waiting
		default:
			return c, false // the ticket itself, which Issue writes
		}
	case routing.Assigned:
		return assigned(e, c, look(e))
	case routing.OfferWithdrawn:
		switch e.Cause {
		case routing.CauseDecline:
			c.kind = eventDeclined
		case routing.CauseNoAnswer:
			c.kind = eventNoAnswer
		default:
			return c, false
		}
	case routing.Released, routing.Cancelled, routing.Overflowed:
		return ended(e, c)
	case routing.Parked:
		c.kind, c.state, c.detail.Note = eventParked, Parked, e.Detail
	case routing.Resumed:
		if e.Cause != routing.CauseUnpark || !e.Agent.IsZero() {
			return c, false // a hold that ended, or the Assigned beside it says more
		}
		c.kind, c.state = eventResumed, Waiting
	case routing.Deferred:
		c.kind, c.detail.Place, c.detail.Until = eventDeferred, e.Place, e.Deadline
	case routing.Reprioritised:
		c.kind, c.detail.Priority = eventReprioritised, &e.Priority
	default:
		return c, false
	}
	return c, true
}

func assigned(e *routing.Effect, c change, s seen) (change, bool) {
	c.detail.Counter, c.detail.Cause = s.counter, string(e.Cause)
	switch {
	case e.Cause == routing.CauseStart:
		return c, false // Direct writes it
	case e.Cause == routing.CauseUnpark && s.answered:
		c.kind, c.state = eventResumed, Serving
	default:
		c.kind, c.state = eventCalled, Called
	}
	return c, true
}

// ended is what the end of a leg means; that of a leg after which another
// follows leaves the visit to the Queued of the next.
func ended(e *routing.Effect, c change) (change, bool) {
	c.detail.Detail = e.Detail
	switch e.Ends {
	case "":
		return c, false
	case core.Handled:
		c.kind, c.state = eventReleased, Done
	case core.FlowedOut:
	case core.NoShow:
		c.kind, c.state = eventNoShow, NoShow
	case core.Abandoned:
		c.kind, c.state = eventLeft, Left
	case core.ClosedOut:
		c.kind, c.state = eventClosedOut, ClosedOut
	case core.Failed:
		c.kind, c.state = eventFailed, Broken
	default:
		c.kind, c.state, c.detail.Detail = eventRedirected, Moved, e.Target
	}
	if e.Kind == routing.Released && e.Detail != "" {
		c.kind, c.state = eventTransferred, ""
	}
	return c, c.kind != ""
}
