package report

import (
	"time"

	"turno/internal/core"
	"turno/internal/kpi"
)

// Counter takes in the facts of a day, in any order, and gives its Report. It is
// not safe for concurrent use.
type Counter struct {
	day    *Day
	filter Filter
	goal   func(queue string) float64
	level  kpi.Definition // the service level that goals are for

	total   *group
	queues  map[string]*group
	sites   map[string]*group
	service map[string]*group
	agents  map[string]*group
	hours   map[string]*group
	reasons map[string]int64
	results map[string]int64
	states  map[kpi.State]time.Duration
	ofAgent map[core.ID]map[kpi.State]time.Duration
}

// group is what one row counts.
type group struct {
	tally kpi.Tally
	waits kpi.Waits
	// Goals of the queues, each as often as its legs count in the service level.
	goals, weight float64
}

// NewCounter begins a day. Goal says what share a queue is to serve in time, 0 for
// one that has no goal.
func NewCounter(day *Day, filter Filter, goal func(queue string) float64) *Counter {
	level, _ := kpi.Lookup("service_level")
	return &Counter{
		day: day, filter: filter, goal: goal, level: level, total: &group{},
		queues: map[string]*group{}, sites: map[string]*group{}, service: map[string]*group{},
		agents: map[string]*group{}, hours: map[string]*group{},
		reasons: map[string]int64{}, results: map[string]int64{},
		states: map[kpi.State]time.Duration{}, ofAgent: map[core.ID]map[kpi.State]time.Duration{},
	}
}

// Wants says whether a leg is of the day, the place and the filter.
func (c *Counter) Wants(l *core.Leg) bool {
	_, ok := c.hourOf(l)
	return ok
}

func (c *Counter) hourOf(l *core.Leg) (Hour, bool) {
	span := c.day.of(l.Site)
	if span == nil || l.Queued < span.from || l.Queued >= span.to {
		return Hour{}, false
	}
	h := span.hour(l.Queued)
	return h, c.filter.leg(l, &h)
}

// AddLeg counts a leg if it is wanted.
func (c *Counter) AddLeg(l *core.Leg) {
	hour, ok := c.hourOf(l)
	if !ok {
		return
	}
	weight := float64(c.level.OfLeg(l).Den)
	goal := c.goal(l.Queue)
	if goal == 0 {
		weight = 0
	}
	add := func(g *group) {
		g.tally.Add(l)
		g.waits.Add(l)
		g.goals += goal * weight
		g.weight += weight
	}
	add(c.total)
	add(in(c.queues, l.Queue))
	add(in(c.sites, l.Site))
	add(in(c.service, l.Service))
	add(in(c.hours, hour.Key))
	if l.Answered == 0 {
		return
	}
	if !l.Agent.IsZero() {
		add(in(c.agents, l.Agent.String()))
	}
	if l.Direction != core.Outbound {
		c.reasons[l.Reason]++
		c.results[l.Outcome]++
	}
}

// Part is what an interval has in the day and the filter; false for nothing.
func (c *Counter) Part(i *core.AgentInterval) (core.AgentInterval, bool) {
	span := c.day.of(i.Site)
	f := &c.filter
	if span == nil || f.OfWork() || !wants(f.Site, i.Site) || !f.Agent.IsZero() && f.Agent != i.Agent {
		return core.AgentInterval{}, false
	}
	if f.State != "" || f.Pause != "" {
		state, _ := kpi.StateOf(i)
		if !wants(f.State, state.Name) || !wants(f.Pause, state.Reason) {
			return core.AgentInterval{}, false
		}
	}
	from, to := span.from, span.to
	if f.Hour != "" {
		from, to = span.bounds(f.Hour)
	}
	return kpi.Clip(*i, from, to)
}

// bounds are those of an hour of the day; nothing where the day has no such hour.
func (s *span) bounds(key string) (from, to core.Instant) {
	for _, h := range s.hours {
		if h.Key == key {
			return h.From, h.To
		}
	}
	return 0, 0
}

// AddInterval counts the part of an agent's time that is wanted.
func (c *Counter) AddInterval(i *core.AgentInterval) {
	part, ok := c.Part(i)
	if !ok {
		return
	}
	c.total.tally.AddInterval(&part)
	in(c.sites, part.Site).tally.AddInterval(&part)
	in(c.agents, part.Agent.String()).tally.AddInterval(&part)
	span := c.day.of(part.Site)
	for at := part.From; at < part.To; {
		h := span.hour(at)
		if piece, some := kpi.Clip(part, h.From, h.To); some {
			in(c.hours, h.Key).tally.AddInterval(&piece)
		}
		at = h.To
	}
	state, counts := kpi.StateOf(&part)
	if !counts {
		return
	}
	c.states[state] += part.Length()
	own, ok := c.ofAgent[part.Agent]
	if !ok {
		own = map[kpi.State]time.Duration{}
		c.ofAgent[part.Agent] = own
	}
	own[state] += part.Length()
}

// in is the group of a key, made where it is the first of it.
func in(groups map[string]*group, key string) *group {
	g, ok := groups[key]
	if !ok {
		g = &group{}
		groups[key] = g
	}
	return g
}
