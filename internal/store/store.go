package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"turno/internal/core"
	"turno/internal/store/db"
)

// Engine is the database software under a Store.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Options of Open; the zero value is what a server wants.
type Options struct {
	// NoMigrate leaves the schema as it is. Open then refuses a store that is not
	// of exactly this program's version, unless AnyVersion says otherwise.
	NoMigrate  bool
	AnyVersion bool
	// NoUpgrade makes the schema of an empty store, and refuses one of an older
	// version (Conflict): its server may be running.
	NoUpgrade bool
	// MustExist refuses a SQLite store that is not there (NotFound) instead of
	// making one: for commands that look at what they were pointed to.
	MustExist bool
	// BusyTimeout is how long a statement waits for a lock held by another
	// process before it counts as one failed attempt; 1 s when zero.
	BusyTimeout time.Duration
	// Attempts bounds how often Read and Write run their function; 5 when zero.
	Attempts int
	// Readers is the number of SQLite connections that read at once (8 when
	// zero), and of PostgreSQL connections in all, twice that.
	Readers int
	// Log takes what an operator should know: migrations and retries. Nil: discarded.
	Log *slog.Logger
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	engine   engine
	attempts int
	log      *slog.Logger
	turn     chan struct{} // full while an InTurn runs
}

// engine is what differs between the two.
type engine interface {
	name() Engine
	begin(ctx context.Context, write bool) (transaction, error)
	ping(ctx context.Context) error
	close() error
	// judge says what an engine's error means; ok is false for any other error.
	judge(err error) (v verdict, ok bool)
	migrator() (*migrator, error)
	// shared is a pool for packages that speak database/sql.
	shared() *sql.DB
	backup(ctx context.Context, path string) error
}

// transaction is one transaction; statements given to it run inside.
type transaction interface {
	db.DBTX
	// bulk writes rows in as few statements as the engine allows, and remove
	// deletes the rows of a table whose column is one of keys. As with later, an
	// error may come only with a following statement or the commit.
	bulk(ctx context.Context, into *insert, what rows) error
	remove(ctx context.Context, table, column string, keys []string) error
	// later carries out a statement whose result nobody asks for.
	later(ctx context.Context, s statement) error
	// lend hands the connection to whoever speaks database/sql.
	lend(ctx context.Context, fn func(driverConn) error) error
	// nested begins a part that is kept or undone alone.
	nested(ctx context.Context) (savepoint, error)
	keep(ctx context.Context, s savepoint) error
	undo(ctx context.Context, s savepoint) error
	commit(ctx context.Context) error
	rollback()
}

// Tx is a transaction that writes: every generated query, and the bulk methods
// of the floor's hot path.
type Tx struct {
	*db.Queries
	t      transaction
	engine engine
}

const (
	defaultBusyTimeout = time.Second
	defaultAttempts    = 5
	defaultReaders     = 8
)

// Open opens the store at url, "sqlite:///var/lib/turno/turno.db",
// "sqlite:data/turno.db" or "postgres://user@host/database", makes it where it is
// missing (SQLite), and brings its schema up to date. A store written by a newer
// version of the program is refused with Conflict, a wrong url with Invalid, one
// that cannot be reached with Unavailable.
func Open(ctx context.Context, url string, opts Options) (*Store, error) {
	opts = opts.withDefaults()
	e, err := openEngine(ctx, url, opts)
	if err != nil {
		return nil, err
	}
	s := &Store{engine: e, attempts: opts.Attempts, log: opts.Log, turn: make(chan struct{}, 1)}
	if err := s.settleSchema(ctx, opts); err != nil {
		return nil, closeAfter(e, s.mapError(err))
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.BusyTimeout == 0 {
		o.BusyTimeout = defaultBusyTimeout
	}
	if o.Attempts == 0 {
		o.Attempts = defaultAttempts
	}
	if o.Readers == 0 {
		o.Readers = defaultReaders
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Engine says which database software is under the store.
func (s *Store) Engine() Engine { return s.engine.name() }

// Ping reports whether the store can be read now; Unavailable when not.
func (s *Store) Ping(ctx context.Context) error { return s.mapError(s.engine.ping(ctx)) }

// Close waits for transactions in progress and closes the store.
func (s *Store) Close() error { return s.mapError(s.engine.close()) }

// Read runs fn in a transaction that sees one state of the store and cannot
// write. It waits for no writer.
func (s *Store) Read(ctx context.Context, fn func(q *db.Queries) error) error {
	return s.run(ctx, false, func(t transaction) error { return fn(db.New(t)) })
}

// Write runs fn in one transaction, as if alone (serializable on both engines).
// When it returns nil all that fn wrote is on disk; otherwise nothing is. Once
// the transaction began on SQLite it ignores the end of ctx: a write takes
// microseconds, and an interrupt would cost more than it saves.
func (s *Store) Write(ctx context.Context, fn func(tx *Tx) error) error {
	return s.run(ctx, true, func(t transaction) error {
		return fn(&Tx{Queries: db.New(t), t: t, engine: s.engine})
	})
}

// InTurn runs fn while no other InTurn of this Store does: for writes that have
// an order among themselves and would only collide (the audit log). Unavailable
// when ctx ends before its turn comes.
func (s *Store) InTurn(ctx context.Context, fn func() error) error {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return s.mapError(ctx.Err())
	}
	defer func() { <-s.turn }()
	return fn()
}

// run is one Read or Write with its retries.
func (s *Store) run(ctx context.Context, write bool, fn func(transaction) error) error {
	for attempt := 1; ; attempt++ {
		err := s.once(ctx, write, fn)
		if err == nil {
			return nil
		}
		v, ok := s.engine.judge(err)
		if !ok || attempt >= s.attempts || !v.retry && !stale(v, err) {
			return s.mapError(err)
		}
		s.log.Debug("store: transaction is run again", "attempt", attempt, "error", err)
		if waitErr := backOff(ctx, attempt); waitErr != nil {
			return s.mapError(err)
		}
	}
}

// beginError is the error of a transaction that did not even begin.
type beginError struct{ error }

// Unwrap lets the engine judge the error itself.
func (e *beginError) Unwrap() error { return e.error }

// stale reports a connection that had ended while it lay in the pool (a server
// that was restarted): nothing happened, and the next one may well be a new one.
func stale(v verdict, err error) bool {
	_, begin := errors.AsType[*beginError](err)
	return v == gone && begin
}

func (s *Store) once(ctx context.Context, write bool, fn func(transaction) error) error {
	t, err := s.engine.begin(ctx, write)
	if err != nil {
		return &beginError{err}
	}
	done := false
	defer func() {
		if !done {
			t.rollback()
		}
	}()
	if err := fn(t); err != nil {
		return err
	}
	done = true
	return t.commit(ctx)
}

// closeAfter closes what a failed Open had opened and returns why it failed.
func closeAfter(e engine, err error) error {
	if closeErr := e.close(); closeErr != nil && core.CodeOf(err) == core.Internal {
		return core.Wrap(core.Internal, "", closeErr)
	}
	return err
}
