package scenario

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/sim"
)

// The longest run: a leap year and a day.
const daysMax = 367

// variants makes every scenario of the file.
func (c *checker) variants(f *file) []Variant {
	base := c.base(f)
	if len(f.Variants) == 0 {
		base.Groups = c.groups("agents", f.Agents, base)
		base.Policies = c.policies("policies", f.Policies, base)
		base.Targets = c.targets(f, base, "")
		return []Variant{{Scenario: *base}}
	}
	var all []Variant
	names := map[string]bool{}
	for i := range f.Variants {
		v := &f.Variants[i]
		path := fmt.Sprintf("variants[%d]", i)
		if v.Name == "" || names[v.Name] {
			c.mistakef(path+".name", "a variant has a name of its own")
		}
		names[v.Name] = true
		sc := *base
		if v.Agents != nil {
			sc.Groups = c.groups(path+".agents", v.Agents, base)
		} else {
			sc.Groups = c.groups("agents", f.Agents, base)
		}
		sc.Policies = c.policies("policies", f.Policies, base)
		if v.Policies != nil {
			sc.Policies = c.policies(path+".policies", v.Policies, base)
		}
		sc.Plain = v.Premier != nil && !*v.Premier
		sc.Targets = c.targets(f, base, v.Name)
		all = append(all, Variant{Name: v.Name, Scenario: sc})
	}
	for i := range f.Targets {
		if name := f.Targets[i].Variant; name != "" && !names[name] {
			c.mistakef(fmt.Sprintf("targets[%d].variant", i), "there is no variant %q", name)
		}
	}
	return all
}

// base makes all that variants share.
func (c *checker) base(f *file) *sim.Scenario {
	sc := &sim.Scenario{Name: f.Name, About: f.About, Days: f.Days, Seed: f.Seed}
	if f.Name == "" {
		c.mistakef("name", "a scenario has a name")
	}
	if f.Days < 1 || f.Days > daysMax {
		c.mistakef("days", "%d is not from 1 to %d", f.Days, daysMax)
	}
	zone := c.zone("timezone", f.Timezone)
	if zone == nil {
		zone = time.UTC
		if f.Timezone == "" {
			c.mistakef("timezone", "a time zone is wanted, as Europe/Rome")
		}
	}
	start, err := time.ParseInLocation(time.DateOnly, f.Start, zone)
	if err != nil {
		c.mistakef("start", "%q is not a date as 2026-03-02", f.Start)
	}
	sc.Start = start
	for i, s := range f.Sites {
		if s.Name == "" || slices.ContainsFunc(sc.Sites, func(o sim.Site) bool { return o.Name == s.Name }) {
			c.mistakef(fmt.Sprintf("sites[%d].name", i), "a site has a name of its own")
		}
		sc.Sites = append(sc.Sites, sim.Site(s))
	}
	for _, key := range slices.Sorted(maps.Keys(f.Queues)) {
		sc.Queues = append(sc.Queues, c.queue(key, f))
	}
	if len(f.Queues) == 0 {
		c.mistakef("queues", "a scenario has a queue")
	}
	for i := range f.Arrivals {
		sc.Streams = append(sc.Streams, c.stream(i, f, sc))
	}
	if len(f.Arrivals) == 0 {
		c.mistakef("arrivals", "nobody comes")
	}
	return sc
}

func (c *checker) queue(key string, f *file) sim.Queue {
	in := f.Queues[key]
	path := "queues." + key
	q := sim.Queue{Channel: core.Channel(in.Channel), PerSite: in.PerSite}
	if in.Channel == "" {
		c.mistakef(path+".channel", "a queue has a channel: voice, chat, email, visit, callback, task, …")
	}
	if in.PerSite && len(f.Sites) == 0 {
		c.mistakef(path+".per_site", "there are no sites")
	}
	q.Queue = routing.Queue{Key: key, Priority: c.whole(path+".priority", in.Priority, 0, 100), MaxLength: c.whole(path+".max_length", in.MaxLength, 0, 1_000_000)}
	q.ServiceLevel.Threshold = c.duration(path+".service_level.threshold", in.ServiceLevel.Threshold)
	if q.ServiceLevel.Threshold == 0 {
		q.ServiceLevel.Threshold = 20 * time.Second
	}
	q.ServiceLevel.Goal = c.share(path+".service_level.goal", in.ServiceLevel.Goal)
	q.Offer.Timeout = c.duration(path+".offer_timeout", in.OfferTimeout)
	q.WrapUp = c.dist(path+".wrap_up", &in.WrapUp)
	switch choice := routing.Choice(in.Choice); choice {
	case "", routing.LongestIdle, routing.LeastOccupied, routing.BestSkilled, routing.RoundRobin, routing.Fill:
		q.Choice = choice
	default:
		c.mistakef(path+".choice", "%q is none of longest_idle, least_occupied, best_skilled, round_robin, fill", in.Choice)
	}
	var last time.Duration
	for i, s := range in.Steps {
		at := fmt.Sprintf("%s.steps[%d]", path, i)
		made := routing.Step{After: c.duration(at+".after", s.After), Priority: c.whole(at+".priority", s.Priority, -100, 100), Lower: c.levels(at+".lower", s.Lower, 0)}
		if made.After <= last {
			c.mistakef(at+".after", "steps come one after another, later than 0s")
		}
		last = made.After
		q.Steps = append(q.Steps, made)
	}
	for i := range in.Overflow {
		q.Overflow = append(q.Overflow, c.overflow(fmt.Sprintf("%s.overflow[%d]", path, i), &in.Overflow[i], f))
	}
	if in.DropAfter != "" {
		q.Overflow = append(q.Overflow, routing.Overflow{When: routing.Waited, After: c.positive(path+".drop_after", in.DropAfter), To: routing.Drop})
	}
	return q
}

func (c *checker) overflow(path string, in *overflow, f *file) routing.Overflow {
	o := routing.Overflow{To: routing.Destination(in.To)}
	switch o.To {
	case routing.ToCallback, routing.ToVoicemail, routing.ToMessage, routing.ToOutside, routing.Drop, routing.Keep:
	default:
		o.To, o.Target = routing.ToQueue, in.To
		if _, ok := f.Queues[in.To]; !ok {
			c.mistakef(path+".to", "%q is no queue, and none of callback, voicemail, message, outside, drop, keep", in.To)
		}
	}
	n := 0
	w := &in.When
	if w.Waited != "" {
		o.When, o.After = routing.Waited, c.positive(path+".when.waited", w.Waited)
		n++
	}
	if w.ExpectedWait != "" {
		o.When, o.After = routing.ExpectedWait, c.positive(path+".when.expected_wait", w.ExpectedWait)
		n++
	}
	if w.Length != 0 {
		o.When, o.Count = routing.Length, c.whole(path+".when.length", w.Length, 1, 1_000_000)
		n++
	}
	if w.Unstaffed {
		o.When = routing.Unstaffed
		n++
	}
	if n != 1 {
		c.mistakef(path+".when", "exactly one of waited, expected_wait, length, unstaffed is wanted")
	}
	return o
}

func (c *checker) stream(i int, f *file, sc *sim.Scenario) sim.Stream {
	in := &f.Arrivals[i]
	path := fmt.Sprintf("arrivals[%d]", i)
	s := sim.Stream{
		Name: in.Name, Queue: in.Queue, Segment: in.Segment, Site: in.Site, Language: in.Language,
		Priority: c.whole(path+".priority", in.Priority, -100, 100), Zone: c.zone(path+".timezone", in.Timezone),
		PerDay: in.PerDay, DayNoise: in.DayNoise, Weekdays: [7]float64{1, 1, 1, 1, 1, 1, 1},
		Handle: c.dist(path+".handle", &in.Handle), Patience: c.dist(path+".patience", &in.Patience),
		Balk: c.share(path+".balk", in.Balk), Premier: c.share(path+".premier", in.Premier),
		RecallShare: c.share(path+".recall.share", in.Recall.Share), RecallWithin: c.duration(path+".recall.within", in.Recall.Within),
	}
	if in.Name == "" || slices.ContainsFunc(sc.Streams, func(o sim.Stream) bool { return o.Name == in.Name }) {
		c.mistakef(path+".name", "customers have a name of their own")
	}
	q, ok := f.Queues[in.Queue]
	if !ok {
		c.mistakef(path+".queue", "there is no queue %q", in.Queue)
	}
	if c.site(path+".site", in.Site, sc); q.PerSite && in.Site == "" {
		c.mistakef(path+".site", "%s has a line per site: which one is theirs?", in.Queue)
	}
	if s.Handle.Shape == sim.None {
		c.mistakef(path+".handle", "how long does it take to serve them?")
	}
	if !(in.PerDay >= 0 && in.PerDay <= 1e7) {
		c.mistakef(path+".per_day", "%g is not from 0 to 10 000 000", in.PerDay)
	}
	if !(in.DayNoise >= 0 && in.DayNoise <= 3) {
		c.mistakef(path+".day_noise", "%g is not from 0 to 3", in.DayNoise)
	}
	if levels := c.levels(path+".needs", in.Needs, 1); levels != nil {
		s.Needs = routing.Needs{levels}
	}
	if s.RecallShare > 0 && (s.RecallWithin <= 0 || s.RecallWithin > 7*24*time.Hour) {
		c.mistakef(path+".recall.within", "a time over 0s, a week at most, is wanted")
	}
	c.weights(path+".weekdays", in.Weekdays, s.Weekdays[:])
	c.weights(path+".hours", in.Hours, s.Hours[:])
	c.weights(path+".months", in.Months, s.Months[:])
	s.Charge = c.charge(path+".take_charge", in.TakeCharge, f)
	return s
}

func (c *checker) charge(path string, in *charge, f *file) *sim.Charge {
	if in == nil {
		return nil
	}
	made := &sim.Charge{Share: c.share(path+".share", in.Share), Task: in.Task, Work: c.dist(path+".work", &in.Work)}
	c.plainQueue(path+".task", in.Task, f)
	if made.Work.Shape == sim.None {
		c.mistakef(path+".work", "how long does the task take?")
	}
	if in.Then != nil {
		made.Then, made.Call = in.Then.Queue, c.dist(path+".then.handle", &in.Then.Handle)
		c.plainQueue(path+".then.queue", in.Then.Queue, f)
		if made.Call.Shape == sim.None {
			c.mistakef(path+".then.handle", "how long does the call take?")
		}
	}
	return made
}

func (c *checker) plainQueue(path, name string, f *file) {
	if _, ok := f.Queues[name]; !ok {
		c.mistakef(path, "there is no queue %q", name)
	}
}

func (c *checker) policies(path string, in []policy, sc *sim.Scenario) []sim.Policy {
	var all []sim.Policy
	for i := range in {
		at := fmt.Sprintf("%s[%d]", path, i)
		p := sim.Policy{Every: c.positive(at+".every", in[i].Every), Most: c.whole(at+".move_agents.most", in[i].MoveAgents.Most, 1, 1000)}
		p.Travel = c.duration(at+".move_agents.travel", in[i].MoveAgents.Travel)
		if in[i].MoveAgents.Within != "metro" {
			c.mistakef(at+".move_agents.within", "agents are moved within: metro")
		}
		if in[i].MoveAgents.By != "expected_wait" {
			c.mistakef(at+".move_agents.by", "agents are moved by: expected_wait")
		}
		if !slices.ContainsFunc(sc.Sites, func(s sim.Site) bool { return s.Metro != "" }) {
			c.mistakef(at, "no site has a metro to move agents within")
		}
		all = append(all, p)
	}
	return all
}
