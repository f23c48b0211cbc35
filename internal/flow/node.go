package flow

import (
	"turno/internal/document"
)

// Node is one step of a flow: a key, one kind, and where it goes on.
type Node struct {
	Key  string `yaml:"key" json:"key"`
	Note string `yaml:"note,omitempty" json:"note,omitempty"` // for those who edit
	Next string `yaml:"next,omitempty" json:"next,omitempty"`

	Say       *SayNode       `yaml:"say,omitempty" json:"say,omitempty"`
	Menu      *MenuNode      `yaml:"menu,omitempty" json:"menu,omitempty"`
	Collect   *CollectNode   `yaml:"collect,omitempty" json:"collect,omitempty"`
	Set       []Assignment   `yaml:"set,omitempty" json:"set,omitempty"`
	Branch    *BranchNode    `yaml:"branch,omitempty" json:"branch,omitempty"`
	Hours     *HoursNode     `yaml:"hours,omitempty" json:"hours,omitempty"`
	Language  *LanguageNode  `yaml:"language,omitempty" json:"language,omitempty"`
	Identify  *IdentifyNode  `yaml:"identify,omitempty" json:"identify,omitempty"`
	Data      *DataNode      `yaml:"data,omitempty" json:"data,omitempty"`
	Queue     *QueueNode     `yaml:"queue,omitempty" json:"queue,omitempty"`
	Announce  *AnnounceNode  `yaml:"announce,omitempty" json:"announce,omitempty"`
	Wait      *WaitNode      `yaml:"wait,omitempty" json:"wait,omitempty"`
	Callback  *CallbackNode  `yaml:"callback,omitempty" json:"callback,omitempty"`
	Voicemail *VoicemailNode `yaml:"voicemail,omitempty" json:"voicemail,omitempty"`
	Transfer  *TransferNode  `yaml:"transfer,omitempty" json:"transfer,omitempty"`
	Survey    *SurveyNode    `yaml:"survey,omitempty" json:"survey,omitempty"`
	Subflow   *SubflowNode   `yaml:"subflow,omitempty" json:"subflow,omitempty"`
	Hangup    *HangupNode    `yaml:"hangup,omitempty" json:"hangup,omitempty"`
}

// SayNode says a prompt.
type SayNode struct {
	Prompt string `yaml:"prompt" json:"prompt"`
	Whole  bool   `yaml:"whole,omitempty" json:"whole,omitempty"` // a key does not cut it short
}

// MenuNode asks for one of its choices: a key, or a button.
type MenuNode struct {
	Prompt  string            `yaml:"prompt" json:"prompt"`
	Choices []Choice          `yaml:"choices" json:"choices"`
	Invalid string            `yaml:"invalid,omitempty" json:"invalid,omitempty"` // said before asking again
	Silence string            `yaml:"silence,omitempty" json:"silence,omitempty"`
	Timeout document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"` // default 7s
	Retries *int              `yaml:"retries,omitempty" json:"retries,omitempty"` // default 2
	Into    string            `yaml:"into,omitempty" json:"into,omitempty"`       // variable that keeps the key
	Failed  string            `yaml:"failed" json:"failed"`                       // after the last try
}

// Choice is an entry of a menu.
type Choice struct {
	Key   string `yaml:"key" json:"key"`     // 0–9, * or #
	Label string `yaml:"label" json:"label"` // prompt: what the button says
	Next  string `yaml:"next" json:"next"`
}

// Accept says what is taken.
type Accept string

// What a collect takes.
const (
	AcceptDigits Accept = "digits"
	AcceptText   Accept = "text" // not on the phone
)

// CollectNode asks for digits or a text and keeps what is valid.
type CollectNode struct {
	Prompt  string            `yaml:"prompt" json:"prompt"`
	Into    string            `yaml:"into" json:"into"`
	Accept  Accept            `yaml:"accept,omitempty" json:"accept,omitempty"` // default digits
	Min     int               `yaml:"min,omitempty" json:"min,omitempty"`       // characters, default 1
	Max     int               `yaml:"max" json:"max"`
	Pattern string            `yaml:"pattern,omitempty" json:"pattern,omitempty"` // regular expression for the whole (RE2)
	Check   string            `yaml:"check,omitempty" json:"check,omitempty"`     // expression with the variable input
	Finish  string            `yaml:"finish,omitempty" json:"finish,omitempty"`   // key that ends it, default #
	Invalid string            `yaml:"invalid,omitempty" json:"invalid,omitempty"`
	Silence string            `yaml:"silence,omitempty" json:"silence,omitempty"`
	Timeout document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"` // for the first digit, default 7s
	Between document.Duration `yaml:"between,omitempty" json:"between,omitempty"` // between digits, default 3s
	Retries *int              `yaml:"retries,omitempty" json:"retries,omitempty"`
	Failed  string            `yaml:"failed" json:"failed"`
}

// Assignment gives a variable a value.
type Assignment struct {
	Variable string `yaml:"variable" json:"variable"`
	Value    string `yaml:"value" json:"value"` // expression
}

// BranchNode goes where the first true case says.
type BranchNode struct {
	Cases     []Case `yaml:"cases" json:"cases"`
	Otherwise string `yaml:"otherwise" json:"otherwise"`
}

// Case is one way of a branch.
type Case struct {
	When string `yaml:"when" json:"when"` // expression, yes or no
	Next string `yaml:"next" json:"next"`
}

// HoursNode asks whether a calendar is open now.
type HoursNode struct {
	Calendar string            `yaml:"calendar" json:"calendar"`
	Open     string            `yaml:"open" json:"open"`
	Closed   string            `yaml:"closed" json:"closed"`
	Failed   string            `yaml:"failed,omitempty" json:"failed,omitempty"` // default: closed
	Timeout  document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
}

// LanguageNode lets the customer choose the language; without a choice the flow
// goes on in the one it has.
type LanguageNode struct {
	Prompt    string            `yaml:"prompt" json:"prompt"`
	Choices   []LanguageChoice  `yaml:"choices" json:"choices"`
	SkipKnown bool              `yaml:"skip_known,omitempty" json:"skip_known,omitempty"` // do not ask whose language is known
	Timeout   document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
	Retries   *int              `yaml:"retries,omitempty" json:"retries,omitempty"` // default 1
}

// LanguageChoice is one language to choose.
type LanguageChoice struct {
	Key      string `yaml:"key" json:"key"`
	Language string `yaml:"language" json:"language"`
	Label    string `yaml:"label" json:"label"` // prompt
}

// The ways to identify a customer.
const (
	ByNumber   = "number"
	ByDocument = "document"
)

// IdentifyNode asks who the customer is.
type IdentifyNode struct {
	By       string            `yaml:"by" json:"by"`
	Document string            `yaml:"document,omitempty" json:"document,omitempty"` // expression: the document's number
	Found    string            `yaml:"found" json:"found"`
	NotFound string            `yaml:"not_found" json:"not_found"`
	Failed   string            `yaml:"failed,omitempty" json:"failed,omitempty"` // default: not_found
	Timeout  document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
}

// The sources of a data dip.
const (
	FromRecord = "record" // the customer's own record
	FromHTTP   = "http"
)

// The methods of a data dip: it asks, or sends fields and is answered.
const (
	methodGet  = "GET"
	methodPost = "POST"
)

// DataNode fetches values from another system and keeps them in variables.
type DataNode struct {
	From       string            `yaml:"from" json:"from"`
	Connection string            `yaml:"connection,omitempty" json:"connection,omitempty"` // address and secret, kept by the organisation
	Method     string            `yaml:"method,omitempty" json:"method,omitempty"`         // GET or POST
	Path       string            `yaml:"path,omitempty" json:"path,omitempty"`             // with values in braces
	Fields     []Field           `yaml:"fields,omitempty" json:"fields,omitempty"`         // of the JSON that is sent
	Take       []Taken           `yaml:"take" json:"take"`
	Timeout    document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"` // default 3s
	Missing    string            `yaml:"missing,omitempty" json:"missing,omitempty"` // 404; default: failed
	Failed     string            `yaml:"failed" json:"failed"`
}

// Field is a value that is sent.
type Field struct {
	Name  string `yaml:"name" json:"name"`
	Value string `yaml:"value" json:"value"` // expression
}

// Taken is a value that is kept.
type Taken struct {
	Variable string `yaml:"variable" json:"variable"`
	Path     string `yaml:"path" json:"path"` // account.balances.0.amount
}

// QueueNode lets the customer wait for an agent.
type QueueNode struct {
	Queue     string            `yaml:"queue" json:"queue"`
	Needs     []map[string]int  `yaml:"needs,omitempty" json:"needs,omitempty"`         // alternatives of skill ≥ level
	Language  int               `yaml:"language,omitempty" json:"language,omitempty"`   // level that the customer's language needs; 0: none
	Priority  string            `yaml:"priority,omitempty" json:"priority,omitempty"`   // expression
	Preferred string            `yaml:"preferred,omitempty" json:"preferred,omitempty"` // expression: an agent
	Reserve   document.Duration `yaml:"reserve,omitempty" json:"reserve,omitempty"`     // how long for the preferred agent alone
	Waiting   string            `yaml:"waiting,omitempty" json:"waiting,omitempty"`     // what happens meanwhile
	Served    string            `yaml:"served,omitempty" json:"served,omitempty"`       // when the agent has left and the customer is still there
	Left      string            `yaml:"left,omitempty" json:"left,omitempty"`           // taken out of the queue: overflow, closing time
	Refused   string            `yaml:"refused" json:"refused"`                         // full or closed
	Timeout   document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
}

// AnnounceNode tells who waits the place and, when it is known, the expected wait.
type AnnounceNode struct {
	Place   string            `yaml:"place,omitempty" json:"place,omitempty"`   // prompt
	Wait    string            `yaml:"wait,omitempty" json:"wait,omitempty"`     // prompt
	Better  bool              `yaml:"better,omitempty" json:"better,omitempty"` // only when better than what was said last
	Timeout document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
}

// WaitNode waits, with music on a call.
type WaitNode struct {
	For document.Duration `yaml:"for" json:"for"`
}

// CallbackNode offers to call back. Who waits keeps the place.
type CallbackNode struct {
	Prompt   string            `yaml:"prompt" json:"prompt"`
	Key      string            `yaml:"key,omitempty" json:"key,omitempty"`       // that says yes, default 1
	Label    string            `yaml:"label" json:"label"`                       // prompt: what the button says
	Queue    string            `yaml:"queue,omitempty" json:"queue,omitempty"`   // for who does not wait yet
	Number   string            `yaml:"number,omitempty" json:"number,omitempty"` // expression, default contact.number
	Timeout  document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
	Taken    string            `yaml:"taken" json:"taken"`
	Declined string            `yaml:"declined" json:"declined"`
	Failed   string            `yaml:"failed,omitempty" json:"failed,omitempty"` // no number, or refused; default: declined
}

// VoicemailNode takes a message for a queue: spoken, or written on a chat.
type VoicemailNode struct {
	Prompt string            `yaml:"prompt" json:"prompt"`
	Queue  string            `yaml:"queue" json:"queue"`
	Max    document.Duration `yaml:"max,omitempty" json:"max,omitempty"`         // default 2m
	Quiet  document.Duration `yaml:"silence,omitempty" json:"silence,omitempty"` // that ends it, default 5s
	Failed string            `yaml:"failed" json:"failed"`
}

// TransferNode hands the call to an outside number; when it is answered the flow ends.
type TransferNode struct {
	To      string            `yaml:"to" json:"to"` // E.164, with values in braces
	Timeout document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
	Failed  string            `yaml:"failed" json:"failed"`
}

// The metrics of a survey.
const (
	MetricCSAT = "csat" // 1–5
	MetricNPS  = "nps"  // 0–10
	MetricCES  = "ces"  // 1–7
	MetricText = "text"
)

// SurveyNode asks one question; without an answer the flow goes on.
type SurveyNode struct {
	Prompt   string            `yaml:"prompt" json:"prompt"`
	Question string            `yaml:"question" json:"question"` // key under which answers are counted
	Metric   string            `yaml:"metric" json:"metric"`
	Into     string            `yaml:"into,omitempty" json:"into,omitempty"`
	Invalid  string            `yaml:"invalid,omitempty" json:"invalid,omitempty"`
	Timeout  document.Duration `yaml:"timeout,omitempty" json:"timeout,omitempty"`
	Retries  *int              `yaml:"retries,omitempty" json:"retries,omitempty"` // default 1
}

// SubflowNode runs another flow and comes back.
type SubflowNode struct {
	Flow string       `yaml:"flow" json:"flow"`
	With []Assignment `yaml:"with,omitempty" json:"with,omitempty"` // variables of the other flow
	Take []Handed     `yaml:"take,omitempty" json:"take,omitempty"`
}

// Handed is a variable of a subflow that its caller keeps.
type Handed struct {
	Variable string `yaml:"variable" json:"variable"` // of the caller
	From     string `yaml:"from" json:"from"`         // of the subflow
}

// HangupNode ends the contact.
type HangupNode struct {
	Prompt string `yaml:"prompt,omitempty" json:"prompt,omitempty"`
}

// Kind is the name of a node's kind.
type Kind string

// The kinds of nodes.
const (
	KindSay       Kind = "say"
	KindMenu      Kind = "menu"
	KindCollect   Kind = "collect"
	KindSet       Kind = "set"
	KindBranch    Kind = "branch"
	KindHours     Kind = "hours"
	KindLanguage  Kind = "language"
	KindIdentify  Kind = "identify"
	KindData      Kind = "data"
	KindQueue     Kind = "queue"
	KindAnnounce  Kind = "announce"
	KindWait      Kind = "wait"
	KindCallback  Kind = "callback"
	KindVoicemail Kind = "voicemail"
	KindTransfer  Kind = "transfer"
	KindSurvey    Kind = "survey"
	KindSubflow   Kind = "subflow"
	KindHangup    Kind = "hangup"
)

// kinds lists the kinds that a node has; a sound one has exactly one.
func (n *Node) kinds() []Kind {
	var list []Kind
	for _, k := range []struct {
		there bool
		kind  Kind
	}{
		{n.Say != nil, KindSay},
		{n.Menu != nil, KindMenu},
		{n.Collect != nil, KindCollect},
		{n.Set != nil, KindSet},
		{n.Branch != nil, KindBranch},
		{n.Hours != nil, KindHours},
		{n.Language != nil, KindLanguage},
		{n.Identify != nil, KindIdentify},
		{n.Data != nil, KindData},
		{n.Queue != nil, KindQueue},
		{n.Announce != nil, KindAnnounce},
		{n.Wait != nil, KindWait},
		{n.Callback != nil, KindCallback},
		{n.Voicemail != nil, KindVoicemail},
		{n.Transfer != nil, KindTransfer},
		{n.Survey != nil, KindSurvey},
		{n.Subflow != nil, KindSubflow},
		{n.Hangup != nil, KindHangup},
	} {
		if k.there {
			list = append(list, k.kind)
		}
	}
	return list
}
