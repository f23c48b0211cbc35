package audit

import (
	"slices"

	"turno/internal/core"
)

// Look is a work as the auditor sees it.
type Look struct {
	ID       core.ID
	Phase    Phase
	Queue    string
	Leg      int
	Agent    core.ID // whom it is offered to, who has it, or who parked it
	Offer    uint64
	Deadline core.Instant
}

// Works returns the works that the auditor knows, those in wrap-up included,
// sorted by id.
func (x *Auditor) Works() []Look {
	out := make([]Look, 0, len(x.works))
	for _, w := range x.works {
		l := Look{ID: w.id, Phase: w.phase, Queue: w.queue, Leg: w.leg, Agent: w.agent}
		if w.phase == Offered {
			l.Agent, l.Offer, l.Deadline = w.offeredTo, w.offer, w.deadline
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Look) int { return a.ID.Compare(b.ID) })
	return out
}

// Agents returns who is signed in, sorted by id.
func (x *Auditor) Agents() []core.ID {
	out := make([]core.ID, 0, len(x.agents))
	for id := range x.agents {
		out = append(out, id)
	}
	slices.SortFunc(out, core.ID.Compare)
	return out
}
