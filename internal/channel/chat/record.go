package chat

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// The kinds of events on a conversation's timeline.
const (
	eventOpened        = "opened"
	eventAssigned      = "assigned"
	eventReleased      = "released"
	eventDescribed     = "described"
	eventLeft          = "left"
	eventClosedOut     = "closed_out"
	eventRedirected    = "redirected"
	eventFailed        = "failed"
	eventParked        = "parked"
	eventResumed       = "resumed"
	eventTransferred   = "transferred"
	eventQueued        = "queued"
	eventReturned      = "returned"
	eventReprioritised = "reprioritised"
	eventDeclined      = "declined"
	eventNoAnswer      = "no_answer"
	eventMessageLeft   = "message_left"
	eventMessageQueued = "message_queued"
	eventTakenUp       = "taken_up" // by the customer, after it had ended
	eventIdentified    = "identified"
	eventRated         = "rated"
)

// detail is what an event says beside its kind; empty fields are left out.
type detail struct {
	Inbox    string  `json:"inbox,omitempty"`
	Queue    string  `json:"queue,omitempty"`
	Agent    core.ID `json:"agent,omitzero"`
	Cause    string  `json:"cause,omitempty"`
	Detail   string  `json:"detail,omitempty"`
	Note     string  `json:"note,omitempty"`
	Reason   string  `json:"reason,omitempty"`
	Outcome  string  `json:"outcome,omitempty"`
	Rating   int     `json:"rating,omitempty"`
	Priority *int    `json:"priority,omitempty"`
}

// change is what an effect means to a conversation.
type change struct {
	kind   string
	state  State // empty: it stays as it is
	agent  core.ID
	detail detail
	by     string
}

// record writes what the effects of a step mean to the conversations they are
// about. It may be told the same effect twice, and one effect after a later one:
// the first account of each counts, and the newest state stays.
func record(ctx context.Context, tx *store.Tx, effects []routing.Effect) error {
	for i := range effects {
		e := &effects[i]
		if !written(e.Channel) || e.Work.IsZero() {
			continue
		}
		c, ok := changeOf(e)
		if !ok {
			continue
		}
		row, err := tx.GetConversationByWork(ctx, e.Work.String())
		if channel.Missing(err) {
			continue // it goes on with another work, or is no conversation's
		}
		if err != nil {
			return err
		}
		id := channel.EffectEvent(e.At, e.Seq)
		fresh, err := channel.Happened(ctx, tx, channel.Event{
			ID: id, Contact: row.ContactID, At: e.At, Kind: c.kind, Actor: c.by, Detail: c.detail,
		})
		if err != nil {
			return err
		}
		if !fresh || c.state == "" {
			continue
		}
		if err := move(ctx, tx, &row, id, e.At, c); err != nil {
			return err
		}
	}
	return nil
}

// move brings a conversation and its contact into a state, unless something later
// than the event did so already. The end of a conversation is when the facts of
// what was said are written.
func move(ctx context.Context, tx *store.Tx, row *db.Conversation, event core.ID, at core.Instant, c change) error {
	params := db.MoveConversationParams{
		State: string(c.state), Agent: row.Agent, ContactID: row.ContactID, Event: event.String(),
	}
	if !c.agent.IsZero() {
		params.Agent = c.agent.String()
	}
	contact := db.SetContactStateParams{State: channel.ContactOpen, ID: row.ContactID}
	if !c.state.Open() {
		params.ClosedAt, params.ClosedBy = int64(at), c.by
		contact.State, contact.ClosedAt = channel.ContactClosed, int64(at)
	}
	moved, err := tx.MoveConversation(ctx, params)
	if err != nil || moved == 0 {
		return err
	}
	if _, err := tx.SetContactState(ctx, contact); err != nil || c.state.Open() {
		return err
	}
	if _, err := tx.InsertMessageFacts(ctx, row.Channel, row.ContactID); err != nil {
		return err
	}
	_, err = tx.CountChatMessages(ctx, row.ContactID)
	return err
}

// changeOf says what an effect means; ok is false when it means nothing.
func changeOf(e *routing.Effect) (change, bool) { //nolint:cyclop // a dispatch over the kinds of effects
	c := change{by: channel.ActorOf(e), detail: detail{Queue: e.Queue, Agent: e.Agent}}
	switch e.Kind {
	case routing.Queued:
		switch {
		case e.Returned:
			c.kind, c.state = eventReturned, Waiting
		case e.Leg > 1:
			c.kind, c.state = eventQueued, Waiting
		default:
			return c, false // the opening, which is written apart
		}
	case routing.Assigned:
		c.kind, c.state, c.agent, c.detail.Cause = eventAssigned, Active, e.Agent, string(e.Cause)
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
	case routing.Reprioritised:
		c.kind, c.detail.Priority = eventReprioritised, &e.Priority
	default:
		return c, false
	}
	return c, true
}

// ended is what the end of a leg means; that of a leg after which another
// follows leaves the conversation to the Queued of the next.
func ended(e *routing.Effect, c change) (change, bool) {
	c.detail.Detail = e.Detail
	switch e.Ends {
	case "":
		return c, false
	case core.Handled:
		c.kind, c.state = eventReleased, Done
	case core.FlowedOut:
	case core.Abandoned, core.NoShow:
		c.kind, c.state = eventLeft, Left
	case core.ClosedOut:
		c.kind, c.state = eventClosedOut, ClosedOut
	case core.Failed:
		c.kind, c.state = eventFailed, Broken
	default:
		c.kind, c.state = eventRedirected, Redirected
		if e.Kind == routing.Overflowed {
			c.detail.Detail = string(e.To)
		}
		if leaves(e) {
			c.kind, c.state = eventMessageLeft, Leaving
		}
	}
	if e.Kind == routing.Released && e.Detail != "" {
		c.kind, c.state = eventTransferred, ""
	}
	return c, c.kind != ""
}
