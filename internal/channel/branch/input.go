package branch

import (
	"time"

	"turno/internal/core"
)

// Issue is a visitor's wish for a ticket.
type Issue struct {
	Site     string
	Service  string // key of a service with a queue
	Language string // BCP 47; empty: the site's first
	// Person is what the visitor typed to be known: document number, phone or
	// e-mail, at most 64 bytes. Unknown people are served without a name.
	Person string
	// Customer is the person, where reception knows; it wins over Person.
	Customer core.ID
	Device   string // the kiosk's key; empty at reception
	// Print asks for the ticket on the site's network printer, if it has one.
	Print bool
}

// Ticket is a visitor's place in line.
type Ticket struct {
	Contact  core.ID
	Work     core.ID
	Token    string // of the visitor's own page, /t/TOKEN
	Label    string
	Site     string
	Service  string
	Queue    string // as the organisation knows it, without the site
	Language string
	Customer core.ID
	Name     string // of the customer, where known
	Segment  string
	Arrived  core.Instant
	// Place is 1 for the next in line; 0 when the ticket is no longer waiting.
	Place int
	// Expected is the expected wait; negative where there is no value.
	Expected time.Duration
	// Printing is true when the ticket was given to the site's printer.
	Printing bool
}

// Reserve asks for numbers that a kiosk may give away while it is cut off.
type Reserve struct {
	Site   string
	Device string
	Prefix string
	Count  int // 1 to BlockMax
}

// Block is a run of reserved numbers, First to Last inclusive, good on Day only.
type Block struct {
	ID     core.ID
	Site   string
	Day    string // 2026-03-29, in the site's time
	Prefix string
	First  int
	Last   int
}

// Late are the tickets that a kiosk gave away while it was cut off.
type Late struct {
	Site    string
	Device  string
	Tickets []LateTicket // at most LateMax
}

// LateTicket is one of them.
type LateTicket struct {
	Prefix   string
	Number   int
	Service  string
	Language string
	Person   string
	// At is when the visitor took it, by the kiosk's clock.
	At core.Instant
	// Token is what the kiosk printed for the visitor's own page (made by the
	// kiosk, 16 to 32 lower-case letters and digits); empty: one is made here.
	Token string
}

// LateResult is what became of a LateTicket, in the order given: a ticket, or why
// it was refused. A ticket that had come in before is answered again.
type LateResult struct {
	Ticket Ticket
	Err    error
}

// Direct serves a visitor who never took a ticket, at once.
type Direct struct {
	Site     string
	Service  string
	Language string
	Person   string
	Customer core.ID
	Agent    core.ID
	Counter  string
}

// NextService is a second matter in the same visit.
type NextService struct {
	Contact core.ID
	Service string
	// ToQueue sends the visitor to the queue even if the agent could go on.
	ToQueue bool
	// Description closes the matter so far.
	Reason  string
	Outcome string
	Note    *string
}

// Defer is "I need more time": exactly one of the two is set.
type Defer struct {
	Places int           // 1 to the site's limit
	For    time.Duration // up to DeferPerPlace for each place of the site's limit
}

// Visit is the branch's part of a contact.
type Visit struct {
	Contact  core.ID
	Work     core.ID // the work of the present (or last) service
	Token    string
	Label    string
	Site     string
	Day      string
	Counter  string
	State    State
	Called   core.Instant // the last call
	Recalls  int
	Deferred bool

	Service  string
	Language string
	Customer core.ID
	Segment  string
	Arrived  core.Instant
	Closed   core.Instant
}

// State is where a visit stands, as the visitor sees it.
type State string

// The states of a visit.
const (
	Waiting   State = "waiting"
	Called    State = "called"
	Serving   State = "serving"
	Parked    State = "parked"
	Done      State = "done"
	Left      State = "left"
	NoShow    State = "no_show"
	ClosedOut State = "closed_out"
	Moved     State = "redirected" // an overflow rule sent the visitor elsewhere
	Broken    State = "failed"
)

// Open reports whether the visit still goes on.
func (s State) Open() bool {
	return s == Waiting || s == Called || s == Serving || s == Parked
}

// The limits of input.
const (
	BlockMax      = 100             // numbers in a block
	LateMax       = 200             // late tickets in one request
	PersonMax     = 64              // bytes of what a visitor types
	DeferPerPlace = 3 * time.Minute // "more time" in minutes, for each place the site allows
	RecallsMax    = 20              // calls again; beyond it the visitor is not there
)
