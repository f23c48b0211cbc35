package device

import "turno/internal/core"

// Device is a device as the organisation has it.
type Device struct {
	Key  string
	Kind string // kiosk, display, wall
	Site string // empty: a wall of the whole organisation
	Name string
}

// Standing says whether a device is there.
type Standing struct {
	Device

	Online bool
	// Since is when it came, or when it was last seen. Zero: it never came.
	Since core.Instant
}

// entry is what is known of one device.
type entry struct {
	sockets int
	online  bool
	since   core.Instant // it came, or was last seen
	seen    core.Instant // last, while online
	// goneAt is when its last socket went, zero while it has one; from lostAt on it
	// counts as offline, since goneAt.
	goneAt, lostAt core.Instant
	dirty          bool // differs from what is written
}

func (e *entry) come(now core.Instant) (changed bool) {
	e.goneAt, e.lostAt, e.seen = 0, 0, now
	if e.online {
		return false
	}
	e.online, e.since, e.dirty = true, now, true
	return true
}

// leave notes that it went; it is offline only when it has not come back in time.
func (e *entry) leave(at, lost core.Instant) { e.goneAt, e.lostAt = at, lost }

// lose makes it offline when its time is over.
func (e *entry) lose(now core.Instant) (changed bool) {
	if !e.online || e.lostAt == 0 || now < e.lostAt {
		return false
	}
	e.online, e.since, e.seen, e.dirty = false, e.goneAt, e.goneAt, true
	e.goneAt, e.lostAt = 0, 0
	return true
}
