package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// Packages that speak database/sql (the durable jobs) are lent the store's own
// connections: a transaction's, to write within it, or on SQLite the one that
// writes, so that they wait in the same line as everybody who writes and never
// meet a lock.

// driverConn is what the drivers of both engines can do.
type driverConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
}

// lent is a connection on loan to a pool of database/sql, which ends the loan by
// Close.
type lent struct {
	driverConn

	within bool // a transaction of the store: beginning and ending it is not the borrower's
	failed bool // the end of a transaction went wrong: its state is in doubt
	giveUp func(failed bool)
}

// Close implements driver.Conn.
func (c *lent) Close() error {
	c.giveUp(c.failed)
	return nil
}

// CheckNamedValue implements driver.NamedValueChecker for the driver, if it does.
func (c *lent) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.driverConn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// BeginTx implements driver.ConnBeginTx.
func (c *lent) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if c.within {
		return lentTx{}, nil
	}
	tx, err := c.driverConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return lentTx{Tx: tx, conn: c}, nil
}

// lentTx is a transaction of the borrower's own, or nothing within the store's.
type lentTx struct {
	driver.Tx

	conn *lent
}

// Commit implements driver.Tx.
func (t lentTx) Commit() error { return t.end(driver.Tx.Commit) }

// Rollback implements driver.Tx.
func (t lentTx) Rollback() error { return t.end(driver.Tx.Rollback) }

func (t lentTx) end(how func(driver.Tx) error) error {
	if t.Tx == nil {
		return nil
	}
	err := how(t.Tx)
	t.conn.failed = t.conn.failed || err != nil
	return err
}

// lender gives a pool its connections.
type lender func(ctx context.Context) (*lent, error)

// Connect implements driver.Connector.
func (l lender) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := l(ctx)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Driver implements driver.Connector.
func (l lender) Driver() driver.Driver { return nil }

// SQL runs fn within the transaction, through database/sql: for packages that
// bring their own statements. Committing or rolling back there does nothing.
func (tx *Tx) SQL(ctx context.Context, fn func(*sql.Tx) error) error {
	return tx.t.lend(ctx, func(c driverConn) error {
		pool := sql.OpenDB(lender(func(context.Context) (*lent, error) {
			return &lent{driverConn: c, within: true, giveUp: func(bool) {}}, nil
		}))
		defer pool.Close() //nolint:errcheck // it owns no connection
		inner, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		return errors.Join(fn(inner), inner.Commit())
	})
}

// lendConn hands a connection's driver to fn.
func lendConn(conn *sql.Conn, fn func(driverConn) error) error {
	return conn.Raw(func(raw any) error { return fn(raw.(driverConn)) }) //nolint:forcetypeassert,errcheck // both drivers can do it
}

func (t *sqliteTx) lend(_ context.Context, fn func(driverConn) error) error {
	return lendConn(t.conn.conn, fn)
}

func (t *postgresRead) lend(context.Context, func(driverConn) error) error { return errReadOnly }

// lend sends what waits first: the borrower's statements come after it.
func (t *postgresWrite) lend(ctx context.Context, fn func(driverConn) error) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	return lendConn(t.conn, fn)
}

// Shared is the store for packages that speak database/sql and write in
// transactions of their own. On SQLite each of its transactions and statements takes its turn
// among the store's writers; on PostgreSQL it is the store's pool. The caller
// closes it before the store.
func (s *Store) Shared() *sql.DB { return s.engine.shared() }

func (e *sqliteEngine) shared() *sql.DB {
	pool := sql.OpenDB(lender(e.lendWriter))
	pool.SetMaxOpenConns(1)
	pool.SetMaxIdleConns(-1) // given back after each use
	return pool
}

// lendWriter waits for the connection that writes, as long as ctx allows.
func (e *sqliteEngine) lendWriter(ctx context.Context) (*lent, error) {
	var c *sqliteConn
	select {
	case <-e.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	case c = <-e.writers:
	}
	if err := c.open(e.db, true); err != nil {
		e.writers <- c
		return nil, err
	}
	loan := &lent{giveUp: func(failed bool) {
		if failed {
			_ = c.close() // the next writer opens a new one
		} else {
			e.keeper.wrote(c)
		}
		e.writers <- c
	}}
	err := lendConn(c.conn, func(raw driverConn) error {
		loan.driverConn = raw
		return nil
	})
	if err != nil {
		loan.giveUp(true)
		return nil, err
	}
	return loan, nil
}

func (e *postgresEngine) shared() *sql.DB { return e.db }
