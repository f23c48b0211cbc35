package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/sim"
)

// countMax is how many agents a group may have.
const countMax = 10_000

func (c *checker) groups(path string, in []group, sc *sim.Scenario) []sim.Group {
	var all []sim.Group
	for i := range in {
		at := fmt.Sprintf("%s[%d]", path, i)
		if in[i].Name == "" || slices.ContainsFunc(all, func(o sim.Group) bool { return o.Name == in[i].Name }) {
			c.mistakef(at+".name", "agents have a name of their own")
		}
		all = append(all, c.group(at, &in[i], sc))
	}
	if len(in) == 0 {
		c.mistakef(path, "there are no agents")
	}
	return all
}

func (c *checker) group(path string, in *group, sc *sim.Scenario) sim.Group {
	g := sim.Group{
		Name: in.Name, Site: in.Site, Zone: c.zone(path+".timezone", in.Timezone), Skills: c.levels(path+".skills", in.Skills, 1),
		WorkDays: c.whole(path+".work_days", in.WorkDays, 0, 7), NoAnswer: c.share(path+".no_answer", in.NoAnswer),
		Shrinkage: c.share(path+".shrinkage", in.Shrinkage), Auto: in.Count == "auto",
	}
	if g.Shrinkage > 0.9 {
		c.mistakef(path+".shrinkage", "%g is more than 0.9", g.Shrinkage)
	}
	if !g.Auto {
		n, err := strconv.Atoi(in.Count)
		if err != nil || n < 0 || n > countMax {
			c.mistakef(path+".count", "%q is neither a number from 0 to %d nor auto", in.Count, countMax)
		}
		g.Count = n
	}
	c.site(path+".site", in.Site, sc)
	perSite := false
	for i, e := range in.Profile {
		at := fmt.Sprintf("%s.profile[%d]", path, i)
		k := slices.IndexFunc(sc.Queues, func(q sim.Queue) bool { return q.Key == e.Queue })
		if k < 0 {
			c.mistakef(at, "there is no queue %q", e.Queue)
			continue
		}
		perSite = perSite || sc.Queues[k].PerSite
		g.Profile = append(g.Profile, routing.ProfileQueue{Queue: e.Queue, Rank: c.whole(at+".rank", e.Rank, 0, 99), Delay: c.duration(at+".delay", e.Delay)})
	}
	switch {
	case len(in.Profile) == 0:
		c.mistakef(path+".profile", "which queues do they serve?")
	case perSite && in.Site == "":
		c.mistakef(path+".site", "they serve a queue per site: at which one?")
	}
	c.times(path, in, &g)
	for _, channel := range slices.Sorted(maps.Keys(in.Capacity)) {
		most := c.whole(path+".capacity."+channel, in.Capacity[channel], 1, 100)
		g.Capacity = append(g.Capacity, sim.Capacity{Channel: core.Channel(channel), Max: max(most, 1)})
	}
	return g
}

// times reads shifts and days.
func (c *checker) times(path string, in *group, g *sim.Group) {
	for i, text := range in.Shifts {
		from, to, ok := strings.Cut(text, "-")
		begin, okFrom := clock(from)
		end, okTo := clock(to)
		if !ok || !okFrom || !okTo || begin == 24*time.Hour || begin == end {
			c.mistakef(fmt.Sprintf("%s.shifts[%d]", path, i), "%q is not a shift as 08:00-16:30", text)
			continue
		}
		if end < begin {
			end += 24 * time.Hour
		}
		g.Shifts = append(g.Shifts, sim.Shift{From: begin, To: end})
	}
	if len(in.Shifts) == 0 {
		c.mistakef(path+".shifts", "when do they work?")
	}
	if in.Days == nil {
		g.Days = [7]bool{true, true, true, true, true, true, true}
	}
	names := []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	for i, d := range in.Days {
		k := slices.Index(names, d)
		if k < 0 {
			c.mistakef(fmt.Sprintf("%s.days[%d]", path, i), "%q is none of %s", d, strings.Join(names, ", "))
			continue
		}
		g.Days[k] = true
	}
}

// clock reads 08:30, up to 24:00.
func clock(text string) (time.Duration, bool) {
	h, m, ok := strings.Cut(text, ":")
	hours, err := strconv.Atoi(h)
	minutes, err2 := strconv.Atoi(m)
	if !ok || err != nil || err2 != nil || len(h) != 2 || len(m) != 2 || hours < 0 || minutes < 0 || minutes > 59 || hours*60+minutes > 24*60 {
		return 0, false
	}
	return time.Duration(hours*60+minutes) * time.Minute, true
}

func (c *checker) targets(f *file, sc *sim.Scenario, variant string) []sim.Target {
	var all []sim.Target
	for i := range f.Targets {
		in := &f.Targets[i]
		path := fmt.Sprintf("targets[%d]", i)
		t := sim.Target{KPI: in.KPI, Queue: in.Queue, Channel: core.Channel(in.Channel), Segment: in.Segment, Variant: in.Variant}
		known, wants := sim.KnownKPI(in.KPI)
		if !known {
			c.mistakef(path+".kpi", "a run has no figure %q", in.KPI)
			continue
		}
		t.Threshold = c.duration(path+".threshold", in.Threshold)
		if wants && t.Threshold <= 0 {
			c.mistakef(path+".threshold", "%s has a threshold, as 60s", in.KPI)
		}
		if in.Queue != "" {
			c.plainQueue(path+".queue", in.Queue, f)
		}
		if in.Channel != "" && !slices.ContainsFunc(sc.Queues, func(q sim.Queue) bool { return string(q.Channel) == in.Channel }) {
			c.mistakef(path+".channel", "no queue has the channel %q", in.Channel)
		}
		c.bounds(path, in, &t)
		if in.Variant == "" || in.Variant == variant {
			all = append(all, t)
		}
	}
	return all
}

// bounds reads what a target asks for.
func (c *checker) bounds(path string, in *target, t *sim.Target) {
	if in.AtLeast != "" {
		t.AtLeast = c.amount(path+".at_least", in.KPI, in.AtLeast)
	}
	if in.AtMost != "" {
		t.AtMost = c.amount(path+".at_most", in.KPI, in.AtMost)
	}
	switch {
	case len(in.Between) == 2:
		t.AtLeast, t.AtMost = c.amount(path+".between[0]", in.KPI, in.Between[0]), c.amount(path+".between[1]", in.KPI, in.Between[1])
	case len(in.Between) != 0:
		c.mistakef(path+".between", "two bounds are wanted")
	case t.AtLeast == nil && t.AtMost == nil:
		c.mistakef(path, "at_least, at_most or between is wanted")
	}
}

func (c *checker) amount(path, name, text string) *float64 {
	if sim.IsDuration(name) {
		v := c.duration(path, text).Seconds()
		return &v
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= 0) {
		c.mistakef(path, "%q is not a number", text)
	}
	return &v
}
