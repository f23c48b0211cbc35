package core

import "time"

// Instant is a moment in microseconds since 1970-01-01 00:00 UTC. It is what
// the engine computes with and what the store keeps (BIGINT). Zero means "not
// yet" or "never", by context.
type Instant int64

// InstantOf converts a time, cutting it to the microsecond. The zero time is
// the zero Instant.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMicro())
}

// Time returns the instant in UTC; the zero Instant is the zero time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(i)).UTC()
}

// IsZero reports whether the instant is unset.
func (i Instant) IsZero() bool { return i == 0 }

// Add returns the instant d later (or earlier when d is negative), cut to the
// microsecond.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d/time.Microsecond) }

// Sub returns the duration from earlier to i.
func (i Instant) Sub(earlier Instant) time.Duration {
	return time.Duration(i-earlier) * time.Microsecond
}
