package store

import (
	"context"
	"database/sql"
	"errors"
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
	if write {
		return e.beginWrite(ctx)
	}
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	return &postgresRead{Tx: tx}, nil
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
	case "23502":
		return lacking, true
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
