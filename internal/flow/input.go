package flow

import "time"

// Input is what happened. Answers carry the number of the action they answer; one
// that comes after another answer was taken is late, and changes nothing.
type Input interface {
	answers() (number int, numbered bool)
}

// Entered is what the customer keyed in, typed or chose.
type Entered struct {
	Number int
	Text   string
}

// TimedOut says that nobody answered in time.
type TimedOut struct{ Number int }

// Failed says that what was asked for cannot be had: no such connection, busy, refused.
type Failed struct {
	Number int
	Reason string // a word for the trace: busy, no_answer, unreachable
}

// HoursTold answers AskHours. Times are civil there, 2006-01-02T15:04.
type HoursTold struct {
	Number int
	Open   bool
	Now    string
	Opens  string // "" when no opening is known
}

// Identified answers Identify; with Known false there is no such customer.
type Identified struct {
	Number   int
	Customer Customer
}

// Fetched answers Fetch.
type Fetched struct {
	Number int
	Status int
	Body   []byte // JSON
}

// Queued answers Enqueue: the customer waits.
type Queued struct {
	Number int
	Place  int
	Wait   time.Duration // expected; 0 when not known
}

// Refused answers Enqueue: the queue is full or closed.
type Refused struct {
	Number int
	Reason string
}

// PlaceTold answers AskPlace.
type PlaceTold struct {
	Number int
	Place  int
	Wait   time.Duration
}

// Done says that what was asked for is done: a callback is promised, a message
// taken, a transfer answered.
type Done struct{ Number int }

// Served says that an agent has the customer now.
type Served struct{}

// Released says that the agent has left, and the customer is still there.
type Released struct{}

// Left says that the work was taken out of its queue: overflow, closing time.
type Left struct{ To string } // callback, voicemail, message, closed, …

// HungUp says that the customer has left.
type HungUp struct{}

func (i Entered) answers() (int, bool)    { return i.Number, true }
func (i TimedOut) answers() (int, bool)   { return i.Number, true }
func (i Failed) answers() (int, bool)     { return i.Number, true }
func (i HoursTold) answers() (int, bool)  { return i.Number, true }
func (i Identified) answers() (int, bool) { return i.Number, true }
func (i Fetched) answers() (int, bool)    { return i.Number, true }
func (i Queued) answers() (int, bool)     { return i.Number, true }
func (i Refused) answers() (int, bool)    { return i.Number, true }
func (i PlaceTold) answers() (int, bool)  { return i.Number, true }
func (i Done) answers() (int, bool)       { return i.Number, true }
func (Served) answers() (int, bool)       { return 0, false }
func (Released) answers() (int, bool)     { return 0, false }
func (Left) answers() (int, bool)         { return 0, false }
func (HungUp) answers() (int, bool)       { return 0, false }
