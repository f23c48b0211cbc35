// Package channel holds what all channels have in common; each channel lives in
// a folder below it and knows the floor and the features, never the API.
//
// A channel takes customers in by its own door (a kiosk, a phone line, a web
// page) and hands the floor a work for each. What an agent then does with the
// work is the same everywhere: take it, set it aside, pass it on, end it. The
// channel completes these acts with its own rows and devices, in the same
// transaction as the floor's.
package channel

import (
	"context"

	"turno/internal/core"
)

// Channel is what every channel implements. The works given must be of the
// channel; who may do what to them is checked by the caller.
type Channel interface {
	// Key is the channel's name in facts.
	Key() core.Channel
	// Accept takes an offer that was made to the agent.
	Accept(ctx context.Context, who Caller, in Accept) error
	// Pick takes a waiting work that the agent claims.
	Pick(ctx context.Context, who Caller, in Pick) error
	// Describe says why the customer came and how it ended, while the work is in
	// hand or in wrap-up; empty fields leave what was said before.
	Describe(ctx context.Context, who Caller, work core.ID, d Description) error
	// Release ends the contact with the customer and says why they came.
	Release(ctx context.Context, who Caller, in Release) error
	// Park sets a work aside, Unpark brings it back.
	Park(ctx context.Context, who Caller, in Park) error
	Unpark(ctx context.Context, who Caller, in Unpark) error
	// Transfer moves a work to another service, queue or agent.
	Transfer(ctx context.Context, who Caller, in Transfer) error
	// Run carries out the channel's background duties until ctx ends, which is
	// not an error.
	Run(ctx context.Context) error
}

// Caller says who asks, and makes the request repeatable.
type Caller struct {
	// Command is the request's id: a second request with the same one is refused
	// (core.Repeated) or answered as the first. Zero: the request is not repeated.
	Command core.ID
	Party   core.Party
	User    core.ID // zero for customers and the system
}

// Accept takes the numbered offer of a work for an agent.
type Accept struct {
	Work  core.ID
	Agent core.ID
	Offer uint64
	// Position is where the customer is served: the counter's name, an
	// extension, a seat. At most 32 bytes.
	Position string
}

// Pick takes a waiting work that was not offered to the agent.
type Pick struct {
	Work     core.ID
	Agent    core.ID
	Position string // as in Accept
}

// Description is what an agent says about a contact. What is not said leaves what
// was said before.
type Description struct {
	Reason  string  // key of the taxonomy
	Outcome string  // key of a disposition
	Note    *string // at most NoteMax bytes; an empty one takes the note away
}

// Release ends a contact.
type Release struct {
	Work core.ID
	Description
}

// Park sets a work aside.
type Park struct {
	Work core.ID
	Note string // at most NoteMax bytes
}

// Unpark brings a parked work back: to Agent, or without one to its place in the
// queue.
type Unpark struct {
	Work  core.ID
	Agent core.ID
}

// Transfer moves a work; exactly one of Service, Queue and Agent is set.
type Transfer struct {
	Work    core.ID
	Service string // at the work's own site
	Queue   string // as the organisation knows it; `key@site` for another site's line
	Agent   core.ID
	Note    string // at most NoteMax bytes
}

// NoteMax is the longest note an agent may write, in bytes.
const NoteMax = 4000
