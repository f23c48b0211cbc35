package alert

import (
	"cmp"
	"context"
	"slices"

	"turno/internal/alert/condition"
	"turno/internal/core"
	"turno/internal/insight"
	"turno/internal/org"
)

// ruleBook is what the organisation wants to be told, as package condition reads it.
type ruleBook struct {
	of    *org.Organisation // it was made from
	rules []condition.Rule
}

func (b *ruleBook) renew(o *org.Organisation) {
	if b.of == o {
		return
	}
	b.of, b.rules = o, make([]condition.Rule, len(o.Alerts))
	for i := range o.Alerts {
		b.rules[i] = ruleOf(&o.Alerts[i])
	}
}

func ruleOf(a *org.Alert) condition.Rule {
	return condition.Rule{
		Key: a.Key, Kind: condition.Kind(a.Kind), Node: a.At, Queues: a.Queues,
		Share: a.ShareOfTarget(), Margin: a.Margin, Count: a.CountMin(), Waiting: a.Waiting,
		State: a.State, Reasons: a.Reasons, Limit: a.Limit.Std(), Lasts: a.Lasts.Std(), Clears: a.ClearsAfter(), Closed: a.Closed,
	}
}

// Look finds what rings and what clears now, writes it, and shows it. When it
// cannot be written nothing has happened, and the next look finds it again. While
// the boards are being read there is nothing to judge.
func (s *Service) Look(ctx context.Context) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	standing, ok := s.opts.Figures.Standing()
	if !ok {
		return nil
	}
	o := s.opts.Organisation()
	snapshot := s.snapshot(o, &standing)
	s.mu.Lock()
	s.rules.renew(o)
	rules, states := s.rules.rules, s.states
	s.mu.Unlock()
	found := condition.Find(rules, &snapshot, o.Contains)
	next, changes := condition.Next(snapshot.At, rules, states, found)
	occurrences, err := s.write(ctx, o, snapshot.At, changes)
	if err != nil {
		return err
	}
	s.take(o, next, occurrences)
	return nil
}

// snapshot is how it stands, each thing with its place and whether that is open.
func (s *Service) snapshot(o *org.Organisation, standing *insight.Standing) condition.Snapshot {
	c := condition.Snapshot{
		At:    standing.At,
		Lines: make([]condition.Line, len(standing.Lines)), Agents: make([]condition.Agent, len(standing.Agents)),
	}
	for i := range standing.Lines {
		l := &standing.Lines[i]
		c.Lines[i] = condition.Line{
			Key: l.Key, Queue: l.Queue, Site: l.Site, Node: o.QueueNode(l.Key), Open: l.Open, Waiting: l.Waiting, Oldest: l.Oldest,
			Target: l.Threshold, Goal: l.Goal, Serving: l.Serving, Level: l.Level.V, Counted: l.Level.Den, HasFigure: l.Level.OK,
		}
	}
	open := map[string]bool{}
	isOpen := func(site string) bool {
		is, known := open[site]
		if !known {
			place, ok := o.Site(site)
			is = !ok || o.OpenAt(site, place.Calendar, standing.At)
			open[site] = is
		}
		return is
	}
	for i := range standing.Agents {
		a := &standing.Agents[i]
		c.Agents[i] = condition.Agent{
			ID: a.Agent.String(), Site: a.Site, Node: agentNode(a), Open: isOpen(a.Site), State: stateOf(a), Reason: a.Reason, Since: a.Since,
		}
	}
	slices.SortFunc(c.Agents, func(a, b condition.Agent) int { return cmp.Compare(a.ID, b.ID) })
	if s.opts.Devices == nil {
		return c
	}
	for _, d := range s.opts.Devices() {
		gone := core.Instant(0)
		if !d.Online {
			gone = d.Since // zero for one that never came: nobody misses it
		}
		c.Devices = append(c.Devices, condition.Device{Key: d.Key, Site: d.Site, Node: siteNode(d.Site), Open: isOpen(d.Site), Gone: gone})
	}
	return c
}

// stateOf is what an agent does, in one word: work before presence.
func stateOf(a *insight.AgentStanding) string {
	switch {
	case a.Activity == core.Engaged:
		return org.AlertEngaged
	case a.Activity == core.WrapUp:
		return org.AlertWrapUp
	case a.Activity == core.Offered:
		return org.AlertOffered
	case a.Presence == core.Ready:
		return org.AlertReady
	default:
		return org.AlertNotReady
	}
}

func agentNode(a *insight.AgentStanding) string {
	if a.Team != "" {
		return org.TeamNode(a.Team)
	}
	return siteNode(a.Site)
}

func siteNode(site string) string {
	if site == "" {
		return org.NodeOrg
	}
	return org.SiteNode(site)
}
