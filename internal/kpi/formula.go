package kpi

import (
	"slices"
	"time"

	"turno/internal/core"
)

// Unit says what a value measures.
type Unit string

// The units. A share is 0–1; a duration is in microseconds, like every duration
// of the house's interfaces; a rate is per hour; a count is of facts.
const (
	Share    Unit = "share"
	Duration Unit = "duration"
	PerHour  Unit = "per_hour"
	Count    Unit = "count"
)

// Kind says how a figure comes out of its facts.
type Kind string

// The kinds. The numerators and denominators of ratios and counts add up over
// facts, queues and hours; a rank has to look at all its waits together.
const (
	Ratio Kind = "ratio" // Num / Den
	Sum   Kind = "sum"   // Num: how many facts; Den is zero
	Rank  Kind = "rank"  // Num: the wait that has the rank; Den: how many waits were ranked
)

// Value is a figure with what it was divided from. OK is false where the
// denominator of a ratio is zero, or nothing was ranked: then there is no value,
// shown as "–".
type Value struct {
	Num int64   `json:"num"`
	Den int64   `json:"den"`
	V   float64 `json:"value"`
	OK  bool    `json:"ok"`
}

// Definition is a formula as people read it. A figure's meaning never changes
// under its name and version: a changed formula is a new version.
type Definition struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	Title   string `json:"title"`
	Formula string `json:"formula"`
	Words   string `json:"words"` // what it counts, in English; screens translate by Name
	Kind    Kind   `json:"kind"`
	Unit    Unit   `json:"unit"`
	Higher  bool   `json:"higher"` // higher is better
	// Facts that it counts: "leg", "agent_interval", "message".
	Facts []string `json:"facts"`

	messages bool // it looks at what was said

	of    func(*Tally) (num, den int64)
	ranks func(*core.Leg) Part // of a rank: the wait above the line and 1 below, for legs that are ranked
}

// Definitions are all formulas of vocabulary.md that a tally or a set of legs can
// answer, in its order. The caller owns the slice.
func Definitions() []Definition {
	all := slices.Concat(serviceLevels(), waits(), agents(), contacts(), responses())
	for i := range all {
		all[i].Kind = Ratio
	}
	return all
}

// All are the definitions of everything that a report shows: the counts that the
// formulas are made of, the formulas, and the ranks of waits.
func All() []Definition { return slices.Concat(counts(), Definitions(), ranks()) }

// Lookup finds a definition of All by name.
func Lookup(name string) (Definition, bool) {
	for _, d := range All() {
		if d.Name == name {
			return d, true
		}
	}
	return Definition{}, false
}

// Value reads a formula off a tally. A name that no tally can answer (unknown,
// or one of whole contacts or messages) has no value.
func (t *Tally) Value(name string) Value {
	d, ok := Lookup(name)
	if !ok {
		return Value{}
	}
	return d.Of(t)
}

// Of reads the formula off a tally; no value where it is one of whole contacts or
// messages, or a rank.
func (d *Definition) Of(t *Tally) Value {
	if d.of == nil {
		return Value{}
	}
	num, den := d.of(t)
	return d.Divide(num, den)
}

// Divide makes the definition's value of a numerator and a denominator.
func (d *Definition) Divide(num, den int64) Value {
	v := Value{Num: num, Den: den}
	if d.Kind == Sum {
		v.OK, v.V = true, float64(num)
		return v
	}
	if den == 0 {
		return v
	}
	v.OK = true
	v.V = float64(num) / float64(den)
	if d.Unit == PerHour {
		v.V *= float64(time.Hour / time.Microsecond)
	}
	return v
}

// OfTally reports whether a Tally is enough to answer the formula.
func (d *Definition) OfTally() bool { return d.of != nil }

// OfContacts reports whether the formula looks at whole contacts (Contacts.Of).
func (d *Definition) OfContacts() bool { return d.of == nil && d.ranks == nil && !d.messages }

// OfCustomers reports whether the formula looks at all contacts of a customer.
func (d *Definition) OfCustomers() bool { return d.Name == recall }

func serviceLevels() []Definition {
	level := func(name, formula, words string, of func(*Tally) (int64, int64)) Definition {
		return Definition{
			Name: name, Version: 1, Title: "Service level", Formula: formula, Words: words,
			Unit: Share, Higher: true, Facts: []string{"leg"}, of: of,
		}
	}
	return []Definition{
		level("service_level", "H(T) / (H + A − A(T))",
			"answered in time, of those answered and those who gave up after the time was over",
			func(t *Tally) (int64, int64) {
				return t.HandledInTime, t.Handled + t.Abandoned - t.AbandonedInT
			}),
		level("service_level.answered", "H(T) / H", "answered in time, of those answered",
			func(t *Tally) (int64, int64) { return t.HandledInTime, t.Handled }),
		level("service_level.credit_abandons", "(H(T) + A(T)) / (H + A)",
			"answered in time or gave up within the time, of those answered and those who gave up",
			func(t *Tally) (int64, int64) {
				return t.HandledInTime + t.AbandonedInT, t.Handled + t.Abandoned
			}),
		level("service_level.strict", "H(T) / (H + A + no-shows)",
			"answered in time, of all who were answered, gave up or did not come when called",
			func(t *Tally) (int64, int64) { return t.HandledInTime, t.Handled + t.Abandoned + t.NoShow }),
		level("service_level.credit_short", "(H(T) + S) / (H + A)",
			"answered in time or gave up almost at once, of those answered and those who gave up",
			func(t *Tally) (int64, int64) {
				return t.HandledInTime + t.AbandonedSoon, t.Handled + t.Abandoned
			}),
		level("service_level.with_flow_outs", "H(T) / (H + A + F)",
			"answered in time, of those answered, those who gave up and those sent to another queue",
			func(t *Tally) (int64, int64) { return t.HandledInTime, t.Handled + t.Abandoned + t.FlowedOut }),
	}
}

func waits() []Definition {
	return []Definition{
		{
			Name: "abandonment", Version: 1, Title: "Abandonment", Formula: "(A − S) / (N − S)",
			Words: "gave up while waiting, of all who came to the queue; those who gave up almost at once are left out of both",
			Unit:  Share, Facts: []string{"leg"},
			of: func(t *Tally) (int64, int64) {
				return t.Abandoned - t.AbandonedSoon, t.Offered - t.AbandonedSoon
			},
		},
		{
			Name: "asa", Version: 1, Title: "Average speed of answer", Formula: "Σ(answered − queued) / H",
			Words: "mean wait of those answered, from entering the queue", Unit: Duration, Facts: []string{"leg"},
			of: func(t *Tally) (int64, int64) { return t.Answer.Microseconds(), t.Handled },
		},
		{
			Name: "aht", Version: 1, Title: "Average handle time", Formula: "Σ(talk + hold + wrap-up) / H",
			Words: "mean time of an agent per answered contact, our own calls too; it counts once the wrap-up is over",
			Unit:  Duration, Facts: []string{"leg"},
			of: func(t *Tally) (int64, int64) { return t.Handling.Microseconds(), t.Served },
		},
		{
			Name: "ewt", Version: 1, Title: "Error of the announced wait", Formula: "Σ|announced − (answered − queued)| / announced",
			Words: "mean difference between the wait that was announced and the real one", Unit: Duration, Facts: []string{"leg"},
			of: func(t *Tally) (int64, int64) { return t.AnnounceError.Microseconds(), t.Announced },
		},
	}
}

func agents() []Definition {
	return []Definition{
		{
			Name: "occupancy", Version: 1, Title: "Occupancy", Formula: "contact time / (contact time + ready)",
			Words: "share of their available time that agents spent with customers or in wrap-up, by the clock: two chats at once count once",
			Unit:  Share, Higher: true, Facts: []string{"agent_interval"},
			of: func(t *Tally) (int64, int64) {
				return t.Contact.Microseconds(), (t.Contact + t.Ready).Microseconds()
			},
		},
		{
			Name: "schedule_occupancy", Version: 1, Title: "Schedule occupancy",
			Formula: "(contact time + ready) / (contact time + ready + breaks + training + other)",
			Words:   "share of their scheduled time that agents were available", Unit: Share, Higher: true,
			Facts: []string{"agent_interval"},
			of: func(t *Tally) (int64, int64) {
				available := t.Contact + t.Ready
				return available.Microseconds(), (available + t.Break + t.Training + t.Other).Microseconds()
			},
		},
		{
			Name: "contacts_per_hour", Version: 1, Title: "Contacts per hour",
			Formula: "(H + our own answered contacts) / hours of (contact time + ready)",
			Words:   "answered contacts per hour of available time", Unit: PerHour, Higher: true,
			Facts: []string{"leg", "agent_interval"},
			of: func(t *Tally) (int64, int64) {
				return t.Handled + t.Outbound, (t.Contact + t.Ready).Microseconds()
			},
		},
	}
}

func contacts() []Definition {
	return []Definition{
		{
			Name: noEscalation, Version: 1, Title: "Closed by the first agent",
			Formula: "contacts closed by the first agent without escalation or transfer / handled contacts",
			Words:   "answered contacts that one agent closed alone", Unit: Share, Higher: true, Facts: []string{"leg"},
		},
		{
			Name: recall, Version: 1, Title: "Recall",
			Formula: "inbound contacts within 3 days of a handled contact of the same customer / handled contacts whose 3 days are over",
			Words:   "customers who had to come again; our own calls never count as one", Unit: Share, Facts: []string{"leg"},
		},
	}
}
