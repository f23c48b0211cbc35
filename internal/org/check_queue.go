package org

import (
	"fmt"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// What the engine takes at most.
const (
	alternativesMax = 4
	conjunctionMax  = 4
	stepsMax        = 16
	overflowMax     = 16
	rankMax         = 99
	lengthMax       = 100_000
)

func channels() []string {
	return []string{
		string(core.Visit), string(core.Voice), string(core.Chat), string(core.Email), string(core.Callback),
		string(core.Task), string(core.WhatsApp), string(core.Facebook), string(core.X),
	}
}

func (c *checker) queues(o *Organisation) {
	list(c, "queues", o.Queues, func(v *Queue) string { return v.Key })
	for i := range o.Queues {
		q := &o.Queues[i]
		path := fmt.Sprintf("queues[%d]", i)
		c.wordAt(path+".name", q.Name, true, nameMax)
		c.oneOf(path+".channel", string(q.Channel), channels()...)
		c.queuePlace(path, q)
		c.queueTargets(path, q)
		c.wrapUp(path+".wrap_up", q.WrapUp)
		c.needs(path+".needs", q.Needs)
		c.joined(path+".needs", q.Needs)
		c.steps(path+".steps", q)
		c.overflow(path+".overflow", q)
	}
}

func (c *checker) queuePlace(path string, q *Queue) {
	s, ok := ref(c, path+".site", "site", q.Site, c.o.index.sites, false)
	switch {
	case q.PerSite && q.Site != "":
		c.faultf(path+".site", core.FaultOnePlace, "a queue is per_site or of one site, not both")
	case q.Channel == core.Visit && !q.PerSite && q.Site == "":
		c.faultf(path, core.FaultNoPlace, "visitors wait at a place: queue %q needs per_site: true or a site", q.Key)
	case q.Channel == core.Visit && ok && !s.Branch:
		c.faultf(path+".site", core.FaultOnlyBranch, "visitors come to branches, and %q is none", q.Site)
	}
	ref(c, path+".program", "program", q.Program, c.o.index.programs, false)
	ref(c, path+".calendar", "calendar", q.Calendar, c.o.index.calendars, false)
}

func (c *checker) queueTargets(path string, q *Queue) {
	c.intIn(path+".priority", q.Priority, 0, 100)
	c.durationIn(path+".threshold", q.Threshold, Duration(time.Second), delayMax)
	if q.Goal <= 0 || q.Goal > 1 {
		c.faultf(path+".goal", core.FaultNoShare, "the goal is a share above 0, at most 1 (0.8 is 80 %%), not %v", q.Goal)
	}
	c.durationIn(path+".short_abandon", q.ShortAbandon, 0, Duration(time.Hour))
	if q.OfferTimeout != Never && q.OfferTimeout != 0 {
		c.durationIn(path+".offer_timeout", q.OfferTimeout, Duration(time.Second), Duration(time.Hour))
	}
	if q.Choice != "" {
		c.oneOf(path+".choice", q.Choice, string(routing.LongestIdle), string(routing.LeastOccupied),
			string(routing.BestSkilled), string(routing.RoundRobin), string(routing.Fill))
	}
	c.intIn(path+".max_length", q.MaxLength, 0, lengthMax)
}

func (c *checker) wrapUp(path string, w WrapUp) {
	c.durationIn(path+".length", w.Length, 0, Duration(8*time.Hour))
	c.durationIn(path+".extension", w.Extension, 0, Duration(8*time.Hour))
	switch w.Mode {
	case "", routing.WrapUpNone, routing.WrapUpOptional:
		if w.Length != 0 || w.Extension != 0 {
			c.faultf(path, core.FaultOnlyTimed, "only a timed wrap-up has a length and an extension")
		}
	case routing.WrapUpTimed:
		if w.Length == 0 {
			c.faultf(path+".length", core.FaultRequired, "a timed wrap-up needs a length")
		}
	default:
		c.oneOf(path+".mode", string(w.Mode), string(routing.WrapUpNone), string(routing.WrapUpOptional), string(routing.WrapUpTimed))
	}
}

// needs checks the skills and levels of needs as written.
func (c *checker) needs(path string, needs routing.Needs) {
	for _, alternative := range needs {
		for _, n := range alternative {
			ref(c, path, "skill", n.Skill, c.o.index.skills, true)
			if n.Level < 1 || n.Level > levelMax {
				c.faultf(path, core.FaultLevelRange, "level %d of %s is out of range: 1 (learning) to %d (expert)", n.Level, n.Skill, levelMax)
			}
		}
	}
}

// joined checks that needs, with the customer's language on top, are not more
// than the engine takes.
func (c *checker) joined(path string, needs routing.Needs) {
	if len(needs) > alternativesMax {
		c.boundf(path, core.FaultTooMany, alternativesMax, "queue and service together make %d alternatives; at most %d", len(needs), alternativesMax)
	}
	most := conjunctionMax
	if c.hasLanguageSkill() {
		most--
	}
	for _, alternative := range needs {
		n := 0
		for _, need := range alternative {
			if s, ok := c.o.index.skills[need.Skill]; !ok || !s.Language {
				n++
			}
		}
		if n > most || len(alternative) > conjunctionMax {
			c.boundf(path, core.FaultTooMany, conjunctionMax, "queue, service and language together ask for more than %d skills at once", conjunctionMax)
		}
	}
}

func (c *checker) hasLanguageSkill() bool {
	for i := range c.o.Skills {
		if c.o.Skills[i].Language {
			return true
		}
	}
	return false
}

func (c *checker) steps(path string, q *Queue) {
	if len(q.Steps) > stepsMax {
		c.boundf(path, core.FaultTooMany, stepsMax, "%d steps; at most %d", len(q.Steps), stepsMax)
	}
	previous := Duration(0)
	for i, s := range q.Steps {
		step := fmt.Sprintf("%s[%d]", path, i)
		c.durationIn(step+".after", s.After, Duration(time.Second), delayMax)
		if s.After < previous {
			c.faultf(step+".after", core.FaultOutOfOrder, "steps are listed in order of their time, and %s comes after %s", s.After, previous)
		}
		previous = s.After
		c.intIn(step+".priority", s.Priority, 0, 100)
		for _, skill := range sortedKeys(s.Lower) {
			ref(c, step+".lower", "skill", skill, c.o.index.skills, true)
			c.intIn(step+".lower."+skill, s.Lower[skill], 0, levelMax)
		}
		ref(c, step+".add_profile", "profile", s.AddProfile, c.o.index.profiles, false)
		if s.Priority == 0 && len(s.Lower) == 0 && s.AddProfile == "" {
			c.faultf(step, core.FaultIdle, "the step does nothing: give priority, lower or add_profile")
		}
	}
}

func (c *checker) overflow(path string, q *Queue) {
	if len(q.Overflow) > overflowMax {
		c.boundf(path, core.FaultTooMany, overflowMax, "%d overflow rules; at most %d", len(q.Overflow), overflowMax)
	}
	for i, f := range q.Overflow {
		rule := fmt.Sprintf("%s[%d]", path, i)
		timed := f.When == routing.Waited || f.When == routing.ExpectedWait
		c.oneOf(rule+".when", string(f.When), string(routing.Waited), string(routing.ExpectedWait),
			string(routing.Length), string(routing.Unstaffed), string(routing.QueueClosed))
		switch {
		case timed:
			c.durationIn(rule+".after", f.After, Duration(time.Second), delayMax)
		case f.After != 0:
			c.faultf(rule+".after", core.FaultNotUsed, "a rule on %s has no after", f.When)
		}
		switch {
		case f.When == routing.Length:
			c.intIn(rule+".count", f.Count, 1, lengthMax)
		case f.Count != 0:
			c.faultf(rule+".count", core.FaultNotUsed, "a rule on %s has no count", f.When)
		}
		c.destination(rule, q, f)
	}
}

func (c *checker) destination(rule string, q *Queue, f Overflow) {
	switch f.To {
	case routing.ToQueue:
		c.overflowQueue(rule+".target", q, f.Target)
	case routing.ToOutside:
		if f.Target == "" {
			c.faultf(rule+".target", core.FaultRequired, "the outside number is missing")
		}
		c.textAt(rule+".target", f.Target, nameMax)
	case routing.ToCallback, routing.ToVoicemail, routing.ToMessage, routing.Drop, routing.Keep:
		if f.Target != "" {
			c.faultf(rule+".target", core.FaultNotUsed, "%s has no target", f.To)
		}
	default:
		c.oneOf(rule+".to", string(f.To), string(routing.ToQueue), string(routing.ToCallback), string(routing.ToVoicemail),
			string(routing.ToMessage), string(routing.ToOutside), string(routing.Drop), string(routing.Keep))
	}
	if q.Channel == core.Visit && (f.To == routing.ToVoicemail || f.To == routing.ToOutside) {
		c.faultf(rule+".to", core.FaultNotForVisitors, "a visitor cannot go to %s", f.To)
	}
}

func (c *checker) overflowQueue(path string, q *Queue, target string) {
	to, ok := c.queueLine(path, target, q.PerSite)
	if !ok {
		return
	}
	if to.Key == q.Key && !strings.Contains(target, "@") {
		c.faultf(path, core.FaultItself, "queue %q overflows to itself", q.Key)
	}
	if to.Channel != q.Channel {
		c.faultf(path, core.FaultWrongChannel, "work of channel %s cannot overflow to %q, which is %s", q.Channel, to.Key, to.Channel)
	}
	if _, site := SplitQueue(target); q.Channel == core.Visit && site != "" && site != q.Site {
		c.faultf(path, core.FaultNotForVisitors, "a visitor cannot overflow to another site")
	}
}

// queueLine checks a reference to a queue or to one site's line of it. bare says
// whether a per-site queue may be named without a site.
func (c *checker) queueLine(path, key string, bare bool) (*Queue, bool) {
	base, site := SplitQueue(key)
	q, ok := ref(c, path, "queue", base, c.o.index.queues, true)
	if !ok {
		return nil, false
	}
	switch {
	case site != "" && !q.PerSite:
		c.faultf(path, core.FaultElsewhere, "queue %q has no line of its own at %s", base, site)
		return nil, false
	case site != "":
		s, known := c.o.index.sites[site]
		if !known || !s.Branch {
			c.faultf(path, core.FaultUnknown, "there is no branch %q", site)
			return nil, false
		}
	case q.PerSite && !bare:
		c.faultf(path, core.FaultWhichSite, "queue %q has a line per site: name one, as in %s@SITE", base, base)
		return nil, false
	}
	return q, true
}

func (c *checker) profiles(o *Organisation) {
	list(c, "profiles", o.Profiles, func(v *Profile) string { return v.Key })
	for i := range o.Profiles {
		p := &o.Profiles[i]
		path := fmt.Sprintf("profiles[%d]", i)
		c.wordAt(path+".name", p.Name, true, nameMax)
		if len(p.Queues) == 0 {
			c.faultf(path+".queues", core.FaultRequired, "a profile serves at least one queue")
		}
		seen := map[string]bool{}
		for j, pq := range p.Queues {
			item := fmt.Sprintf("%s.queues[%d]", path, j)
			c.queueLine(item+".queue", pq.Queue, true)
			if seen[pq.Queue] {
				c.faultf(item+".queue", core.FaultTaken, "%q is listed twice", pq.Queue)
			}
			seen[pq.Queue] = true
			c.intIn(item+".rank", pq.Rank, 0, rankMax)
			c.durationIn(item+".delay", pq.Delay, 0, delayMax)
		}
		c.capacity(path+".capacity", p.Capacity)
	}
}

func (c *checker) capacity(path string, loads []routing.ChannelLoad) {
	seen := map[core.Channel]bool{}
	for i, l := range loads {
		item := fmt.Sprintf("%s[%d]", path, i)
		c.oneOf(item+".channel", string(l.Channel), channels()...)
		if seen[l.Channel] {
			c.faultf(item+".channel", core.FaultTaken, "%q is listed twice", l.Channel)
		}
		seen[l.Channel] = true
		c.intIn(item+".units", l.Units, 1, routing.Budget)
		c.intIn(item+".max", l.Max, 1, 100)
		for j, other := range l.Interrupts {
			c.oneOf(fmt.Sprintf("%s.interrupts[%d]", item, j), string(other), channels()...)
			if other == l.Channel {
				c.faultf(fmt.Sprintf("%s.interrupts[%d]", item, j), core.FaultItself, "%s cannot interrupt itself", other)
			}
		}
	}
}
