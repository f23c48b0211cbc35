package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"turno/internal/core"
)

// sqliteEngine is one file, one connection that writes and a few that read.
// Transactions are begun by hand on connections of its own, so that a statement
// is prepared once per connection and not once per transaction.
type sqliteEngine struct {
	path    string
	db      *sql.DB
	writers chan *sqliteConn // one
	readers chan *sqliteConn
	keeper  *logKeeper
	closed  chan struct{}
}

// sqliteConn is a connection, opened when first used, and its statements.
type sqliteConn struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	bulks map[bulkKey]*sql.Stmt
	args  []any
	pages int // written to the log since it was last copied
}

func openSQLite(ctx context.Context, path string, opts Options) (engine, error) {
	if opts.MustExist {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, core.FieldErrorf(core.NotFound, "store", "there is no store at %s", path)
		}
	}
	if err := makeFile(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", sqliteDSN(path, opts.BusyTimeout))
	if err != nil {
		return nil, err
	}
	// The pool is ours: a connection given back to database/sql is a broken one.
	db.SetMaxIdleConns(-1)
	e := &sqliteEngine{
		path: path, db: db,
		writers: make(chan *sqliteConn, 1),
		readers: make(chan *sqliteConn, opts.Readers),
		keeper:  keepLog(db, opts.Log),
		closed:  make(chan struct{}),
	}
	e.writers <- new(sqliteConn)
	for range opts.Readers {
		e.readers <- new(sqliteConn)
	}
	if err := e.ping(ctx); err != nil {
		if v, ok := e.judge(err); ok {
			err = v.wrap(err)
		}
		return nil, closeAfter(e, err)
	}
	return e, nil
}

// makeFile makes the file and its directory for the owner's eyes only: they hold
// what customers told us.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unreadable.wrap(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the path is the operator's
	if err != nil {
		return unreadable.wrap(err)
	}
	return f.Close()
}

// sqliteDSN gives every connection the settings of the house. A writer
// itself copies the log into the database at 4 000 pages (16 MB) only; see logKeeper.
func sqliteDSN(path string, busy time.Duration) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout("+strconv.FormatInt(busy.Milliseconds(), 10)+")")
	q.Add("_pragma", "journal_mode(WAL)")
	q.Add("_pragma", "synchronous(FULL)")
	q.Add("_pragma", "foreign_keys(1)")
	q.Add("_pragma", "wal_autocheckpoint(4000)")
	q.Add("_pragma", "cache_size(-32000)")
	q.Add("_pragma", "temp_store(MEMORY)")
	q.Set("_txlock", "immediate")
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

func (e *sqliteEngine) name() Engine { return SQLite }

// begin takes a connection, waiting for one as long as ctx allows.
func (e *sqliteEngine) begin(ctx context.Context, write bool) (transaction, error) {
	pool, verb := e.readers, "BEGIN"
	if write {
		pool, verb = e.writers, "BEGIN IMMEDIATE"
	}
	var c *sqliteConn
	select {
	case <-e.closed:
		return nil, errClosed
	default:
	}
	select {
	case <-e.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case c = <-pool:
	}
	t := &sqliteTx{engine: e, conn: c, pool: pool, write: write}
	if err := c.open(e.db, write); err != nil {
		t.release(true)
		return nil, err
	}
	if _, err := t.ExecContext(ctx, verb); err != nil {
		t.release(true)
		return nil, err
	}
	return t, nil
}

func (e *sqliteEngine) ping(ctx context.Context) error {
	t, err := e.begin(ctx, false)
	if err != nil {
		return err
	}
	defer t.rollback()
	var n int64
	return t.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&n)
}

// close waits for the transactions in progress.
func (e *sqliteEngine) close() error {
	select {
	case <-e.closed:
		return nil
	default:
		close(e.closed)
	}
	var errs []error
	for range cap(e.writers) {
		errs = append(errs, (<-e.writers).close())
	}
	for range cap(e.readers) {
		errs = append(errs, (<-e.readers).close())
	}
	e.keeper.end()
	return errors.Join(append(errs, e.db.Close())...)
}

// open connects, if not done before. It is not bound to a request: the
// connection outlives it.
func (c *sqliteConn) open(db *sql.DB, write bool) error {
	if c.conn != nil {
		return nil
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		return err
	}
	if !write {
		if _, err := conn.ExecContext(context.Background(), "PRAGMA query_only = 1"); err != nil {
			return errors.Join(err, conn.Close())
		}
	}
	c.conn, c.stmts, c.bulks = conn, map[string]*sql.Stmt{}, map[bulkKey]*sql.Stmt{}
	return nil
}

// close gives everything back; the connection opens again when next used.
func (c *sqliteConn) close() error {
	if c.conn == nil {
		return nil
	}
	var errs []error
	for _, stmt := range c.stmts {
		errs = append(errs, stmt.Close())
	}
	for _, stmt := range c.bulks {
		errs = append(errs, stmt.Close())
	}
	errs = append(errs, c.conn.Close())
	*c = sqliteConn{}
	return errors.Join(errs...)
}

// judge reads SQLite's extended result codes (https://sqlite.org/rescode.html).
func (e *sqliteEngine) judge(err error) (verdict, bool) {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return judgeConnection(err)
	}
	switch failed.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return duplicate, true
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return dangling, true
	case sqlite3.SQLITE_CONSTRAINT_NOTNULL:
		return lacking, true
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return collision, true
	case sqlite3.SQLITE_FULL:
		return full, true
	case sqlite3.SQLITE_READONLY:
		return readOnly, true
	case sqlite3.SQLITE_TOOBIG:
		return tooLarge, true
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
		sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return unreadable, true
	}
	return verdict{}, false
}

// migrator works on connections of its own.
func (e *sqliteEngine) migrator() (*migrator, error) { return newMigrator(e.db, SQLite) }

// backup writes a compact copy in one read transaction; writers go on.
func (e *sqliteEngine) backup(ctx context.Context, path string) error {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO $1", path)
	return errors.Join(err, conn.Close())
}
