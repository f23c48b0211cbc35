package branch

import (
	"context"

	"turno/internal/core"
	"turno/internal/store/db"
)

// Visit returns a visit by its contact, or core.NotFound.
func (s *Service) Visit(ctx context.Context, contact core.ID) (Visit, error) {
	var v Visit
	err := s.read(ctx, func(q *db.Queries) error {
		row, err := q.GetVisit(ctx, contact.String())
		if err != nil {
			return noVisit(err)
		}
		v, err = withContact(ctx, q, row)
		return err
	})
	return v, err
}

// Turn returns the visit of a visitor's own page, or core.NotFound.
func (s *Service) Turn(ctx context.Context, token string) (Visit, error) {
	if checkToken(token) != nil {
		return Visit{}, core.Errorf(core.NotFound, "there is no such visit")
	}
	var v Visit
	err := s.read(ctx, func(q *db.Queries) error {
		row, err := q.GetVisitByToken(ctx, token)
		if err != nil {
			return noVisit(err)
		}
		v, err = withContact(ctx, q, row)
		return err
	})
	return v, err
}

func withContact(ctx context.Context, q *db.Queries, row db.Visit) (Visit, error) {
	contact, err := q.GetContact(ctx, row.ContactID)
	if err != nil {
		return Visit{}, noVisit(err)
	}
	v := Visit{
		Token: row.Token, Label: contact.Label, Site: row.Site, Day: row.Day, Counter: row.Counter,
		State: State(row.State), Called: core.Instant(row.CalledAt), Recalls: int(row.Recalls), Deferred: row.Deferred,
		Service: contact.Service, Language: contact.Language, Segment: contact.Segment,
		Arrived: core.Instant(contact.ArrivedAt), Closed: core.Instant(contact.ClosedAt),
	}
	for _, id := range []struct {
		to   *core.ID
		from string
	}{{&v.Contact, row.ContactID}, {&v.Work, row.WorkID}, {&v.Customer, contact.CustomerID}} {
		if *id.to, err = core.ParseID(id.from); err != nil {
			return Visit{}, core.Wrap(core.Internal, "", err)
		}
	}
	return v, nil
}
