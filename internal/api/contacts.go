package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/kpi"
	"turno/internal/rest"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Contact is one encounter of a customer with the organisation.
type Contact struct {
	ID        core.ID        `json:"id"`
	Channel   core.Channel   `json:"channel"`
	Direction core.Direction `json:"direction"`
	Site      string         `json:"site,omitempty"`
	Service   string         `json:"service,omitempty"`
	Customer  core.ID        `json:"customer,omitempty"`
	Segment   string         `json:"segment,omitempty"`
	Language  string         `json:"language,omitempty"`
	Label     string         `json:"label,omitempty" example:"A-014"`
	Reason    string         `json:"reason,omitempty"`
	Outcome   string         `json:"outcome,omitempty"`
	Note      string         `json:"note,omitempty"`
	State     string         `json:"state"`
	Arrived   core.Instant   `json:"arrived"`
	Closed    core.Instant   `json:"closed,omitempty"`
}

// Event is a line of a contact's history.
type Event struct {
	ID    string         `json:"id"`
	At    core.Instant   `json:"at"`
	Kind  string         `json:"kind"`
	Actor string         `json:"actor,omitempty"`
	Doc   map[string]any `json:"doc,omitempty"`
}

// ContactDetail is a contact with its history, its legs and why each agent got it.
type ContactDetail struct {
	Contact
	Events    []Event            `json:"events" nullable:"false"`
	Legs      []CountedLeg       `json:"legs" nullable:"false" doc:"With what each adds to service_level."`
	Decisions []routing.Decision `json:"decisions" nullable:"false"`
}

type (
	contactsInput struct {
		Text     string       `query:"q" maxLength:"200" doc:"A ticket, or the beginning of a word of the customer's name."`
		Customer core.ID      `query:"customer" doc:"Only of this customer."`
		Site     string       `query:"site" maxLength:"64"`
		From     core.Instant `query:"from" doc:"Arrived at or after, microseconds since 1970."`
		To       core.Instant `query:"to" doc:"Arrived before; absent for now."`
		PageInput
	}
	contactsOutput struct {
		Body Page[Contact]
	}
	contactOutput struct {
		Body ContactDetail
	}
)

func (a *API) registerContacts() {
	const tag = "Contacts"
	view := a.guard(auth.ContactView)
	register(a, op("list-contacts", http.MethodGet, "/contacts", tag, "Contacts, newest first"), view, a.listContacts)
	register(a, op("get-contact", http.MethodGet, "/contacts/{id}", tag, "A contact, its history and why"), view, a.getContact)
}

func contactOf(c *db.Contact) Contact {
	id, _ := core.ParseID(c.ID) // ids in the store are ours
	served, _ := core.ParseID(c.CustomerID)
	return Contact{
		ID: id, Channel: core.Channel(c.Channel), Direction: core.Direction(c.Direction), Site: c.Site,
		Service: c.Service, Customer: served, Segment: c.Segment, Language: c.Language, Label: c.Label,
		Reason: c.Reason, Outcome: c.Outcome, Note: c.Note, State: c.State,
		Arrived: core.Instant(c.ArrivedAt), Closed: core.Instant(c.ClosedAt),
	}
}

func (a *API) listContacts(ctx context.Context, in *contactsInput) (*contactsOutput, error) {
	me, err := a.meAtWork(ctx)
	if err != nil {
		return nil, err
	}
	to := in.To
	if to == 0 {
		to = a.Now() + 1
	}
	afterAt, afterID, err := rest.AfterCursor(in.After, to)
	if err != nil {
		return nil, err
	}
	label, name := "", ""
	if in.Text != "" {
		if label = strings.ToUpper(in.Text); !strings.ContainsAny(label, "-+") {
			label, name = "", customer.Fold(in.Text)
		}
	}
	var found []Contact
	// Rows that the caller may not see are skipped, so a page may take several
	// reads; after too many it is short, and the next goes on from there.
	for reads := 0; len(found) <= in.Limit; reads++ {
		if reads == contactReadsMax {
			return &contactsOutput{Body: Page[Contact]{Items: list(found), Next: rest.Cursor(core.Instant(afterAt), afterID)}}, nil
		}
		var rows []db.Contact
		err := a.Store.Read(ctx, func(q *db.Queries) error {
			var err error
			rows, err = contactRows(ctx, q, in, label, name, to, afterAt, afterID)
			return err
		})
		if err != nil {
			return nil, err
		}
		for i := range rows {
			c := contactOf(&rows[i])
			if in.holds(&c) && me.maySee(&c) {
				found = append(found, c)
			}
			afterAt, afterID = rows[i].ArrivedAt, rows[i].ID
		}
		if len(rows) < rest.PageMax {
			break
		}
	}
	if len(found) > in.Limit+1 {
		found = found[:in.Limit+1]
	}
	return &contactsOutput{Body: pageOf(found, in.Limit, func(c Contact) string {
		return rest.Cursor(c.Arrived, c.ID.String())
	})}, nil
}

// contactReadsMax bounds the reads of one page.
const contactReadsMax = 25

// holds reports whether a contact is asked for; the store has filtered by the
// customer alone, or by all but the customer.
func (in *contactsInput) holds(c *Contact) bool {
	return (in.Site == "" || c.Site == in.Site) && c.Arrived >= in.From && (in.To == 0 || c.Arrived < in.To)
}

func contactRows(
	ctx context.Context, q *db.Queries, in *contactsInput, label, name string, to core.Instant, afterAt int64, afterID string,
) ([]db.Contact, error) {
	if !in.Customer.IsZero() {
		return q.ListContactsOfCustomer(ctx, db.ListContactsOfCustomerParams{
			CustomerID: in.Customer.String(), AfterAt: afterAt, AfterID: afterID, MaxRows: rest.PageMax,
		})
	}
	return q.ListContacts(ctx, db.ListContactsParams{
		FromAt: int64(in.From), ToAt: int64(to), AfterAt: afterAt, AfterID: afterID,
		Site: in.Site, Label: label, Name: name, MaxRows: rest.PageMax,
	})
}

// maySee reports whether a contact is the caller's to read: by its site, or
// where that is none (any more) by the whole organisation.
func (c caller) maySee(contact *Contact) bool {
	return channel.MaySeeContact(c.Principal, c.org, contact.Site)
}

func (a *API) getContact(ctx context.Context, in *ContactID) (*contactOutput, error) {
	out := &contactOutput{}
	out.Body = ContactDetail{Events: []Event{}, Legs: []CountedLeg{}, Decisions: []routing.Decision{}}
	err := a.Store.Read(ctx, func(q *db.Queries) error {
		row, err := q.GetContact(ctx, in.ID.String())
		if err != nil {
			return err
		}
		out.Body.Contact = contactOf(&row)
		return a.contactDetail(ctx, q, in.ID, &out.Body)
	})
	switch core.CodeOf(err) {
	case "":
	case core.NotFound:
		return nil, core.Errorf(core.NotFound, "there is no such contact")
	default:
		return nil, err
	}
	me, err := a.meAtWork(ctx)
	if err != nil {
		return nil, err
	}
	if !me.maySee(&out.Body.Contact) {
		return nil, core.Errorf(core.Forbidden, "this contact is of a place that is not yours to see")
	}
	return out, nil
}

func (a *API) contactDetail(ctx context.Context, q *db.Queries, id core.ID, d *ContactDetail) error {
	events, err := q.ListContactEvents(ctx, db.ListContactEventsParams{ContactID: id.String(), MaxRows: 1000})
	if err != nil {
		return err
	}
	for _, e := range events {
		line := Event{ID: e.ID, At: core.Instant(e.At), Kind: e.Kind, Actor: e.Actor}
		if err := json.Unmarshal([]byte(e.Doc), &line.Doc); err != nil {
			return err
		}
		d.Events = append(d.Events, line)
	}
	legs, err := store.LegsOfContact(ctx, q, id)
	if err != nil {
		return err
	}
	works := map[core.ID]bool{}
	level, _ := kpi.Lookup("service_level")
	for i := range legs {
		d.Legs = append(d.Legs, countedLeg(&legs[i], level.OfLeg(&legs[i])))
		works[legs[i].Work] = true
	}
	for _, w := range sortedIDs(works) {
		rows, err := q.ListDecisions(ctx, w.String())
		if err != nil {
			return err
		}
		for _, row := range rows {
			var why routing.Decision
			if err := json.Unmarshal([]byte(row.Doc), &why); err != nil {
				return err
			}
			d.Decisions = append(d.Decisions, why)
		}
	}
	return nil
}
