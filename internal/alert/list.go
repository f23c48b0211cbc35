package alert

import (
	"context"
	"time"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

const (
	keepFor    = 90 * 24 * time.Hour // alerts that are over, and their messages
	pruneEvery = time.Hour
)

// Get reads an occurrence and what was sent for it. Errors: NotFound.
func (s *Service) Get(ctx context.Context, id core.ID) (*Occurrence, []Delivery, error) {
	var o *Occurrence
	var sent []Delivery
	err := s.opts.Store.Read(ctx, func(q *db.Queries) error {
		row, err := q.GetAlertOccurrence(ctx, id.String())
		if err != nil {
			return err
		}
		if o, err = occurrenceOf(&row); err != nil {
			return err
		}
		rows, err := q.ListAlertDeliveries(ctx, id.String())
		if err != nil {
			return err
		}
		sent = make([]Delivery, len(rows))
		for i := range rows {
			sent[i] = deliveryOf(&rows[i])
		}
		return nil
	})
	return o, sent, err
}

// last is beyond every id.
const last = "~"

// List reads occurrences, the newest first, of which keep wants to know: at most
// `most`, older than `before` (NoID: from the newest on).
func (s *Service) List(ctx context.Context, before core.ID, most int, keep func(*Occurrence) bool) ([]*Occurrence, error) {
	var list []*Occurrence
	err := s.opts.Store.Read(ctx, func(q *db.Queries) error {
		list = list[:0]
		cursor := last
		if !before.IsZero() {
			cursor = before.String()
		}
		for {
			rows, err := q.ListAlertOccurrences(ctx, cursor, recentMax)
			if err != nil {
				return err
			}
			for i := range rows {
				o, err := occurrenceOf(&rows[i])
				if err != nil {
					return err
				}
				if cursor = rows[i].ID; !keep(o) {
					continue
				}
				if list = append(list, o); len(list) == most {
					return nil
				}
			}
			if len(rows) < recentMax {
				return nil
			}
		}
	})
	return list, err
}

// MutedUntil is until when an occurrence's subject is muted; 0: it is not.
func (s *Service) MutedUntil(o *Occurrence) core.Instant {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.mutes[o.Finding.Subject]; m.until > s.now() {
		return m.until
	}
	return 0
}

// prune deletes what is over for long enough.
func (s *Service) prune(ctx context.Context) {
	now := s.now()
	before := int64(now.Add(-keepFor))
	err := s.opts.Store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.DeleteOldAlertDeliveries(ctx, before); err != nil {
			return err
		}
		if _, err := tx.DeleteAlertMutes(ctx, int64(now)); err != nil {
			return err
		}
		_, err := tx.DeleteOldAlerts(ctx, before)
		return err
	})
	if err != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "old alerts cannot be deleted now", "error", err)
	}
}
