package report

import (
	"cmp"
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/kpi"
)

// FigureValue is a figure of a row, with what it was divided from. Value is nil where
// there is none, shown as "–".
type FigureValue struct {
	Num   int64    `json:"num"`
	Den   int64    `json:"den"`
	Value *float64 `json:"value,omitempty"`
}

// Row is one line of a report: a queue, a site, an hour, or the whole.
type Row struct {
	Key     string                 `json:"key" doc:"Of the queue, site, service or hour, or the agent's id; empty: none."`
	Goal    *float64               `json:"goal,omitempty" doc:"The share to serve in time: the goals of the queues, each as often as its legs count."`
	Figures map[string]FigureValue `json:"figures" nullable:"false" doc:"By the names of list-kpis."`
}

// HourRow is a row of an hour.
type HourRow struct {
	Row
	From core.Instant `json:"from" doc:"When it began; where the place has several time zones, at the first site."`
	To   core.Instant `json:"to"`
}

// Portion is how many of the answered legs had a reason or a result.
type Portion struct {
	Key   string `json:"key" doc:"Of the reason or disposition; empty: none was given."`
	Count int64  `json:"count"`
}

// StateTime is the time that was spent in a state.
type StateTime struct {
	State  string `json:"state" enum:"engaged,wrap_up,ready,not_ready"`
	Reason string `json:"reason,omitempty" doc:"Of not ready."`
	Time   int64  `json:"time" doc:"Microseconds, by the agents' clocks."`
}

// AgentTime is how an agent spent the day.
type AgentTime struct {
	Agent  core.ID     `json:"agent"`
	States []StateTime `json:"states" nullable:"false"`
}

// Report is a day.
type Report struct {
	Total    Row         `json:"total"`
	Queues   []Row       `json:"queues,omitempty"`
	Sites    []Row       `json:"sites,omitempty"`
	Services []Row       `json:"services,omitempty"`
	Agents   []Row       `json:"agents,omitempty"`
	Hours    []HourRow   `json:"hours,omitempty"`
	LeftOff  int         `json:"left_off,omitempty" doc:"Rows of the longest list beyond the limit: those with least work."`
	Reasons  []Portion   `json:"reasons" nullable:"false" doc:"Of the answered legs, the most frequent first."`
	Results  []Portion   `json:"results" nullable:"false"`
	States   []StateTime `json:"states" nullable:"false" doc:"Agents' time; none where the report is narrowed to work of one kind."`
	Times    []AgentTime `json:"times,omitempty" doc:"The same, agent by agent."`
}

// By are the ways in which a report is divided.
type By string

// The ways.
const (
	ByQueue   By = "queue"
	BySite    By = "site"
	ByService By = "service"
	ByAgent   By = "agent"
	ByHour    By = "hour"
)

// Report reads what was counted: divided as asked for, at most limit rows of each.
func (c *Counter) Report(limit int, by ...By) Report {
	defs := kpi.All()
	defs = slices.DeleteFunc(defs, func(d kpi.Definition) bool { return !shown(d.Name) })
	r := Report{
		Total:   c.total.row("", defs),
		Reasons: portions(c.reasons), Results: portions(c.results), States: stateTimes(c.states),
	}
	rows := func(groups map[string]*group) []Row {
		all, more := rowsOf(groups, defs, limit)
		r.LeftOff = max(r.LeftOff, more)
		return all
	}
	for _, way := range by {
		switch way {
		case ByQueue:
			r.Queues = rows(c.queues)
		case BySite:
			r.Sites = rows(c.sites)
		case ByService:
			r.Services = rows(c.service)
		case ByAgent:
			r.Agents = rows(c.agents)
			r.Times = c.times(r.Agents)
		case ByHour:
			r.Hours = c.hourRows(defs)
		}
	}
	return r
}

// shown are the figures of a row; those of a few queues' own service level and of
// whole contacts are asked for by name.
func shown(name string) bool {
	switch name {
	case "offered", "handled", "handled.at_once", "abandoned", "no_show", "flowed_out", "redirected", "callback_taken",
		"closed_out", "failed", "outbound", "service_level", "abandonment", "asa", "wait.p90", "wait.longest", "aht",
		"occupancy", "contacts_per_hour":
		return true
	default:
		return false
	}
}

func (g *group) row(key string, defs []kpi.Definition) Row {
	r := Row{Key: key, Figures: make(map[string]FigureValue, len(defs))}
	for i := range defs {
		d := &defs[i]
		v := d.Of(&g.tally)
		if d.Kind == kpi.Rank {
			v = d.OfWaits(&g.waits)
		}
		f := FigureValue{Num: v.Num, Den: v.Den}
		if v.OK {
			f.Value = &v.V
		}
		r.Figures[d.Name] = f
	}
	if g.weight > 0 {
		goal := g.goals / g.weight
		r.Goal = &goal
	}
	return r
}

// rowsOf are the rows of groups, those with most work first, and how many were left off.
func rowsOf(groups map[string]*group, defs []kpi.Definition, limit int) (rows []Row, leftOff int) {
	keys := make([]string, 0, len(groups))
	for key := range groups {
		keys = append(keys, key)
	}
	work := func(key string) int64 { return groups[key].tally.Offered + groups[key].tally.Outbound }
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(work(b), work(a)), cmp.Compare(a, b)) })
	if len(keys) > limit {
		keys, leftOff = keys[:limit], len(keys)-limit
	}
	rows = make([]Row, len(keys))
	for i, key := range keys {
		rows[i] = groups[key].row(key, defs)
	}
	return rows, leftOff
}

// hourRows are all hours of the day, those without work too.
func (c *Counter) hourRows(defs []kpi.Definition) []HourRow {
	var rows []HourRow
	for _, h := range c.day.Hours() {
		if wants(c.filter.Hour, h.Key) {
			rows = append(rows, HourRow{Row: in(c.hours, h.Key).row(h.Key, defs), From: h.From, To: h.To})
		}
	}
	return rows
}

func portions(counts map[string]int64) []Portion {
	all := make([]Portion, 0, len(counts))
	for key, count := range counts {
		all = append(all, Portion{key, count})
	}
	slices.SortFunc(all, func(a, b Portion) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key)) })
	return all
}

// stateTimes are in the order of kpi.States, the reasons with most time first.
func stateTimes(times map[kpi.State]time.Duration) []StateTime {
	all := make([]StateTime, 0, len(times))
	for state, spent := range times {
		all = append(all, StateTime{State: state.Name, Reason: state.Reason, Time: spent.Microseconds()})
	}
	order := kpi.States()
	slices.SortFunc(all, func(a, b StateTime) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.State), slices.Index(order, b.State)),
			cmp.Compare(b.Time, a.Time), cmp.Compare(a.Reason, b.Reason))
	})
	return all
}

// times are those of the agents of the rows, in their order.
func (c *Counter) times(rows []Row) []AgentTime {
	var all []AgentTime
	for _, row := range rows {
		id, err := core.ParseID(row.Key)
		if own, ok := c.ofAgent[id]; ok && err == nil {
			all = append(all, AgentTime{Agent: id, States: stateTimes(own)})
		}
	}
	return all
}
