package chat

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Kind is what a message is.
type Kind string

// The kinds. Notes are for colleagues: no customer ever sees them.
const (
	Text Kind = "text"
	File Kind = "file"
	Note Kind = "note"
)

// TextMax is the longest message, in characters; customers see the same limit.
const TextMax = 4000

// clientMax is the longest id that a sender may give a message.
const clientMax = 64

// Message is one thing said in a conversation.
type Message struct {
	ID     core.ID     `json:"id"`
	Number int         `json:"number" doc:"From 1, without gaps for colleagues."`
	Client string      `json:"client" doc:"Id given by the sender."`
	Author core.Author `json:"author" enum:"customer,agent,automatic"`
	Agent  core.ID     `json:"agent,omitzero"`
	By     string      `json:"by,omitempty" doc:"The agent's name."`
	Kind   Kind        `json:"kind" enum:"text,file,note" doc:"Notes are for colleagues only."`
	Text   string      `json:"text,omitempty" doc:"Of a file: what was said with it."`
	File   *Attachment `json:"file,omitempty"`

	Sent      core.Instant `json:"sent"`
	Delivered core.Instant `json:"delivered,omitempty"`
	Read      core.Instant `json:"read,omitempty"`
}

// Attachment is a file that was sent.
type Attachment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`

	sum [32]byte // of one that has just come
}

// key is the sender's id as the store knows it: two sides that count alike do not
// meet.
func (m *Message) key() string { return string(m.Author) + keyMark + m.Client }

// clientOf undoes key.
func clientOf(key string) string {
	_, client, _ := strings.Cut(key, keyMark)
	return client
}

const keyMark = " " // in no client's id

// doc is the live row: marks are told for all messages at once (Marks).
func (m *Message) doc() []byte {
	plain := *m
	plain.Delivered, plain.Read = 0, 0
	doc, err := json.Marshal(&plain)
	if err != nil {
		panic("chat: " + err.Error()) // a defect: a plain struct
	}
	return doc
}

// errRepeated is the refusal of a message that was taken in before.
func errRepeated() error { return core.Errorf(core.Repeated, "this message is here already") }

// say writes a message into the open conversation of a contact and gives it its
// number. One whose client id is known is refused with core.Repeated.
func say(ctx context.Context, tx *store.Tx, contact string, m *Message) error {
	if _, err := tx.GetChatMessageByClient(ctx, contact, m.key()); !channel.Missing(err) {
		if err != nil {
			return err
		}
		return errRepeated()
	}
	return put(ctx, tx, contact, m)
}

// put is say for a message that cannot be there yet.
func put(ctx context.Context, tx *store.Tx, contact string, m *Message) error {
	number, err := tx.TakeMessageNumber(ctx, contact)
	if err != nil {
		return unknown(err)
	}
	m.Number = int(number)
	file := ""
	if m.File != nil {
		file = m.File.ID
	}
	return tx.InsertChatMessage(ctx, db.InsertChatMessageParams{
		ID: m.ID.String(), ContactID: contact, Number: number, ClientID: m.key(), Author: string(m.Author),
		Agent: m.Agent.String(), Kind: string(m.Kind), Body: m.Text, FileID: file, Search: customer.Fold(m.Text),
		SentAt: int64(m.Sent),
	})
}

// newMessage is a message of now; without a client id it is its own.
func (s *Service) newMessage(author core.Author, kind Kind, client, text string) Message {
	m := Message{ID: clock.NewID(), Author: author, Kind: kind, Client: client, Text: text, Sent: s.now()}
	if m.Client == "" {
		m.Client = m.ID.String()
	}
	return m
}

// checkText refuses what is no message.
func checkText(field, text string, needed bool) error {
	switch {
	case needed && strings.TrimSpace(text) == "":
		return core.Faultf(core.Invalid, field, core.FaultRequired, "there is nothing to send")
	case len(text) > 4*TextMax || utf8.RuneCountInString(text) > TextMax:
		return core.Boundf(core.TooLarge, field, core.FaultTooLong, TextMax, "a message has at most %d characters", TextMax)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r)
	}):
		return core.Faultf(core.Invalid, field, core.FaultNotText, "this is not text")
	}
	return nil
}

func checkClient(client string) error {
	if len(client) > clientMax || strings.ContainsFunc(client, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return core.Boundf(core.Invalid, "client", core.FaultTooLong, clientMax, "an id of a message has at most %d letters and digits", clientMax)
	}
	return nil
}

// Page is what to read of a conversation.
type Page struct {
	Before int // only messages before this number; 0: from the newest
	Limit  int
	Notes  bool // colleagues' notes too
}

// PageMax is the most messages read at once.
const PageMax = 200

// History returns messages of a conversation, the oldest first.
func (s *Service) History(ctx context.Context, contact core.ID, p Page) ([]Message, error) {
	var found []Message
	err := s.read(ctx, func(q *db.Queries) error {
		var err error
		found, err = s.history(ctx, q, contact.String(), p)
		return err
	})
	return found, err
}

func (s *Service) history(ctx context.Context, q *db.Queries, contact string, p Page) ([]Message, error) {
	if p.Before <= 0 {
		p.Before = math.MaxInt
	}
	if p.Limit <= 0 || p.Limit > PageMax {
		p.Limit = PageMax
	}
	rows, err := q.ListChatMessages(ctx, db.ListChatMessagesParams{
		ContactID: contact, Before: int64(p.Before), MaxRows: int32(p.Limit),
	})
	if err != nil {
		return nil, err
	}
	attached := map[string]*Attachment{}
	if slices.ContainsFunc(rows, func(r db.ChatMessage) bool { return r.FileID != "" }) {
		files, err := q.ListChatFiles(ctx, contact)
		if err != nil {
			return nil, err
		}
		for i := range files {
			attached[files[i].ID] = attachmentOf(&files[i])
		}
	}
	found := make([]Message, 0, len(rows))
	for i := range slices.Backward(rows) {
		if m := s.messageOf(&rows[i], attached); p.Notes || m.Kind != Note {
			found = append(found, m)
		}
	}
	return found, nil
}

func (s *Service) messageOf(r *db.ChatMessage, attached map[string]*Attachment) Message {
	id, _ := core.ParseID(r.ID)       // ids in the store are ours
	agent, _ := core.ParseID(r.Agent) // as above
	return Message{
		ID: id, Number: int(r.Number), Client: clientOf(r.ClientID), Author: core.Author(r.Author), Agent: agent,
		By: s.nameOf(agent), Kind: Kind(r.Kind), Text: r.Body, File: attached[r.FileID],
		Sent: core.Instant(r.SentAt), Delivered: core.Instant(r.DeliveredAt), Read: core.Instant(r.ReadAt),
	}
}

// nameOf is what customers call an agent: the first of their names.
func (s *Service) nameOf(agent core.ID) string {
	if agent.IsZero() {
		return ""
	}
	user, ok := s.org().UserByID(agent)
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(user.Name, " ")
	return first
}
