package core

// Channel is how a customer comes. The set grows with the channels that are
// installed; the constants are those the house knows by name.
type Channel string

// The channels of the vocabulary.
const (
	Visit    Channel = "visit"
	Voice    Channel = "voice"
	Chat     Channel = "chat"
	Email    Channel = "email"
	Callback Channel = "callback"
	Task     Channel = "task"
	WhatsApp Channel = "whatsapp"
	Facebook Channel = "facebook"
	X        Channel = "x"
)

// Presence is what the agent says.
type Presence string

// The presences. NotReady always carries a reason.
const (
	Offline  Presence = "offline"
	Ready    Presence = "ready"
	NotReady Presence = "not_ready"
)

// Not-ready reasons that the system itself sets; an organisation adds its own.
const (
	ReasonNoAnswer     = "no_answer"    // an offer was not answered
	ReasonDisconnected = "disconnected" // the desk lost its connection for longer than the grace time
	ReasonSignedIn     = "signed_in"    // just signed in, not ready yet
	ReasonForced       = "forced"       // a supervisor said so
)

// ReasonClass groups not-ready reasons for shrinkage and schedule figures.
type ReasonClass string

// The classes of a not-ready reason.
const (
	ClassBreak    ReasonClass = "break"
	ClassTraining ReasonClass = "training"
	ClassOther    ReasonClass = "other"
	ClassUnpaid   ReasonClass = "unpaid"
)

// Activity is what the agent is doing.
type Activity string

// The activities, in order of precedence from the strongest: an agent with
// several works is engaged if any is, else offered, else in wrap-up, else idle.
const (
	Engaged Activity = "engaged"
	Offered Activity = "offered"
	WrapUp  Activity = "wrap_up"
	Idle    Activity = "idle"
)

// End is how a leg ended. Every leg has exactly one.
type End string

// The ends of a leg.
const (
	Handled       End = "handled"        // a human served it
	Abandoned     End = "abandoned"      // the customer left while waiting
	NoShow        End = "no_show"        // called, and did not come
	FlowedOut     End = "flowed_out"     // overflowed or was transferred to another queue while waiting
	Redirected    End = "redirected"     // left the engine: voicemail, message, outside number, drop
	CallbackTaken End = "callback_taken" // the customer chose to be called back
	ClosedOut     End = "closed_out"     // still waiting at closing time
	Failed        End = "failed"         // a technical fault ended it
)

// Outcome is how an agent closed a contact (its disposition's meaning).
type Outcome string

// The outcomes a disposition may stand for.
const (
	OutcomeResolved    Outcome = "resolved"
	OutcomeCommitment  Outcome = "commitment"
	OutcomeEscalation  Outcome = "escalation"
	OutcomeTransfer    Outcome = "transfer"
	OutcomeNotResolved Outcome = "not_resolved"
)
