package customer

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// languageMax is the longest tag that RFC 5646 asks to support.
const languageMax = 35

// Options are what a Service needs.
type Options struct {
	Store *store.Store
	// Country (ISO 3166) of phone numbers typed without their country code; see
	// CountryOf. Nil or "": only numbers with one are understood.
	Country func() string
	// Segment reports whether the organisation has the segment. Nil: any.
	Segment func(key string) bool
	Now     func() core.Instant // nil: clock.Now
	NewID   func() core.ID      // nil: clock.NewID
}

// Service keeps the customers. Its methods may be called from several goroutines.
type Service struct {
	store   *store.Store
	country func() string
	segment func(key string) bool
	now     func() core.Instant
	newID   func() core.ID
}

// NewService returns a Service.
func NewService(o Options) *Service {
	s := &Service{store: o.Store, country: o.Country, segment: o.Segment, now: o.Now, newID: o.NewID}
	if s.country == nil {
		s.country = func() string { return "" }
	}
	if s.segment == nil {
		s.segment = func(string) bool { return true }
	}
	if s.now == nil {
		s.now = clock.Now
	}
	if s.newID == nil {
		s.newID = clock.NewID
	}
	return s
}

// Get returns a customer, or core.NotFound.
func (s *Service) Get(ctx context.Context, id core.ID) (Customer, error) {
	var c Customer
	err := s.store.Read(ctx, func(q *db.Queries) error {
		row, err := q.GetCustomer(ctx, id.String())
		if err != nil {
			return missing(err)
		}
		c, err = complete(ctx, q, row)
		return err
	})
	return c, err
}

// Find returns the customer whose whole identity (phone, document number or
// e-mail, as a person types it) is text, or core.NotFound. Country is that of
// the place where it was typed; empty: the organisation's.
func (s *Service) Find(ctx context.Context, text, country string) (Customer, error) {
	if len(text) > IdentityMax {
		return Customer{}, core.Boundf(core.TooLarge, "identity", core.FaultTooLong, IdentityMax, "an identity has at most %d characters", IdentityMax)
	}
	if country == "" {
		country = s.country()
	}
	var c Customer
	err := s.store.Read(ctx, func(q *db.Queries) error {
		row, found, err := findReading(ctx, q, readings(text, country))
		switch {
		case err != nil:
			return err
		case !found:
			return core.Errorf(core.NotFound, "no customer is known by this")
		}
		c, err = complete(ctx, q, row)
		return err
	})
	return c, err
}

func findReading(ctx context.Context, q *db.Queries, readings []Identity) (db.Customer, bool, error) {
	for _, reading := range readings {
		row, err := q.FindCustomerByIdentity(ctx, string(reading.Kind), reading.Value)
		if core.CodeOf(missing(err)) == core.NotFound {
			continue
		}
		return row, err == nil, err
	}
	return db.Customer{}, false, nil
}

// Create makes a customer. An identity that another customer has is core.Conflict.
func (s *Service) Create(ctx context.Context, n New) (Customer, error) {
	at := s.now()
	c := Customer{
		ID: s.newID(), Name: strings.TrimSpace(n.Name), Segment: n.Segment, Language: n.Language, Note: n.Note,
		Version: 1, Created: at, Changed: at,
	}
	if !n.ID.IsZero() {
		c.ID = n.ID
	}
	if err := s.check(&c); err != nil {
		return Customer{}, err
	}
	var err error
	if c.Identities, err = s.identities(n.Identities); err != nil {
		return Customer{}, err
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.InsertCustomer(ctx, db.InsertCustomerParams{
			ID: c.ID.String(), Name: c.Name, Search: Fold(c.Name), Segment: c.Segment, Language: c.Language,
			Note: c.Note, Version: c.Version, CreatedAt: int64(c.Created), ChangedAt: int64(c.Changed),
		}); err != nil {
			return err
		}
		return insertIdentities(ctx, tx, c)
	})
	if core.CodeOf(err) == core.Conflict && !n.ID.IsZero() {
		if made, err := s.Get(ctx, n.ID); err == nil {
			return made, nil
		}
	}
	if err != nil {
		return Customer{}, taken(err)
	}
	return c, nil
}

// Update changes a customer and returns it as it is now.
func (s *Service) Update(ctx context.Context, id core.ID, p Patch) (Customer, error) {
	var c Customer
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.GetCustomer(ctx, id.String())
		if err != nil {
			return missing(err)
		}
		if c, err = complete(ctx, tx.Queries, row); err != nil {
			return err
		}
		if c.Version != p.Version {
			return core.Errorf(core.Stale, "someone else changed this customer: read it again")
		}
		if err := s.patch(&c, p); err != nil {
			return err
		}
		return s.write(ctx, tx, &c, p)
	})
	if err != nil {
		return Customer{}, taken(err)
	}
	return c, nil
}

func (s *Service) patch(c *Customer, p Patch) error {
	set := func(to *string, from *string) {
		if from != nil {
			*to = *from
		}
	}
	set(&c.Name, p.Name)
	set(&c.Segment, p.Segment)
	set(&c.Language, p.Language)
	set(&c.Note, p.Note)
	c.Name = strings.TrimSpace(c.Name)
	c.Changed = s.now()
	if err := s.check(c); err != nil {
		return err
	}
	if p.Identities == nil {
		return nil
	}
	var err error
	c.Identities, err = s.identities(*p.Identities)
	return err
}

func (s *Service) write(ctx context.Context, tx *store.Tx, c *Customer, p Patch) error {
	changed, err := tx.UpdateCustomer(ctx, db.UpdateCustomerParams{
		ID: c.ID.String(), Name: c.Name, Search: Fold(c.Name), Segment: c.Segment, Language: c.Language,
		Note: c.Note, ChangedAt: int64(c.Changed), Expected: p.Version,
	})
	switch {
	case err != nil:
		return err
	case changed == 0:
		return core.Errorf(core.Stale, "someone else changed this customer: read it again")
	}
	c.Version = p.Version + 1
	if p.Identities == nil {
		return nil
	}
	if _, err := tx.DeleteCustomerIdentities(ctx, c.ID.String()); err != nil {
		return err
	}
	return insertIdentities(ctx, tx, *c)
}

// check says what is wrong with a customer's own fields.
func (s *Service) check(c *Customer) error {
	switch {
	case c.Name == "":
		return core.Faultf(core.Invalid, "name", core.FaultRequired, "a customer has a name")
	case len(c.Name) > NameMax:
		return core.Boundf(core.TooLarge, "name", core.FaultTooLong, NameMax, "a name has at most %d characters", NameMax)
	case len(c.Note) > NoteMax:
		return core.Boundf(core.TooLarge, "note", core.FaultTooLong, NoteMax, "a note has at most %d characters", NoteMax)
	case len(c.Language) > languageMax:
		return core.Boundf(core.TooLarge, "language", core.FaultTooLong, languageMax, "a language tag has at most %d characters", languageMax)
	case !utf8.ValidString(c.Name), strings.ContainsRune(c.Name, 0):
		return core.Faultf(core.Invalid, "name", core.FaultNotText, "this is not text")
	case !utf8.ValidString(c.Note), strings.ContainsRune(c.Note, 0):
		return core.Faultf(core.Invalid, "note", core.FaultNotText, "this is not text")
	case !utf8.ValidString(c.Language), strings.ContainsRune(c.Language, 0):
		return core.Faultf(core.Invalid, "language", core.FaultNotText, "this is not text")
	case c.Segment != "" && !s.segment(c.Segment):
		return core.Faultf(core.Invalid, "segment", core.FaultUnknown, "there is no segment %q", c.Segment)
	}
	return nil
}

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) || core.CodeOf(err) == core.NotFound {
		return core.Errorf(core.NotFound, "there is no such customer")
	}
	return err
}

// taken puts into words what a unique violation means here.
func taken(err error) error {
	if core.CodeOf(err) == core.Conflict {
		return &core.Error{Code: core.Conflict, Field: "identities", Message: "another customer has this identity", Err: err}
	}
	return err
}
