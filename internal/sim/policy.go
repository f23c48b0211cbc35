package sim

import (
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// move sends agents from the site of a metropolitan area where a newcomer waits
// least, measured by the queues' thresholds, to the one where it waits most and longer
// than it should, while that is expected to lower the larger of the two.
func (r *run) move(p *Policy) {
	if r.draining {
		return
	}
	done := map[string]bool{}
	for i := range r.sc.Sites {
		metro := r.sc.Sites[i].Metro
		if metro == "" || done[metro] {
			continue
		}
		done[metro] = true
		sites := r.standings(metro)
		for range p.Most {
			if !r.moveOne(sites, p.Travel) {
				break
			}
		}
	}
}

// standing is how a site does.
type standing struct {
	site  string
	ratio float64 // expected wait ÷ threshold of a newcomer
	staff float64 // agents at work or on their way
}

func (r *run) standings(metro string) []standing {
	var list []standing
	for i := range r.sc.Sites {
		if s := &r.sc.Sites[i]; s.Metro == metro {
			list = append(list, standing{site: s.Name, ratio: r.ratio(s.Name), staff: r.staffAt(s.Name)})
		}
	}
	return list
}

// ratio is the mean over the site's queues, each weighing what waits in it and a
// newcomer. Who comes where an agent is idle does not wait, whatever the pace of the
// last quarter of an hour was.
func (r *run) ratio(site string) float64 {
	sum, weight, idle := 0.0, 0.0, r.idleAt(site)
	for i := range r.lines {
		l := &r.lines[i]
		if l.site != site {
			continue
		}
		info, ok := r.engine.QueueInfo(l.key)
		if !ok || info.Expected < 0 {
			continue
		}
		n := float64(info.Waiting + 1)
		weight += n
		if info.Waiting > 0 || !idle {
			sum += n * info.Expected.Seconds() / l.def.ServiceLevel.Threshold.Seconds()
		}
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

func (r *run) idleAt(site string) bool {
	return slices.ContainsFunc(r.agents, func(a agent) bool {
		return a.signedIn && a.site == site && a.presence == core.Ready && a.activity == core.Idle
	})
}

func (r *run) staffAt(site string) float64 {
	n := 0.0
	for i := range r.agents {
		if a := &r.agents[i]; a.signedIn && !a.leaving && (a.site == site && a.to == "" || a.to == site) {
			n++
		}
	}
	return n
}

// moveOne moves an agent and reports whether it did.
func (r *run) moveOne(sites []standing, travel time.Duration) bool {
	least, most := -1, -1
	for i := range sites {
		if sites[i].staff > 1 && (least < 0 || sites[i].ratio < sites[least].ratio) {
			least = i
		}
		if most < 0 || sites[i].ratio > sites[most].ratio {
			most = i
		}
	}
	if least < 0 || least == most || sites[most].ratio <= 1 { // in time is good enough
		return false
	}
	from, to := &sites[least], &sites[most]
	left, helped := from.ratio*from.staff/(from.staff-1), to.ratio*to.staff/(to.staff+1)
	if max(left, helped) >= to.ratio {
		return false
	}
	n := r.traveller(from.site, to.site, travel)
	if n < 0 {
		return false
	}
	r.agents[n].to, r.agents[n].travel = to.site, travel
	from.ratio, from.staff = left, from.staff-1
	to.ratio, to.staff = helped, to.staff+1
	r.must(&routing.SetPresence{Agent: r.agents[n].id, Presence: core.NotReady, Reason: reasonTravel})
	return r.err == nil
}

// traveller is who can go: the agent of the site, ready, who has idled longest,
// else the first one at work; nobody whose shift ends before it would be of use.
func (r *run) traveller(from, to string, travel time.Duration) int32 {
	best := int32(-1)
	for i := range r.agents {
		a := &r.agents[i]
		if !a.signedIn || a.leaving || a.site != from || a.to != "" || a.presence != core.Ready || a.shiftEnd < r.now.Add(3*travel) {
			continue
		}
		if !r.reaches(a, to) {
			continue
		}
		if best < 0 || a.freer(&r.agents[best]) {
			best = int32(i)
		}
	}
	return best
}

func (a *agent) freer(o *agent) bool {
	if (a.activity == core.Idle) != (o.activity == core.Idle) {
		return a.activity == core.Idle
	}
	return a.since < o.since
}

func (r *run) reaches(a *agent, to string) bool {
	return slices.Contains(reachOf(r.sc, r.sc.Groups[a.group].Site), to)
}
