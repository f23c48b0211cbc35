package floor

import (
	"context"
	"time"

	"turno/internal/core"
	"turno/internal/store"
)

const (
	// commandsKept is how long the index of command ids remembers: a client that
	// repeats a command a day later asks for something new.
	commandsKept  = 24 * time.Hour
	pruneInterval = time.Hour
)

// prune forgets old command ids. It runs when the loop has nothing to do; a
// failure only postpones it.
func (f *Floor) prune(now core.Instant) {
	if f.broken || now.Sub(f.pruned) < pruneInterval {
		return
	}
	f.pruned = now
	ctx, cancel := context.WithTimeout(context.Background(), transactionMax)
	defer cancel()
	err := f.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.DeleteFloorCommandsBefore(ctx, int64(now.Add(-commandsKept)))
		return err
	})
	if err != nil {
		f.log.Warn("floor: old command ids were not pruned", "error", err)
	}
}
