package routing

import (
	"time"

	"turno/internal/core"
)

// Status is where a work stands.
type Status string

// The statuses of a work.
const (
	StatusWaiting  Status = "waiting"  // in its queue
	StatusOffered  Status = "offered"  // in its queue, and before an agent
	StatusAssigned Status = "assigned" // with an agent
	StatusParked   Status = "parked"   // set aside
	StatusWrapUp   Status = "wrap_up"  // its last leg has ended, only wrap-ups are left
)

// WorkState is everything the engine knows of a work: the row that the floor
// keeps, exact enough for Restore.
type WorkState struct {
	// Work is the work as it was handed in; Queue is the present queue, Needs
	// the needs before any step lowered them.
	Work
	Status Status       `json:"status"`
	Leg    int          `json:"leg"`    // from 1
	Queued core.Instant `json:"queued"` // entry into the present queue
	Since  core.Instant `json:"since"`  // when the present status began

	// Agent is whom the work is offered to or assigned to, or who parked it.
	Agent core.ID `json:"agent,omitzero"`
	// Offer is the number of the work's last offer, Deadline that of an
	// outstanding one (zero: it does not time out).
	Offer    uint64       `json:"offer,omitempty"`
	Deadline core.Instant `json:"deadline,omitempty"`
	Held     bool         `json:"held,omitempty"`

	Stage        int           `json:"stage,omitempty"`         // steps fired in this leg
	StepAfter    time.Duration `json:"step_after"`              // After of the last fired step, −1 before the first
	StepPriority int           `json:"step_priority,omitempty"` // points added by steps
	Lowered      *Needs        `json:"lowered,omitempty"`       // the needs in force, where steps lowered them
	Added        []string      `json:"added,omitempty"`         // profiles added by steps

	// Order replaces the work's own place in the queue after a Defer by places.
	Order *Order `json:"order,omitempty"`
	// NotBefore is the end of a Defer by time; zero when there is none.
	NotBefore core.Instant `json:"not_before,omitempty"`

	Visited []string `json:"visited,omitempty"` // queues it has been in, for the loop guard
	Kept    bool     `json:"kept,omitempty"`    // a keep rule stopped overflow in this leg
	// WaitTested is the largest After up to which waited rules were tested, −1
	// before the first test.
	WaitTested time.Duration `json:"wait_tested"`

	// ReservedFor may be the only one to take it, until ReservedTill (zero: until
	// that agent signs out). ReservedHard reservations were made by a person:
	// profile and needs do not end them.
	ReservedFor  core.ID      `json:"reserved_for,omitzero"`
	ReservedTill core.Instant `json:"reserved_till,omitempty"`
	ReservedHard bool         `json:"reserved_hard,omitempty"`

	Declined []Declined    `json:"declined,omitempty"`
	WrapUps  []WrapUpState `json:"wrap_ups,omitempty"` // of this and earlier legs, in order of leg
	Why      *Decision     `json:"why,omitempty"`      // why the agent of the present offer or assignment was chosen

	// Touched and Untested mark a work that a step had no time for: it is to be
	// matched, its overflow rules are to be tested.
	Touched  bool `json:"touched,omitempty"`
	Untested bool `json:"untested,omitempty"`
}

// Order is a place in a queue: that of the work with this priority, arrival and
// id, and a little behind it.
type Order struct {
	Priority int          `json:"priority"`
	Arrived  core.Instant `json:"arrived"`
	ID       core.ID      `json:"id"`
	Behind   uint64       `json:"behind"`
}

// Declined says until when a work is not offered to an agent who declined it.
type Declined struct {
	Agent core.ID      `json:"agent"`
	Until core.Instant `json:"until"`
}

// WrapUpState is after-contact work that goes on.
type WrapUpState struct {
	Leg       int           `json:"leg"`
	Agent     core.ID       `json:"agent"`
	Queue     string        `json:"queue"`
	Begun     core.Instant  `json:"begun"`              // of the contact, for the handle time
	Since     core.Instant  `json:"since"`              // of the wrap-up
	Deadline  core.Instant  `json:"deadline,omitempty"` // zero: open-ended
	Extension time.Duration `json:"extension,omitempty"`
	Extended  bool          `json:"extended,omitempty"`
}

// HeldWork is one work, or one wrap-up of a work, in an agent's hands.
type HeldWork struct {
	Work   core.ID      `json:"work"`
	Leg    int          `json:"leg"`
	Begun  core.Instant `json:"begun"`
	WrapUp bool         `json:"wrap_up,omitempty"`
	// Interrupted works cost no units; By and ByLeg name the work on top.
	Interrupted bool    `json:"interrupted,omitempty"`
	By          core.ID `json:"by,omitzero"`
	ByLeg       int     `json:"by_leg,omitempty"`
}

// AgentState is everything the engine knows of a signed-in agent.
type AgentState struct {
	Agent
	Presence      core.Presence `json:"presence"`
	Reason        string        `json:"reason,omitempty"`
	Since         core.Instant  `json:"since"` // when the present presence began
	Pending       core.Presence `json:"pending,omitempty"`
	PendingReason string        `json:"pending_reason,omitempty"`

	Activity      core.Activity `json:"activity"`
	ActivitySince core.Instant  `json:"activity_since"`
	Works         []HeldWork    `json:"works,omitempty"`   // in the order they were begun
	Offered       core.ID       `json:"offered,omitzero"`  // the work of the outstanding offer
	Expired       uint64        `json:"expired,omitempty"` // number of the last offer not answered in time
	IdleSince     core.Instant  `json:"idle_since"`
	Breather      core.Instant  `json:"breather,omitempty"` // its end

	// Occupancy is the average share of time with a work, in 2⁻³² (1<<32 is all
	// the time), as it was at OccupancyAt.
	Occupancy   uint64       `json:"occupancy"`
	OccupancyAt core.Instant `json:"occupancy_at"`

	Touched bool `json:"touched,omitempty"` // see WorkState
}

// QueueState is what the engine knows of a queue beside its configuration.
type QueueState struct {
	Key    string `json:"key"`
	Closed bool   `json:"closed,omitempty"`
	ByHand ByHand `json:"by_hand,omitzero"`
	// LastOffered is the round-robin pointer.
	LastOffered core.ID `json:"last_offered,omitzero"`
	// Departures counts all, Recent those in memory (in 2⁻²⁰, exponentially
	// forgotten) as of RecentAt; RateFrom is when counting began.
	Departures uint64       `json:"departures,omitempty"`
	Recent     uint64       `json:"recent,omitempty"`
	RecentAt   core.Instant `json:"recent_at,omitempty"`
	RateFrom   core.Instant `json:"rate_from,omitempty"`
	Counting   bool         `json:"counting,omitempty"`
	// HandleTime is the sum over Handled contacts; both are halved now and then
	// so that the mean follows.
	HandleTime time.Duration `json:"handle_time,omitempty"`
	Handled    int           `json:"handled,omitempty"`
	// Removed is set on a queue that the configuration no longer has.
	Removed *RemovedQueue `json:"removed,omitempty"`
}

// ByHand is who opened or closed a queue last, and when. It is zero when the
// system did (a calendar), or nobody yet.
type ByHand struct {
	Party core.Party   `json:"party,omitempty"`
	Actor core.ID      `json:"actor,omitzero"`
	At    core.Instant `json:"at,omitempty"`
}

// RemovedQueue is a queue that lives on until it is empty: its last definition,
// and the profiles that served it, which still do.
type RemovedQueue struct {
	Queue  Queue         `json:"queue"`
	Served []ServedQueue `json:"served,omitempty"`
}

// ServedQueue is a profile's row for a removed queue.
type ServedQueue struct {
	Profile string        `json:"profile"`
	Rank    int           `json:"rank"`
	Delay   time.Duration `json:"delay,omitempty"`
}

// Scalars are the engine's counters.
type Scalars struct {
	Now    core.Instant `json:"now"`
	Seq    uint64       `json:"seq"`    // of the last effect
	Offers uint64       `json:"offers"` // number of the last offer
}

// QueueInfo is a queue at a glance.
type QueueInfo struct {
	Key     string
	Open    bool
	ByHand  ByHand       // who made it so, if a person did
	Waiting int          // offered ones too: they are not answered yet
	Oldest  core.Instant // earliest arrival among them; zero when empty
	// Expected is the expected wait of one who would join at the end; negative
	// when there is no value.
	Expected time.Duration
}
