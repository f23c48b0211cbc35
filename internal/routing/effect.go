package routing

import (
	"time"

	"turno/internal/core"
)

// EffectKind says what happened.
type EffectKind uint8

// The effects. The comment of each names the fields it sets beyond Kind, At and
// Seq; effects about a work set Work, Leg, Channel and Queue, effects about an
// agent set Agent.
const (
	// Queued: Place, Expected, Arrived, Since (queued), Priority, Party, Actor.
	// Returned is true when the work came back to its place in the same leg.
	Queued EffectKind = iota + 1
	// Offered: Agent, Offer, Deadline, Why, Priority, Since (queued).
	Offered
	// OfferWithdrawn: Agent, Offer, Cause. The work keeps its place.
	OfferWithdrawn
	// Assigned: Agent, Cause (accept, auto, pick, assign, start, unpark), Why
	// where the engine chose, Offer where there was one, Priority, Stage.
	Assigned
	// Stepped: Stage (1 for the first), Priority.
	Stepped
	// Overflowed: To, Target, Trigger, Ends. With To = ToQueue a Queued of the
	// next leg follows; with Keep, Ends is empty.
	Overflowed
	// Cancelled: Ends, Detail, Agent when it was assigned, Party, Actor.
	Cancelled
	// Released: Agent, Ends, Detail (transfer target), Party, Actor. The agent's
	// contact with the customer is over.
	Released
	// WrapUpStarted: Agent, Deadline (zero when open-ended).
	WrapUpStarted
	// WrapUpExtended: Agent, Deadline.
	WrapUpExtended
	// WrapUpEnded: Agent, Cause (closed, timeout).
	WrapUpEnded
	// Parked: Agent when it was assigned, Detail, Party, Actor.
	Parked
	// Resumed: Agent, Cause. A held work goes on (resume), or a parked one is
	// brought back: by unpark, or without an agent because the one who set it
	// aside signs out (sign_out) or serves its queue no more (moved); of a parked
	// one also Party and Actor.
	Resumed
	// Held: Agent.
	Held
	// Interrupted: Agent; Other is the work that came on top.
	Interrupted
	// Continued: Agent; the interruption is over.
	Continued
	// Reserved: Agent, Deadline (zero: until the agent signs out).
	Reserved
	// Deferred: Place, Deadline, Party, Actor.
	Deferred
	// Reprioritised: Priority, Party, Actor.
	Reprioritised
	// PresenceChanged: Presence, Reason, Pending and PendingReason, Site, Team,
	// Profile, Cause, Party, Actor. Offline is the agent's last effect.
	PresenceChanged
	// ActivityChanged: Activity, Channel and Work of the work begun last, Works.
	ActivityChanged
	// AgentMoved: Site, Team, Profile.
	AgentMoved
	// BreatherStarted: Deadline.
	BreatherStarted
	// QueueChanged: Queue, Open.
	QueueChanged
	// Refused: Code, Detail, and the Work, Agent or Queue concerned. It repeats
	// what Step returns as an error, for logs and statistics.
	Refused
)

// Cause says why an effect came about, where its kind alone does not.
type Cause string

// The causes.
const (
	CauseAccept       Cause = "accept"
	CauseAuto         Cause = "auto"
	CausePick         Cause = "pick"
	CauseAssign       Cause = "assign"
	CauseStart        Cause = "start"
	CauseUnpark       Cause = "unpark"
	CauseResume       Cause = "resume"
	CauseDecline      Cause = "decline"
	CauseNoAnswer     Cause = "no_answer"
	CausePresence     Cause = "presence" // the agent asked for not_ready
	CauseSignOut      Cause = "sign_out"
	CauseCancel       Cause = "cancel"
	CauseTransfer     Cause = "transfer"
	CausePark         Cause = "park"
	CauseDefer        Cause = "defer"
	CauseOverflow     Cause = "overflow"
	CauseStartedOther Cause = "started_other" // the agent began another work by hand
	CauseCapacity     Cause = "capacity"      // what the agent has in hand leaves no room for it any more
	CauseMoved        Cause = "moved"         // profile, skills or configuration changed
	CauseRecover      Cause = "recover"
	CauseClosed       Cause = "closed"  // the wrap-up was closed by hand
	CauseTimeout      Cause = "timeout" // the wrap-up's time was over
)

// Effect is one thing that happened in a step. It carries all that an adapter
// needs. It is valid until the next Step: copy what you keep, Why included.
//
// Exactly one effect of every leg carries a non-empty Ends.
type Effect struct {
	Kind EffectKind   `json:"kind"`
	Seq  uint64       `json:"seq"` // numbers all effects of an engine, from 1, through restores
	At   core.Instant `json:"at"`

	Work    core.ID      `json:"work,omitzero"`
	Leg     int          `json:"leg,omitempty"` // from 1
	Channel core.Channel `json:"channel,omitempty"`
	Queue   string       `json:"queue,omitempty"`
	Agent   core.ID      `json:"agent,omitzero"`
	Other   core.ID      `json:"other,omitzero"`
	Offer   uint64       `json:"offer,omitempty"`

	Cause    Cause        `json:"cause,omitempty"`
	Ends     core.End     `json:"ends,omitempty"`
	Detail   string       `json:"detail,omitempty"`
	Code     core.Code    `json:"code,omitempty"`
	Party    core.Party   `json:"party,omitempty"`
	Actor    core.ID      `json:"actor,omitzero"`
	Deadline core.Instant `json:"deadline,omitempty"`
	Arrived  core.Instant `json:"arrived,omitempty"`
	Since    core.Instant `json:"since,omitempty"`
	Place    int          `json:"place,omitempty"`
	// Expected is the expected wait; negative where there is no value.
	Expected time.Duration `json:"expected,omitempty"`
	Priority int           `json:"priority,omitempty"` // base and steps, without ageing
	Stage    int           `json:"stage,omitempty"`
	Returned bool          `json:"returned,omitempty"`

	Trigger Trigger     `json:"trigger,omitempty"`
	To      Destination `json:"to,omitempty"`
	Target  string      `json:"target,omitempty"`

	Presence      core.Presence `json:"presence,omitempty"`
	Reason        string        `json:"reason,omitempty"`
	Pending       core.Presence `json:"pending,omitempty"`
	PendingReason string        `json:"pending_reason,omitempty"`
	Activity      core.Activity `json:"activity,omitempty"`
	Works         int           `json:"works,omitempty"`
	Site          string        `json:"site,omitempty"`
	Team          string        `json:"team,omitempty"`
	Profile       string        `json:"profile,omitempty"`
	Open          bool          `json:"open,omitempty"`

	Why *Decision `json:"why,omitempty"`
}
