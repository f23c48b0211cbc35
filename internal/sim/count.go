package sim

import (
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/kpi"
)

// slot is the interval of a day's report: half an hour.
const slot = 30 * time.Minute

// counts are the figures of a run as they grow. Facts are counted when they are
// written and not kept: a year of six million contacts takes no more memory than a day.
type counts struct {
	sc         *Scenario
	watch      Options
	start, end core.Instant
	lines      []line

	scopes   []Scope
	halves   [][]kpi.Tally // by queue, then half hour
	staffed  []kpi.Tally   // agents' time, by half hour
	groups   []kpi.Tally   // agents' time, by group
	ewtError Histogram     // relative error of announced waits from place 12 on, in units of 1 µs = 1 ‱

	came, refused int64
}

func newCounts(sc *Scenario, lines []line, start, end core.Instant, watch Options) *counts {
	c := &counts{sc: sc, watch: watch, start: start, end: end, lines: lines, groups: make([]kpi.Tally, len(sc.Groups))}
	n := c.half(end-1) + 1
	c.staffed = make([]kpi.Tally, n)
	for range sc.Queues {
		c.halves = append(c.halves, make([]kpi.Tally, n))
	}
	c.makeScopes()
	for i := range lines {
		for s := range c.scopes {
			if c.scopes[s].takes(lines[i].def) && (c.scopes[s].Site == "" || lines[i].site == "" || lines[i].site == c.scopes[s].Site) {
				lines[i].scopes = append(lines[i].scopes, s)
			}
		}
	}
	return c
}

// half is the number of the half hour that an instant lies in.
func (c *counts) half(at core.Instant) int { return int(at.Sub(c.start) / slot) }

// makeScopes lists what the report is about: all, each queue, channel, segment and
// site, and what else a target speaks of.
func (c *counts) makeScopes() {
	c.scope(Filter{})
	for i := range c.sc.Queues {
		q := &c.sc.Queues[i]
		c.writtenMeters(c.scope(Filter{Queue: q.Key}), q)
	}
	for i := range c.sc.Queues {
		c.scope(Filter{Channel: c.sc.Queues[i].Channel})
	}
	premier := false
	for i := range c.sc.Streams {
		if s := &c.sc.Streams[i]; s.Segment != "" {
			c.scope(Filter{Segment: s.Segment})
		}
		premier = premier || c.sc.Streams[i].Premier > 0 && !c.sc.Plain
	}
	if premier {
		c.scope(Filter{Segment: "Premier"})
	}
	for i := range c.sc.Sites {
		c.scope(Filter{Site: c.sc.Sites[i].Name})
	}
	for i := range c.sc.Targets {
		t := &c.sc.Targets[i]
		s := c.scope(Filter{Queue: t.Queue, Channel: t.Channel, Segment: t.Segment})
		switch t.KPI {
		case kpiAnsweredWithin, kpiFirstResponse, kpiPunctuality, kpiNoResponse:
			s.meter(t.KPI, t.threshold())
		}
	}
}

func (t *Target) threshold() time.Duration {
	if t.KPI == kpiNoResponse && t.Threshold == 0 {
		return noResponseAfter
	}
	return t.Threshold
}

// writtenMeters are the customary figures of a written channel.
func (c *counts) writtenMeters(s *Scope, q *Queue) {
	switch q.Channel {
	case core.Facebook, core.X, core.WhatsApp:
		s.meter(kpiFirstResponse, q.ServiceLevel.Threshold)
		s.meter(kpiPunctuality, 4*time.Hour)
		s.meter(kpiNoResponse, noResponseAfter)
	case core.Email:
		s.meter(kpiPunctuality, 12*time.Hour)
	default: // they are judged by their service level
	}
}

// scope finds a scope or makes it.
func (c *counts) scope(f Filter) *Scope {
	i := slices.IndexFunc(c.scopes, func(s Scope) bool { return s.Filter == f })
	if i < 0 {
		i = len(c.scopes)
		c.scopes = append(c.scopes, Scope{Filter: f})
	}
	return &c.scopes[i]
}

// leg counts a leg that has ended, or, at the end, one that has not.
func (c *counts) leg(n int32, l *core.Leg) {
	if c.watch.Leg != nil {
		c.watch.Leg(l)
	}
	for _, s := range c.lines[n].scopes {
		if s := &c.scopes[s]; s.holds(l) {
			s.add(l, c.end)
		}
	}
	if h := c.half(l.Queued); h < len(c.staffed) {
		c.halves[c.lines[n].base][h].Add(l)
	}
	if l.Answered != 0 && l.Announced > 0 && l.Place >= 12 && l.Wait() > 0 {
		wrong := (l.Wait() - l.Announced).Abs()
		c.ewtError.Add(time.Duration(float64(wrong)/float64(l.Wait())*1e4) * time.Microsecond)
	}
}

// interval counts an agent's time.
func (c *counts) interval(group int32, i *core.AgentInterval) {
	if c.watch.Interval != nil {
		c.watch.Interval(i)
	}
	whole, ok := kpi.Clip(*i, c.start, c.end)
	if !ok {
		return
	}
	c.scopes[0].Tally.AddInterval(&whole)
	c.groups[group].AddInterval(&whole)
	for h := c.half(whole.From); h <= c.half(whole.To-1); h++ {
		from := c.start.Add(time.Duration(h) * slot)
		if part, ok := kpi.Clip(whole, from, from.Add(slot)); ok {
			c.staffed[h].AddInterval(&part)
		}
	}
}

// resolved counts a customer's handled contact: whether it comes again (at an
// instant, zero for never), and whether the first contact was enough.
func (c *counts) resolved(k *contact, again core.Instant, charged bool) {
	windowEnds := k.released.Add(kpi.RecallWindow)
	if windowEnds > c.end {
		return
	}
	recalled := again != 0 && again <= windowEnds
	l := core.Leg{Segment: k.segment, Site: c.lines[k.line].site}
	for _, n := range c.lines[k.line].scopes {
		s := &c.scopes[n]
		if !s.holds(&l) {
			continue
		}
		count(&s.recalls, recalled)
		if !k.again {
			count(&s.resolved, !charged && !recalled)
		}
	}
}

func count(p *kpi.Part, yes bool) {
	p.Den++
	if yes {
		p.Num++
	}
}

// charged counts a work taken charge of.
func (c *counts) charged(queue string) {
	c.ofTask(queue, func(s *Scope) { s.Charged++ })
}

// done counts one that is done: the task, or the call after it.
func (c *counts) done(queue string, after time.Duration) {
	c.ofTask(queue, func(s *Scope) {
		s.Done++
		s.turnaround += after
		if after < 24*time.Hour {
			s.DoneInADay++
		}
	})
}

func (c *counts) ofTask(queue string, f func(*Scope)) {
	for i := range c.scopes {
		if s := &c.scopes[i]; s.Filter == (Filter{}) || s.Filter == (Filter{Queue: queue}) {
			f(s)
		}
	}
}
