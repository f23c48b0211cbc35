package floor

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// Batch is what the floor publishes on the bus, as *Batch, after each committed
// transaction. Batches are numbered without gaps; a reader that starts or has
// lost some reads View, whose Seq is that of the newest batch it contains, and
// ignores batches up to it. Everything in it is shared by all readers: read
// only.
type Batch struct {
	Seq       uint64
	At        core.Instant
	Steps     []StepEvent
	Legs      []core.Leg           // written with this batch
	Intervals []core.AgentInterval // written with this batch
	// Works and Agents are those that the batch touched, as they are after it;
	// GoneWorks and GoneAgents those that are no more.
	Works      map[core.ID]WorkView
	Agents     map[core.ID]AgentView
	GoneWorks  []core.ID
	GoneAgents []core.ID
	// Configured is true when the configuration was replaced: what depends on it
	// beyond the touched works and agents is read anew.
	Configured bool
	// Fresh is true for the batch after the floor has rebuilt itself from the
	// store: readers may have seen nothing wrong, but read anew to be sure.
	Fresh bool
}

// StepEvent is one step of the engine, with the note of the same request.
type StepEvent struct {
	At      core.Instant
	Effects []routing.Effect
	Note    Note
}

// WorkView is a work as the floor knows it.
type WorkView struct {
	routing.WorkState
	Meta Meta
	// Leg is the present leg, as far as it has come; nil while only wrap-ups are
	// left. Wrapping are ended legs whose wrap-up still runs, oldest first.
	Leg      *OpenLeg
	Wrapping []OpenLeg
	// Thread is where the writing stands, nil where nothing was written. Read only.
	Thread *Thread
}

// AgentView is a signed-in agent as the floor knows it.
type AgentView struct {
	routing.AgentState
	// Interval is the open one: From is since when nothing has changed, To is zero.
	Interval core.AgentInterval
	// Position is the counter, seat or extension where the agent serves.
	Position string
	// Connected is false once the desk has no connection (see DeskConnected).
	Connected bool
}

// OpenLeg is the present leg, or the zero value while only wrap-ups are left.
func (w WorkView) OpenLeg() OpenLeg {
	if w.Leg == nil {
		return OpenLeg{}
	}
	return *w.Leg
}
