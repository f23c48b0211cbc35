package routing

import (
	"time"

	"turno/internal/core"
)

// Command is one thing that happens to the engine. Commands are passed by
// pointer and not kept; a refused command changes nothing but what the timers
// due before it changed.
type Command interface {
	// Header returns the part that all commands share.
	Header() *Head
}

// Head is the part that all commands share.
type Head struct {
	// ID makes the command idempotent: the engine refuses an id it has accepted
	// among its last 65 536 with core.Repeated. Zero switches that off (timers).
	ID core.ID `json:"id,omitzero"`
	// By and Actor say who caused it, for effects and facts; they do not
	// influence any decision. Actor is the user, where there is one.
	By    core.Party `json:"by,omitempty"`
	Actor core.ID    `json:"actor,omitzero"`
}

// Header implements Command for every type that embeds Head. It is not called
// Head because the embedded field of that name would hide it.
func (h *Head) Header() *Head { return h }

type (
	// Configure replaces the configuration. A removed queue is closed and lives
	// until it is empty; timers of waiting works are recomputed, fired steps stay
	// fired, offers keep their timeout. A bad configuration is refused whole.
	Configure struct {
		Head
		Config Config
	}

	// SignIn brings an agent to the floor, not ready with core.ReasonSignedIn
	// unless Ready. An agent who is signed in already is refused (Conflict).
	SignIn struct {
		Head
		Agent Agent
		Ready bool
	}

	// SignOut takes an agent off the floor. With works in hand or set aside it is
	// refused unless Force, when they return to their place.
	SignOut struct {
		Head
		Agent core.ID
		Force bool
	}

	// SetPresence asks for ready or not_ready (with a reason). While the agent
	// is engaged or in wrap-up not_ready is pending: no new offers from now on,
	// effective when the last work and its wrap-up end. Ready cancels it.
	SetPresence struct {
		Head
		Agent    core.ID
		Presence core.Presence
		Reason   string
	}

	// Enqueue puts a new work into a queue.
	Enqueue struct {
		Head
		Work Work
	}

	// Start enqueues and assigns to Agent at once (walk-direct, outbound).
	// Exclusion and capacity hold, presence and profile do not.
	Start struct {
		Head
		Work  Work
		Agent core.ID
	}

	// Cancel ends a work wherever it is: the customer left (End Abandoned),
	// did not come (NoShow), took a callback (CallbackTaken), the house closed
	// (ClosedOut), a fault (Failed), or it was moved elsewhere (Redirected).
	// Empty End is Abandoned. An assigned work ends without wrap-up.
	Cancel struct {
		Head
		Work   core.ID
		End    core.End
		Detail string
	}

	// Accept takes the numbered offer. At or after its deadline it is refused
	// (Late).
	Accept struct {
		Head
		Work  core.ID
		Agent core.ID
		Offer uint64
	}

	// Decline refuses the numbered offer; the work is not offered to this agent
	// again for 60 s. The agent stays ready.
	Decline struct {
		Head
		Work  core.ID
		Agent core.ID
		Offer uint64
	}

	// Return gives an assigned work back to its place.
	Return struct {
		Head
		Work core.ID
	}

	// Release ends the contact; wrap-up as the queue says. End is the leg's end,
	// empty for Handled; NoShow for a visitor who never came to the counter.
	Release struct {
		Head
		Work core.ID
		End  core.End
	}

	// CloseWrapUp ends the wrap-up of a leg; Leg 0 is the newest in wrap-up.
	CloseWrapUp struct {
		Head
		Work core.ID
		Leg  int
	}

	// ExtendWrapUp lengthens a timed wrap-up by the queue's extension, once.
	ExtendWrapUp struct {
		Head
		Work core.ID
		Leg  int
	}

	// Transfer moves a waiting or assigned work to a queue, or to an agent (same
	// queue, reserved until that agent signs out). The running leg ends, with
	// wrap-up when it was assigned; arrived is kept, past steps are dropped,
	// original needs are restored, or replaced where Needs is not nil.
	Transfer struct {
		Head
		Work   core.ID
		Queue  string  // empty with ToAgent
		Agent  core.ID // zero with ToQueue
		Needs  *Needs
		Detail string
	}

	// Pick lets an agent claim a waiting work. It ignores order, delay,
	// reservation and the agent's presence; profile, needs, exclusion and
	// capacity hold. Another agent's offer of it is withdrawn.
	Pick struct {
		Head
		Work  core.ID
		Agent core.ID
	}

	// Assign is a supervisor's Pick for an agent: it ignores profile and needs
	// too, and reserves the work for the agent if there is no room or the agent
	// is not ready.
	Assign struct {
		Head
		Work  core.ID
		Agent core.ID
	}

	// Reprioritise sets a work's own priority (−100 to 100; with the queue's it
	// is clamped to 0–100).
	Reprioritise struct {
		Head
		Work     core.ID
		Priority int
	}

	// Defer lets a waiting customer go behind Places others, or be left alone
	// For a while and then be where it was. Exactly one of the two is set.
	Defer struct {
		Head
		Work   core.ID
		Places int
		For    time.Duration
	}

	// Park sets a waiting or assigned work aside: it holds no capacity and is
	// not offered. An assigned work stays linked to its agent, until that agent
	// is signed out by force or moved away from its queue.
	Park struct {
		Head
		Work   core.ID
		Detail string
	}

	// Unpark brings a parked work back: to Agent at once when given and there is
	// room, reserved for that agent at its place otherwise; without Agent to its
	// place in the queue.
	Unpark struct {
		Head
		Work  core.ID
		Agent core.ID
	}

	// Hold and Resume mark the customer as on hold. They do not change what the
	// agent may take.
	Hold struct {
		Head
		Work core.ID
	}

	// Resume ends a hold.
	Resume struct {
		Head
		Work core.ID
	}

	// MoveAgent changes an agent's profile, skills, site or team. Works in hand
	// stay; works set aside return to their place where the agent serves their
	// queue no more. Nil and empty fields are left as they are.
	MoveAgent struct {
		Head
		Agent   core.ID
		Profile string
		Skills  []Need
		Site    string
		Team    string
	}

	// OpenQueue opens a queue.
	OpenQueue struct {
		Head
		Queue string
	}

	// CloseQueue closes a queue: overflow rules with QueueClosed become true.
	// Waiting works without such a rule stay and are served; new ones are refused
	// (core.Closed) unless a rule takes them.
	CloseQueue struct {
		Head
		Queue string
	}

	// Recover is sent once after a crash and restore: it withdraws all offers,
	// whose works keep their keys.
	Recover struct{ Head }

	// Tick fires the timers that are due. It has no id.
	Tick struct{ Head }
)

// Work is what a channel hands to the engine.
type Work struct {
	ID       core.ID      `json:"id"`
	Channel  core.Channel `json:"channel"`
	Queue    string       `json:"queue"`
	Priority int          `json:"priority,omitempty"` // own, −100 to 100, added to the queue's
	// Arrived is when the customer came; zero means now. It may lie in the past
	// (a kiosk that was offline) but not in the future.
	Arrived  core.Instant `json:"arrived,omitempty"`
	Language string       `json:"language,omitempty"` // information only
	Needs    Needs        `json:"needs,omitempty"`
	// Preferred is an agent for whom the work is reserved until ReservedUntil.
	Preferred     core.ID      `json:"preferred,omitzero"`
	ReservedUntil core.Instant `json:"reserved_until,omitempty"`
	Excluded      []core.ID    `json:"excluded,omitempty"`
}

// Agent is what the engine is told when an agent signs in.
type Agent struct {
	ID      core.ID `json:"id"`
	Site    string  `json:"site,omitempty"`
	Team    string  `json:"team,omitempty"`
	Profile string  `json:"profile"`
	Skills  []Need  `json:"skills,omitempty"` // levels 1–5
}
