package sim

import (
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// Scenario is a service organisation with its customers. It is read and not
// changed, so that several runs may share one.
type Scenario struct {
	Name     string
	About    string
	Start    time.Time // local midnight, in the scenario's time zone
	Days     int
	Seed     uint64
	Targets  []Target
	Queues   []Queue
	Streams  []Stream
	Groups   []Group
	Sites    []Site
	Policies []Policy

	// Plain switches the Premier share of all streams off.
	Plain bool
	// Drain keeps the last staff at work after the end until nobody is left;
	// otherwise the run stops at the end, whoever is waiting.
	Drain bool
}

// Queue is a queue of the engine with what the engine does not know. Overflow and
// Steps name queues of the scenario.
type Queue struct {
	routing.Queue
	Channel core.Channel
	WrapUp  Dist // zero: none
	PerSite bool // one waiting line per site
}

// Stream is one kind of customers. They come as a Poisson process whose rate is
// PerDay × weekday × month × day's noise, spread over the day by Hours.
type Stream struct {
	Name     string
	Queue    string
	Segment  string
	Site     string
	Language string
	Priority int
	Needs    routing.Needs
	Zone     *time.Location // nil: the scenario's
	PerDay   float64
	Weekdays [7]float64  // Monday to Sunday
	Hours    [24]float64 // any weights
	Months   [12]float64 // any weights
	DayNoise float64     // coefficient of variation of a gamma factor per day
	// Noise names the factor; streams with one name share it. Empty: its own.
	Noise        string
	Handle       Dist
	Patience     Dist    // zero: never leaves
	Balk         float64 // this share leaves at once if it must wait
	Premier      float64 // this share is Premier: segment, and priority + 20
	Charge       *Charge
	RecallShare  float64 // of the handled, comes again
	RecallWithin time.Duration
}

// Charge is work that the agent takes charge of: a task, and perhaps an outbound
// contact once it is done.
type Charge struct {
	Share float64 // of the handled
	Task  string  // queue
	Work  Dist
	Then  string // queue of the outbound contact; empty: none
	Call  Dist   // its handle time
}

// Group are agents who are alike.
type Group struct {
	Name      string
	Count     int
	Auto      bool  // Count and PerShift are to be found (Staff)
	PerShift  []int // agents of each shift; nil: Count spread evenly
	Profile   []routing.ProfileQueue
	Skills    []routing.Need
	Site      string
	Zone      *time.Location // nil: the scenario's
	Shifts    []Shift
	Days      [7]bool // Monday to Sunday
	WorkDays  int     // days a week of each agent, spread; 0: all of Days
	Shrinkage float64
	NoAnswer  float64
	Capacity  []Capacity
}

// Shift is a stretch of local time; To is after From and may lie on the next day.
type Shift struct{ From, To time.Duration }

// Capacity is how many works of a channel an agent holds at once.
type Capacity struct {
	Channel core.Channel
	Max     int
}

// Site is a branch or a floor.
type Site struct{ Name, Region, Metro string }

// Policy moves agents between the sites of a metropolitan area while the day
// runs: every Every, at most Most agents per area, who travel for Travel.
type Policy struct {
	Every  time.Duration
	Most   int
	Travel time.Duration
}

// Target is what a run should reach. A share is 0–1, a duration in seconds.
type Target struct {
	KPI       string
	Queue     string
	Channel   core.Channel
	Segment   string
	Variant   string        // only of this variant
	Threshold time.Duration // of the KPIs with one
	AtLeast   *float64
	AtMost    *float64
}

// weekday numbers Monday 0.
func weekday(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }
