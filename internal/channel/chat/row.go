package chat

import (
	"encoding/json"
	"strconv"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/insight"
	"turno/internal/routing"
)

// The rows of the live topics, as docs/LIVE.md explains them. The document of the
// API and the web's types are made of these structs (RowTypes). Durations are in
// microseconds.

// customerRow is what a customer sees of the conversation.
type customerRow struct {
	State     string       `json:"state" enum:"waiting,active,parked,message,over"`
	Ended     string       `json:"ended,omitempty" enum:"done,left,closed_out,redirected,failed"`
	Language  string       `json:"language"`
	Agent     string       `json:"agent,omitempty" doc:"First name of who has it."`
	Place     int          `json:"place,omitempty"`
	Expected  int64        `json:"expected,omitempty"`
	Opened    core.Instant `json:"opened"`
	Closed    core.Instant `json:"closed,omitempty"`
	ClosedBy  string       `json:"closed_by,omitempty" enum:"customer,agent,system"`
	Resume    core.Instant `json:"resume_until,omitempty" doc:"Until when it may be taken up again."`
	Rating    int          `json:"rating,omitempty"`
	Delivered int          `json:"delivered,omitempty" doc:"Number of the newest of the customer's messages on an agent's screen."`
	Read      int          `json:"read,omitempty" doc:"Number of the newest of the customer's messages that an agent has seen."`
}

// agentRow is what colleagues see of it.
type agentRow struct {
	Work      core.ID      `json:"work"`
	Channel   core.Channel `json:"channel"`
	Inbox     string       `json:"inbox"`
	State     State        `json:"state" enum:"waiting,active,parked,leaving,done,left,closed_out,redirected,failed"`
	Language  string       `json:"language"`
	Name      string       `json:"name,omitempty"`
	Email     string       `json:"email,omitempty"`
	Phone     string       `json:"phone,omitempty"`
	Page      string       `json:"page,omitempty"`
	Customer  core.ID      `json:"customer,omitzero"`
	Agent     core.ID      `json:"agent,omitzero"`
	Away      core.Instant `json:"away,omitempty" doc:"Since when the customer's browser is gone."`
	Opened    core.Instant `json:"opened"`
	Answered  core.Instant `json:"answered,omitempty"`
	Closed    core.Instant `json:"closed,omitempty"`
	ClosedBy  string       `json:"closed_by,omitempty"`
	Rating    int          `json:"rating,omitempty"`
	Comment   string       `json:"comment,omitempty"`
	Delivered int          `json:"delivered,omitempty" doc:"Number of the newest of our messages on the customer's screen."`
	Read      int          `json:"read,omitempty" doc:"Number of the newest of our messages that the customer has seen."`
}

// typingRow says that the other side is writing; it is stale after typingFor.
type typingRow struct {
	At core.Instant `json:"at"`
}

// The kinds of rows.
const (
	rowChat    = "chat"
	rowMessage = "message"
	rowTyping  = "typing"
)

// typingFor is how long somebody counts as writing after they last said so;
// screens hold to it.
const typingFor = 6 * time.Second

// step is how finely customers are told their expected wait.
const step = 30 * time.Second

// longest is beyond what anybody is told they may wait.
const longest = 24 * time.Hour

func expectedOf(d time.Duration) int64 {
	if d < 0 || d > longest {
		return 0
	}
	return max((d + step - 1).Truncate(step), step).Microseconds()
}

func rowOf(kind, id string, row any) insight.Row {
	doc, err := json.Marshal(row)
	if err != nil {
		panic("chat: " + err.Error()) // a defect: plain structs
	}
	return insight.Row{Kind: kind, ID: id, Doc: doc}
}

func messageRow(number int, doc []byte) insight.Row {
	return insight.Row{Kind: rowMessage, ID: strconv.Itoa(number), Doc: doc}
}

// View is a conversation as its customer sees it.
type View struct {
	State       string // waiting, active, parked, message, over
	Ended       State
	Agent       string
	Place       int
	Expected    time.Duration // negative: none
	ResumeUntil core.Instant
}

// ViewOf is how a customer sees a conversation; w is its work, if it has one.
func (s *Service) ViewOf(c *Conversation, w *floor.WorkView) View {
	v := View{State: string(c.State), Expected: -1}
	agent := c.Agent
	if w != nil && c.State.Open() {
		if state, with, ok := stateOf(w); ok {
			v.State, agent = string(state), with
		}
	}
	switch {
	case !c.State.Open():
		v.State, v.Ended = "over", c.State
		if in, ok := s.org().Inbox(c.Inbox); ok && in.ResumeWithin() > 0 {
			v.ResumeUntil = c.Closed.Add(in.ResumeWithin())
		}
	case c.Channel == core.Task || c.State == Leaving:
		v.State = "message"
	}
	if v.State == string(Active) || v.State == string(Parked) {
		v.Agent = s.nameOf(agent)
	}
	return v
}

// waits reports whether a work is in line.
func waits(w *floor.WorkView) bool {
	return w.Status == routing.StatusWaiting || w.Status == routing.StatusOffered
}
