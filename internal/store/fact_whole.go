package store

import (
	"context"

	"turno/internal/core"
	"turno/internal/store/db"
)

// LegsOfContactsIn reads every leg, as it counts, of the contacts that have one in
// a page of LegsBetween: those beyond the page's period, too, and of any site,
// queue and agent. The filter is the page's.
func LegsOfContactsIn(ctx context.Context, q *db.Queries, f FactFilter, page []core.Leg) ([]core.Leg, error) {
	if len(page) == 0 {
		return nil, nil
	}
	first, last := CursorOfLeg(&page[0]), CursorOfLeg(&page[len(page)-1])
	found, err := q.ListLegsOfContactsBetween(ctx, db.ListLegsOfContactsBetweenParams{
		FromAt: int64(first.At), FromID: first.ID.String(), ToAt: int64(last.At), ToID: last.ID.String(),
		Site: f.Site, Queue: f.Queue, Agent: f.Agent.String(),
	})
	if err != nil {
		return nil, err
	}
	return LegsOf(found)
}

// LegsOfCustomersIn reads every leg, as it counts, of the contacts that arrived in
// [since, until) and are of a customer who has a leg in a page of LegsBetween. The
// filter is the page's.
func LegsOfCustomersIn(ctx context.Context, q *db.Queries, f FactFilter, page []core.Leg, since, until core.Instant) ([]core.Leg, error) {
	if len(page) == 0 {
		return nil, nil
	}
	first, last := CursorOfLeg(&page[0]), CursorOfLeg(&page[len(page)-1])
	found, err := q.ListLegsOfCustomersBetween(ctx, db.ListLegsOfCustomersBetweenParams{
		Since: int64(since), Until: int64(until),
		FromAt: int64(first.At), FromID: first.ID.String(), ToAt: int64(last.At), ToID: last.ID.String(),
		Site: f.Site, Queue: f.Queue, Agent: f.Agent.String(),
	})
	if err != nil {
		return nil, err
	}
	return LegsOf(found)
}
