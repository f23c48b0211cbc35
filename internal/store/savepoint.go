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
	if _, err := tx.t.ExecContext(ctx, "SAVEPOINT nested"); err != nil {
		return err
	}
	err := fn()
	if err == nil {
		_, err = tx.t.ExecContext(ctx, "RELEASE SAVEPOINT nested")
		return err
	}
	if v, ok := tx.engine.judge(err); ok && v.retry {
		return err // the whole transaction is rolled back anyway
	}
	if _, undo := tx.t.ExecContext(ctx, "ROLLBACK TO SAVEPOINT nested"); undo != nil {
		return errors.Join(err, undo)
	}
	if _, undo := tx.t.ExecContext(ctx, "RELEASE SAVEPOINT nested"); undo != nil {
		return errors.Join(err, undo)
	}
	return mapError(tx.engine, err)
}
