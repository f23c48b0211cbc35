package floor

import (
	"context"
	"errors"
	"time"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// ownerEvery is how often a floor that writes nothing asks whether it still is
// the owner of its store; one that writes finds out by that.
const ownerEvery = time.Second

// claim makes this process the owner of the floor. Whoever owned it before finds
// out with its next transaction, which fails, or within ownerEvery.
func (f *Floor) claim(ctx context.Context) error {
	return f.store.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.ClaimFloor(ctx)
		f.epoch = row.Epoch
		return err
	})
}

// watchOwner returns once another process owns the floor, which it tells the
// loop, or when ctx ends. A store that cannot be read says nothing about its
// owner.
func (f *Floor) watchOwner(ctx context.Context) {
	ticker := time.NewTicker(ownerEvery)
	defer ticker.Stop()
	var proven uint64
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if now := f.proven.Load(); now != proven {
			proven = now
			continue
		}
		if f.overtaken(ctx) {
			close(f.taken)
			return
		}
	}
}

// overtaken asks the store.
func (f *Floor) overtaken(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, transactionMax)
	defer cancel()
	var epoch int64
	err := f.store.Read(ctx, func(q *db.Queries) error {
		row, err := q.GetFloorScalar(ctx)
		epoch = row.Epoch
		return err
	})
	return err == nil && epoch != f.epoch
}

// yield takes note that another process owns the floor: nothing is written any
// more.
func (f *Floor) yield() {
	f.log.Error("floor: another server has taken the store over; this one stops")
	f.health.set(errTaken())
}

// fenced reports that the store has another owner of the floor.
func fenced(err error) bool { return errors.Is(err, errFenced) }

// errFenced is wrapped by the error of a floor that another process took over.
var errFenced = errors.New("another process owns the floor")

func errTaken() error {
	return &core.Error{Code: core.Unavailable, Message: "another server has taken the store over", Err: errFenced}
}
