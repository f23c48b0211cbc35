package insight

import (
	"math"
	"time"

	"turno/internal/core"
	"turno/internal/kpi"
)

// figures are the counts of today, each site's own: of the facts that are written,
// of the legs that are answered and not written yet, and of the intervals that
// agents are in now. Package kpi counts; here it is only kept in heaps.
type figures struct {
	org    Organisation
	at     core.Instant // which day is today
	starts map[string]core.Instant
	ends   core.Instant // of the day that ends first

	lines  map[lineKey]*lineDay
	sites  map[string]*siteDay
	agents map[core.ID]*agentDay
	open   map[core.ID][]core.Leg // counted legs of works on the floor
}

// lineKey is a queue as facts name it.
type lineKey struct{ base, site string }

// lineDay is a queue's day, as a whole and in quarter hours.
type lineDay struct {
	tally    kpi.Tally
	quarters map[core.Instant]*kpi.Tally
}

// siteDay is the time of the agents of a site.
type siteDay struct {
	written kpi.Tally
	running kpi.Running
}

// agentDay is an agent's own day.
type agentDay struct {
	written kpi.Tally
	now     core.AgentInterval // the one the agent is in; Presence empty when signed out
}

// quarter is the length of the intervals of a wall's line.
const quarter = core.Instant(15 * time.Minute / time.Microsecond)

func newFigures(org Organisation, at core.Instant) *figures {
	f := &figures{
		org: org, at: at, starts: map[string]core.Instant{},
		ends:  org.DayEnd("", at),
		lines: map[lineKey]*lineDay{}, sites: map[string]*siteDay{},
		agents: map[core.ID]*agentDay{}, open: map[core.ID][]core.Leg{},
	}
	for _, site := range org.SitesUnder("org") {
		f.ends = min(f.ends, org.DayEnd(site, at))
	}
	return f
}

// start is when today began at a site.
func (f *figures) start(site string) core.Instant {
	start, ok := f.starts[site]
	if !ok {
		start = f.org.DayStart(site, f.at)
		f.starts[site] = start
	}
	return start
}

// earliest is when the longest of today's days began.
func (f *figures) earliest() core.Instant {
	first := f.start("")
	for _, site := range f.org.SitesUnder("org") {
		first = min(first, f.start(site))
	}
	return first
}

// addLeg counts a leg if it is of today.
func (f *figures) addLeg(l *core.Leg) { f.leg(l, (*kpi.Tally).Add) }

func (f *figures) removeLeg(l *core.Leg) { f.leg(l, (*kpi.Tally).Remove) }

func (f *figures) leg(l *core.Leg, count func(*kpi.Tally, *core.Leg)) {
	if l.Queued < f.start(l.Site) {
		return
	}
	day := f.line(lineKey{l.Queue, l.Site})
	count(&day.tally, l)
	at := l.Queued - l.Queued%quarter
	part, ok := day.quarters[at]
	if !ok {
		part = &kpi.Tally{}
		day.quarters[at] = part
	}
	count(part, l)
	// An unanswered leg names the agent it was last offered to, who did not handle it.
	if l.Answered != 0 && !l.Agent.IsZero() {
		count(&f.agent(l.Agent).written, l)
	}
}

func (f *figures) line(key lineKey) *lineDay {
	day, ok := f.lines[key]
	if !ok {
		day = &lineDay{quarters: map[core.Instant]*kpi.Tally{}}
		f.lines[key] = day
	}
	return day
}

func (f *figures) agent(id core.ID) *agentDay {
	day, ok := f.agents[id]
	if !ok {
		day = &agentDay{}
		f.agents[id] = day
	}
	return day
}

func (f *figures) site(key string) *siteDay {
	day, ok := f.sites[key]
	if !ok {
		day = &siteDay{running: kpi.Running{From: f.start(key)}}
		f.sites[key] = day
	}
	return day
}

// addInterval counts the part of a written interval that is of today.
func (f *figures) addInterval(i *core.AgentInterval) {
	part, ok := kpi.Clip(*i, f.start(i.Site), math.MaxInt64)
	if !ok {
		return
	}
	f.site(i.Site).written.AddInterval(&part)
	f.agent(i.Agent).written.AddInterval(&part)
}

// setOpen replaces the legs of a work that count and are not written.
func (f *figures) setOpen(work core.ID, legs []core.Leg) {
	old := f.open[work]
	for i := range old {
		f.removeLeg(&old[i])
	}
	for i := range legs {
		f.addLeg(&legs[i])
	}
	if len(legs) == 0 {
		delete(f.open, work)
		return
	}
	f.open[work] = legs
}

// setInterval says which interval an agent is in now; the zero value for one who
// has signed out.
func (f *figures) setInterval(agent core.ID, now core.AgentInterval) {
	day := f.agent(agent)
	if day.now.Presence != "" {
		f.site(day.now.Site).running.Remove(&day.now)
	}
	day.now = now
	if now.Presence != "" {
		f.site(now.Site).running.Add(&now)
	}
}

// ofAgent is an agent's day up to an instant.
func (f *figures) ofAgent(id core.ID, now core.Instant) kpi.Tally {
	day, ok := f.agents[id]
	if !ok {
		return kpi.Tally{}
	}
	tally := day.written
	if day.now.Presence != "" {
		open := day.now
		open.To = max(now, open.From)
		if part, ok := kpi.Clip(open, f.start(open.Site), math.MaxInt64); ok {
			tally.AddInterval(&part)
		}
	}
	return tally
}

// ofSite adds the time of a site's agents up to an instant.
func (f *figures) ofSite(site string, now core.Instant, to *kpi.Tally) {
	if day, ok := f.sites[site]; ok {
		to.Merge(&day.written)
		day.running.AddTo(to, max(now, f.start(site)))
	}
}
