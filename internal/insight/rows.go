package insight

import (
	"encoding/json"
	"time"

	"turno/internal/core"
)

// The rows of the live topics, as docs/LIVE.md explains them. The document of the
// API and the web's types are made of these structs (RowTypes). Durations are in
// microseconds.

type deskMe struct {
	Agent         core.ID       `json:"agent"`
	Name          string        `json:"name"`
	Site          string        `json:"site"`
	Team          string        `json:"team,omitempty"`
	Profile       string        `json:"profile"`
	Counter       string        `json:"counter,omitempty"`
	SignedIn      bool          `json:"signed_in"`
	Presence      core.Presence `json:"presence" enum:"offline,ready,not_ready"`
	Reason        string        `json:"reason,omitempty"`
	Pending       core.Presence `json:"pending,omitempty" enum:"offline,ready,not_ready"`
	PendingReason string        `json:"pending_reason,omitempty"`
	Activity      core.Activity `json:"activity" enum:"idle,offered,engaged,wrap_up"`
	Since         core.Instant  `json:"since"`
	Works         int           `json:"works"`
	BreatherUntil core.Instant  `json:"breather_until,omitempty"`
	Day           *dayFigures   `json:"day,omitempty"`
}

type deskWork struct {
	Work         core.ID      `json:"work"`
	Leg          int          `json:"leg" doc:"The number of the pass through the queue; of a wrap-up, of the one that is wrapped up."`
	Contact      core.ID      `json:"contact"`
	Channel      core.Channel `json:"channel"`
	State        string       `json:"state" enum:"offered,called,serving,held,parked,wrap_up"`
	Queue        string       `json:"queue"`
	Site         string       `json:"site"`
	Service      string       `json:"service,omitempty"`
	Ticket       string       `json:"ticket,omitempty"`
	Customer     core.ID      `json:"customer,omitzero"`
	CustomerName string       `json:"customer_name,omitempty"`
	Segment      string       `json:"segment,omitempty"`
	Language     string       `json:"language,omitempty"`
	Arrived      core.Instant `json:"arrived"`
	Queued       core.Instant `json:"queued"`
	Answered     core.Instant `json:"answered,omitempty"`
	Called       core.Instant `json:"called,omitempty"`
	Since        core.Instant `json:"since"`
	Threshold    int64        `json:"threshold"`
	Offer        uint64       `json:"offer,omitempty"`
	Deadline     core.Instant `json:"deadline,omitempty"`
	WrapUntil    core.Instant `json:"wrap_until,omitempty"`
	CanExtend    bool         `json:"can_extend,omitempty"`
	Recalls      int          `json:"recalls,omitempty"`
	RecallsMin   int          `json:"recalls_min,omitempty"`
	Priority     int          `json:"priority"`
	Stage        int          `json:"stage"`
	Reason       string       `json:"reason,omitempty"`
	Outcome      string       `json:"outcome,omitempty"`
	AutoAccept   bool         `json:"auto_accept,omitempty"`
	Unread       int          `json:"unread,omitempty" doc:"Of a conversation: the customer's messages that nobody has seen."`
	Unanswered   core.Instant `json:"unanswered,omitempty" doc:"When the customer wrote the first message that nobody has answered."`
	LastMessage  core.Instant `json:"last_message,omitempty" doc:"When anything was written last."`
}

type deskQueue struct {
	Queue     string       `json:"queue"`
	Site      string       `json:"site"`
	Channel   core.Channel `json:"channel"`
	Open      bool         `json:"open"`
	Waiting   int          `json:"waiting" doc:"With those that are offered: they are not answered yet."`
	Oldest    core.Instant `json:"oldest,omitempty" doc:"When the one who waits longest entered the queue; the threshold counts from there."`
	Threshold int64        `json:"threshold"`
	Next      *deskNext    `json:"next,omitempty"`
}

type deskNext struct {
	Ticket string  `json:"ticket,omitempty"`
	Work   core.ID `json:"work"`
}

type deskWaiting struct {
	Work      core.ID      `json:"work"`
	Queue     string       `json:"queue"`
	Site      string       `json:"site"`
	Ticket    string       `json:"ticket,omitempty"`
	Segment   string       `json:"segment,omitempty"`
	Language  string       `json:"language,omitempty"`
	Queued    core.Instant `json:"queued"`
	Arrived   core.Instant `json:"arrived"`
	Threshold int64        `json:"threshold"`
	Place     int          `json:"place"`
	Service   string       `json:"service,omitempty"`
	Channel   core.Channel `json:"channel"`
}

type floorTotal struct {
	KPI           map[string]figure `json:"kpi" doc:"Today's figures by the names of GET /api/v1/kpis."`
	ASA           figure            `json:"asa"`
	AHT           figure            `json:"aht"`
	Occupancy     figure            `json:"occupancy"`
	Offered       int64             `json:"offered"`
	Handled       int64             `json:"handled"`
	Abandoned     int64             `json:"abandoned"`
	NoShow        int64             `json:"no_show"`
	Waiting       int               `json:"waiting"`
	Oldest        core.Instant      `json:"oldest,omitempty"`
	Ready         int               `json:"ready" doc:"Agents are counted once each: ready, offered, engaged, wrap_up and not_ready are all who are signed in."`
	Engaged       int               `json:"engaged"`
	WrapUp        int               `json:"wrap_up"`
	NotReady      int               `json:"not_ready"`
	OfferedAgents int               `json:"offered_agents"`
	SignedIn      int               `json:"signed_in"`
}

type floorQueue struct {
	Queue     string            `json:"queue"`
	Site      string            `json:"site"`
	Channel   core.Channel      `json:"channel"`
	Open      bool              `json:"open"`
	ByHand    *queueByHand      `json:"by_hand,omitempty" doc:"Who opened or closed it against its calendar; absent: it is as its calendar wants."`
	Waiting   int               `json:"waiting"`
	Oldest    core.Instant      `json:"oldest,omitempty"`
	Threshold int64             `json:"threshold"`
	Goal      float64           `json:"goal"`
	KPI       map[string]figure `json:"kpi"`
	Offered   int64             `json:"offered"`
	Handled   int64             `json:"handled"`
	Abandoned int64             `json:"abandoned"`
	NoShow    int64             `json:"no_show"`
	Ready     int               `json:"ready" doc:"Agents who serve the queue."`
	Engaged   int               `json:"engaged" doc:"Busy ones: engaged, offered a work, or in wrap-up."`
	NotReady  int               `json:"not_ready"`
	Expected  int64             `json:"expected,omitempty" doc:"Expected wait of one who came now, in steps of 5 s."`
}

// queueByHand is who opened or closed a queue against its calendar, and until when
// that holds; Until is zero for a queue whose calendar never changes.
type queueByHand struct {
	User  core.ID      `json:"user,omitzero"`
	Name  string       `json:"name,omitempty"`
	At    core.Instant `json:"at"`
	Until core.Instant `json:"until,omitempty" doc:"Absent: its calendar never changes."`
}

type floorAgent struct {
	Agent     core.ID       `json:"agent"`
	Name      string        `json:"name"`
	Site      string        `json:"site"`
	Team      string        `json:"team,omitempty"`
	Profile   string        `json:"profile"`
	Presence  core.Presence `json:"presence" enum:"offline,ready,not_ready"`
	Reason    string        `json:"reason,omitempty"`
	Pending   core.Presence `json:"pending,omitempty" enum:"offline,ready,not_ready"`
	Activity  core.Activity `json:"activity" enum:"idle,offered,engaged,wrap_up"`
	Channel   core.Channel  `json:"channel,omitempty"`
	Since     core.Instant  `json:"since"`
	Work      core.ID       `json:"work,omitzero"`
	Ticket    string        `json:"ticket,omitempty"`
	Queue     string        `json:"queue,omitempty"`
	Counter   string        `json:"counter,omitempty"`
	Connected bool          `json:"connected"`
	Day       *dayFigures   `json:"day,omitempty"`
}

type floorWaiting struct {
	Work         core.ID      `json:"work"`
	Contact      core.ID      `json:"contact"`
	Queue        string       `json:"queue"`
	Site         string       `json:"site"`
	Service      string       `json:"service,omitempty"`
	Ticket       string       `json:"ticket,omitempty"`
	CustomerName string       `json:"customer_name,omitempty"`
	Segment      string       `json:"segment,omitempty"`
	Language     string       `json:"language,omitempty"`
	Arrived      core.Instant `json:"arrived"`
	Queued       core.Instant `json:"queued"`
	Threshold    int64        `json:"threshold"`
	Priority     int          `json:"priority" doc:"With the queue's and what waiting has added."`
	OwnPriority  int          `json:"own_priority" doc:"The work's own, −100 to 100: what a leader sets."`
	Stage        int          `json:"stage"`
	State        string       `json:"state" enum:"waiting,deferred,offered,parked"`
	Agent        core.ID      `json:"agent,omitzero"`
	ReservedFor  core.ID      `json:"reserved_for,omitzero"`
	Parked       bool         `json:"parked,omitempty"`
	Place        int          `json:"place,omitempty"`
	Why          *whyDoc      `json:"why,omitempty"`
}

type floorDevice struct {
	Kind   string       `json:"kind" enum:"kiosk,display,wall"`
	Name   string       `json:"name"`
	Site   string       `json:"site,omitempty"`
	Online bool         `json:"online"`
	Since  core.Instant `json:"since,omitempty" doc:"When it came, or was last seen; left out when it never came."`
}

type wallLine struct {
	Points [][2]float64 `json:"points" doc:"The service level in quarter hours, oldest first: begin in microseconds, share 0–1."`
}

type displaySite struct {
	Site      string            `json:"site"`
	Name      map[string]string `json:"name"`
	Open      bool              `json:"open"`
	Languages []string          `json:"languages"`
	Day       string            `json:"day"`
}

type displayCall struct {
	Ticket   string       `json:"ticket"`
	Counter  string       `json:"counter"`
	At       core.Instant `json:"at"`
	Recall   int          `json:"recall,omitempty"`
	Language string       `json:"language,omitempty"`
	State    string       `json:"state" enum:"called,serving,done"`

	work core.ID // whose call it was
	back bool    // that work is in line again, or set aside: not shown
}

type displayNext struct {
	Ticket  string `json:"ticket"`
	Place   int    `json:"place"`
	Service string `json:"service"`
}

type displayNotice struct {
	Text  map[string]string `json:"text"`
	Order int               `json:"order"`
}

type kioskSite struct {
	Open      bool         `json:"open"`
	OpensAt   core.Instant `json:"opens_at,omitempty"`
	Languages []string     `json:"languages"`
}

type kioskService struct {
	Waiting  int   `json:"waiting"`
	Expected int64 `json:"expected,omitempty"`
}

type turnRow struct {
	Ticket      string       `json:"ticket"`
	Site        string       `json:"site"`
	Service     string       `json:"service"`
	State       string       `json:"state" enum:"waiting,called,serving,parked,done,left,no_show,closed_out,redirected,failed"`
	Place       int          `json:"place,omitempty"`
	Ahead       *int         `json:"ahead,omitempty"`
	Expected    int64        `json:"expected,omitempty"`
	Queued      core.Instant `json:"queued,omitempty"`
	Called      core.Instant `json:"called,omitempty"`
	Counter     string       `json:"counter,omitempty"`
	CanDefer    bool         `json:"can_defer"`
	DeferMax    int          `json:"defer_max,omitempty"`
	Language    string       `json:"language,omitempty"`
	ReasonEnded string       `json:"reason_ended,omitempty"`
}

// docOf encodes a row, once for all its readers.
func docOf(row any) []byte {
	doc, err := json.Marshal(row)
	if err != nil {
		panic("insight: " + err.Error()) // a defect: plain structs
	}
	return doc
}

// expectedMax is beyond what anybody is told they may wait.
const expectedMax = 24 * time.Hour

// expectedIn is an expected wait in microseconds, rounded up to a step, because
// the estimate moves all the time and nobody needs it finer; 0 where there is none.
func expectedIn(d, step time.Duration) int64 {
	if d < 0 || d > expectedMax {
		return 0
	}
	return max((d + step - 1).Truncate(step), step).Microseconds()
}
