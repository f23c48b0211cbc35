package chat

import (
	"context"
	"slices"

	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/store/db"
)

// Transcript is what was said in a conversation.
type Transcript struct {
	Conversation

	Messages []Message // the oldest first, at most transcriptMax
}

// transcriptMax bounds the messages of a transcript.
const transcriptMax = 2000

// Transcript returns what a customer's link shows, or core.NotFound: notes are not
// in it.
func (s *Service) Transcript(ctx context.Context, token string) (Transcript, error) {
	if len(token) == 0 || len(token) > 64 {
		return Transcript{}, unknown(core.Errorf(core.NotFound, ""))
	}
	c, err := s.find(ctx, func(q *db.Queries) (db.Conversation, error) {
		return q.GetConversationByTranscript(ctx, hashOf(token))
	})
	if err == nil && s.expired(&c) {
		err = expiredLink()
	}
	if err != nil {
		return Transcript{}, err
	}
	t := Transcript{Conversation: c}
	err = s.read(ctx, func(q *db.Queries) error {
		t.Messages = nil
		for before := 0; len(t.Messages) < transcriptMax; {
			page, err := s.history(ctx, q, c.Contact.String(), Page{Before: before, Notes: true})
			if err != nil || len(page) == 0 {
				return err
			}
			before = page[0].Number
			page = slices.DeleteFunc(page, func(m Message) bool { return m.Kind == Note })
			t.Messages = append(page, t.Messages...)
			if before <= 1 {
				return nil
			}
		}
		return nil
	})
	return t, err
}

// Found is a message that a search found, with its conversation.
type Found struct {
	Message

	Conversation Conversation
}

// Query asks for messages with a text in them.
type Query struct {
	Text    string
	From    core.Instant
	AfterAt core.Instant // of the last of the page before; zero for the first
	AfterID core.ID
	Limit   int
}

// Search finds messages by a text in them, whatever its case and accents, newest
// first. It reads all messages since From, so From should not be years ago.
func (s *Service) Search(ctx context.Context, in Query) ([]Found, error) {
	folded := customer.Fold(in.Text)
	if folded == "" {
		return nil, core.Faultf(core.Invalid, "q", core.FaultRequired, "say what to look for")
	}
	if in.AfterAt == 0 {
		in.AfterAt = s.now() + 1
	}
	if in.Limit <= 0 || in.Limit > PageMax+1 {
		in.Limit = PageMax + 1
	}
	var found []Found
	err := s.read(ctx, func(q *db.Queries) error {
		found = nil
		rows, err := q.SearchChatMessages(ctx, db.SearchChatMessagesParams{
			FromAt: int64(in.From), AfterAt: int64(in.AfterAt), AfterID: in.AfterID.String(), Folded: folded,
			MaxRows: int32(in.Limit),
		})
		if err != nil {
			return err
		}
		for i := range rows {
			row, err := q.GetConversation(ctx, rows[i].ContactID)
			if err != nil {
				return err
			}
			contact, err := q.GetContact(ctx, rows[i].ContactID)
			if err != nil {
				return err
			}
			c, err := conversationOf(&row, &contact)
			if err != nil {
				return err
			}
			found = append(found, Found{Message: s.messageOf(&rows[i], nil), Conversation: c})
		}
		return nil
	})
	return found, err
}
