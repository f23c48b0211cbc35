package chat

import (
	"context"
	"errors"

	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// LeaveMessage takes in what a customer leaves to be answered: a task in the
// inbox's queue of messages. core.Conflict where the inbox takes none, core.Invalid
// without an address for the answer. The same token once more changes nothing.
func (s *Service) LeaveMessage(ctx context.Context, in Open) (Opened, error) {
	a, err := s.admit(ctx, in, true)
	if err != nil {
		return Opened{}, err
	}
	if a.inbox.Messages == "" {
		return Opened{}, core.Errorf(core.Conflict, "no message can be left here")
	}
	c := a.conversation(core.Task)
	c.State = Leaving
	said := []Message{s.newMessage(core.AuthorCustomer, Text, in.Client, in.Text)}
	_, err = s.floor.Do(ctx, floor.Request{
		Before: free(a.Token),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			return s.insert(ctx, tx, &a, &c, r.At, said)
		},
	})
	if core.CodeOf(err) == core.Repeated {
		return s.again(ctx, a.Token, err)
	}
	if err != nil {
		return Opened{}, err
	}
	// It is on disk; should this fail it is queued a little later.
	if err := s.queueMessage(ctx, c.Contact); err != nil {
		s.log.WarnContext(ctx, "chat: a message that was left waits to be queued", "contact", c.Contact, "error", err)
		s.soon()
	}
	return s.opened(ctx, a.Token, c.Contact)
}

// sentOn reports that a work flowed out to be answered as a message.
func sentOn(effects []routing.Effect) bool {
	for i := range effects {
		if leaves(&effects[i]) {
			return true
		}
	}
	return false
}

// leaves reports whether an effect sends a conversation on as a message.
func leaves(e *routing.Effect) bool {
	return e.Channel == core.Chat && e.Ends == core.Redirected &&
		(e.Kind == routing.Overflowed && e.To == routing.ToMessage || e.Kind == routing.Cancelled && e.Detail == byMessage)
}

// byMessage is the detail of a leg that ended because its customer was gone and
// is answered as a message.
const byMessage = "message"

// leavingPage bounds the messages queued in one round.
const leavingPage = 500

// queueMessages queues what is still to be queued as a message.
func (s *Service) queueMessages(ctx context.Context) error {
	var rows []db.Conversation
	err := s.read(ctx, func(q *db.Queries) error {
		var err error
		rows, err = q.ListLeavingConversations(ctx, leavingPage)
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for i := range rows {
		contact, err := core.ParseID(rows[i].ContactID)
		if err == nil {
			err = s.queueMessage(ctx, contact)
		}
		if core.CodeOf(err) != core.Closed { // that one waits until the queue opens
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// queueMessage enqueues the task in which a conversation goes on as a message.
// Where nobody can take messages it ends.
func (s *Service) queueMessage(ctx context.Context, contact core.ID) error {
	c, err := s.Of(ctx, contact)
	if err != nil || c.State != Leaving {
		return err
	}
	o := s.org()
	in, ok := o.Inbox(c.Inbox)
	if !ok || in.Messages == "" || c.Email == "" && c.Phone == "" && c.Customer.IsZero() {
		return s.giveUp(ctx, contact)
	}
	work := routing.Work{
		ID: clock.NewID(), Channel: core.Task, Queue: in.Messages, Arrived: c.Opened, Language: c.Language,
		Priority: o.SegmentPriority(c.Segment), Needs: o.NeedsFor(in.Messages, "", c.Language),
	}
	caller := channel.Caller{Party: core.ByCustomer}
	_, err = s.floor.Do(ctx, floor.Request{
		Command: &routing.Enqueue{Head: caller.Head(), Work: work}, Meta: metaOf(o, in, &c, in.Messages),
		Note: floor.Messaged{Work: work.ID, By: core.ByCustomer},
		Before: func(ctx context.Context, tx *store.Tx) error {
			row, err := tx.GetConversation(ctx, contact.String())
			if err == nil && State(row.State) != Leaving {
				return core.Errorf(core.Conflict, "it is queued already")
			}
			return unknown(err)
		},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			return goOn(ctx, tx, &c, work, r, eventMessageQueued, string(core.ByCustomer))
		},
	})
	switch core.CodeOf(err) {
	case core.Conflict:
		return nil
	case core.QueueFull, core.NotFound:
		return s.giveUp(ctx, contact)
	default:
		return err
	}
}

// goOn writes that a conversation goes on with another work.
func goOn(ctx context.Context, tx *store.Tx, c *Conversation, work routing.Work, r *floor.Result, kind, by string) error {
	contact := c.Contact.String()
	if _, err := tx.SetConversationWork(ctx, db.SetConversationWorkParams{
		WorkID: work.ID.String(), Channel: string(work.Channel), State: string(Waiting), ContactID: contact,
	}); err != nil {
		return err
	}
	if _, err := tx.SetContactState(ctx, db.SetContactStateParams{State: channel.ContactOpen, ID: contact}); err != nil {
		return err
	}
	if _, err := channel.Happened(ctx, tx, channel.Event{
		ID: channel.OpeningEvent(r.At), Contact: contact, At: r.At, Kind: kind, Actor: by, Detail: detail{Queue: work.Queue},
	}); err != nil {
		return err
	}
	return record(ctx, tx, r.Effects)
}

// giveUp ends a conversation that can be answered nowhere.
func (s *Service) giveUp(ctx context.Context, contact core.ID) error {
	at := s.now()
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.GetConversation(ctx, contact.String())
		if err != nil || State(row.State) != Leaving {
			return unknown(err)
		}
		return move(ctx, tx, &row, channel.NoteEvent(at), at, change{state: Redirected, by: string(core.BySystem)})
	})
	if err == nil {
		s.rooms.refresh(ctx, contact)
	}
	return err
}
