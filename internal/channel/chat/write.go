package chat

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Say is something that somebody says.
type Say struct {
	Client string // id given by the sender; a repeat is answered as the first
	Text   string
	File   *Upload // with or without a text
	Note   bool    // for colleagues only (agents)
}

// Upload is a file that is sent with a message.
type Upload struct {
	Name    string
	Content []byte
}

// Customer says something for the customer: core.Conflict once the conversation is
// over, core.Throttled when it is too much. It is on disk when this returns.
func (s *Service) Customer(ctx context.Context, c *Conversation, address string, in Say) (Message, error) {
	if err := s.gate.send(address, c.Contact.String(), c.Inbox); err != nil {
		return Message{}, err
	}
	in.Note = false
	m, err := s.prepare(ctx, c, core.AuthorCustomer, in)
	if err != nil {
		return Message{}, err
	}
	s.absent.heard(c.Contact, s.now())
	return s.speak(ctx, c, m, floor.Messaged{Work: c.Work, By: core.ByCustomer})
}

// Agent says something for an agent who has the conversation in hand. The first
// time is the answer of vocabulary.md. A note is for colleagues, and no answer.
func (s *Service) Agent(ctx context.Context, who channel.Caller, c *Conversation, in Say) (Message, error) {
	m, err := s.prepare(ctx, c, core.AuthorAgent, in)
	if err != nil {
		return Message{}, err
	}
	m.Agent, m.By = who.User, s.nameOf(who.User)
	if in.Note {
		return s.speak(ctx, c, m, nil)
	}
	return s.speak(ctx, c, m, floor.Notes{floor.Answered{Work: c.Work}, floor.Messaged{Work: c.Work, By: core.ByAgent}})
}

// prepare makes the message, its file on disk.
func (s *Service) prepare(ctx context.Context, c *Conversation, author core.Author, in Say) (Message, error) {
	kind := Text
	switch {
	case in.Note:
		kind = Note
	case in.File != nil:
		kind = File
	}
	if err := checkClient(in.Client); err != nil {
		return Message{}, err
	}
	if err := checkText("text", in.Text, in.File == nil); err != nil {
		return Message{}, err
	}
	m := s.newMessage(author, kind, in.Client, in.Text)
	if in.File == nil {
		return m, nil
	}
	var err error
	m.File, err = s.keep(ctx, c, in.File)
	return m, err
}

// speak carries a message into the store and to the screens. A repeat gives the
// message that is there.
func (s *Service) speak(ctx context.Context, c *Conversation, m Message, note floor.Note) (Message, error) {
	contact := c.Contact.String()
	request := floor.Request{
		Note: note,
		Before: func(ctx context.Context, tx *store.Tx) error {
			row, err := tx.GetConversation(ctx, contact)
			if err != nil {
				return unknown(err)
			}
			if m.Kind != Note && (!State(row.State).Open() || row.WorkID != c.Work.String()) {
				_, err := tx.GetChatMessageByClient(ctx, contact, m.key())
				if err == nil {
					return errRepeated()
				}
				return over()
			}
			if m.File != nil {
				if err := insertFile(ctx, tx, contact, &m); err != nil {
					return err
				}
			}
			return say(ctx, tx, contact, &m)
		},
	}
	_, err := s.floor.Do(ctx, request)
	switch core.CodeOf(err) {
	case "":
		s.rooms.said(c.Contact, m)
		return m, nil
	case core.Repeated:
		s.dropFile(ctx, m.File)
		return s.saidBefore(ctx, contact, m.key())
	case core.NotFound: // the work has ended: this may be a repeat all the same
		s.dropFile(ctx, m.File)
		if before, err := s.saidBefore(ctx, contact, m.key()); err == nil {
			return before, nil
		}
		return Message{}, over()
	default:
		s.dropFile(ctx, m.File)
		return Message{}, err
	}
}

func (s *Service) saidBefore(ctx context.Context, contact, key string) (Message, error) {
	var m Message
	err := s.read(ctx, func(q *db.Queries) error {
		row, err := q.GetChatMessageByClient(ctx, contact, key)
		if err != nil {
			return err
		}
		attached := map[string]*Attachment{}
		if row.FileID != "" {
			f, err := q.GetChatFile(ctx, row.FileID, contact)
			if err != nil {
				return err
			}
			attached[f.ID] = attachmentOf(&f)
		}
		m = s.messageOf(&row, attached)
		return nil
	})
	return m, err
}

// Typing tells the other side that somebody is writing. Nothing of it is kept.
func (s *Service) Typing(c *Conversation, by core.Author) {
	if by == core.AuthorCustomer {
		s.absent.heard(c.Contact, s.now())
	}
	s.rooms.typing(c.Contact, by, s.now())
}

// Marks say up to which message a side has got on its screen, and seen, what the
// other wrote.
type Marks struct {
	Delivered int
	Read      int
}

// Mark takes in how far a side is. By is whose screen it is.
func (s *Service) Mark(ctx context.Context, c *Conversation, by core.Author, in Marks) error {
	if in.Delivered < 0 || in.Read < 0 || max(in.Delivered, in.Read) > c.Messages {
		return core.Faultf(core.Invalid, "read", core.FaultUnknown, "there is no such message yet")
	}
	in.Delivered = max(in.Delivered, in.Read)
	if by == core.AuthorCustomer {
		s.absent.heard(c.Contact, s.now())
	}
	if !s.rooms.ahead(c.Contact, by, in) {
		return nil // told before
	}
	request := floor.Request{With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
		contact, ofCustomer := c.Contact.String(), by != core.AuthorCustomer
		if _, err := tx.MarkDelivered(ctx, db.MarkDeliveredParams{
			At: int64(r.At), ContactID: contact, UpTo: int64(in.Delivered), OfCustomer: ofCustomer,
		}); err != nil {
			return err
		}
		_, err := tx.MarkRead(ctx, db.MarkReadParams{
			At: int64(r.At), ContactID: contact, UpTo: int64(in.Read), OfCustomer: ofCustomer,
		})
		return err
	}}
	if by == core.AuthorAgent && c.State.Open() && in.Read > 0 {
		request.Note = floor.Seen{Work: c.Work}
	}
	_, err := s.floor.Do(ctx, request)
	if core.CodeOf(err) == core.NotFound { // the work has ended: what was read stays read
		request.Note = nil
		_, err = s.floor.Do(ctx, request)
	}
	if err == nil {
		s.rooms.marked(c.Contact, by, in)
	}
	return err
}
