package insight

import (
	"cmp"
	"context"
	"slices"

	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/routing"
)

// floorBoard is what a team leader sees of a node, or a wall in the room.
type floorBoard struct {
	topic

	node string
	wall bool
	org  Organisation // that scope was made from
	all  bool         // the whole organisation
	in   map[string]struct{}
}

// floorWaitingMax is how many waiting works a floor lists: those whose time is
// over, or will be over, first.
const floorWaitingMax = 500

func (b *Boards) openFloor(ctx context.Context, node string, sink Sink) (func(), error) {
	return b.openBoard(ctx, &floorBoard{topic: newTopic(sink), node: node})
}

func (b *Boards) openWall(ctx context.Context, node string, sink Sink) (func(), error) {
	return b.openBoard(ctx, &floorBoard{topic: newTopic(sink), node: node, wall: true})
}

func (b *Boards) openBoard(ctx context.Context, f *floorBoard) (func(), error) {
	if err := await(ctx, b.counted); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.org.HasNode(f.node) {
		return nil, core.Errorf(core.NotFound, "there is no node %q", f.node)
	}
	f.show(b)
	f.send(true)
	b.floors[f] = struct{}{}
	b.poke() // for the explanations
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		f.ended = true
		delete(b.floors, f)
	}, nil
}

// has reports whether a site is in the scope; the site "" is the organisation's own.
func (f *floorBoard) has(site string) bool {
	if f.all {
		return true
	}
	_, ok := f.in[site]
	return ok
}

func (f *floorBoard) scope(org Organisation) {
	if f.org == org {
		return
	}
	f.org, f.all, f.in = org, f.node == "org", map[string]struct{}{}
	for _, site := range org.SitesUnder(f.node) {
		f.in[site] = struct{}{}
	}
}

// show puts all rows.
func (f *floorBoard) show(b *Boards) {
	f.scope(b.org)
	f.begin()
	total := b.total(f)
	f.put("total", "total", docOf(total))
	for _, key := range b.m.keys {
		if q := b.m.queues[key]; f.has(q.site) {
			f.put("queue", key, b.floorQueueDoc(q))
		}
	}
	if f.wall {
		b.showLines(f)
	} else {
		for id, a := range b.m.agents {
			if f.has(a.Site) {
				f.put("agent", id.String(), b.floorAgentDoc(a))
			}
		}
		for _, w := range b.waiting(f) {
			f.put("waiting", w.ID.String(), b.floorWaitingDoc(w))
		}
		b.showDevices(f)
	}
	f.sweep("total", "queue", "line", "queue_line", "agent", "waiting", "device")
}

// waiting are the works that wait, and those set aside, in the order in which
// their time is over.
func (b *Boards) waiting(f *floorBoard) []*work {
	var all []*work
	for _, q := range b.m.queues {
		if !f.has(q.site) {
			continue
		}
		for _, w := range q.waiting {
			all = append(all, w)
		}
	}
	for _, w := range b.m.parked {
		if f.has(w.queue.site) {
			all = append(all, w)
		}
	}
	if len(all) <= floorWaitingMax {
		return all
	}
	slices.SortFunc(all, func(a, b *work) int {
		return cmp.Or(cmp.Compare(a.due(), b.due()), a.ID.Compare(b.ID))
	})
	return all[:floorWaitingMax]
}

// due is when a work will have waited as long as its queue's target allows.
func (w *work) due() core.Instant { return w.Queued.Add(w.queue.threshold) }

// total sums up a scope.
func (b *Boards) total(f *floorBoard) floorTotal {
	tally, goal := b.tally(f)
	row := floorTotal{
		KPI: b.figuresOf(&tally, "leg", "agent_interval"),
		ASA: b.value(&tally, "asa"), AHT: b.value(&tally, "aht"), Occupancy: b.value(&tally, "occupancy"),
		Offered: tally.Offered, Handled: tally.Handled, Abandoned: tally.Abandoned, NoShow: tally.NoShow,
	}
	if level, ok := row.KPI["service_level"]; ok {
		level.Goal = goal
		row.KPI["service_level"] = level
	}
	var c crowd
	for _, a := range b.m.agents {
		if f.has(a.Site) {
			c.add(&a.AgentView, 1)
		}
	}
	row.Ready, row.Engaged, row.WrapUp, row.NotReady, row.OfferedAgents = c.ready, c.engaged, c.wrapUp, c.notReady, c.offered
	row.SignedIn = c.all()
	for _, q := range b.m.queues {
		if !f.has(q.site) {
			continue
		}
		row.Waiting += len(q.waiting)
		if first := q.oldest(); first != 0 && (row.Oldest == 0 || first < row.Oldest) {
			row.Oldest = first
		}
	}
	return row
}

// tally is today of a scope, and the service level it is to reach: the mean of the
// queues' goals, each as often as its works count.
func (b *Boards) tally(f *floorBoard) (kpi.Tally, float64) {
	var sum kpi.Tally
	if b.f == nil {
		return sum, 0
	}
	for key, day := range b.f.lines {
		if f.has(key.site) {
			sum.Merge(&day.tally)
		}
	}
	for site := range b.f.sites {
		if f.has(site) {
			b.f.ofSite(site, b.now(), &sum)
		}
	}
	return sum, b.goal(f)
}

func (b *Boards) goal(f *floorBoard) float64 {
	var weighted, weight, plain, n float64
	for _, key := range b.m.keys {
		q := b.m.queues[key]
		if q.goal == 0 || !f.has(q.site) {
			continue
		}
		plain, n = plain+q.goal, n+1
		if day, ok := b.f.lines[lineKey{q.base, q.site}]; ok {
			den := float64(b.value(&day.tally, "service_level").Den)
			weighted, weight = weighted+q.goal*den, weight+den
		}
	}
	switch {
	case weight > 0:
		return weighted / weight
	case n > 0:
		return plain / n
	default:
		return 0
	}
}

// stateOf is a waiting work's state as rows say it.
func stateOf(w *work) string {
	if w.Status == routing.StatusWaiting && w.NotBefore != 0 {
		return "deferred"
	}
	return string(w.Status)
}
