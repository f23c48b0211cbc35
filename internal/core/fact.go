package core

import "time"

// Leg is the fact that KPIs count: one pass of a contact through one queue and
// (perhaps) one agent. It is written once, when it has ended and its wrap-up is
// over, and never edited; a correction is a new Leg whose Corrects names the
// old one.
//
// Instants are zero where the thing never happened. They never go backwards:
// Arrived ≤ Queued ≤ Offered ≤ Answered ≤ Released ≤ Wrapped, each where set.
type Leg struct {
	ID       ID // of this row
	Corrects ID // the row that this one replaces, or zero
	Contact  ID
	Work     ID  // the routing work; a contact may have several (a visit with two services)
	Number   int // 1 for the first leg of the work

	Channel   Channel
	Direction Direction // who began it; recalls count inbound contacts only
	Program   string    // the brand or client, key
	Site      string    // key; empty when the queue is not of a site
	Queue     string    // key of the queue as configured, without the site
	Service   string    // key of the service chosen by the customer, if any
	Agent     ID        // who answered, or whom it was last offered to; zero when never offered
	Team      string    // the agent's team at that moment
	Position  string    // counter number, extension or seat where it was served
	Case      ID        // the customer's problem it belongs to, if any
	Customer  ID
	Segment   string
	Reason    string // taxonomy key set by the agent
	Outcome   string // disposition key set by the agent
	Language  string // BCP 47

	Arrived  Instant // at the organisation; kept through transfers
	Queued   Instant // entered this queue
	Offered  Instant // last offer of this leg
	Answered Instant // see vocabulary.md: two-way audio, service began, first human message, work begun
	Released Instant // the contact with the customer ended, or the leg ended while waiting
	Wrapped  Instant // wrap-up ended; equals Released when there was none
	Hold     time.Duration
	Paused   time.Duration // interrupted by a stronger channel (a mail under a call); not handle time
	Parked   time.Duration // time set aside by the agent after answering; not handle time

	End       End
	EndDetail string        // where it flowed or was redirected to, which failure, which agent of a transfer
	EndedBy   Party         // customer, agent, supervisor or system
	Offers    int           // offers made in this leg
	Recalls   int           // times the customer was called again (visits)
	Priority  int           // effective base and steps at the end of waiting, 0–100 and above
	Stages    int           // steps fired
	Announced time.Duration // expected wait announced at queueing; negative when none
	Place     int           // place at queueing, 1 is next

	// SLThreshold and ShortAbandon are the queue's at queueing, so that a figure
	// of last year does not change when a target changes today.
	SLThreshold  time.Duration
	ShortAbandon time.Duration
}

// Wait is the time from queueing to the answer or, unanswered, to the end.
func (l *Leg) Wait() time.Duration {
	if l.Answered != 0 {
		return l.Answered.Sub(l.Queued)
	}
	return l.Released.Sub(l.Queued)
}

// Talk is the time with the customer, hold, parking and interruptions left out; zero when
// unanswered.
func (l *Leg) Talk() time.Duration {
	if l.Answered == 0 {
		return 0
	}
	return l.Released.Sub(l.Answered) - l.Hold - l.Parked - l.Paused
}

// WrapUp is the after-contact time; zero when unanswered.
func (l *Leg) WrapUp() time.Duration {
	if l.Answered == 0 {
		return 0
	}
	return l.Wrapped.Sub(l.Released)
}

// Direction says who began a contact.
type Direction string

// The directions.
const (
	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
)

// Party is who caused something.
type Party string

// The parties.
const (
	ByCustomer   Party = "customer"
	ByAgent      Party = "agent"
	BySupervisor Party = "supervisor"
	BySystem     Party = "system"
)

// AgentInterval is a stretch in which nothing about an agent's state changed.
// While an agent is signed in the intervals are gapless: each From is the
// previous To. Written when it ends and never edited; a correction is a new one
// whose Corrects names the old, or several that divide it.
type AgentInterval struct {
	ID       ID // of this row
	Corrects ID // the row that this one replaces, alone or with others, or zero
	Agent    ID
	Site     string
	Team     string
	Profile  string // routing profile key in force
	Presence Presence
	Reason   string      // not-ready reason key; empty otherwise
	Class    ReasonClass // class of the reason at that time; empty otherwise
	Activity Activity
	Channel  Channel // of the work begun last, while engaged, offered or in wrap-up; empty when idle
	Works    int     // works held, so that concurrency can be measured
	From     Instant
	To       Instant
}

// Length is the interval's duration.
func (i *AgentInterval) Length() time.Duration { return i.To.Sub(i.From) }

// Author is who wrote a message.
type Author string

// The authors. Automatic is everything that no human wrote: greetings, notices.
const (
	AuthorCustomer  Author = "customer"
	AuthorAgent     Author = "agent"
	AuthorAutomatic Author = "automatic"
)

// Message is one message of a written channel. It is written once, when the
// conversation it belongs to has ended, and never edited; a correction is a new
// Message whose Corrects names the old one.
type Message struct {
	ID        ID // of this row, and of the message
	Corrects  ID
	Contact   ID
	Channel   Channel
	Direction Direction // inbound: the customer's
	Author    Author
	Agent     ID // who wrote it, of an agent's
	// Sent is when we took it in; Delivered and Read are when it came to the other
	// party's screen and was seen there, zero where that never happened.
	Sent      Instant
	Delivered Instant
	Read      Instant
}
