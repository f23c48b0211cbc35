package org

import (
	"maps"
	"slices"
	"strings"

	"turno/internal/core"
	"turno/internal/routing"
)

// QueueKey is the key by which the engine knows a queue's line at a site;
// without a site it is the queue's own.
func QueueKey(queue, site string) string {
	if site == "" {
		return queue
	}
	return queue + "@" + site
}

// SplitQueue undoes QueueKey.
func SplitQueue(key string) (queue, site string) {
	queue, site, _ = strings.Cut(key, "@")
	return queue, site
}

// SplitProfile separates a profile's key as the engine knows it into the
// configured key and the site it was expanded for, if any.
func SplitProfile(key string) (profile, site string) { return SplitQueue(key) }

// RoutingConfig is what the engine is told: per-site queues as one line per
// branch (`billing@mixco`), and profiles that serve "the line of the agent's
// site" once per site (`counter@mixco`).
func (o *Organisation) RoutingConfig() routing.Config {
	c := routing.Config{
		AgeUnit:  o.Routing.AgeUnit.Std(),
		Breather: routing.Breather{Cap: o.Routing.BreatherCap, Length: o.Routing.BreatherLength.Std()},
	}
	for i := range o.Queues {
		q := &o.Queues[i]
		for _, site := range o.linesOf(q) {
			c.Queues = append(c.Queues, o.routingQueue(q, site))
		}
	}
	for i := range o.Profiles {
		p := &o.Profiles[i]
		if !o.bySite(p) {
			c.Profiles = append(c.Profiles, o.routingProfile(p, ""))
			continue
		}
		for j := range o.Sites {
			c.Profiles = append(c.Profiles, o.routingProfile(p, o.Sites[j].Key))
		}
	}
	return c
}

// QueueKeys lists the queues as the engine knows them.
func (o *Organisation) QueueKeys() []string {
	var keys []string
	for i := range o.Queues {
		for _, site := range o.linesOf(&o.Queues[i]) {
			keys = append(keys, QueueKey(o.Queues[i].Key, site))
		}
	}
	return keys
}

// QueueSite is the site whose visitors wait in a queue as the engine knows it:
// that of its line, or of a queue of one site only; "" for the others.
func (o *Organisation) QueueSite(key string) string {
	base, site := SplitQueue(key)
	if site != "" {
		return site
	}
	if q, ok := o.Queue(base); ok {
		return q.Site
	}
	return ""
}

// QueueAt is the key by which the engine knows a queue for somebody at a site.
func (o *Organisation) QueueAt(queue, site string) string {
	if q, ok := o.Queue(queue); ok && q.PerSite {
		base, _ := SplitQueue(queue)
		return QueueKey(base, site)
	}
	return queue
}

// linesOf are the sites at which a queue has a line: every branch for a per-site
// queue, else the one line without a site.
func (o *Organisation) linesOf(q *Queue) []string {
	if !q.PerSite {
		return []string{""}
	}
	var sites []string
	for i := range o.Sites {
		if o.Sites[i].Branch {
			sites = append(sites, o.Sites[i].Key)
		}
	}
	return sites
}

// bySite reports whether a profile means another line at each site.
func (o *Organisation) bySite(p *Profile) bool {
	for _, pq := range p.Queues {
		if q, ok := o.Queue(pq.Queue); ok && q.PerSite && !strings.Contains(pq.Queue, "@") {
			return true
		}
	}
	return false
}

// ProfileKey is the key by which the engine knows a profile for an agent at a site.
func (o *Organisation) ProfileKey(profile, site string) string {
	base, _ := SplitProfile(profile)
	if p, ok := o.Profile(base); ok && o.bySite(p) {
		return QueueKey(base, site)
	}
	return base
}

func (o *Organisation) routingQueue(q *Queue, site string) routing.Queue {
	r := routing.Queue{
		Key:          QueueKey(q.Key, site),
		Priority:     q.Priority,
		ServiceLevel: routing.ServiceLevel{Threshold: q.Threshold.Std(), Goal: q.Goal},
		Offer:        routing.Offer{Timeout: q.OfferTimeout.Std(), AutoAccept: q.AutoAccept},
		WrapUp: routing.WrapUp{
			Mode: q.WrapUp.Mode, Length: q.WrapUp.Length.Std(), Extension: q.WrapUp.Extension.Std(),
		},
		Choice:    routing.Choice(q.Choice),
		MaxLength: q.MaxLength,
	}
	for _, s := range q.Steps {
		step := routing.Step{After: s.After.Std(), Priority: s.Priority}
		if len(s.Lower) > 0 {
			step.Lower = needsOf(s.Lower)
		}
		if s.AddProfile != "" {
			step.AddProfile = o.ProfileKey(s.AddProfile, site)
		}
		r.Steps = append(r.Steps, step)
	}
	for _, f := range q.Overflow {
		rule := routing.Overflow{When: f.When, After: f.After.Std(), Count: f.Count, To: f.To, Target: f.Target}
		if f.To == routing.ToQueue && site != "" {
			rule.Target = o.QueueAt(f.Target, siteOr(f.Target, site))
		}
		r.Overflow = append(r.Overflow, rule)
	}
	return r
}

// siteOr is the site that a key names, or else the given one.
func siteOr(key, site string) string {
	if _, named := SplitQueue(key); named != "" {
		return named
	}
	return site
}

func (o *Organisation) routingProfile(p *Profile, site string) routing.Profile {
	r := routing.Profile{Key: QueueKey(p.Key, site), Capacity: slices.Clone(p.Capacity)}
	for _, pq := range p.Queues {
		key := pq.Queue
		if q, ok := o.Queue(key); ok && q.PerSite && !strings.Contains(key, "@") {
			if s, known := o.Site(site); !known || !s.Branch {
				continue // no visitors come there
			}
			key = QueueKey(key, site)
		}
		r.Queues = append(r.Queues, routing.ProfileQueue{Queue: key, Rank: pq.Rank, Delay: pq.Delay.Std()})
	}
	return r
}

// AgentFor is what the engine is told when a user signs in.
func (o *Organisation) AgentFor(u *User) routing.Agent {
	site := o.SiteOf(u)
	return routing.Agent{
		ID: u.ID, Site: site, Team: u.Team,
		Profile: o.ProfileKey(u.Profile, site), Skills: needsOf(u.Skills),
	}
}

// NeedsFor joins what a queue, a service ("" for none) and the customer's
// language ("" for none; it counts where it is a skill) ask of an agent.
func (o *Organisation) NeedsFor(queue, service, language string) routing.Needs {
	var all []routing.Needs
	if q, ok := o.Queue(queue); ok {
		all = append(all, q.Needs)
	}
	if s, ok := o.Service(service); ok {
		all = append(all, s.Needs)
	}
	if skill, ok := o.Skill(language); ok && skill.Language {
		all = append(all, routing.Needs{{{Skill: language, Level: o.LanguageLevel()}}})
	}
	return JoinNeeds(all...)
}

// LanguageLevel is the level a customer's language needs.
func (o *Organisation) LanguageLevel() int {
	if o.Routing.LanguageLevel == 0 {
		return 3
	}
	return o.Routing.LanguageLevel
}

// JoinNeeds is what satisfies all of several needs: each alternative of one
// with each of the others, the higher level where both name a skill.
func JoinNeeds(all ...routing.Needs) routing.Needs {
	var joined []map[string]int
	for _, needs := range all {
		if len(needs) == 0 {
			continue
		}
		if joined == nil {
			joined = []map[string]int{{}}
		}
		var next []map[string]int
		for _, left := range joined {
			for _, right := range needs {
				both := maps.Clone(left)
				for _, n := range right {
					both[n.Skill] = max(both[n.Skill], n.Level)
				}
				next = append(next, both)
			}
		}
		joined = next
	}
	var result routing.Needs
	for _, levels := range joined {
		result = append(result, needsOf(levels))
	}
	return result
}

// ServicesAt are the leaves a kiosk of a site may offer, in kiosk order.
func (o *Organisation) ServicesAt(site string) []*Service {
	var list []*Service
	for i := range o.Services {
		s := &o.Services[i]
		if s.Queue != "" && (len(s.Sites) == 0 || slices.Contains(s.Sites, site)) {
			list = append(list, s)
		}
	}
	return list
}

// CountersAt are the counters of a site.
func (o *Organisation) CountersAt(site string) []*Counter {
	var list []*Counter
	for i := range o.Counters {
		if o.Counters[i].Site == site {
			list = append(list, &o.Counters[i])
		}
	}
	return list
}

// SegmentPriority is what a segment adds to the queue's priority; 0 for none.
func (o *Organisation) SegmentPriority(segment string) int {
	if s, ok := o.Segment(segment); ok {
		return s.Priority
	}
	return 0
}

// QueueNames separates an engine queue's key into what facts call queue and site.
func (o *Organisation) QueueNames(key string) (base, site string) {
	base, _ = SplitQueue(key)
	return base, o.QueueSite(key)
}

// ChannelOf is the channel of a queue as the engine knows it; "" for unknown ones.
func (o *Organisation) ChannelOf(queue string) core.Channel {
	if q, ok := o.Queue(queue); ok {
		return q.Channel
	}
	return ""
}
