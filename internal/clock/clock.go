// Package clock is the only door of the house to wall time and randomness.
// Everything that decides takes an instant as an argument; whoever has none to
// give asks here.
package clock

import (
	"time"

	"github.com/google/uuid"

	"turno/internal/core"
)

// Now is the present instant, UTC, in microseconds.
func Now() core.Instant { return core.InstantOf(time.Now()) } //nolint:forbidigo // the one place where time comes from

// NewID makes a UUID version 7 (RFC 9562 section 5.7). It panics only if the
// operating system has no randomness left, which nothing could survive.
func NewID() core.ID { return core.ID(uuid.Must(uuid.NewV7())) }
