package customer

import (
	"context"
	"strings"

	"turno/internal/core"
	"turno/internal/store/db"
)

// cursorMark stands between the two parts of a cursor: the search text, which
// has only letters, digits and spaces, and the id.
const cursorMark = "~"

// Search returns a page of customers, by whole identity if the text is one, by
// name otherwise. An empty text lists everyone.
func (s *Service) Search(ctx context.Context, query Query) (Page, error) {
	if len(query.Text) > NameMax {
		return Page{}, core.Boundf(core.TooLarge, "q", core.FaultTooLong, NameMax, "what you look for has at most %d characters", NameMax)
	}
	limit := query.Limit
	switch {
	case limit == 0:
		limit = 50
	case limit < 0 || limit > PageMax:
		return Page{}, core.Boundf(core.TooLarge, "limit", core.FaultTooHigh, PageMax, "a page has at most %d rows", PageMax)
	}
	afterSearch, afterID, found := strings.Cut(query.After, cursorMark)
	if query.After != "" && !found {
		return Page{}, core.Faultf(core.Invalid, "after", core.FaultWrongFormat, "this is not a page of this list")
	}
	var page Page
	err := s.store.Read(ctx, func(q *db.Queries) error {
		if query.After == "" {
			row, found, err := findReading(ctx, q, readings(query.Text, s.country()))
			if err != nil || found {
				return page.add(ctx, q, row, err)
			}
		}
		rows, err := q.SearchCustomers(ctx, db.SearchCustomersParams{
			Prefix: Fold(query.Text), AfterSearch: afterSearch, AfterID: afterID, MaxRows: int32(limit) + 1,
		})
		if err != nil {
			return err
		}
		if len(rows) > limit {
			rows = rows[:limit]
			page.Next = rows[limit-1].Search + cursorMark + rows[limit-1].ID
		}
		for _, row := range rows {
			if err := page.add(ctx, q, row, nil); err != nil {
				return err
			}
		}
		return nil
	})
	return page, err
}

func (p *Page) add(ctx context.Context, q *db.Queries, row db.Customer, err error) error {
	if err != nil {
		return err
	}
	c, err := complete(ctx, q, row)
	if err != nil {
		return err
	}
	p.Customers = append(p.Customers, c)
	return nil
}
