package chat

import (
	"context"
	"time"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/person"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Keeper answers for what the channel keeps of people. It needs nothing but the
// store it is given.
type Keeper struct{}

var _ person.Keeper = Keeper{}

// KeptConversation is a conversation as it is given out to the person it was with.
type KeptConversation struct {
	Inbox    string        `json:"inbox"`
	Language string        `json:"language"`
	Name     string        `json:"name,omitempty"` // as typed, like Email and Phone
	Email    string        `json:"email,omitempty"`
	Phone    string        `json:"phone,omitempty"`
	Page     string        `json:"page,omitempty"`
	Rating   int64         `json:"rating,omitempty"`
	Comment  string        `json:"comment,omitempty"`
	Messages []KeptMessage `json:"messages"`
}

// KeptMessage is something that was said, or a colleague's note.
type KeptMessage struct {
	Number int64     `json:"number"`
	Author string    `json:"author"` // customer, agent, automatic
	Agent  string    `json:"agent,omitempty"`
	Kind   string    `json:"kind"` // text, file, system, note
	Text   string    `json:"text,omitempty"`
	Sent   time.Time `json:"sent"`
	Read   time.Time `json:"read,omitzero"`
	File   *KeptFile `json:"file,omitempty"`
}

// KeptFile is a file that was sent, and where it is in the archive.
type KeptFile struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
	Path string `json:"path"`
}

// Kept implements person.Keeper.
func (Keeper) Kept(ctx context.Context, q *db.Queries, contact core.ID) (person.Part, error) {
	row, err := q.GetConversation(ctx, contact.String())
	if channel.Missing(err) {
		return person.Part{}, nil
	}
	if err != nil {
		return person.Part{}, err
	}
	c := KeptConversation{
		Inbox: row.Inbox, Language: row.Language, Name: row.Name, Email: row.Email, Phone: row.Phone, Page: row.Page,
		Rating: row.Rating, Comment: row.RatingComment, Messages: []KeptMessage{},
	}
	part := person.Part{Name: "conversation"}
	sent, err := q.ListChatFiles(ctx, row.ContactID)
	if err != nil {
		return person.Part{}, err
	}
	byID := map[string]*KeptFile{}
	for i := range sent {
		file := person.File{ID: sent[i].ID, Name: sent[i].Name}
		part.Files = append(part.Files, file)
		byID[file.ID] = &KeptFile{Name: sent[i].Name, Type: sent[i].Type, Size: sent[i].Size, Path: person.PathOf(file)}
	}
	for after := int64(0); ; {
		page, err := q.ListAllChatMessages(ctx, db.ListAllChatMessagesParams{
			ContactID: row.ContactID, AfterNumber: after, MaxRows: PageMax,
		})
		if err != nil {
			return person.Part{}, err
		}
		for i := range page {
			m := &page[i]
			after = m.Number
			c.Messages = append(c.Messages, KeptMessage{
				Number: m.Number, Author: m.Author, Agent: agentOf(m.Agent), Kind: m.Kind, Text: m.Body,
				Sent: timeOf(m.SentAt), Read: timeOf(m.ReadAt), File: byID[m.FileID],
			})
		}
		if len(page) < PageMax {
			part.Doc = c
			return part, nil
		}
	}
}

// agentOf is an agent's id; empty for none.
func agentOf(id string) string {
	if parsed, err := core.ParseID(id); err != nil || parsed.IsZero() {
		return ""
	}
	return id
}

// timeOf is a time for people; zero stays zero.
func timeOf(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return core.Instant(us).Time().UTC()
}

// Erase implements person.Keeper: who the customer said to be, what was said, and
// the files go. That there was a message, whose, and when, stays: facts count it.
// Nobody's token opens the conversation any more.
func (Keeper) Erase(ctx context.Context, tx *store.Tx, contact core.ID) (person.Erased, error) {
	var gone person.Erased
	changed, err := tx.EraseConversation(ctx, contact.String())
	if err != nil || changed == 0 {
		return gone, err
	}
	if err := tx.EraseContactLabel(ctx, contact.String()); err != nil {
		return gone, err
	}
	sent, err := tx.ListChatFiles(ctx, contact.String())
	if err != nil {
		return gone, err
	}
	for i := range sent {
		gone.Files = append(gone.Files, sent[i].ID)
	}
	if _, err := tx.DeleteChatFiles(ctx, contact.String()); err != nil {
		return gone, err
	}
	messages, err := tx.EraseChatMessages(ctx, contact.String())
	gone.Messages = int(messages)
	return gone, err
}
