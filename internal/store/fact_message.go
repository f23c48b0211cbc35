package store

import (
	"context"

	"turno/internal/core"
	"turno/internal/store/db"
)

// MessagesOf turns rows into message facts. It fails only when the store holds
// what this program never wrote.
func MessagesOf(rows []db.Message) ([]core.Message, error) {
	all := make([]core.Message, len(rows))
	for i := range rows {
		var id ids
		r := &rows[i]
		all[i] = core.Message{
			ID: id.read(r.ID), Corrects: id.read(r.Corrects), Contact: id.read(r.Contact), Agent: id.read(r.Agent),
			Channel: core.Channel(r.Channel), Direction: core.Direction(r.Direction), Author: core.Author(r.Author),
			Sent: core.Instant(r.Sent), Delivered: core.Instant(r.Delivered), Read: core.Instant(r.Read),
		}
		if err := id.failure(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// MessagesOfContactsIn reads all that was said, as it counts, in the contacts that
// have a leg in a page of LegsBetween. The filter is the page's.
func MessagesOfContactsIn(ctx context.Context, q *db.Queries, f FactFilter, page []core.Leg) ([]core.Message, error) {
	if len(page) == 0 {
		return nil, nil
	}
	first, last := CursorOfLeg(&page[0]), CursorOfLeg(&page[len(page)-1])
	found, err := q.ListMessagesOfContactsBetween(ctx, db.ListMessagesOfContactsBetweenParams{
		FromAt: int64(first.At), FromID: first.ID.String(), ToAt: int64(last.At), ToID: last.ID.String(),
		Site: f.Site, Queue: f.Queue, Agent: f.Agent.String(),
	})
	if err != nil {
		return nil, err
	}
	return MessagesOf(found)
}
