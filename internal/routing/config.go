package routing

import (
	"time"

	"turno/internal/core"
)

// Config is everything the engine is told about the organisation. It is a value:
// the engine copies what it keeps, and a Configure command replaces the whole.
// Keys are the organisation's own (`billing`, or `billing@mixco` for a queue of
// one site, which the caller expands). Order of slices carries no meaning unless
// said so.
type Config struct {
	// AgeUnit is the waiting time worth one point of priority; zero switches
	// ageing off.
	AgeUnit time.Duration `json:"age_unit,omitempty"`
	// Breather gives busy agents a pause; the zero value switches it off.
	Breather Breather  `json:"breather,omitzero"`
	Queues   []Queue   `json:"queues"`
	Profiles []Profile `json:"profiles"`
}

// Breather is a pause of Length after the last wrap-up of an agent whose
// occupancy (exponential average, τ = 30 min) exceeds Cap.
type Breather struct {
	Cap    float64       `json:"cap"` // share of time, over 0 to 1; zero is off
	Length time.Duration `json:"length"`
}

// Queue is where work of one kind waits.
type Queue struct {
	Key          string       `json:"key"`
	Priority     int          `json:"priority,omitempty"` // default of its works, 0–100
	ServiceLevel ServiceLevel `json:"service_level"`
	Offer        Offer        `json:"offer"`
	WrapUp       WrapUp       `json:"wrap_up,omitzero"`
	Choice       Choice       `json:"choice,omitempty"` // empty: Fill for chats, LongestIdle for all else
	Steps        []Step       `json:"steps,omitempty"`  // in order of After
	// Overflow rules in order: the first that is true wins, once per leg.
	Overflow []Overflow `json:"overflow,omitempty"`
	// MaxLength is the number of waiting works above which a newcomer meets a
	// length rule or is refused; zero is no limit.
	MaxLength int `json:"max_length,omitempty"`
}

// ServiceLevel is the queue's target: Goal (0–1) of its works answered within
// Threshold. The engine uses the threshold to compare works of different queues.
type ServiceLevel struct {
	Threshold time.Duration `json:"threshold"` // > 0; zero means 20 s
	Goal      float64       `json:"goal,omitempty"`
}

// Offer is how a work is put before an agent.
type Offer struct {
	// Timeout after which an unanswered offer is withdrawn and the agent becomes
	// not ready (no_answer). Zero means 20 s; a negative value never times out
	// (a counter where "next" is the agent's own move).
	Timeout    time.Duration `json:"timeout,omitempty"`
	AutoAccept bool          `json:"auto_accept,omitempty"`
}

// WrapUpMode says what follows the end of a contact.
type WrapUpMode string

// The wrap-up modes.
const (
	WrapUpNone     WrapUpMode = "none"     // the agent is free at once
	WrapUpOptional WrapUpMode = "optional" // until the agent closes it, no limit
	WrapUpTimed    WrapUpMode = "timed"    // until the agent closes it or Length has passed
)

// WrapUp is after-contact work.
type WrapUp struct {
	Mode      WrapUpMode    `json:"mode,omitempty"` // empty: none
	Length    time.Duration `json:"length,omitempty"`
	Extension time.Duration `json:"extension,omitempty"` // by ExtendWrapUp, once; zero forbids it
}

// Choice is a queue's rule to choose among agents who may take a work.
type Choice string

// The choice rules of routing.md.
const (
	LongestIdle   Choice = "longest_idle"
	LeastOccupied Choice = "least_occupied"
	BestSkilled   Choice = "best_skilled"
	RoundRobin    Choice = "round_robin"
	Fill          Choice = "fill"
)

// Step widens the search as a work waits. It fires After the work was queued.
type Step struct {
	After      time.Duration `json:"after"`
	Priority   int           `json:"priority,omitempty"`    // points added
	Lower      []Need        `json:"lower,omitempty"`       // the skill's needed level is lowered to Level (0 drops the need)
	AddProfile string        `json:"add_profile,omitempty"` // agents of this profile may take it too (rank 100, no delay)
}

// Trigger is what an overflow rule tests.
type Trigger string

// The triggers. Length and ExpectedWait are tested at queueing, Waited by a
// timer, Unstaffed and QueueClosed at queueing and while waiting.
const (
	Waited       Trigger = "waited"        // After has passed since queued
	ExpectedWait Trigger = "expected_wait" // the expected wait exceeds After
	Length       Trigger = "length"        // works waiting before it ≥ Count
	Unstaffed    Trigger = "unstaffed"     // nobody who serves the queue is signed in
	QueueClosed  Trigger = "closed"
)

// Destination is where an overflow rule sends a work.
type Destination string

// The destinations.
const (
	ToQueue     Destination = "queue" // Target is the queue's key
	ToCallback  Destination = "callback"
	ToVoicemail Destination = "voicemail"
	ToMessage   Destination = "message"
	ToOutside   Destination = "outside" // Target is the number
	Drop        Destination = "drop"
	Keep        Destination = "keep" // stays and stops testing
)

// Overflow is one rule.
type Overflow struct {
	When   Trigger       `json:"when"`
	After  time.Duration `json:"after,omitempty"`
	Count  int           `json:"count,omitempty"`
	To     Destination   `json:"to"`
	Target string        `json:"target,omitempty"`
}

// Need is one condition: the agent has Skill at Level or above (1–5).
type Need struct {
	Skill string `json:"skill"`
	Level int    `json:"level"`
}

// Needs are alternatives, any of which suffices; each is a conjunction. At most
// 4 alternatives of at most 4 needs. None at all fits every agent.
type Needs [][]Need

// Profile is a routing profile: which queues an agent serves, in which rank and
// after which delay, and how much at once.
type Profile struct {
	Key      string         `json:"key"`
	Queues   []ProfileQueue `json:"queues"`
	Capacity []ChannelLoad  `json:"capacity,omitempty"` // channels left out take DefaultLoads
}

// ProfileQueue is one queue of a profile. Rank 1 is served first (1–99; zero
// means 1). An agent sees a work only once it has waited Delay since queued.
type ProfileQueue struct {
	Queue string        `json:"queue"`
	Rank  int           `json:"rank,omitempty"`
	Delay time.Duration `json:"delay,omitempty"`
}

// Budget is what an agent can carry at once, in units.
const Budget = 100

// ChannelLoad says what works of a channel weigh.
type ChannelLoad struct {
	Channel    core.Channel   `json:"channel"`
	Units      int            `json:"units"`                // of Budget, 1–100
	Max        int            `json:"max"`                  // works of this channel at once, interrupted ones too
	Interrupts []core.Channel `json:"interrupts,omitempty"` // channels whose works it may come on top of
}

// DefaultLoads are the loads of channels that a profile leaves out.
func DefaultLoads() []ChannelLoad {
	written := []core.Channel{core.Email, core.Task}
	return []ChannelLoad{
		{Channel: core.Voice, Units: 100, Max: 1, Interrupts: written},
		{Channel: core.Visit, Units: 100, Max: 1, Interrupts: written},
		{Channel: core.Callback, Units: 100, Max: 1},
		{Channel: core.Chat, Units: 30, Max: 3},
		{Channel: core.WhatsApp, Units: 30, Max: 3},
		{Channel: core.Facebook, Units: 30, Max: 3},
		{Channel: core.X, Units: 30, Max: 3},
		{Channel: core.Email, Units: 40, Max: 2},
		{Channel: core.Task, Units: 50, Max: 2},
	}
}
