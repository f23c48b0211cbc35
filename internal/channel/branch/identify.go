package branch

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Identify says who the visitor is, once the agent knows. The leg in progress and
// the contact get the customer and their segment; the place in line stays, since
// the visitor is at the counter already. core.NotFound for an unknown customer.
func (s *Service) Identify(ctx context.Context, who channel.Caller, contact, person core.ID) error {
	visit, work, err := s.visitAndWork(ctx, contact)
	if err != nil {
		return err
	}
	known, err := s.customers.Get(ctx, person)
	if err != nil {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Note: floor.Identified{Work: work, Customer: known.ID, Segment: known.Segment},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if _, err := tx.SetContactCustomer(ctx, db.SetContactCustomerParams{
				CustomerID: known.ID.String(), Segment: known.Segment, ID: visit.ContactID,
			}); err != nil {
				return err
			}
			_, err := happened(ctx, tx, channel.NoteEvent(r.At), visit.ContactID, r.At, eventIdentified, who.Actor(), detail{})
			return err
		},
	})
	return err
}
