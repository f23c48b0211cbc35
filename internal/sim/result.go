package sim

import (
	"time"

	"turno/internal/core"
	"turno/internal/erlang"
	"turno/internal/kpi"
)

// Result is what came of a run.
type Result struct {
	Scopes   []Scope // the first is all
	Halves   []HalfHour
	Groups   []GroupTime
	Verdicts []Verdict

	Came    int64 // customers who came, those who came again too
	Refused int64 // for whom no queue had room
	Waiting int64 // still waiting at the end
	InHand  int64 // being served at the end
	Steps   int64 // of the engine

	required []requirement // by queue

	// EWTError is the median relative error of the waits announced at place 12 or
	// later, over EWTOf of them.
	EWTError float64
	EWTOf    int64
}

// HalfHour is one interval of one queue.
type HalfHour struct {
	From  core.Instant
	Queue string
	Tally kpi.Tally
	Staff kpi.Tally // time of all agents, whatever their queues
}

// GroupTime is the time of a group's agents.
type GroupTime struct {
	Group  string
	Agents int
	Tally  kpi.Tally
}

// PaidHours are the hours signed in.
func (s *GroupTime) PaidHours() float64 {
	t := &s.Tally
	return (t.Contact + t.Ready + t.Break + t.Training + t.Other).Hours()
}

// Verdict says whether a target was met; no verdict where there is no value.
type Verdict struct {
	Target
	Value kpi.Value
	Met   bool
}

// finish closes what is open and makes the result.
func (r *run) finish() *Result {
	r.now = max(r.now, r.end)
	if !r.draining {
		r.now = r.end
	}
	for i := range r.agents {
		if a := &r.agents[i]; a.signedIn {
			r.closeInterval(a)
		}
	}
	res := &Result{Came: r.count.came, Refused: r.count.refused, Steps: r.steps}
	for i := range r.contacts {
		r.openContact(&r.contacts[i], res)
	}
	res.Scopes = r.count.scopes
	if n := r.count.ewtError.N; n > 0 {
		res.EWTOf = n
		res.EWTError = float64(r.count.ewtError.At(0.5).Microseconds()) / 1e4
	}
	r.halfHours(res)
	perGroup := make([]int, len(r.sc.Groups))
	for i := range r.agents {
		perGroup[r.agents[i].group]++
	}
	for i := range r.sc.Groups {
		res.Groups = append(res.Groups, GroupTime{Group: r.sc.Groups[i].Name, Agents: perGroup[i], Tally: r.count.groups[i]})
	}
	for i := range r.sc.Targets {
		res.Verdicts = append(res.Verdicts, res.judge(r.sc.Targets[i]))
	}
	return res
}

// openContact counts a contact that the end came upon: answered ones as handled,
// waiting ones only where their time was over.
func (r *run) openContact(c *contact, res *Result) {
	switch {
	case c.serial == 0 || c.queued == 0:
	case c.wrapping: // wrap-up goes on
		r.write(c, "", 0)
	case c.answered != 0:
		res.InHand++
		c.released = 0
		r.write(c, "", 0)
	default:
		res.Waiting++
		c.released = 0
		r.write(c, "", 0)
	}
}

func (r *run) halfHours(res *Result) {
	for q := range r.sc.Queues {
		queue := &r.sc.Queues[q]
		res.required = append(res.required, r.requirement(queue))
		for h := range r.count.halves[q] {
			res.Halves = append(res.Halves, HalfHour{From: r.start.Add(time.Duration(h) * slot), Queue: queue.Key, Tally: r.count.halves[q][h], Staff: r.count.staffed[h]})
		}
	}
}

// requirement answers how many agents a queue's goal takes by Erlang A with so many
// contacts in half an hour; it remembers, since the numbers come again and again.
type requirement struct {
	line  erlang.Queue
	goal  erlang.Goal
	known map[int64]int
}

// requirement has the mean handle time and patience of the queue's customers,
// weighed by how many come.
func (r *run) requirement(q *Queue) requirement {
	req := requirement{
		goal:  erlang.Goal{Share: q.ServiceLevel.Goal, WithinS: q.ServiceLevel.Threshold.Seconds()},
		known: map[int64]int{},
	}
	weight, leaving := 0.0, 0.0
	for i := range r.sc.Streams {
		s := &r.sc.Streams[i]
		if s.Queue != q.Key || s.PerDay == 0 {
			continue
		}
		weight += s.PerDay
		req.line.ServiceS += s.PerDay * s.Handle.Average()
		if s.Patience.Shape != None {
			leaving += s.PerDay / s.Patience.Average()
		}
	}
	if weight > 0 {
		req.line.ServiceS /= weight
	}
	if leaving > 0 {
		req.line.PatienceS = weight / leaving
	}
	return req
}

// agents is zero where nobody came, no goal is set or none is in reach.
func (req *requirement) agents(offered int64) int {
	if offered == 0 || req.goal.Share == 0 || req.line.ServiceS == 0 {
		return 0
	}
	n, ok := req.known[offered]
	if !ok {
		line := req.line
		line.PerSecond = float64(offered) / slot.Seconds()
		n, _ = line.AgentsFor(req.goal) // 0 with an error
		req.known[offered] = n
	}
	return n
}

// Scope finds a scope.
func (res *Result) Scope(f Filter) *Scope {
	for i := range res.Scopes {
		if res.Scopes[i].Filter == f {
			return &res.Scopes[i]
		}
	}
	return &Scope{}
}

func (res *Result) judge(t Target) Verdict {
	v := Verdict{Target: t, Value: res.Scope(Filter{Queue: t.Queue, Channel: t.Channel, Segment: t.Segment}).Value(t.KPI, t.threshold())}
	v.Met = v.Value.OK && v.holds()
	return v
}

// holds reports whether the value is within the target's bounds.
func (v *Verdict) holds() bool {
	x := Amount(v.KPI, v.Value)
	return (v.AtLeast == nil || x >= *v.AtLeast) && (v.AtMost == nil || x <= *v.AtMost)
}

// Amount is a value in the unit of a target: shares as they are, durations in
// seconds.
func Amount(name string, v kpi.Value) float64 {
	if IsDuration(name) {
		return v.V / 1e6
	}
	return v.V
}

// IsDuration reports whether a KPI is a time.
func IsDuration(name string) bool {
	if name == kpiTurnaround {
		return true
	}
	d, ok := kpi.Lookup(name)
	return ok && d.Unit == kpi.Duration
}

// KnownKPI reports whether a run can answer a KPI, and whether it wants a
// threshold.
func KnownKPI(name string) (known, threshold bool) {
	switch name {
	case kpiAnsweredWithin, kpiFirstResponse, kpiPunctuality:
		return true, true
	case kpiNoResponse, kpiRecall, kpiResolved, kpiTurnaround:
		return true, false
	}
	d, ok := kpi.Lookup(name)
	return ok && d.OfTally(), false
}
