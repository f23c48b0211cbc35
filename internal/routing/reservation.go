package routing

import (
	"slices"

	"turno/internal/core"
)

// setReserved changes for whom a work is reserved (nil: for nobody) and keeps
// that agent's list. The work must be hidden.
func (e *Engine) setReserved(w *work, a *agent, till core.Instant, hard bool) {
	if w.reserved == nil && a == nil {
		return
	}
	if w.reserved != a {
		if old := w.reserved; old != nil {
			i := slices.Index(old.reserved, w)
			last := len(old.reserved) - 1
			old.reserved[i] = old.reserved[last]
			old.reserved[last] = nil
			old.reserved = old.reserved[:last]
		}
		if a != nil {
			a.reserved = append(a.reserved, w)
		}
		w.reserved = a
	}
	w.reservedTill, w.reservedHard = till, hard
}

// takeable reports whether a waiting work may be taken now by those it is for.
func (w *work) takeable(now core.Instant) bool {
	return w.status == waiting && !w.leftAlone(now)
}

// reserve keeps a work in the line for one agent until that agent signs out: a
// person decided so, and profile and needs do not matter.
func (e *Engine) reserve(w *work, a *agent) {
	e.rehome(w, func() { e.setReserved(w, a, 0, true) })
	ef := e.emitWork(Reserved, w)
	ef.Agent = a.ID
	e.retime(w)
	e.touch(w)
}

// reservePreferred starts the reservation that came with the work, if its agent
// is signed in and not ruled out. The work is in no line yet.
func (e *Engine) reservePreferred(w *work) {
	if !w.prefers || w.ReservedUntil <= e.now {
		return
	}
	a := e.agents.get(&w.Preferred)
	if a == nil {
		return
	}
	e.setReserved(w, a, w.ReservedUntil, false)
	if !e.reservationHolds(w) {
		e.setReserved(w, nil, 0, false)
	}
}

// unreserve opens the work to everybody.
func (e *Engine) unreserve(w *work) {
	if w.reserved == nil {
		return
	}
	if w.reservedHard {
		e.untest(w) // it waits for the queue now
	}
	e.rehome(w, func() { e.setReserved(w, nil, 0, false) })
	e.touch(w)
}

// checkReservations ends those of an agent whom profile or skills rule out now,
// or all when the agent leaves.
func (e *Engine) checkReservations(a *agent, leaves bool) {
	for _, w := range slices.Clone(a.reserved) {
		if leaves || !e.reservationHolds(w) {
			e.unreserve(w)
			e.retime(w)
		}
	}
}
