package audit

import (
	"context"
	"encoding/json"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Append adds entries within a transaction that writes. Writers of the log have
// to come one after the other: on PostgreSQL the store makes a transaction that
// met another run again. Within a process call it inside store.InTurn, so that
// they do not meet.
func Append(ctx context.Context, tx *store.Tx, entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	head, err := tx.TakeAuditHead(ctx, Genesis)
	if err != nil {
		return err
	}
	last := Row{Number: head.Number, Hash: head.Hash}
	for _, e := range entries {
		if last, err = next(last, e); err != nil {
			return err
		}
		err = tx.InsertAudit(ctx, db.InsertAuditParams{
			Number: last.Number, At: int64(last.At), Kind: string(last.Kind), Party: string(last.By.Party),
			Who: last.By.Who, Via: last.By.Via, Object: last.Object, Detail: last.Detail,
			Previous: last.Previous, Hash: last.Hash,
		})
		if err != nil {
			return err
		}
	}
	return tx.SetAuditHead(ctx, last.Number, last.Hash)
}

// next is the row of an entry after another row.
func next(last Row, e Entry) (Row, error) {
	r := Row{
		Number: last.Number + 1, At: clock.Now(), Kind: e.Kind, By: e.By, Object: e.Object, Previous: last.Hash,
	}
	if e.Detail != nil {
		text, err := json.Marshal(e.Detail)
		if err != nil {
			return r, core.Wrap(core.Internal, "", err)
		}
		r.Detail = string(text)
	}
	r.Hash = r.Sum()
	return r, nil
}

// Write runs fn in one transaction of the store and records what fn returns in
// it: both happen, or neither.
func Write(ctx context.Context, s *store.Store, fn func(tx *store.Tx) ([]Entry, error)) error {
	return s.InTurn(ctx, func() error {
		return s.Write(ctx, func(tx *store.Tx) error {
			entries, err := fn(tx)
			if err != nil {
				return err
			}
			return Append(ctx, tx, entries...)
		})
	})
}

// Record adds entries in a transaction of their own, for what changes no row: a
// look-up, a sign-in that was refused.
func Record(ctx context.Context, s *store.Store, entries ...Entry) error {
	return Write(ctx, s, func(*store.Tx) ([]Entry, error) { return entries, nil })
}
