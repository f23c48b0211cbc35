package routing

import (
	"slices"

	"turno/internal/core"
)

// mayTake is the rule of the page, for one agent and one waiting work. The
// structures of matching give the same answer for many at once; this is used
// for single agents (the preferred one, a reservation's).
func (e *Engine) mayTake(a *agent, w *work) bool {
	if !a.available() || w.leftAlone(e.now) || (w.exceptional && w.bars(a.ID)) || a.roomFor(w.channel) == noRoom {
		return false
	}
	if w.reserved != nil {
		return w.reserved == a && e.reservationHolds(w)
	}
	_, ok := e.rankOf(a.group, w)
	return ok && a.group.fitsNeeds(w.needs)
}

// rankOf is the rank at which a group sees a work now, if it does.
func (e *Engine) rankOf(g *group, w *work) (int, bool) {
	if row := g.profile.row(w.queue); row != nil && int(w.slice) >= row.slice {
		return row.rank, true
	}
	if w.added.has(g.profile) {
		return rankAdded, true
	}
	return 0, false
}

// serves reports whether the group's profile holds the work's queue, or a step
// added it, delay or not.
func (g *group) serves(w *work) bool {
	return g.profile.row(w.queue) != nil || w.added.has(g.profile)
}

// reservationHolds reports whether the agent for whom w is reserved is not
// ruled out.
func (e *Engine) reservationHolds(w *work) bool {
	a := w.reserved
	if e.excluded(w, a.ID) {
		return false
	}
	return w.reservedHard || (a.group.serves(w) && a.group.fitsNeeds(w.needs))
}

func (e *Engine) excluded(w *work, id core.ID) bool {
	return slices.Contains(w.Excluded, id)
}
