package chat

import (
	"context"
	"time"

	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Leave ends a conversation at the customer's wish: abandoned where nobody had
// answered, otherwise closed, and the agent wraps up. A message that was left is
// not taken back by closing a window: core.Conflict.
func (s *Service) Leave(ctx context.Context, c *Conversation) error {
	if c.State.Open() && (c.Channel == core.Task || c.State == Leaving) {
		return core.Errorf(core.Conflict, "your message waits to be answered")
	}
	err := s.depart(ctx, c, core.Abandoned, "")
	if err == nil {
		s.absent.forget(c.Contact)
	}
	return err
}

// depart ends the work of a customer who is gone, as it stands with the floor.
func (s *Service) depart(ctx context.Context, c *Conversation, end core.End, why string) error {
	if !c.State.Open() {
		return over()
	}
	w, err := s.work(ctx, c.Work)
	if err != nil {
		return err
	}
	who := channel.Caller{Party: core.ByCustomer}
	request := floor.Request{
		Command: &routing.Cancel{Head: who.Head(), Work: w.ID, End: end, Detail: why}, With: recording,
	}
	if w.Status == routing.StatusAssigned && w.OpenLeg().Answered != 0 {
		request.Command = &routing.Release{Head: who.Head(), Work: w.ID}
	}
	_, err = s.floor.Do(ctx, request)
	if core.CodeOf(err) == core.NotFound {
		return over()
	}
	return err
}

// preferredFor is how long a conversation that is taken up again is kept for the
// agent who had it.
const preferredFor = time.Minute

// Resume takes a conversation up again that has ended: a new leg, queued now, first
// for the agent who had it. core.Conflict when it goes on already or ended too long
// ago, core.Closed outside hours.
func (s *Service) Resume(ctx context.Context, c *Conversation, address string) error {
	o, now := s.org(), s.now()
	in, ok := o.Inbox(c.Inbox)
	switch {
	case c.State.Open():
		return core.Errorf(core.Conflict, "this conversation goes on already")
	case !ok || in.ResumeWithin() == 0 || now >= c.Closed.Add(in.ResumeWithin()):
		return core.Errorf(core.Conflict, "this conversation has ended: please begin another")
	case !s.Takes(in):
		return core.Errorf(core.Closed, "nobody is here to answer now")
	}
	if err := s.gate.open(address, c.Inbox, in.OpensPerMinute()); err != nil {
		return err
	}
	work := routing.Work{
		ID: clock.NewID(), Channel: core.Chat, Queue: in.Queue, Language: c.Language,
		Priority: o.SegmentPriority(c.Segment), Needs: o.NeedsFor(in.Queue, "", c.Language),
	}
	if !c.Agent.IsZero() {
		work.Preferred, work.ReservedUntil = c.Agent, now.Add(preferredFor)
	}
	who := channel.Caller{Party: core.ByCustomer}
	result, err := s.floor.Do(ctx, floor.Request{
		Command: &routing.Enqueue{Head: who.Head(), Work: work}, Meta: metaOf(o, in, c, in.Queue),
		Before: func(ctx context.Context, tx *store.Tx) error {
			row, err := tx.GetConversation(ctx, c.Contact.String())
			if err == nil && State(row.State).Open() {
				return core.Errorf(core.Conflict, "this conversation goes on already")
			}
			return unknown(err)
		},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			return goOn(ctx, tx, c, work, r, eventTakenUp, string(core.ByCustomer))
		},
	})
	if err != nil {
		return err
	}
	s.absent.heard(c.Contact, now)
	if sentOn(result.Effects) {
		s.soon()
	}
	s.rooms.refresh(ctx, c.Contact)
	return nil
}

// Rate keeps what the customer thinks of it, once: 1 to 5, and words.
func (s *Service) Rate(ctx context.Context, c *Conversation, stars int, comment string) error {
	if stars < 1 || stars > 5 {
		return core.Boundf(core.Invalid, "rating", core.FaultTooHigh, 5, "1 to 5")
	}
	if err := checkText("comment", comment, false); err != nil {
		return err
	}
	at := s.now()
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		rated, err := tx.RateConversation(ctx, db.RateConversationParams{
			Rating: int64(stars), RatingComment: comment, RatedAt: int64(at), ContactID: c.Contact.String(),
		})
		if err != nil {
			return err
		}
		if rated == 0 {
			return core.Errorf(core.Conflict, "a conversation is rated once, when it is over")
		}
		_, err = channel.Happened(ctx, tx, channel.Event{
			ID: channel.NoteEvent(at), Contact: c.Contact.String(), At: at, Kind: eventRated,
			Actor: string(core.ByCustomer), Detail: detail{Rating: stars},
		})
		return err
	})
	if err == nil {
		s.rooms.refresh(ctx, c.Contact)
	}
	return err
}

// identify writes who a contact's customer is.
func identify(
	ctx context.Context, tx *store.Tx, who channel.Caller, contact, person core.ID, segment string, at core.Instant,
) error {
	if _, err := tx.SetContactCustomer(ctx, db.SetContactCustomerParams{
		CustomerID: person.String(), Segment: segment, ID: contact.String(),
	}); err != nil {
		return err
	}
	_, err := channel.Happened(ctx, tx, channel.Event{
		ID: channel.NoteEvent(at), Contact: contact.String(), At: at, Kind: eventIdentified, Actor: who.Actor(), Detail: detail{},
	})
	return err
}
