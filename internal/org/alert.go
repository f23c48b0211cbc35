package org

import "time"

// Alert says when somebody is to be told that a figure is not as it should be,
// and whom. What it watches is every line, agent or device of its kind at its
// place; each of them rings and clears for itself.
type Alert struct {
	Key  string `yaml:"key" json:"key"`
	Name Text   `yaml:"name,flow" json:"name"`
	Kind string `yaml:"kind" json:"kind"`
	At   string `yaml:"at" json:"at"` // org, region:KEY, site:KEY or team:KEY
	// Queues are those that are watched; none: every queue at the place.
	Queues []string `yaml:"queues,omitempty,flow" json:"queues"`
	// Share is how much of the queue's target the longest wait may take; default 1.
	Share float64 `yaml:"share,omitempty" json:"share"`
	// Margin is how far below the queue's goal its service level may be: 0.05 is
	// five points. Count is how many works it must count before that says anything; default 10.
	Margin float64 `yaml:"margin,omitempty" json:"margin"`
	Count  int     `yaml:"count,omitempty" json:"count"`
	// Waiting: nobody ready is worth a word only while somebody waits.
	Waiting bool `yaml:"waiting,omitempty" json:"waiting"`
	// State is what an agent may do for as long as Limit; Reasons narrows not_ready.
	State   string   `yaml:"state,omitempty" json:"state"`
	Reasons []string `yaml:"reasons,omitempty,flow" json:"reasons"`
	Limit   Duration `yaml:"limit,omitempty" json:"limit"` // also: how long a device may be away
	// Lasts is how long it must be so before it rings, default 0; Clears how long
	// it must be over before it clears, default 30 s.
	Lasts  Duration `yaml:"lasts,omitempty" json:"lasts"`
	Clears Duration `yaml:"clears,omitempty" json:"clears"`
	// Closed: it rings outside opening hours too.
	Closed bool `yaml:"closed,omitempty" json:"closed"`
	// Roles and Users are told in the app, each only of what happens where they
	// may see the floor; a role must be held there or above.
	Roles []string `yaml:"roles,omitempty,flow" json:"roles"`
	Users []string `yaml:"users,omitempty,flow" json:"users"` // logins
	// Mail: those people get a mail too, where they have an address.
	Mail      bool     `yaml:"mail,omitempty" json:"mail"`
	Addresses []string `yaml:"addresses,omitempty" json:"addresses"` // of mail, besides
	Webhooks  []string `yaml:"webhooks,omitempty" json:"webhooks"`   // addresses to which it is posted
}

// The kinds of alerts.
const (
	AlertLongestWait  = "longest_wait"   // a queue's longest wait is near its target, or past it
	AlertServiceLevel = "service_level"  // a queue's service level of the day is below its goal
	AlertNobodyReady  = "nobody_ready"   // nobody serves an open queue
	AlertAgentState   = "agent_state"    // an agent is too long in a state
	AlertDevice       = "device_offline" // a kiosk, display or wall is away
)

// The states of an agent that an alert may watch.
const (
	AlertNotReady = "not_ready"
	AlertReady    = "ready"
	AlertEngaged  = "engaged"
	AlertWrapUp   = "wrap_up"
	AlertOffered  = "offered"
)

// OfQueues reports whether it watches queues.
func (a *Alert) OfQueues() bool {
	return a.Kind == AlertLongestWait || a.Kind == AlertServiceLevel || a.Kind == AlertNobodyReady
}

// ShareOfTarget is how much of the target a wait may take.
func (a *Alert) ShareOfTarget() float64 {
	if a.Share == 0 {
		return 1
	}
	return a.Share
}

// CountMin is how many works a service level must count.
func (a *Alert) CountMin() int64 {
	if a.Count == 0 {
		return 10
	}
	return int64(a.Count)
}

// ClearsAfter is how long it must be over before it clears.
func (a *Alert) ClearsAfter() time.Duration {
	if a.Clears == 0 {
		return 30 * time.Second
	}
	return a.Clears.Std()
}

// Alert returns an alert by key.
func (o *Organisation) Alert(key string) (*Alert, bool) { return find(o.idx().alerts, key) }
