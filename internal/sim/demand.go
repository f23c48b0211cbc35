package sim

import (
	"cmp"
	"slices"
	"time"

	"turno/internal/erlang"
	"turno/internal/routing"
)

// patientFrom is the threshold from which a queue's works can wait for a quiet hour.
const patientFrom = 30 * time.Minute

// demand is how many agents of each group have to be ready in each half hour of its
// busiest weekday: for what cannot wait by Erlang A to the queue's goal, for what can
// its share of the day.
func demand(sc *Scenario) [][48]float64 {
	need := make([][48]float64, len(sc.Groups))
	queues := map[string]*Queue{}
	for i := range sc.Queues {
		queues[sc.Queues[i].Key] = &sc.Queues[i]
	}
	pools := map[pool]*flow{}
	var order []pool
	add := func(queue, site string, needs routing.Needs, s *Stream, perDay, serviceS float64) {
		g := groupFor(sc, queue, site, needs)
		if g < 0 || perDay == 0 {
			return
		}
		at := pool{g, queue}
		if pools[at] == nil {
			pools[at] = &flow{}
			order = append(order, at)
		}
		pools[at].add(sc, &sc.Groups[g], s, perDay, serviceS)
	}
	for i := range sc.Streams {
		s := &sc.Streams[i]
		perDay := s.PerDay * (1 + s.RecallShare) * slices.Max(s.Weekdays[:])
		add(s.Queue, s.Site, s.Needs, s, perDay, s.Handle.Average())
		if c := s.Charge; c != nil {
			add(c.Task, s.Site, nil, s, perDay*c.Share, c.Work.Average())
			if c.Then != "" {
				add(c.Then, s.Site, s.Needs, s, perDay*c.Share, c.Call.Average())
			}
		}
	}
	for _, at := range order {
		g := &sc.Groups[at.group]
		pools[at].agents(&need[at.group], queues[at.queue], g)
	}
	for i := range sc.Groups {
		if g := &sc.Groups[i]; !g.Auto {
			relieve(sc, g, need)
		}
	}
	return need
}

// pool is what one group does of one queue.
type pool struct {
	group int
	queue string
}

// flow are a pool's contacts by half hour of the group's own day.
type flow struct {
	perHalf  [48]float64
	work     float64 // agent seconds a day
	contacts float64
	leaving  float64 // Σ contacts ÷ mean patience
}

func (f *flow) add(sc *Scenario, g *Group, s *Stream, perDay, serviceS float64) {
	var hours [24]float64
	share(hours[:], s.Hours[:], 1)
	shift := clockShift(sc, s, g)
	for h, part := range hours {
		for _, half := range [2]int{2 * h, 2*h + 1} {
			f.perHalf[((half+shift)%48+48)%48] += perDay * part / 2
		}
	}
	f.contacts += perDay
	f.work += perDay * serviceS
	if s.Patience.Shape != None {
		f.leaving += perDay / s.Patience.Average()
	}
}

// clockShift is by how many half hours the group's clock is ahead of the stream's,
// at the start of the period.
func clockShift(sc *Scenario, s *Stream, g *Group) int {
	offset := func(zone *time.Location) int {
		if zone == nil {
			zone = sc.Start.Location()
		}
		_, seconds := sc.Start.In(zone).Zone()
		return seconds
	}
	return (offset(g.Zone) - offset(s.Zone)) / int(slot/time.Second)
}

// agents adds what the flow takes.
func (f *flow) agents(need *[48]float64, q *Queue, g *Group) {
	service := f.work / f.contacts
	// Several works at once: each takes that part of an agent.
	for _, c := range g.Capacity {
		if c.Channel == q.Channel {
			service /= float64(c.Max)
		}
	}
	if q.ServiceLevel.Threshold >= patientFrom || q.ServiceLevel.Goal == 0 {
		f.spread(need, service, g)
		return
	}
	line := erlang.Queue{ServiceS: service}
	if f.leaving > 0 {
		line.PatienceS = f.contacts / f.leaving
	}
	goal := erlang.Goal{Share: q.ServiceLevel.Goal, WithinS: q.ServiceLevel.Threshold.Seconds()}
	for i, n := range f.perHalf {
		line.PerSecond = n / slot.Seconds()
		if agents, err := line.AgentsFor(goal); err == nil {
			need[i] += float64(agents)
		} else {
			need[i] += line.Load()
		}
	}
}

// spread puts what can wait evenly over the hours in which the group works.
func (f *flow) spread(need *[48]float64, serviceS float64, g *Group) {
	var open []int
	for i := range need {
		if slices.ContainsFunc(g.Shifts, func(s Shift) bool { return s.covers(i) }) {
			open = append(open, i)
		}
	}
	for _, i := range open {
		need[i] += f.contacts * serviceS / (float64(len(open)) * slot.Seconds())
	}
}

// relieve takes off what a group that the scenario staffs itself does, from the
// first group that shares a queue with it.
func relieve(sc *Scenario, g *Group, need [][48]float64) {
	for i := range sc.Groups {
		if !sc.Groups[i].Auto || !sharesQueue(&sc.Groups[i], g) {
			continue
		}
		for shift, n := range g.perShift() {
			for half := range need[i] {
				if g.Shifts[shift].covers(half) {
					need[i][half] = max(need[i][half]-float64(n)*(1-g.Shrinkage)*g.weekShare(), 0)
				}
			}
		}
		return
	}
}

func sharesQueue(a, b *Group) bool {
	return slices.ContainsFunc(a.Profile, func(p routing.ProfileQueue) bool {
		return slices.ContainsFunc(b.Profile, func(o routing.ProfileQueue) bool { return o.Queue == p.Queue })
	})
}

// groupFor is the group to be staffed that should serve a stream: of those that
// can, the one with the least skill to spare, then with the most of what is needed.
func groupFor(sc *Scenario, queue, site string, needs routing.Needs) int {
	best := -1
	var least [3]int
	for i := range sc.Groups {
		g := &sc.Groups[i]
		k := slices.IndexFunc(g.Profile, func(p routing.ProfileQueue) bool { return p.Queue == queue })
		if !g.Auto || k < 0 || site != "" && g.Site != "" && g.Site != site {
			continue
		}
		spare, depth, fits := g.fit(needs)
		if !fits {
			continue
		}
		rank := [3]int{max(g.Profile[k].Rank, 1), spare, -depth}
		if best < 0 || slices.CompareFunc(rank[:], least[:], cmp.Compare[int]) < 0 {
			best, least = i, rank
		}
	}
	return best
}

// fit tells how much skill is to spare, how high the needed ones are, and whether
// they suffice.
func (g *Group) fit(needs routing.Needs) (spare, depth int, fits bool) {
	for _, s := range g.Skills {
		spare += s.Level
	}
	if len(needs) == 0 {
		return spare, 0, true
	}
	for _, n := range needs[0] {
		k := slices.IndexFunc(g.Skills, func(s routing.Need) bool { return s.Skill == n.Skill && s.Level >= n.Level })
		if k < 0 {
			return 0, 0, false
		}
		spare -= n.Level
		depth += g.Skills[k].Level
	}
	return spare, depth, true
}
