package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"turno/internal/core"
)

// postgresEngine is a pool of connections to a PostgreSQL server. The driver
// keeps prepared statements per connection by itself.
type postgresEngine struct {
	db *sql.DB
}

// connLifetime lets a server that was replaced behind its name be found again.
const connLifetime = 30 * time.Minute

func openPostgres(ctx context.Context, address string, opts Options) (engine, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, core.Wrap(core.Invalid, "store", err)
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(2 * opts.Readers)
	db.SetMaxIdleConns(2 * opts.Readers)
	db.SetConnMaxLifetime(connLifetime)
	e := &postgresEngine{db: db}
	if err := e.checkEncoding(ctx); err != nil {
		if v, ok := e.judge(err); ok {
			err = v.wrap(err)
		}
		return nil, closeAfter(e, err)
	}
	return e, nil
}

// checkEncoding refuses a database that cannot hold every name.
func (e *postgresEngine) checkEncoding(ctx context.Context) error {
	var encoding string
	if err := e.db.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return core.FieldErrorf(core.Invalid, "store",
			"the database has the encoding %s; make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0", encoding)
	}
	return nil
}

func (e *postgresEngine) name() Engine { return Postgres }

func (e *postgresEngine) begin(ctx context.Context, write bool) (transaction, error) {
	opts := sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	if write {
		opts = sql.TxOptions{Isolation: sql.LevelSerializable}
	}
	tx, err := e.db.BeginTx(ctx, &opts)
	if err != nil {
		return nil, err
	}
	return &postgresTx{Tx: tx}, nil
}

func (e *postgresEngine) ping(ctx context.Context) error {
	var one int64
	return e.db.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

func (e *postgresEngine) close() error { return e.db.Close() }

// judge reads PostgreSQL's error codes (https://www.postgresql.org/docs/current/errcodes-appendix.html).
func (e *postgresEngine) judge(err error) (verdict, bool) {
	if _, refused := errors.AsType[*pgconn.ConnectError](err); refused {
		return gone, true
	}
	var failed *pgconn.PgError
	if !errors.As(err, &failed) {
		if strings.HasSuffix(err.Error(), "sql: database is closed") { // database/sql exports no value for it
			return shut, true
		}
		if pgconn.Timeout(err) || strings.Contains(err.Error(), "conn closed") {
			return gone, true
		}
		return judgeConnection(err)
	}
	switch failed.Code {
	case "23505":
		return duplicate, true
	case "23503":
		return dangling, true
	case "40001", "40P01", "55P03":
		return collision, true
	case "53100":
		return full, true
	case "25006", "42501":
		return readOnly, true
	case "22001", "54000":
		return tooLarge, true
	case "22021":
		return unwritable, true
	}
	switch failed.Code[:2] {
	case "08", "53", "57", "28", "3D":
		return gone, true
	case "58", "XX":
		return unreadable, true
	}
	return verdict{}, false
}

func (e *postgresEngine) migrator() (*migrator, error) { return newMigrator(e.db, Postgres) }

// postgresTx is a transaction of database/sql.
type postgresTx struct {
	*sql.Tx
}

func (t *postgresTx) commit() error { return t.Commit() }

// rollback can only fail when the connection is lost, and then the server has
// rolled back.
func (t *postgresTx) rollback() { _ = t.Rollback() }

// bulk sends one array per column and one statement.
func (t *postgresTx) bulk(ctx context.Context, into *insert, what rows) error {
	if what.n == 0 {
		return nil
	}
	columns := newColumns(into.kinds, what.n)
	latest := latestByKey(into, what)
	var row []any
	for i := range what.n {
		row = what.fill(row[:0], i)
		if latest != nil && latest[row[0].(string)] != i { //nolint:forcetypeassert,errcheck // keys are text
			continue // PostgreSQL changes a row once per statement: the last one counts
		}
		columns.add(row)
	}
	_, err := t.ExecContext(ctx, unnestText(into), columns.args()...)
	return err
}

func (t *postgresTx) remove(ctx context.Context, table, column string, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	_, err := t.ExecContext(ctx, "DELETE FROM "+table+" WHERE "+column+" = ANY($1::text[])", keys)
	return err
}

// latestByKey finds, for an upsert, the last row of every key; nil for an insert.
func latestByKey(into *insert, what rows) map[string]int {
	if !into.upsert {
		return nil
	}
	latest := make(map[string]int, what.n)
	var row []any
	for i := range what.n {
		row = what.fill(row[:0], i)
		latest[row[0].(string)] = i //nolint:forcetypeassert,errcheck // keys are text
	}
	return latest
}

// unnestText spells an INSERT from arrays.
func unnestText(into *insert) string {
	arrays := make([]string, len(into.columns))
	for i, k := range into.kinds {
		arrays[i] = "$" + strconv.Itoa(i+1) + "::" + [...]string{"text[]", "bigint[]", "boolean[]"}[k]
	}
	return "INSERT INTO " + into.table + " (" + quoted(into.columns) + ") SELECT * FROM unnest(" + //nolint:unqueryvet // its columns are those named here
		strings.Join(arrays, ", ") + ") " + into.onClash
}

// columns are rows turned on their side.
type columns struct {
	kinds []kind
	texts [][]string
	ints  [][]int64
	bools [][]bool
}

func newColumns(kinds []kind, n int) *columns {
	c := &columns{kinds: kinds, texts: make([][]string, len(kinds)), ints: make([][]int64, len(kinds)), bools: make([][]bool, len(kinds))}
	for i, k := range kinds {
		switch k {
		case textKind:
			c.texts[i] = make([]string, 0, n)
		case bigintKind:
			c.ints[i] = make([]int64, 0, n)
		case booleanKind:
			c.bools[i] = make([]bool, 0, n)
		}
	}
	return c
}

func (c *columns) add(row []any) {
	for i, value := range row {
		switch v := value.(type) {
		case string:
			c.texts[i] = append(c.texts[i], v)
		case int64:
			c.ints[i] = append(c.ints[i], v)
		case bool:
			c.bools[i] = append(c.bools[i], v)
		}
	}
}

func (c *columns) args() []any {
	out := make([]any, len(c.kinds))
	for i, k := range c.kinds {
		switch k {
		case textKind:
			out[i] = c.texts[i]
		case bigintKind:
			out[i] = c.ints[i]
		case booleanKind:
			out[i] = c.bools[i]
		}
	}
	return out
}

// backup copies every table, as it was at one moment, into a SQLite store with
// the same version of the schema.
func (e *postgresEngine) backup(ctx context.Context, path string) (err error) {
	m, err := e.migrator()
	if err != nil {
		return err
	}
	version, err := m.provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	file, err := Open(ctx, SQLiteURL(path), Options{NoMigrate: true, AnyVersion: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := file.Migrate(ctx, version); err != nil {
		return err
	}
	from, err := e.begin(ctx, false)
	if err != nil {
		return err
	}
	defer from.rollback()
	return file.run(ctx, true, func(to transaction) error {
		tables, err := listTables(ctx, to)
		if err != nil {
			return err
		}
		return copyTables(ctx, tables, from, to)
	})
}
