package sim

import (
	"math"

	"turno/internal/core"
	"turno/internal/kpi"
)

// Report is a result as it is written: shares 0–1, durations in seconds.
type Report struct {
	Customers  int64        `json:"customers"`
	Refused    int64        `json:"refused"`
	Waiting    int64        `json:"waiting_at_end"`
	InHand     int64        `json:"in_hand_at_end"`
	Steps      int64        `json:"engine_steps"`
	EWTError   *float64     `json:"ewt_median_error"` // relative, of waits announced at place 12 or later
	Targets    []TargetLine `json:"targets"`
	Scopes     []ScopeLine  `json:"scopes"`
	HalfHours  []HalfLine   `json:"half_hours,omitempty"`
	Groups     []GroupLine  `json:"agents"`
	AgentHours float64      `json:"agent_hours"`
}

// TargetLine is a target with its verdict: met, missed, or no_value.
type TargetLine struct {
	KPI        string       `json:"kpi"`
	Queue      string       `json:"queue,omitempty"`
	Channel    core.Channel `json:"channel,omitempty"`
	Segment    string       `json:"segment,omitempty"`
	ThresholdS float64      `json:"threshold_s,omitempty"`
	AtLeast    *float64     `json:"at_least,omitempty"`
	AtMost     *float64     `json:"at_most,omitempty"`
	Value      *float64     `json:"value"`
	Verdict    string       `json:"verdict"`
}

// ScopeLine are the figures of a part of the run. A figure that nothing was there
// to count for is left out.
type ScopeLine struct {
	Filter

	Offered   int64              `json:"offered"`
	Handled   int64              `json:"handled"`
	Abandoned int64              `json:"abandoned"`
	Outbound  int64              `json:"outbound"`
	Open      int64              `json:"taken_charge_open,omitempty"`
	KPIs      map[string]float64 `json:"kpis"`
	Waits     map[string]float64 `json:"wait_percentiles_s,omitempty"`
}

// HalfLine is half an hour of a queue.
type HalfLine struct {
	From      string             `json:"from"`
	Queue     string             `json:"queue"`
	Offered   int64              `json:"offered"`
	Handled   int64              `json:"handled"`
	Abandoned int64              `json:"abandoned"`
	KPIs      map[string]float64 `json:"kpis"`
	Required  int                `json:"required"` // agents, by Erlang A
	// Of all agents together: how many were at work, and how much of that time busy.
	Staffed   float64  `json:"staffed"`
	Occupancy *float64 `json:"occupancy"`
}

// GroupLine is the time of a group.
type GroupLine struct {
	Group     string   `json:"group"`
	Agents    int      `json:"agents"`
	Hours     float64  `json:"hours"`
	Occupancy *float64 `json:"occupancy"`
	Scheduled *float64 `json:"schedule_occupancy"`
}

// Report writes a result down; half hours only where they are wanted.
func (res *Result) Report(halves bool) *Report {
	p := &Report{Customers: res.Came, Refused: res.Refused, Waiting: res.Waiting, InHand: res.InHand, Steps: res.Steps}
	if res.EWTOf > 0 {
		p.EWTError = &res.EWTError
	}
	for i := range res.Verdicts {
		p.Targets = append(p.Targets, res.Verdicts[i].line())
	}
	for i := range res.Scopes {
		p.Scopes = append(p.Scopes, res.Scopes[i].line())
	}
	for i := range res.Groups {
		g := &res.Groups[i]
		p.AgentHours += g.PaidHours()
		p.Groups = append(p.Groups, GroupLine{
			Group: g.Group, Agents: g.Agents, Hours: round(g.PaidHours()),
			Occupancy: known("occupancy", g.Tally.Value("occupancy")), Scheduled: known("schedule_occupancy", g.Tally.Value("schedule_occupancy")),
		})
	}
	p.AgentHours = round(p.AgentHours)
	if halves {
		for i := range res.Halves {
			p.HalfHours = append(p.HalfHours, res.half(i))
		}
	}
	return p
}

func (v *Verdict) line() TargetLine {
	t := TargetLine{
		KPI: v.KPI, Queue: v.Queue, Channel: v.Channel, Segment: v.Segment, ThresholdS: v.Threshold.Seconds(),
		AtLeast: v.AtLeast, AtMost: v.AtMost, Value: known(v.KPI, v.Value), Verdict: "missed",
	}
	switch {
	case !v.Value.OK:
		t.Verdict = "no_value"
	case v.Met:
		t.Verdict = "met"
	}
	return t
}

func (s *Scope) line() ScopeLine {
	l := ScopeLine{
		Filter: s.Filter, Offered: s.Tally.Offered, Handled: s.Tally.Handled, Abandoned: s.Tally.Abandoned,
		Outbound: s.Tally.Outbound, Open: s.Charged - s.Done, KPIs: map[string]float64{},
	}
	add := func(name string, v kpi.Value) {
		if x := known(name, v); x != nil {
			l.KPIs[name] = *x
		}
	}
	for _, d := range kpi.Definitions() {
		if d.OfTally() {
			add(d.Name, d.Of(&s.Tally))
		}
	}
	for _, name := range []string{kpiRecall, kpiResolved, kpiTurnaround} {
		add(name, s.Value(name, 0))
	}
	if s.Done > 0 {
		l.KPIs[kpiTurnaround+".under_1_day"] = round(float64(s.DoneInADay) / float64(s.Done))
	}
	for i := range s.meters {
		m := &s.meters[i]
		add(m.kpi+"_"+m.threshold.String(), share100(m.part))
	}
	if s.Waits.N > 0 {
		l.Waits = map[string]float64{}
		for name, share := range map[string]float64{"p50": 0.5, "p80": 0.8, "p90": 0.9, "p95": 0.95, "p99": 0.99} {
			l.Waits[name] = round(s.Waits.At(share).Seconds())
		}
	}
	return l
}

func (res *Result) half(i int) HalfLine {
	h := &res.Halves[i]
	queue := i / (len(res.Halves) / len(res.required)) // half hours are listed queue by queue
	l := HalfLine{
		From: h.From.Time().Format("2006-01-02T15:04Z"), Queue: h.Queue, Offered: h.Tally.Offered, Handled: h.Tally.Handled,
		Abandoned: h.Tally.Abandoned, KPIs: map[string]float64{}, Required: res.required[queue].agents(h.Tally.Offered),
		Staffed: round((h.Staff.Contact + h.Staff.Ready).Hours() * 2), Occupancy: known("occupancy", h.Staff.Value("occupancy")),
	}
	for _, d := range kpi.Definitions() {
		if x := known(d.Name, d.Of(&h.Tally)); d.OfTally() && x != nil {
			l.KPIs[d.Name] = *x
		}
	}
	return l
}

// known is a figure in the unit of targets; nil where there is no value.
func known(name string, v kpi.Value) *float64 {
	if !v.OK {
		return nil
	}
	x := round(Amount(name, v))
	return &x
}

// round keeps six decimals, so that a report does not show the noise of floating
// point.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
