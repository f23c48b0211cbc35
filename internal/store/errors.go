package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"time"

	"turno/internal/core"
)

// verdict is what an engine's error means to a caller.
type verdict struct {
	code    core.Code
	message string // for the person who can act
	retry   bool   // the same transaction may well pass when run again
}

// The verdicts both engines give.
//
//nolint:gochecknoglobals // constants of a struct type
var (
	duplicate  = verdict{code: core.Conflict, message: "it exists already"}
	dangling   = verdict{code: core.Conflict, message: "something else refers to it, or what it refers to is gone"}
	lacking    = verdict{code: core.Internal, message: "a value is missing"}
	collision  = verdict{code: core.Unavailable, message: "the store is busy: try again", retry: true}
	full       = verdict{code: core.Unavailable, message: "the disk of the store is full: nothing was written; free some space"}
	gone       = verdict{code: core.Unavailable, message: "the store cannot be reached"}
	unreadable = verdict{code: core.Unavailable, message: "the store cannot be read or written: see the log"}
	shut       = verdict{code: core.Unavailable, message: "the store is closed"}
	readOnly   = verdict{code: core.Unavailable, message: "the store may not be written"}
	tooLarge   = verdict{code: core.TooLarge, message: "a text is too long to be stored"}
	unwritable = verdict{code: core.Invalid, message: "a text holds characters that cannot be stored"}
)

// wrap gives an error the verdict's code and words.
func (v verdict) wrap(err error) error {
	return &core.Error{Code: v.code, Message: v.message, Err: err}
}

// errClosed is what a closed SQLite store answers.
var errClosed = errors.New("store is closed")

// mapError gives an error its code. What already has one keeps it.
func (s *Store) mapError(err error) error { return mapError(s.engine, err) }

func mapError(e engine, err error) error {
	var coded *core.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &coded):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return collision.wrap(err) // whoever waits in line behind one that waits for a lock
	case errors.Is(err, context.Canceled):
		return &core.Error{Code: core.Unavailable, Message: "the request ended before the store answered", Err: err}
	case errors.Is(err, sql.ErrNoRows):
		return &core.Error{Code: core.NotFound, Message: "no such thing", Err: err}
	}
	if v, ok := e.judge(err); ok {
		return v.wrap(err)
	}
	return core.Wrap(core.Internal, "", err)
}

// judgeConnection recognises a connection that broke, on either engine.
func judgeConnection(err error) (verdict, bool) {
	var network net.Error
	switch {
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, driver.ErrBadConn):
		return gone, true
	case errors.Is(err, errClosed):
		return shut, true
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return gone, true
	}
	return verdict{}, false
}

// backOff waits before the next attempt: 2, 4, 8 … milliseconds and up to as much
// again, so that transactions that collided do not collide in step.
func backOff(ctx context.Context, attempt int) error {
	base := time.Millisecond << min(attempt, 6)
	timer := time.NewTimer(base + rand.N(base))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
