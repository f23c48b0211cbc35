package flow

import (
	"time"

	"turno/internal/core"
)

// Action is what the channel must do, in order. Those with a Number want an answer
// with the same number; at most one is awaited at a time.
type Action interface{ action() }

// Utterance is a prompt in the customer's language.
type Utterance struct {
	Prompt    string
	Language  string
	Spoken    string // for a voice
	Shown     string // for a screen
	Recording string // that says the same as Spoken; "" when there is none
}

// Say says a prompt. Unless Whole, a key cuts it short and counts as the answer to
// the next question.
type Say struct {
	Utterance
	Whole bool
}

// Button is a choice of a question.
type Button struct {
	Key   string
	Label Utterance
}

// Ask asks the customer; the answer is Entered.
type Ask struct {
	Number  int
	Before  *Utterance // said first: not understood, nothing heard
	Prompt  Utterance
	Buttons []Button // the choices, when there are some
	Accept  Accept   // what is taken, when there are none
	Min     int      // characters
	Max     int
	Finish  string        // key that ends an entry early
	Timeout time.Duration // from the end of the prompt to the first sign
	Between time.Duration // between two signs
}

// AskHours asks whether a calendar is open now.
type AskHours struct {
	Number   int
	Calendar string
	Timeout  time.Duration
}

// Identify asks who has a phone number or a document.
type Identify struct {
	Number  int
	By      string // number or document
	Value   string
	Timeout time.Duration
}

// Fetch asks another system.
type Fetch struct {
	Number     int
	From       string // record or http
	Customer   string
	Connection string
	Method     string
	Path       string
	Body       []byte // JSON, or nil
	Timeout    time.Duration
}

// Enqueue puts the customer into a queue; who waits in another is moved.
type Enqueue struct {
	Number    int
	Queue     string
	Needs     []map[string]int // alternatives
	Priority  int
	Preferred string
	Reserve   time.Duration
	Language  string
	Path      []string // choices made so far
	Captured  []Captured
	Timeout   time.Duration
}

// Captured is what the customer keyed in, for the agent.
type Captured struct {
	Key   string
	Value any // string, float64 or bool
}

// AskPlace asks for the customer's place and expected wait.
type AskPlace struct {
	Number  int
	Queue   string
	Timeout time.Duration
}

// Pause waits, with music on a call; TimedOut ends it.
type Pause struct {
	Number  int
	Timeout time.Duration
}

// TakeCallback promises to call back. Whoever waits keeps the place.
type TakeCallback struct {
	Number   int
	Queue    string
	Phone    string
	Keeps    bool // the customer waits in this queue now
	Path     []string
	Captured []Captured
	Timeout  time.Duration
}

// TakeMessage takes a message for a queue.
type TakeMessage struct {
	Number  int
	Prompt  Utterance
	Queue   string
	Max     time.Duration
	Silence time.Duration // that ends it
	Timeout time.Duration
}

// Transfer hands the call to an outside number; Done means it was answered.
type Transfer struct {
	Number  int
	Phone   string
	Timeout time.Duration
}

// Answer is an answer to a survey's question, to be counted.
type Answer struct {
	Question string
	Metric   string
	Number   int    // for all but text
	Text     string // for text
}

// Hangup ends the contact, for the reason in the session's Ended.
type Hangup struct{ Reason string }

func (Say) action()          {}
func (Ask) action()          {}
func (AskHours) action()     {}
func (Identify) action()     {}
func (Fetch) action()        {}
func (Enqueue) action()      {}
func (AskPlace) action()     {}
func (Pause) action()        {}
func (TakeCallback) action() {}
func (TakeMessage) action()  {}
func (Transfer) action()     {}
func (Answer) action()       {}
func (Hangup) action()       {}

// Passed is one entry of a trace: a node that was left, by which way, and why.
type Passed struct {
	At      core.Instant `json:"at"`
	Flow    string       `json:"flow"`
	Node    string       `json:"node"`
	Kind    Kind         `json:"kind"`
	Outcome string       `json:"outcome"`
	Why     string       `json:"why,omitempty"`
}

// Result is what a step comes to: what to do, and what was passed.
type Result struct {
	Actions []Action
	Passed  []Passed
}
