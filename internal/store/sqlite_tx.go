package store

import (
	"context"
	"database/sql"
	"strings"
)

// sqliteTx is a transaction on a connection of the engine's pools.
type sqliteTx struct {
	engine *sqliteEngine
	conn   *sqliteConn
	pool   chan *sqliteConn
	write  bool
}

// ctx is what a statement runs under: a write is never interrupted, because
// watching for the end of a context costs a goroutine per statement and the
// interrupt would undo the work of others in the same transaction.
func (t *sqliteTx) ctx(ctx context.Context) context.Context {
	if t.write {
		return context.Background()
	}
	return ctx
}

// prepare returns the statement of a query, prepared once per connection.
func (t *sqliteTx) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := t.conn.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := t.conn.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	t.conn.stmts[query] = stmt
	return stmt, nil
}

// ExecContext implements db.DBTX.
func (t *sqliteTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx = t.ctx(ctx)
	stmt, err := t.prepare(ctx, query) //nolint:sqlclosecheck // kept for the connection's life
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// PrepareContext implements db.DBTX. The caller closes the statement.
func (t *sqliteTx) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return t.conn.conn.PrepareContext(t.ctx(ctx), query)
}

// QueryContext implements db.DBTX.
func (t *sqliteTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = t.ctx(ctx)
	stmt, err := t.prepare(ctx, query) //nolint:sqlclosecheck // kept for the connection's life
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext implements db.DBTX.
func (t *sqliteTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = t.ctx(ctx)
	stmt, err := t.prepare(ctx, query) //nolint:sqlclosecheck // kept for the connection's life
	if err != nil {
		return t.conn.conn.QueryRowContext(ctx, query, args...) // gives a row that carries the error
	}
	return stmt.QueryRowContext(ctx, args...)
}

func (t *sqliteTx) later(ctx context.Context, s statement) error {
	if _, err := t.ExecContext(ctx, s.text, s.args...); err != nil {
		return s.explain(t.engine, err)
	}
	return nil
}

func (t *sqliteTx) nested(ctx context.Context) (savepoint, error) {
	return savepoint{}, t.later(ctx, statement{text: "SAVEPOINT nested"})
}

func (t *sqliteTx) keep(ctx context.Context, _ savepoint) error {
	return t.later(ctx, statement{text: "RELEASE SAVEPOINT nested"})
}

func (t *sqliteTx) undo(ctx context.Context, s savepoint) error {
	if err := t.later(ctx, statement{text: "ROLLBACK TO SAVEPOINT nested"}); err != nil {
		return err
	}
	return t.keep(ctx, s)
}

func (t *sqliteTx) commit(context.Context) error {
	if _, err := t.ExecContext(context.Background(), "COMMIT"); err != nil {
		t.rollback()
		return err
	}
	if t.write {
		t.engine.keeper.wrote(t.conn)
	}
	t.release(false)
	return nil
}

// rollback ends the transaction. SQLite may have done so itself (disk full); a
// connection whose state is in doubt is not used again.
func (t *sqliteTx) rollback() {
	_, err := t.ExecContext(context.Background(), "ROLLBACK")
	t.release(err != nil)
}

func (t *sqliteTx) release(broken bool) {
	if broken {
		_ = t.conn.close() // it is broken already; the next transaction gets a new one
	}
	t.pool <- t.conn
}

// bulk runs a prepared one-row INSERT per row. Several rows in one statement
// cost more here: SQLite then keeps a journal per statement, to undo the first
// rows when a later one fails, and pays for it with two system calls a page.
func (t *sqliteTx) bulk(_ context.Context, into *insert, what rows) error {
	if what.n == 0 {
		return nil
	}
	stmt, err := t.prepareBulk(bulkKey{into.table, "INSERT"}, func() string { //nolint:sqlclosecheck // kept for the connection's life
		return "INSERT INTO " + into.table + " (" + quoted(into.columns) + ") VALUES (?" +
			strings.Repeat(", ?", len(into.columns)-1) + ") " + into.onClash
	})
	if err != nil {
		return err
	}
	for i := range what.n {
		t.conn.args = what.fill(t.conn.args[:0], i)
		if _, err := stmt.ExecContext(context.Background(), t.conn.args...); err != nil {
			return into.refusal.explain(t.engine, err)
		}
	}
	return nil
}

func (t *sqliteTx) remove(_ context.Context, table, column string, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	stmt, err := t.prepareBulk(bulkKey{table, "DELETE"}, func() string { //nolint:sqlclosecheck // kept for the connection's life
		return "DELETE FROM " + table + " WHERE " + column + " = ?"
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if _, err := stmt.ExecContext(context.Background(), key); err != nil {
			return err
		}
	}
	return nil
}

// bulkKey names a statement of bulk or remove; its text is made once.
type bulkKey struct{ table, verb string }

func (t *sqliteTx) prepareBulk(key bulkKey, text func() string) (*sql.Stmt, error) {
	if stmt, ok := t.conn.bulks[key]; ok {
		return stmt, nil
	}
	stmt, err := t.conn.conn.PrepareContext(context.Background(), text())
	if err != nil {
		return nil, err
	}
	t.conn.bulks[key] = stmt
	return stmt, nil
}

// quoted joins the names of columns; some are keywords on one engine.
func quoted(columns []string) string { return `"` + strings.Join(columns, `", "`) + `"` }
