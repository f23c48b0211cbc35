package chat

import (
	"context"
	"time"

	"turno/internal/core"
	"turno/internal/store/db"
)

// State is where a conversation stands.
type State string

// The states. Leaving is a moment: the customer is gone, and what they wrote is
// about to wait as a message.
const (
	Waiting    State = "waiting"
	Active     State = "active" // an agent has it
	Parked     State = "parked"
	Leaving    State = "leaving"
	Done       State = "done"
	Left       State = "left" // the customer went before an answer
	ClosedOut  State = "closed_out"
	Redirected State = "redirected"
	Broken     State = "failed"
)

// Open reports whether the conversation goes on.
func (s State) Open() bool {
	return s == Waiting || s == Active || s == Parked || s == Leaving
}

// Conversation is a conversation as it is now.
type Conversation struct {
	Contact  core.ID
	Work     core.ID      // it goes on with, or went on with last
	Channel  core.Channel // chat; task for a message that was left
	Inbox    string
	Language string
	Name     string // as typed, like Email and Phone
	Email    string
	Phone    string
	Page     string // where it began
	State    State
	Agent    core.ID // who has it, or had it last
	Customer core.ID
	Segment  string
	Site     string // of the queue, if it is of one
	Messages int    // number of the newest
	Opened   core.Instant
	Closed   core.Instant
	ClosedBy string
	Rating   int // 1 to 5; 0: none
	Comment  string
}

// Of returns a conversation by its contact, or core.NotFound.
func (s *Service) Of(ctx context.Context, contact core.ID) (Conversation, error) {
	return s.find(ctx, func(q *db.Queries) (db.Conversation, error) { return q.GetConversation(ctx, contact.String()) })
}

// Knock is Held for a call from an address, of which not too many may come
// (core.Throttled): each costs a look into the store.
func (s *Service) Knock(ctx context.Context, token, address string) (Conversation, error) {
	if err := s.gate.call(address); err != nil {
		return Conversation{}, err
	}
	return s.Held(ctx, token)
}

// linkLife is how long after its end a conversation opens by its token, and what was
// said by the transcript's; longer where it may be taken up again for longer.
const linkLife = 90 * 24 * time.Hour

// Held returns the conversation that a customer's token opens, or core.NotFound: also
// when it ended long ago.
func (s *Service) Held(ctx context.Context, token string) (Conversation, error) {
	if checkToken(token) != nil {
		return Conversation{}, unknown(core.Errorf(core.NotFound, ""))
	}
	c, err := s.find(ctx, func(q *db.Queries) (db.Conversation, error) { return q.GetConversationByToken(ctx, hashOf(token)) })
	if err == nil && s.expired(&c) {
		return Conversation{}, expiredLink()
	}
	return c, err
}

// expired reports whether no link opens a conversation any more.
func (s *Service) expired(c *Conversation) bool {
	life := linkLife
	if in, ok := s.org().Inbox(c.Inbox); ok {
		life = max(life, in.ResumeWithin())
	}
	return !c.State.Open() && c.Closed != 0 && s.now() >= c.Closed.Add(life)
}

func expiredLink() error {
	return core.Errorf(core.NotFound, "this conversation ended long ago: its link does not open it any more")
}

func (s *Service) find(ctx context.Context, get func(*db.Queries) (db.Conversation, error)) (Conversation, error) {
	var c Conversation
	err := s.read(ctx, func(q *db.Queries) error {
		row, err := get(q)
		if err != nil {
			return unknown(err)
		}
		contact, err := q.GetContact(ctx, row.ContactID)
		if err != nil {
			return unknown(err)
		}
		c, err = conversationOf(&row, &contact)
		return err
	})
	return c, err
}

func conversationOf(row *db.Conversation, contact *db.Contact) (Conversation, error) {
	c := Conversation{
		Channel: core.Channel(row.Channel), Inbox: row.Inbox, Language: row.Language,
		Name: row.Name, Email: row.Email, Phone: row.Phone, Page: row.Page, State: State(row.State),
		Segment: contact.Segment, Site: contact.Site, Messages: int(row.Messages),
		Opened: core.Instant(row.OpenedAt), Closed: core.Instant(row.ClosedAt), ClosedBy: row.ClosedBy,
		Rating: int(row.Rating), Comment: row.RatingComment,
	}
	for _, id := range []struct {
		to   *core.ID
		from string
	}{{&c.Contact, row.ContactID}, {&c.Work, row.WorkID}, {&c.Agent, row.Agent}, {&c.Customer, contact.CustomerID}} {
		var err error
		if *id.to, err = core.ParseID(id.from); err != nil {
			return Conversation{}, core.Wrap(core.Internal, "", err)
		}
	}
	return c, nil
}
