package customer

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// complete reads what belongs to a customer's row.
func complete(ctx context.Context, q *db.Queries, row db.Customer) (Customer, error) {
	id, err := core.ParseID(row.ID)
	if err != nil {
		return Customer{}, core.Wrap(core.Internal, "", err)
	}
	c := Customer{
		ID: id, Name: row.Name, Segment: row.Segment, Language: row.Language, Note: row.Note,
		Version: row.Version, Created: core.Instant(row.CreatedAt), Changed: core.Instant(row.ChangedAt),
	}
	identities, err := q.ListCustomerIdentities(ctx, row.ID)
	if err != nil {
		return Customer{}, err
	}
	for _, i := range identities {
		c.Identities = append(c.Identities, Identity{Kind: Kind(i.Kind), Value: i.Value})
	}
	return c, nil
}

func insertIdentities(ctx context.Context, tx *store.Tx, c Customer) error {
	for _, i := range c.Identities {
		if err := tx.InsertCustomerIdentity(ctx, db.InsertCustomerIdentityParams{
			Kind: string(i.Kind), Value: i.Value, CustomerID: c.ID.String(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// identities normalises, sorts and drops repetitions.
func (s *Service) identities(typed []Identity) ([]Identity, error) {
	if len(typed) > IdentitiesMax {
		return nil, core.Boundf(core.TooLarge, "identities", core.FaultTooMany, IdentitiesMax, "a customer has at most %d identities", IdentitiesMax)
	}
	found := make([]Identity, 0, len(typed))
	for i, id := range typed {
		normal, err := Normalise(id, s.country())
		if err != nil {
			return nil, core.Wrap(core.CodeOf(err), "identities."+strconv.Itoa(i), err)
		}
		found = append(found, normal)
	}
	slices.SortFunc(found, func(a, b Identity) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
	})
	return slices.Compact(found), nil
}
