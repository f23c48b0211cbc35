package condition

import (
	"math"
	"slices"
	"time"

	"turno/internal/core"
)

// Kind is what an alert watches.
type Kind string

// The kinds; the words are those of the organisation's file.
const (
	LongestWait   Kind = "longest_wait"
	ServiceLevel  Kind = "service_level"
	NobodyReady   Kind = "nobody_ready"
	AgentState    Kind = "agent_state"
	DeviceOffline Kind = "device_offline"
)

// Rule is one alert of the organisation.
type Rule struct {
	Key     string
	Kind    Kind
	Node    string // where
	Queues  []string
	Share   float64 // of the target
	Margin  float64 // below the goal
	Count   int64   // works that a service level must count
	Waiting bool
	State   string
	Reasons []string
	Limit   time.Duration
	Lasts   time.Duration
	Clears  time.Duration
	Closed  bool // outside opening hours too
}

// Line is a queue's line as it stands.
type Line struct {
	Key       string // as the engine knows it
	Queue     string // as the organisation names it
	Site      string
	Node      string // where it belongs
	Open      bool
	Waiting   int
	Oldest    core.Instant // when the longest waiting work entered; 0: nobody waits
	Target    time.Duration
	Goal      float64
	Serving   int     // agents who are ready for it or busy
	Level     float64 // service level of the day, of Counted works
	Counted   int64
	HasFigure bool // Level says something
}

// Agent is a signed-in agent as they stand.
type Agent struct {
	ID     string
	Site   string
	Node   string
	Open   bool // their site
	State  string
	Reason string
	Since  core.Instant
}

// Device is a kiosk, display or wall.
type Device struct {
	Key  string
	Site string
	Node string
	Open bool         // its site
	Gone core.Instant // since when it is away; 0: it is there
}

// Snapshot is all that alerts watch, at one instant.
type Snapshot struct {
	At      core.Instant
	Lines   []Line
	Agents  []Agent
	Devices []Device
}

// The kinds of subjects.
const (
	OfQueue  = "queue"
	OfAgent  = "agent"
	OfDevice = "device"
)

// Subject is what rings: one line, agent or device under one alert.
type Subject struct {
	Alert string
	Of    string // queue, agent or device
	ID    string
}

// Finding is a figure that is beyond its limit.
type Finding struct {
	Subject

	Kind  Kind
	Node  string
	Queue string
	Site  string
	// Since is when the limit was passed, where the figure tells; 0 otherwise.
	// From is what a duration is counted from: when the first came, when the agent's
	// state began, when the device went.
	Since, From core.Instant
	// Value and Limit are microseconds, for service_level millionths, for
	// nobody_ready works that wait (and the limit 0).
	Value, Limit int64
}

// Find lists what is not as it should be, rule by rule in their order. within says
// whether the inner node is the outer one or lies under it.
func Find(rules []Rule, s *Snapshot, within func(outer, inner string) bool) []Finding {
	var found []Finding
	for i := range rules {
		r := &rules[i]
		switch r.Kind {
		case LongestWait, ServiceLevel, NobodyReady:
			for j := range s.Lines {
				l := &s.Lines[j]
				if f, ok := r.line(l, s.At); ok && within(r.Node, l.Node) {
					found = append(found, f)
				}
			}
		case AgentState:
			for j := range s.Agents {
				a := &s.Agents[j]
				if f, ok := r.agent(a, s.At); ok && within(r.Node, a.Node) {
					found = append(found, f)
				}
			}
		case DeviceOffline:
			for j := range s.Devices {
				d := &s.Devices[j]
				if f, ok := r.device(d, s.At); ok && within(r.Node, d.Node) {
					found = append(found, f)
				}
			}
		}
	}
	return found
}

func (r *Rule) line(l *Line, at core.Instant) (Finding, bool) {
	f := Finding{Subject: Subject{r.Key, OfQueue, l.Key}, Kind: r.Kind, Node: l.Node, Queue: l.Queue, Site: l.Site}
	if !l.Open && (!r.Closed || r.Kind == NobodyReady) || len(r.Queues) > 0 && !slices.Contains(r.Queues, l.Queue) {
		return f, false
	}
	switch r.Kind {
	case LongestWait:
		limit := time.Duration(r.Share * float64(l.Target))
		return r.duration(f, l.Oldest, limit, at)
	case ServiceLevel:
		goal := l.Goal - r.Margin
		f.Value, f.Limit = millionths(l.Level), millionths(goal)
		return f, l.HasFigure && l.Goal > 0 && l.Counted >= max(r.Count, 1) && f.Value < f.Limit
	case NobodyReady:
		f.Value = int64(l.Waiting)
		return f, l.Serving == 0 && (!r.Waiting || l.Waiting > 0)
	default:
		return f, false
	}
}

func (r *Rule) agent(a *Agent, at core.Instant) (Finding, bool) {
	f := Finding{Subject: Subject{r.Key, OfAgent, a.ID}, Kind: r.Kind, Node: a.Node, Site: a.Site}
	if !a.Open && !r.Closed || a.State != r.State || len(r.Reasons) > 0 && !slices.Contains(r.Reasons, a.Reason) {
		return f, false
	}
	return r.duration(f, a.Since, r.Limit, at)
}

func (r *Rule) device(d *Device, at core.Instant) (Finding, bool) {
	f := Finding{Subject: Subject{r.Key, OfDevice, d.Key}, Kind: r.Kind, Node: d.Node, Site: d.Site}
	if !d.Open && !r.Closed {
		return f, false
	}
	return r.duration(f, d.Gone, r.Limit, at)
}

// duration finds what has gone on since an instant for as long as a limit.
func (*Rule) duration(f Finding, from core.Instant, limit time.Duration, at core.Instant) (Finding, bool) {
	if from == 0 {
		return f, false
	}
	f.From, f.Since = from, from.Add(limit)
	f.Value, f.Limit = at.Sub(from).Microseconds(), limit.Microseconds()
	return f, at >= f.Since
}

func millionths(share float64) int64 { return int64(math.Round(share * 1e6)) }
