package sim

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// line is one waiting line: a queue, or a queue of one site.
type line struct {
	def    *Queue
	base   int    // number of the queue
	key    string // the engine's
	site   string // of a queue per site
	scopes []int  // that its legs may belong to
}

// at is the engine's key of a queue at a site.
func (q *Queue) at(site string) string {
	if !q.PerSite {
		return q.Key
	}
	return q.Key + "@" + site
}

// compile makes the engine's configuration and the list of lines.
func compile(sc *Scenario) (routing.Config, []line) {
	var c routing.Config
	var lines []line
	queues := map[string]*Queue{}
	for i := range sc.Queues {
		queues[sc.Queues[i].Key] = &sc.Queues[i]
	}
	rings := queuesThatRing(sc)
	for i := range sc.Queues {
		q := &sc.Queues[i]
		for _, site := range sitesOf(sc, q) {
			lines = append(lines, line{def: q, base: i, key: q.at(site), site: site})
			c.Queues = append(c.Queues, lineConfig(q, site, queues, !rings[q.Key]))
		}
	}
	for i := range sc.Groups {
		g := &sc.Groups[i]
		for _, site := range reachOf(sc, g.Site) {
			c.Profiles = append(c.Profiles, g.profile(site, queues))
		}
	}
	return c, lines
}

// queuesThatRing are those an agent may miss an offer of; all others are accepted
// by the engine itself, in the same instant in which the agent would.
func queuesThatRing(sc *Scenario) map[string]bool {
	rings := map[string]bool{}
	for i := range sc.Groups {
		for _, p := range sc.Groups[i].Profile {
			if sc.Groups[i].NoAnswer > 0 {
				rings[p.Queue] = true
			}
		}
	}
	return rings
}

func sitesOf(sc *Scenario, q *Queue) []string {
	if !q.PerSite {
		return []string{""}
	}
	names := make([]string, 0, len(sc.Sites))
	for i := range sc.Sites {
		names = append(names, sc.Sites[i].Name)
	}
	return names
}

func lineConfig(q *Queue, site string, queues map[string]*Queue, auto bool) routing.Queue {
	c := q.Queue
	c.Key = q.at(site)
	c.Offer.AutoAccept = auto
	if q.WrapUp.Shape != None {
		c.WrapUp.Mode = routing.WrapUpOptional
	}
	c.Overflow = nil
	for _, o := range q.Overflow {
		if o.To == routing.ToQueue {
			o.Target = queues[o.Target].at(site)
		}
		c.Overflow = append(c.Overflow, o)
	}
	return c
}

// reachOf are the sites where an agent of a site may be moved to, its own first.
func reachOf(sc *Scenario, home string) []string {
	reach := []string{home}
	if len(sc.Policies) == 0 || home == "" {
		return reach
	}
	metro := ""
	for i := range sc.Sites {
		if sc.Sites[i].Name == home {
			metro = sc.Sites[i].Metro
		}
	}
	for i := range sc.Sites {
		if s := &sc.Sites[i]; metro != "" && s.Metro == metro && s.Name != home {
			reach = append(reach, s.Name)
		}
	}
	return reach
}

// profileKey names the profile of a group at a site.
func (g *Group) profileKey(site string) string { return g.Name + "@" + site }

func (g *Group) profile(site string, queues map[string]*Queue) routing.Profile {
	p := routing.Profile{Key: g.profileKey(site)}
	for _, entry := range g.Profile {
		entry.Queue = queues[entry.Queue].at(site)
		p.Queues = append(p.Queues, entry)
	}
	for _, c := range g.Capacity {
		p.Capacity = append(p.Capacity, loadOf(c))
	}
	return p
}

// loadOf gives a channel the units that let Max works of it fit, at most those it
// weighs by default.
func loadOf(c Capacity) routing.ChannelLoad {
	load := routing.ChannelLoad{Channel: c.Channel, Units: routing.Budget, Max: c.Max}
	for _, d := range routing.DefaultLoads() {
		if d.Channel == c.Channel {
			load = d
			load.Max = c.Max
		}
	}
	load.Units = max(min(load.Units, routing.Budget/c.Max), 1)
	return load
}

// check refuses a scenario that cannot be run: what a file's reader checks with
// line and reason is checked here in short, for those who write one in Go.
func (sc *Scenario) check() error {
	known := map[string]*Queue{}
	for i := range sc.Queues {
		known[sc.Queues[i].Key] = &sc.Queues[i]
	}
	if sc.Days < 1 {
		return core.FieldErrorf(core.Invalid, "days", "a run takes a day or more")
	}
	for i := range sc.Streams {
		if err := sc.Streams[i].check(known); err != nil {
			return err
		}
	}
	for i := range sc.Groups {
		g := &sc.Groups[i]
		if len(g.Shifts) == 0 || g.Auto && g.PerShift == nil {
			return core.FieldErrorf(core.Invalid, "agents", "%s: no shifts, or not staffed yet", g.Name)
		}
		for _, p := range g.Profile {
			if known[p.Queue] == nil {
				return core.FieldErrorf(core.Invalid, "agents", "%s: no queue %q", g.Name, p.Queue)
			}
		}
	}
	return nil
}

func (s *Stream) check(known map[string]*Queue) error {
	q := known[s.Queue]
	switch c := s.Charge; {
	case q == nil || q.PerSite && s.Site == "":
		return core.FieldErrorf(core.Invalid, "arrivals", "%s: no queue %q, or no site for a queue per site", s.Name, s.Queue)
	case s.Handle.Shape == None:
		return core.FieldErrorf(core.Invalid, "arrivals", "%s: no handle time", s.Name)
	case c != nil && (known[c.Task] == nil || c.Then != "" && known[c.Then] == nil):
		return core.FieldErrorf(core.Invalid, "arrivals", "%s: takes charge into no queue", s.Name)
	default:
		return nil
	}
}
