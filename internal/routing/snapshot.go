package routing

import "turno/internal/core"

// Snapshot is the whole state of an engine. Restore makes from it an engine that
// behaves exactly like the original: timers, offers, averages and pointers too.
// Its parts are what the floor keeps as rows, each marshalled to JSON; their
// order carries no meaning.
type Snapshot struct {
	Scalars  Scalars      `json:"scalars"`
	Works    []WorkState  `json:"works"`
	Agents   []AgentState `json:"agents"`
	Queues   []QueueState `json:"queues"`
	Commands []core.ID    `json:"commands"` // accepted ids, oldest first, at most 65 536
}

// Changes is what differs from the previous call of Engine.TakeChanges: the
// states to write and the rows to delete. Applying every Changes in turn to the
// rows of a Snapshot yields the rows of the next Snapshot.
type Changes struct {
	Scalars   Scalars
	Works     []WorkState
	Gone      []core.ID // works that ended and have no wrap-up left
	Agents    []AgentState
	SignedOut []core.ID
	Queues    []QueueState
	Removed   []string  // queues that were removed and have become empty
	Commands  []core.ID // accepted since
}
