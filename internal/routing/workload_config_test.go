package routing_test

import (
	"fmt"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// queueNames are the queues that random configurations choose from.
func queueNames() []string { return []string{"q1", "q2", "q3", "q4"} }

// profileNames are the profiles; all of them exist in every configuration.
func profileNames() []string { return []string{"p1", "p2", "p3"} }

func channels() []core.Channel {
	return []core.Channel{core.Voice, core.Chat, core.Email, core.Task, core.Visit}
}

func skillNames() []string { return []string{"pt", "en", "es"} }

// makeConfig makes up a valid configuration.
func (w *workload) makeConfig() routing.Config {
	c := w.c
	var config routing.Config
	if chance(c, 3) {
		config.AgeUnit = pick(c, 10*time.Second, time.Minute)
	}
	if chance(c, 4) {
		config.Breather = routing.Breather{Cap: pick(c, 0.01, 0.2, 0.5), Length: pick(c, 5*time.Second, time.Minute)}
	}
	names := queueNames()
	names = names[:1+c.below(len(names))]
	for _, name := range names {
		config.Queues = append(config.Queues, w.makeQueue(name, names))
	}
	for _, name := range profileNames() {
		config.Profiles = append(config.Profiles, w.makeProfile(name, names))
	}
	return config
}

func (w *workload) makeQueue(name string, names []string) routing.Queue {
	c := w.c
	q := routing.Queue{
		Key: name, Priority: pick(c, 0, 0, 30, 100),
		ServiceLevel: routing.ServiceLevel{Threshold: pick(c, 0, 10*time.Second, 8*time.Hour)},
		Offer:        routing.Offer{Timeout: pick(c, 0, 5*time.Second, -1), AutoAccept: chance(c, 5)},
		Choice:       pick(c, "", routing.LongestIdle, routing.LeastOccupied, routing.BestSkilled, routing.RoundRobin, routing.Fill),
	}
	switch c.below(4) {
	case 0:
		q.WrapUp = routing.WrapUp{Mode: routing.WrapUpTimed, Length: 10 * time.Second, Extension: pick(c, 0, 5*time.Second)}
	case 1:
		q.WrapUp = routing.WrapUp{Mode: routing.WrapUpOptional}
	}
	for after := time.Duration(0); c.below(3) > 0 && len(q.Steps) < 3; {
		after += time.Duration(1+c.below(20)) * time.Second
		s := routing.Step{After: after}
		switch c.below(3) {
		case 0:
			s.Priority = 10
		case 1:
			s.Lower = []routing.Need{{Skill: pick(c, skillNames()...), Level: c.below(3)}}
		case 2:
			s.AddProfile = pick(c, profileNames()...)
		}
		q.Steps = append(q.Steps, s)
	}
	for c.below(3) == 0 && len(q.Overflow) < 3 {
		q.Overflow = append(q.Overflow, w.makeOverflow(name, names))
	}
	if chance(c, 6) {
		q.MaxLength = 1 + c.below(6)
	}
	return q
}

func (w *workload) makeOverflow(name string, names []string) routing.Overflow {
	c := w.c
	rule := routing.Overflow{When: pick(c, routing.Waited, routing.Waited, routing.ExpectedWait, routing.Length, routing.Unstaffed, routing.QueueClosed)}
	switch rule.When {
	case routing.Waited, routing.ExpectedWait:
		rule.After = time.Duration(1+c.below(60)) * time.Second
	case routing.Length:
		rule.Count = 1 + c.below(6)
	case routing.Unstaffed, routing.QueueClosed:
	}
	rule.To = pick(c, routing.ToQueue, routing.ToQueue, routing.ToCallback, routing.ToVoicemail, routing.ToOutside, routing.Drop, routing.Keep)
	switch rule.To {
	case routing.ToQueue:
		rule.Target = pick(c, names...)
		if rule.Target == name {
			rule.To, rule.Target = routing.ToMessage, ""
		}
	case routing.ToOutside:
		rule.Target = "+50212345678"
	case routing.ToCallback, routing.ToVoicemail, routing.ToMessage, routing.Drop, routing.Keep:
	}
	return rule
}

func (w *workload) makeProfile(name string, names []string) routing.Profile {
	c := w.c
	p := routing.Profile{Key: name}
	for _, q := range names {
		if c.below(3) > 0 {
			p.Queues = append(p.Queues, routing.ProfileQueue{Queue: q, Rank: c.below(4), Delay: pick(c, 0, 0, 0, 15*time.Second)})
		}
	}
	if chance(c, 3) {
		p.Capacity = []routing.ChannelLoad{
			{Channel: core.Voice, Units: pick(c, 50, 100), Max: 1 + c.below(2), Interrupts: []core.Channel{core.Email, core.Chat}},
			{Channel: core.Chat, Units: pick(c, 20, 30, 60), Max: 1 + c.below(4)},
		}
	}
	return p
}

// configText writes a configuration as a script would.
func configText(config routing.Config) string {
	out := ""
	addf := func(format string, args ...any) { out += fmt.Sprintf(format, args...) }
	if config.AgeUnit != 0 {
		addf("age_unit %s\n", config.AgeUnit)
	}
	if config.Breather.Cap != 0 {
		addf("breather cap=%g length=%s\n", config.Breather.Cap, config.Breather.Length)
	}
	for _, q := range config.Queues {
		addf("queue %s priority=%d threshold=%s offer=%s choice=%s max=%d", q.Key, q.Priority, q.ServiceLevel.Threshold, q.Offer.Timeout, q.Choice, q.MaxLength)
		if q.Offer.AutoAccept {
			addf(" auto")
		}
		if q.WrapUp.Mode != "" {
			addf(" wrap_up=%s:%s+%s", q.WrapUp.Mode, q.WrapUp.Length, q.WrapUp.Extension)
		}
		addf("\n")
		for _, s := range q.Steps {
			addf("step %s %s priority=%d", q.Key, s.After, s.Priority)
			for _, n := range s.Lower {
				addf(" lower=%s%d", n.Skill, n.Level)
			}
			if s.AddProfile != "" {
				addf(" add=%s", s.AddProfile)
			}
			addf("\n")
		}
	}
	for _, q := range config.Queues {
		for _, r := range q.Overflow {
			addf("overflow %s %s", q.Key, overflowWords(r))
			if r.Target != "" {
				addf(":%s", r.Target)
			}
			addf("\n")
		}
	}
	for _, p := range config.Profiles {
		addf("profile %s", p.Key)
		for _, q := range p.Queues {
			addf(" %s:%d+%s", q.Queue, q.Rank, q.Delay)
		}
		addf("\n")
		for _, l := range p.Capacity {
			addf("load %s %s=%d/%d", p.Key, l.Channel, l.Units, l.Max)
			for i, c := range l.Interrupts {
				addf("%s%s", pickSeparator(i), c)
			}
			addf("\n")
		}
	}
	return out
}

func overflowWords(r routing.Overflow) string {
	switch r.When {
	case routing.Waited:
		return fmt.Sprintf("waited %s %s", r.After, r.To)
	case routing.ExpectedWait:
		return fmt.Sprintf("expected %s %s", r.After, r.To)
	case routing.Length:
		return fmt.Sprintf("length %d %s", r.Count, r.To)
	case routing.Unstaffed, routing.QueueClosed:
	}
	return fmt.Sprintf("%s %s", r.When, r.To)
}

func pickSeparator(i int) string {
	if i == 0 {
		return ">"
	}
	return ","
}
