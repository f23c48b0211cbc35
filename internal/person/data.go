package person

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/files"
)

// Options are what a Service needs.
type Options struct {
	Store   *store.Store
	Keepers []Keeper
	Files   files.Folder // where keepers' files are
}

// Service gives out and erases what is kept of customers. It is safe for concurrent
// use.
type Service struct{ Options }

// NewService returns a Service.
func NewService(o Options) *Service { return &Service{o} }

// Data is all that is kept of a customer. Times are in UTC.
type Data struct {
	Customer Customer  `json:"customer"`
	Contacts []Contact `json:"contacts"`

	files  []File
	folder files.Folder
}

// Customer is the customer's own row.
type Customer struct {
	ID         core.ID    `json:"id"`
	Name       string     `json:"name"`
	Segment    string     `json:"segment,omitempty"`
	Language   string     `json:"language,omitempty"`
	Note       string     `json:"note,omitempty"`
	Created    time.Time  `json:"created"`
	Changed    time.Time  `json:"changed"`
	Identities []Identity `json:"identities"`
}

// Identity is one address of a customer.
type Identity struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Contact is one encounter, with its history and what channels keep of it.
type Contact struct {
	ID       core.ID        `json:"id"`
	Channel  string         `json:"channel"`
	Site     string         `json:"site,omitempty"`
	Service  string         `json:"service,omitempty"`
	Segment  string         `json:"segment,omitempty"`
	Language string         `json:"language,omitempty"`
	Label    string         `json:"label,omitempty"`
	Reason   string         `json:"reason,omitempty"`
	Outcome  string         `json:"outcome,omitempty"`
	Note     string         `json:"note,omitempty"`
	State    string         `json:"state"`
	Arrived  time.Time      `json:"arrived"`
	Closed   time.Time      `json:"closed,omitzero"`
	Events   []Event        `json:"events"`
	Legs     []Leg          `json:"legs"`
	Kept     map[string]any `json:"kept"` // by the name of the part
}

// Event is a line of a contact's history.
type Event struct {
	At    time.Time       `json:"at"`
	Kind  string          `json:"kind"`
	Actor string          `json:"actor,omitempty"`
	Doc   json.RawMessage `json:"doc,omitempty"`
}

// Leg is one wait of a contact and how it ended, as it is counted.
type Leg struct {
	Number   int       `json:"number"`
	Queue    string    `json:"queue"`
	Agent    core.ID   `json:"agent,omitzero"`
	Queued   time.Time `json:"queued"`
	Answered time.Time `json:"answered,omitzero"`
	Released time.Time `json:"released"`
	End      string    `json:"end"`
	Detail   string    `json:"detail,omitempty"` // in whose words it was ended, or where it went
}

// Data reads all that is kept of a customer, or says core.NotFound.
func (s *Service) Data(ctx context.Context, id core.ID) (*Data, error) {
	var d *Data
	err := s.Store.Read(ctx, func(q *db.Queries) error {
		d = &Data{Contacts: []Contact{}, folder: s.Files}
		var err error
		if d.Customer, err = customerOf(ctx, q, id); err != nil {
			return err
		}
		return eachContact(ctx, q, id, func(row *db.Contact) error { return s.addContact(ctx, q, d, row) })
	})
	return d, err
}

func customerOf(ctx context.Context, q *db.Queries, id core.ID) (Customer, error) {
	row, err := q.GetCustomer(ctx, id.String())
	if err != nil {
		return Customer{}, missing(err)
	}
	c := Customer{
		ID: id, Name: row.Name, Segment: row.Segment, Language: row.Language, Note: row.Note,
		Created: instant(row.CreatedAt), Changed: instant(row.ChangedAt), Identities: []Identity{},
	}
	identities, err := q.ListCustomerIdentities(ctx, row.ID)
	for _, i := range identities {
		c.Identities = append(c.Identities, Identity(i))
	}
	return c, err
}

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) || core.CodeOf(err) == core.NotFound {
		return core.Errorf(core.NotFound, "there is no such customer")
	}
	return err
}

// pageSize is how many contacts are read at once.
const pageSize = 200

// eachContact goes through a customer's contacts, the newest first.
func eachContact(ctx context.Context, q *db.Queries, customer core.ID, fn func(*db.Contact) error) error {
	at, id := int64(1)<<62, ""
	for {
		rows, err := q.ListContactsOfCustomer(ctx, db.ListContactsOfCustomerParams{
			CustomerID: customer.String(), AfterAt: at, AfterID: id, MaxRows: pageSize,
		})
		if err != nil {
			return err
		}
		for i := range rows {
			if err := fn(&rows[i]); err != nil {
				return err
			}
			at, id = rows[i].ArrivedAt, rows[i].ID
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}

func (s *Service) addContact(ctx context.Context, q *db.Queries, d *Data, row *db.Contact) error {
	id, err := core.ParseID(row.ID)
	if err != nil {
		return core.Wrap(core.Internal, "", err)
	}
	c := Contact{
		ID: id, Channel: row.Channel, Site: row.Site, Service: row.Service, Segment: row.Segment, Language: row.Language,
		Label: row.Label, Reason: row.Reason, Outcome: row.Outcome, Note: row.Note, State: row.State,
		Arrived: instant(row.ArrivedAt), Closed: instant(row.ClosedAt), Events: []Event{}, Legs: []Leg{}, Kept: map[string]any{},
	}
	if err := eachEvent(ctx, q, row.ID, func(e *db.ContactEvent) error {
		c.Events = append(c.Events, Event{At: instant(e.At), Kind: e.Kind, Actor: e.Actor, Doc: json.RawMessage(e.Doc)})
		return nil
	}); err != nil {
		return err
	}
	legs, err := store.LegsOfContact(ctx, q, id)
	if err != nil {
		return err
	}
	for i := range legs {
		l := &legs[i]
		c.Legs = append(c.Legs, Leg{
			Number: l.Number, Queue: l.Queue, Agent: l.Agent, Queued: instant(int64(l.Queued)),
			Answered: instant(int64(l.Answered)), Released: instant(int64(l.Released)), End: string(l.End), Detail: l.EndDetail,
		})
	}
	for _, k := range s.Keepers {
		part, err := k.Kept(ctx, q, id)
		if err != nil {
			return err
		}
		if part.Doc != nil {
			c.Kept[part.Name] = part.Doc
		}
		d.files = append(d.files, part.Files...)
	}
	d.Contacts = append(d.Contacts, c)
	return nil
}

// eachEvent goes through a contact's history.
func eachEvent(ctx context.Context, q *db.Queries, contact string, fn func(*db.ContactEvent) error) error {
	for after := ""; ; {
		rows, err := q.ListContactEvents(ctx, db.ListContactEventsParams{ContactID: contact, AfterID: after, MaxRows: pageSize})
		if err != nil {
			return err
		}
		for i := range rows {
			if err := fn(&rows[i]); err != nil {
				return err
			}
			after = rows[i].ID
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}

// instant is a time for people; zero stays zero.
func instant(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return core.Instant(us).Time().UTC()
}
