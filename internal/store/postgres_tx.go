package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresRead is a transaction that cannot write.
type postgresRead struct {
	*sql.Tx
}

func (t *postgresRead) bulk(context.Context, *insert, rows) error { return errReadOnly }

func (t *postgresRead) remove(context.Context, string, string, []string) error { return errReadOnly }

func (t *postgresRead) later(context.Context, statement) error { return errReadOnly }

func (t *postgresRead) nested(context.Context) (savepoint, error) { return savepoint{}, errReadOnly }

func (t *postgresRead) keep(context.Context, savepoint) error { return errReadOnly }

func (t *postgresRead) undo(context.Context, savepoint) error { return errReadOnly }
func (t *postgresRead) commit(context.Context) error          { return t.Commit() }

// rollback can only fail when the connection is lost, and then the server has
// rolled back.
func (t *postgresRead) rollback() { _ = t.Rollback() }

var errReadOnly = errors.New("a reader writes")

// postgresWrite is a transaction that writes. A statement whose result nobody
// asks for waits in a queue for the next one that is asked for, or for the commit,
// and all of them go to the server in one message: each trip there and back costs
// a turn of two processes that have other things to do. What the floor writes
// after a step is one trip, BEGIN and COMMIT included.
type postgresWrite struct {
	engine *postgresEngine
	conn   *sql.Conn
	queue  []statement
	trips  int // how often the queue was sent
}

// beginWrite takes a connection. BEGIN waits with the first statements.
func (e *postgresEngine) beginWrite(ctx context.Context) (transaction, error) {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &postgresWrite{engine: e, conn: conn, queue: []statement{{text: "BEGIN ISOLATION LEVEL SERIALIZABLE"}}}, nil
}

// send sends the queue and returns the result of its last statement.
func (t *postgresWrite) send(ctx context.Context) (tag pgconn.CommandTag, err error) {
	queue := t.queue
	t.queue = nil
	t.trips++
	var batch pgx.Batch
	for i := range queue {
		batch.Queue(queue[i].text, queue[i].args...)
	}
	rawErr := t.conn.Raw(func(driverConn any) error {
		conn := driverConn.(*stdlib.Conn).Conn() //nolint:forcetypeassert,errcheck // the pool is of that driver
		results := conn.SendBatch(ctx, &batch)
		for i := range queue {
			if tag, err = results.Exec(); err != nil {
				err = queue[i].explain(t.engine, err)
				break
			}
		}
		if closeErr := results.Close(); err == nil {
			err = closeErr
		}
		return nil
	})
	if err == nil {
		err = rawErr
	}
	return tag, err
}

// ask sends the queue for the sake of its last statement. A connection that breaks
// on the first trip had probably ended in the pool; nothing happened.
func (t *postgresWrite) ask(ctx context.Context) (pgconn.CommandTag, error) {
	tag, err := t.send(ctx)
	if err != nil && t.trips == 1 {
		err = &beginError{err}
	}
	return tag, err
}

// ExecContext implements db.DBTX.
func (t *postgresWrite) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	t.queue = append(t.queue, statement{text: query, args: args})
	tag, err := t.ask(ctx)
	return driver.RowsAffected(tag.RowsAffected()), err
}

// flush sends what waits before a statement that goes its own way.
func (t *postgresWrite) flush(ctx context.Context) error {
	if len(t.queue) == 0 {
		return nil
	}
	_, err := t.ask(ctx)
	return err
}

// PrepareContext implements db.DBTX. The caller closes the statement.
func (t *postgresWrite) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.PrepareContext(ctx, query)
}

// QueryContext implements db.DBTX.
func (t *postgresWrite) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.QueryContext(ctx, query, args...)
}

// QueryRowContext implements db.DBTX.
func (t *postgresWrite) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := t.flush(ctx); err != nil {
		return failedRow(ctx, err)
	}
	return t.conn.QueryRowContext(ctx, query, args...)
}

// failedRow is a row that carries an error: only a pool can make one.
func failedRow(ctx context.Context, err error) *sql.Row {
	pool := sql.OpenDB(failedConnector{err})
	defer pool.Close() //nolint:errcheck // it has no connection
	return pool.QueryRowContext(ctx, "")
}

// failedConnector connects to nothing, for a reason.
type failedConnector struct{ err error }

// Connect implements driver.Connector.
func (c failedConnector) Connect(context.Context) (driver.Conn, error) { return nil, c.err }

// Driver implements driver.Connector.
func (c failedConnector) Driver() driver.Driver { return nil }

// queueMax bounds what waits: a restore is one long transaction.
const queueMax = 32

func (t *postgresWrite) later(ctx context.Context, s statement) error {
	t.queue = append(t.queue, s)
	if len(t.queue) < queueMax {
		return nil
	}
	return t.flush(ctx)
}

func (t *postgresWrite) bulk(ctx context.Context, into *insert, what rows) error {
	if what.n == 0 {
		return nil
	}
	return t.later(ctx, bulkStatement(into, what))
}

func (t *postgresWrite) remove(ctx context.Context, table, column string, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	return t.later(ctx, statement{text: "DELETE FROM " + table + " WHERE " + column + " = ANY($1::text[])", args: []any{keys}})
}

func (t *postgresWrite) nested(ctx context.Context) (savepoint, error) {
	s := savepoint{trips: t.trips, queued: len(t.queue)}
	return s, t.later(ctx, statement{text: "SAVEPOINT nested"})
}

// keep sends what waits since the savepoint, so that its refusal belongs to the
// nested part.
func (t *postgresWrite) keep(ctx context.Context, s savepoint) error {
	nothing := len(t.queue) == 0
	if t.trips == s.trips {
		nothing = len(t.queue) == s.queued+1
	}
	if err := t.later(ctx, statement{text: "RELEASE SAVEPOINT nested"}); err != nil || nothing {
		return err
	}
	return t.flush(ctx)
}

// undo forgets what waits since the savepoint, and takes back what was sent.
func (t *postgresWrite) undo(ctx context.Context, s savepoint) error {
	if t.trips == s.trips {
		t.queue = t.queue[:s.queued]
		return nil
	}
	// After a refusal the server takes nothing else before this, not even to prepare it.
	t.queue = []statement{{text: "ROLLBACK TO SAVEPOINT nested"}}
	if err := t.flush(ctx); err != nil {
		return err
	}
	return t.later(ctx, statement{text: "RELEASE SAVEPOINT nested"})
}

func (t *postgresWrite) commit(ctx context.Context) error {
	t.queue = append(t.queue, statement{text: "COMMIT"})
	tag, err := t.send(ctx)
	if err == nil && tag.String() != "COMMIT" { // a failed transaction ends with ROLLBACK, without an error
		err = errUndone
	}
	if err != nil {
		t.rollback()
		return err
	}
	_ = t.conn.Close() // gives the connection back
	return nil
}

// errUndone is a failed statement whose error somebody swallowed.
var errUndone = errors.New("the transaction was rolled back: one of its statements had failed")

// undoMax is how long the end of a failed transaction may take.
const undoMax = 5 * time.Second

// rollback ends the transaction. A connection that cannot be told so is thrown
// away; the server then rolls back by itself.
func (t *postgresWrite) rollback() {
	if t.trips > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), undoMax)
		defer cancel()
		if _, err := t.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
			_ = t.conn.Raw(func(any) error { return driver.ErrBadConn }) // takes it out of the pool
		}
	}
	_ = t.conn.Close() // gives it back, if it is still good
}
