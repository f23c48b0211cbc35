package org

import (
	"slices"

	"turno/internal/core"
)

// What follows answers the boards behind the live screens (package insight) in
// plain types, because features do not know each other.

// AgentSeat is who an agent is and where they work: name, site, team and the
// configured key of their profile. Former agents keep their names; ok is false
// for an id that never was one.
func (o *Organisation) AgentSeat(id core.ID) (name, site, team, profile string, ok bool) {
	u, ok := o.UserByID(id)
	if !ok {
		return "", "", "", "", false
	}
	return u.Name, o.SiteOf(u), u.Team, u.Profile, true
}

// SiteName is the name of a site by language; nil for an unknown one.
func (o *Organisation) SiteName(site string) map[string]string {
	if s, ok := o.Site(site); ok {
		return s.Name
	}
	return nil
}

// VisitRules are a site's RecallsMin and DeferPlaces; zero for an unknown one.
func (o *Organisation) VisitRules(site string) (recallsMin, deferPlaces int) {
	if s, ok := o.Site(site); ok {
		return s.RecallsMin(), s.DeferPlaces()
	}
	return 0, 0
}

// ServiceQueues are the services a kiosk of a site may offer, by key, each with
// its queue as the engine knows it.
func (o *Organisation) ServiceQueues(site string) map[string]string {
	queues := map[string]string{}
	for _, s := range o.ServicesAt(site) {
		queues[s.Key] = o.QueueAt(s.Queue, site)
	}
	return queues
}

// NoticesAt are the notices that the displays of a site show, in order: their keys,
// and their texts by language.
func (o *Organisation) NoticesAt(site string) (keys []string, texts []map[string]string) {
	for i := range o.Notices {
		n := &o.Notices[i]
		if len(n.Sites) > 0 && !slices.Contains(n.Sites, site) {
			continue
		}
		keys = append(keys, n.Key)
		texts = append(texts, n.Text)
	}
	return keys, texts
}
