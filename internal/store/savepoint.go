package store

import (
	"context"
	"errors"
)

// Nested runs fn as a part of the transaction that can be undone alone: when fn
// fails, what it wrote is gone and the transaction goes on. The error is fn's,
// with a code as Write would give it — but one that only running the whole
// transaction again can mend is returned as it is, and the caller must return
// it from the function given to Write.
func (tx *Tx) Nested(ctx context.Context, fn func() error) error {
	began, err := tx.t.nested(ctx)
	if err != nil {
		return err
	}
	if err = fn(); err == nil {
		if err = tx.t.keep(ctx, began); err == nil {
			return nil
		}
	}
	if v, ok := tx.engine.judge(err); ok && v.retry {
		return err // the whole transaction is rolled back anyway
	}
	if undo := tx.t.undo(ctx, began); undo != nil {
		return errors.Join(err, undo)
	}
	return mapError(tx.engine, err)
}
