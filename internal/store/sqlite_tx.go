package store

import (
	"context"
	"database/sql"
	"strings"
)

// sqliteTx is a transaction on a connection of the engine's pools.
type sqliteTx struct {
	conn  *sqliteConn
	pool  chan *sqliteConn
	write bool
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
	stmt, err := t.prepare(ctx, query)
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
	stmt, err := t.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext implements db.DBTX.
func (t *sqliteTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = t.ctx(ctx)
	stmt, err := t.prepare(ctx, query)
	if err != nil {
		return t.conn.conn.QueryRowContext(ctx, query, args...) // gives a row that carries the error
	}
	return stmt.QueryRowContext(ctx, args...)
}

func (t *sqliteTx) commit() error {
	if _, err := t.ExecContext(context.Background(), "COMMIT"); err != nil {
		t.rollback()
		return err
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

// bulkKey names a statement of bulk or remove that is prepared for size rows.
type bulkKey struct {
	table, verb string
	size        int
}

// bulkSizes are the numbers of rows a bulk statement is prepared for, largest
// first. Larger ones gain nothing: the driver looks parameters up one by one.
func bulkSizes() [3]int { return [3]int{16, 4, 1} }

func (t *sqliteTx) bulk(_ context.Context, into *insert, what rows) error {
	return t.inChunks(what.n, func(size, from int) error {
		stmt, err := t.prepareBulk(bulkKey{into.table, "INSERT", size}, func() string { return insertText(into, size) })
		if err != nil {
			return err
		}
		args := t.conn.args[:0]
		for i := from; i < from+size; i++ {
			args = what.fill(args, i)
		}
		t.conn.args = args
		_, err = stmt.ExecContext(context.Background(), args...)
		return err
	})
}

func (t *sqliteTx) remove(_ context.Context, table, column string, keys []string) error {
	return t.inChunks(len(keys), func(size, from int) error {
		stmt, err := t.prepareBulk(bulkKey{table, "DELETE", size}, func() string {
			return "DELETE FROM " + table + " WHERE " + column + " IN (" + marks(size) + ")"
		})
		if err != nil {
			return err
		}
		args := t.conn.args[:0]
		for _, key := range keys[from : from+size] {
			args = append(args, key)
		}
		t.conn.args = args
		_, err = stmt.ExecContext(context.Background(), args...)
		return err
	})
}

// inChunks splits n rows into the sizes statements are prepared for.
func (t *sqliteTx) inChunks(n int, do func(size, from int) error) error {
	from := 0
	for _, size := range bulkSizes() {
		for ; n-from >= size; from += size {
			if err := do(size, from); err != nil {
				return err
			}
		}
	}
	return nil
}

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

// insertText spells an INSERT of size rows.
func insertText(into *insert, size int) string {
	row := "(" + marks(len(into.columns)) + ")"
	return "INSERT INTO " + into.table + " (" + quoted(into.columns) + ") VALUES " +
		strings.Repeat(row+",", size-1) + row + " " + into.onClash
}

// marks is n question marks with commas between them.
func marks(n int) string { return strings.Repeat("?,", n-1) + "?" }

// quoted joins the names of columns; some are keywords on one engine.
func quoted(columns []string) string { return `"` + strings.Join(columns, `", "`) + `"` }
