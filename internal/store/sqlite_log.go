package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"modernc.org/sqlite"
)

// logKeeper copies the write-ahead log into the database file while writers go on.
// SQLite would have a committing writer do it, who then answers tens of
// milliseconds late: a copy is two syncs and some thousand pages. A writer still
// does when the log gets longer than that (wal_autocheckpoint), and then finds most
// of it done.
type logKeeper struct {
	db   *sql.DB
	log  *slog.Logger
	due  chan struct{}
	quit chan struct{}
	over chan struct{} // closed when run has ended
}

// keepPages is how many pages (of 4 KB) writers put into the log before it is
// copied.
const keepPages = 1000

func keepLog(db *sql.DB, log *slog.Logger) *logKeeper {
	k := &logKeeper{db: db, log: log, due: make(chan struct{}, 1), quit: make(chan struct{}), over: make(chan struct{})}
	go k.run()
	return k
}

// wrote is called by the writer after a commit.
func (k *logKeeper) wrote(c *sqliteConn) {
	if c.pages += c.written(); c.pages < keepPages {
		return
	}
	c.pages = 0
	select {
	case k.due <- struct{}{}:
	default: // it is at it
	}
}

// written is how many pages went to the log since it was asked last.
func (c *sqliteConn) written() (pages int) {
	_ = c.conn.Raw(func(driverConn any) error { // it only reads a counter
		if counters, ok := driverConn.(sqlite.DBStatus); ok {
			pages, _, _ = counters.Status(sqlite.DBStatusCacheWrite, true)
		}
		return nil
	})
	return pages
}

func (k *logKeeper) run() {
	defer close(k.over)
	var conn *sql.Conn
	for {
		select {
		case <-k.quit:
			if conn != nil {
				_ = conn.Close() // nothing is lost with it
			}
			return
		case <-k.due:
		}
		var err error
		if conn, err = k.copy(conn); err != nil {
			k.log.Warn("store: the log was not copied into the database; a writer will do it", "error", err)
		}
	}
}

// copy copies as much as can be without anybody waiting for it. The connection is
// made when it is first needed, and made anew after an error.
func (k *logKeeper) copy(conn *sql.Conn) (*sql.Conn, error) {
	ctx := context.Background()
	if conn == nil {
		var err error
		if conn, err = k.db.Conn(ctx); err != nil {
			return nil, err
		}
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// end waits until the keeper has let go of the database.
func (k *logKeeper) end() {
	close(k.quit)
	<-k.over
}
