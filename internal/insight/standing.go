package insight

import (
	"cmp"
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/kpi"
)

// Standing is how everything that alerts watch stands at an instant.
type Standing struct {
	At     core.Instant
	Lines  []LineStanding  // in order of their keys
	Agents []AgentStanding // in no order
}

// LineStanding is a queue's line.
type LineStanding struct {
	Key         string // the engine's
	Queue, Site string
	Open        bool
	Waiting     int
	Oldest      core.Instant // when the longest waiting work entered; 0: nobody waits
	Threshold   time.Duration
	Goal        float64
	Serving     int // agents who are ready for it or busy
	NotReady    int
	Level       kpi.Value // service level of the day
}

// AgentStanding is a signed-in agent.
type AgentStanding struct {
	Agent      core.ID
	Name       string
	Site, Team string
	Presence   core.Presence
	Reason     string
	Activity   core.Activity
	Since      core.Instant
}

// Standing is how it stands now; ok is false while the floor or today's figures are
// being read, which is no time to judge anything.
func (b *Boards) Standing() (s Standing, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.m == nil || b.f == nil || b.loading != nil {
		return s, false
	}
	s = Standing{
		At:    b.now(),
		Lines: make([]LineStanding, 0, len(b.m.keys)), Agents: make([]AgentStanding, 0, len(b.m.agents)),
	}
	level := b.definition("service_level")
	for _, key := range b.m.keys {
		q := b.m.queues[key]
		crowd := q.crowd()
		line := LineStanding{
			Key: key, Queue: q.base, Site: q.site, Open: q.open, Waiting: len(q.waiting), Oldest: q.oldest(),
			Threshold: q.threshold, Goal: q.goal, Serving: crowd.busy() + crowd.ready, NotReady: crowd.notReady,
		}
		if day, known := b.f.lines[lineKey{q.base, q.site}]; known && level != nil {
			line.Level = level.Of(&day.tally)
		}
		s.Lines = append(s.Lines, line)
	}
	for _, a := range b.m.agents {
		s.Agents = append(s.Agents, AgentStanding{
			Agent: a.ID, Name: a.name, Site: a.Site, Team: a.Team, Presence: a.Presence, Reason: a.Reason,
			Activity: a.Activity, Since: sinceOf(&a.AgentView),
		})
	}
	return s, true
}

func (b *Boards) definition(name string) *kpi.Definition {
	i := slices.IndexFunc(b.formula, func(d kpi.Definition) bool { return d.Name == name })
	if i < 0 {
		return nil
	}
	return &b.formula[i]
}

// Evidence is what stands behind a line's figures: who waits in it, the longest
// first, and who serves it or could.
type Evidence struct {
	Works  []WaitingWork
	Agents []AgentStanding
}

// WaitingWork is a work that waits.
type WaitingWork struct {
	Work, Contact core.ID
	Ticket        string
	Queued        core.Instant
}

// evidenceMax is how many works and agents are named.
const evidenceMax = 8

// Evidence is what stands behind a line's figures now, at most eight of each.
func (b *Boards) Evidence(line string) Evidence {
	b.mu.Lock()
	defer b.mu.Unlock()
	var e Evidence
	if b.m == nil {
		return e
	}
	q, ok := b.m.queues[line]
	if !ok {
		return e
	}
	for _, w := range q.waiting {
		e.Works = append(e.Works, WaitingWork{Work: w.ID, Contact: w.Meta.Contact, Ticket: w.Meta.Label, Queued: w.Queued})
	}
	slices.SortFunc(e.Works, func(a, b WaitingWork) int { return cmp.Or(cmp.Compare(a.Queued, b.Queued), a.Work.Compare(b.Work)) })
	e.Works = slices.Clip(e.Works[:min(len(e.Works), evidenceMax)])
	for _, a := range b.m.agents {
		if p, known := b.m.profiles[a.Profile]; known && slices.Contains(p.queues, line) {
			e.Agents = append(e.Agents, AgentStanding{
				Agent: a.ID, Name: a.name, Site: a.Site, Team: a.Team, Presence: a.Presence, Reason: a.Reason,
				Activity: a.Activity, Since: sinceOf(&a.AgentView),
			})
		}
	}
	slices.SortFunc(e.Agents, func(a, b AgentStanding) int { return cmp.Or(cmp.Compare(a.Since, b.Since), a.Agent.Compare(b.Agent)) })
	e.Agents = slices.Clip(e.Agents[:min(len(e.Agents), evidenceMax)])
	return e
}
