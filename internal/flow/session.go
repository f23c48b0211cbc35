package flow

import (
	"slices"
	"time"

	"turno/internal/core"
)

// Contact is what is known of a contact before its flow begins. Expressions read
// it as contact.
type Contact struct {
	Channel  string `json:"channel" expr:"channel"`         // voice, chat, visit, …
	Number   string `json:"number,omitempty" expr:"number"` // the customer's, E.164; "" when withheld
	Called   string `json:"called,omitempty" expr:"called"` // the number that was dialled, or the inbox
	Program  string `json:"program,omitempty" expr:"program"`
	Queue    string `json:"queue,omitempty" expr:"queue"`       // in which the customer waits already
	Language string `json:"language,omitempty" expr:"language"` // of the number that was dialled, or of the page
}

// Customer is who the customer is, once identified. Expressions read it as customer.
type Customer struct {
	Known    bool   `json:"known" expr:"known"`
	ID       string `json:"id,omitempty" expr:"id"`
	Name     string `json:"name,omitempty" expr:"name"`
	Segment  string `json:"segment,omitempty" expr:"segment"`
	Language string `json:"language,omitempty" expr:"language"`
	Agent    string `json:"agent,omitempty" expr:"agent"` // own agent, or who served last
}

// Hours is what the calendar said last. Expressions read it as hours.
type Hours struct {
	Open  bool   `json:"open" expr:"open"`
	Now   string `json:"now,omitempty" expr:"now"`     // civil time there
	Opens string `json:"opens,omitempty" expr:"opens"` // next opening, civil; "" when none is known
}

// Place is a customer's place in a queue.
type Place struct {
	Queue string `json:"queue"`
	Node  string `json:"node"`  // the node that entered it
	Depth int    `json:"depth"` // the frame of that node; -1: entered before the flow began
	Place int    `json:"place,omitempty"`
	Wait  int    `json:"wait,omitempty"` // expected, seconds; 0: not known
	// What the customer was told last; 0: nothing yet.
	ToldPlace int `json:"told_place,omitempty"`
	ToldWait  int `json:"told_wait,omitempty"`
}

// queueView is what expressions read as queue.
type queueView struct {
	Waiting bool    `expr:"waiting"`
	Key     string  `expr:"key"`
	Place   float64 `expr:"place"`
	Wait    float64 `expr:"wait"` // seconds
	Left    string  `expr:"left"` // where an overflow has sent the customer, or why refused
}

// State is where a session stands.
type State string

// The states.
const (
	StateAwaits State = "awaits" // an answer to an action
	StateWaits  State = "waits"  // in a queue, with nothing more to say
	StateServed State = "served" // by an agent
	StateEnded  State = "ended"
)

// Session is one contact's run through a program: plain data, to be stored as one
// JSON document and gone on with anywhere.
type Session struct {
	Flow    string `json:"flow"`
	Version int    `json:"version"`
	Digest  string `json:"digest"`

	State    State    `json:"state"`
	Ended    string   `json:"ended,omitempty"` // why
	Language string   `json:"language"`
	Chosen   bool     `json:"chosen,omitempty"` // the customer chose the language
	Contact  Contact  `json:"contact"`
	Customer Customer `json:"customer"`
	Hours    Hours    `json:"hours"`
	Queue    *Place   `json:"queue,omitempty"` // nil: waits nowhere
	Left     string   `json:"left,omitempty"`
	Frames   []Frame  `json:"frames"`           // the flow and the subflows it is in
	Path     []string `json:"path,omitempty"`   // choices made, for the agent
	Await    *Await   `json:"await,omitempty"`  // nil unless StateAwaits
	Asked    int      `json:"asked"`            // actions numbered so far
	Passed   int      `json:"passed,omitempty"` // nodes passed so far
}

// Frame is one flow that a session is in.
type Frame struct {
	Flow      string         `json:"flow"`
	Node      string         `json:"node"`
	Variables map[string]any `json:"variables,omitempty"` // string, float64 or bool
}

// Await is the action whose answer is awaited.
type Await struct {
	Number int          `json:"number"`
	Kind   Awaited      `json:"kind"`
	Try    int          `json:"try,omitempty"`    // of a question, from 0
	Before string       `json:"before,omitempty"` // prompt said before it: not understood, nothing heard
	Due    core.Instant `json:"due,omitempty"`    // when to give up; 0 for questions, which count from their end
}

// Awaited is what kind of answer is awaited.
type Awaited string

// The kinds of answers.
const (
	AwaitEntry    Awaited = "entry"
	AwaitHours    Awaited = "hours"
	AwaitCustomer Awaited = "customer"
	AwaitData     Awaited = "data"
	AwaitQueue    Awaited = "queue"
	AwaitPlace    Awaited = "place"
	AwaitTime     Awaited = "time"
	AwaitCallback Awaited = "callback"
	AwaitMessage  Awaited = "message"
	AwaitTransfer Awaited = "transfer"
)

// Why a session ended.
const (
	EndedCompleted   = "completed"
	EndedHungUp      = "hung_up"     // by the customer
	EndedTransferred = "transferred" // to an outside number
	EndedTooLong     = "too_long"    // more nodes than a contact may pass
)

const (
	passedMax = 5000 // nodes in one contact
	pathMax   = 20
)

// Due is the instant at which TimedOut is owed for what is awaited; zero when
// nothing is, and for questions, whose time counts from the end of the prompt.
func (s *Session) Due() core.Instant {
	if s.Await == nil {
		return 0
	}
	return s.Await.Due
}

// Restore checks a session that was read from a store: that it is of this program,
// and whole. What is not is refused with core.Conflict or core.Invalid.
func (p *Program) Restore(s *Session) error {
	if s.Flow != p.Key() || s.Digest != p.digest {
		return core.Errorf(core.Conflict, "the session is of flow %s %s, not of %s %s", s.Flow, s.Digest, p.Key(), p.digest)
	}
	if s.State == StateEnded {
		return nil
	}
	if len(s.Frames) == 0 || len(s.Frames) > stackMax+1 || s.Frames[0].Flow != p.Key() || !slices.Contains(p.Languages(), s.Language) {
		return core.Errorf(core.Invalid, "the session is broken")
	}
	for i := range s.Frames {
		if err := p.restoreFrame(&s.Frames[i]); err != nil {
			return err
		}
	}
	for i := range s.Frames[1:] {
		n := p.flows[s.Frames[i].Flow].nodes[s.Frames[i].Node]
		if n.kind != KindSubflow || n.Subflow.Flow != s.Frames[i+1].Flow {
			return core.Errorf(core.Invalid, "the session is broken: %s does not call %s", n.Key, s.Frames[i+1].Flow)
		}
	}
	return p.restoreStanding(s)
}

func (p *Program) restoreFrame(f *Frame) error {
	flow := p.flows[f.Flow]
	if flow == nil || flow.nodes[f.Node] == nil || len(f.Variables) != len(flow.types) {
		return core.Errorf(core.Invalid, "the session is broken: flow %s, node %s", f.Flow, f.Node)
	}
	for _, key := range sortedKeys(f.Variables) {
		if !holds(flow.types[key], f.Variables[key]) {
			return core.Errorf(core.Invalid, "the session is broken: variable %s of flow %s", key, f.Flow)
		}
	}
	return nil
}

// restoreStanding checks that what is awaited fits the node, and the queue the stack.
func (p *Program) restoreStanding(s *Session) error {
	switch s.State {
	case StateAwaits:
		if err := p.restoreAwait(s); err != nil {
			return err
		}
	case StateWaits, StateServed:
		if s.Await != nil || s.Queue == nil {
			return core.Errorf(core.Invalid, "the session is broken: it is %s nowhere", s.State)
		}
	default:
		return core.Errorf(core.Invalid, "the session is broken: state %q", s.State)
	}
	return p.restoreQueue(s)
}

func (p *Program) restoreAwait(s *Session) error {
	top := s.Frames[len(s.Frames)-1]
	flow := p.flows[top.Flow]
	a := s.Await
	if a == nil || a.Number != s.Asked || !slices.Contains(awaits(flow.nodes[top.Node].kind), a.Kind) {
		return core.Errorf(core.Invalid, "the session is broken: node %s awaits nothing of the kind", top.Node)
	}
	if a.Kind == AwaitPlace && s.Queue == nil {
		return core.Errorf(core.Invalid, "the session is broken: it waits in no queue")
	}
	if a.Before != "" && flow.prompts[a.Before] == nil {
		return core.Errorf(core.Invalid, "the session is broken: there is no prompt %q", a.Before)
	}
	return nil
}

func (p *Program) restoreQueue(s *Session) error {
	q := s.Queue
	if q == nil || q.Depth == -1 && p.root.doc.Waiting {
		return nil
	}
	if q.Depth < 0 || q.Depth >= len(s.Frames) {
		return core.Errorf(core.Invalid, "the session is broken: it waits in no flow")
	}
	entered := p.flows[s.Frames[q.Depth].Flow].nodes[q.Node]
	if entered == nil || entered.kind != KindQueue {
		return core.Errorf(core.Invalid, "the session is broken: node %s enters no queue", q.Node)
	}
	return nil
}

// awaits lists what a node of a kind may await.
func awaits(kind Kind) []Awaited {
	switch kind {
	case KindMenu, KindCollect, KindLanguage, KindSurvey:
		return []Awaited{AwaitEntry}
	case KindHours:
		return []Awaited{AwaitHours}
	case KindIdentify:
		return []Awaited{AwaitCustomer}
	case KindData:
		return []Awaited{AwaitData}
	case KindQueue:
		return []Awaited{AwaitQueue}
	case KindAnnounce:
		return []Awaited{AwaitPlace}
	case KindWait:
		return []Awaited{AwaitTime}
	case KindCallback:
		return []Awaited{AwaitEntry, AwaitCallback}
	case KindVoicemail:
		return []Awaited{AwaitMessage}
	case KindTransfer:
		return []Awaited{AwaitTransfer}
	default:
		return nil
	}
}

// seconds cuts a duration to what places keep.
func seconds(d time.Duration) int { return int(max(d, 0) / time.Second) }
