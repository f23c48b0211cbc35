package org

import (
	"time"

	"turno/internal/core"
)

// The look-ups below return the organisation's own parts, which must not be
// changed, and false when there is no such key.

// Region returns a region by key.
func (o *Organisation) Region(key string) (*Region, bool) { return find(o.idx().regions, key) }

// Site returns a site by key.
func (o *Organisation) Site(key string) (*Site, bool) { return find(o.idx().sites, key) }

// Team returns a team by key.
func (o *Organisation) Team(key string) (*Team, bool) { return find(o.idx().teams, key) }

// Skill returns a skill by key.
func (o *Organisation) Skill(key string) (*Skill, bool) { return find(o.idx().skills, key) }

// Segment returns a segment by key.
func (o *Organisation) Segment(key string) (*Segment, bool) { return find(o.idx().segments, key) }

// Program returns a program by key.
func (o *Organisation) Program(key string) (*Program, bool) { return find(o.idx().programs, key) }

// Calendar returns a calendar by key.
func (o *Organisation) Calendar(key string) (*Calendar, bool) { return find(o.idx().calendars, key) }

// Queue returns a queue by its key as configured (`billing`) or as the engine
// knows it (`billing@mixco`).
func (o *Organisation) Queue(key string) (*Queue, bool) {
	base, _ := SplitQueue(key)
	return find(o.idx().queues, base)
}

// Profile returns a profile by its key as configured or as the engine knows it.
func (o *Organisation) Profile(key string) (*Profile, bool) {
	base, _ := SplitProfile(key)
	return find(o.idx().profiles, base)
}

// Service returns a service by key.
func (o *Organisation) Service(key string) (*Service, bool) { return find(o.idx().services, key) }

// Counter returns a counter by key.
func (o *Organisation) Counter(key string) (*Counter, bool) { return find(o.idx().counters, key) }

// Device returns a device by key.
func (o *Organisation) Device(key string) (*Device, bool) { return find(o.idx().devices, key) }

// Reason returns a reason of contact by key.
func (o *Organisation) Reason(key string) (*Reason, bool) { return find(o.idx().reasons, key) }

// Disposition returns a disposition by key.
func (o *Organisation) Disposition(key string) (*Disposition, bool) {
	return find(o.idx().outcomes, key)
}

// NotReadyReason returns a not-ready reason by key; the system's own reasons
// are not among them unless the file names them.
func (o *Organisation) NotReadyReason(key string) (*NotReadyReason, bool) {
	return find(o.idx().notReady, key)
}

// ReasonClass is the class of a not-ready reason; the system's own, and those
// of a former organisation, are `other`. Empty stays empty.
func (o *Organisation) ReasonClass(reason string) core.ReasonClass {
	if reason == "" {
		return ""
	}
	if r, ok := o.NotReadyReason(reason); ok {
		return r.Class
	}
	return core.ClassOther
}

// Role returns a role by key: the file's, or else the house's own.
func (o *Organisation) Role(key string) (*Role, bool) { return find(o.idx().roles, key) }

// User returns a user by login.
func (o *Organisation) User(login string) (*User, bool) { return find(o.idx().logins, login) }

// UserByID returns a user, former ones too, by id.
func (o *Organisation) UserByID(id core.ID) (*User, bool) {
	u, ok := o.idx().users[id]
	return u, ok
}

// SiteOf is the key of the site where a user works: their own, or their team's.
func (o *Organisation) SiteOf(u *User) string {
	if u.Site != "" {
		return u.Site
	}
	if team, ok := o.Team(u.Team); ok {
		return team.Site
	}
	return ""
}

// Location is the time zone of a site; the organisation's for one without, or
// for no site.
func (o *Organisation) Location(site string) *time.Location {
	zone := o.Timezone
	if s, ok := o.Site(site); ok && s.Timezone != "" {
		zone = s.Timezone
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC // check refuses unknown zones; a store from a machine with other zones may hold one
	}
	return location
}

// LanguagesOf are the languages a site speaks: its own, or the organisation's.
func (o *Organisation) LanguagesOf(site string) []string {
	if s, ok := o.Site(site); ok && len(s.Languages) > 0 {
		return s.Languages
	}
	return o.Languages
}

// In returns the text in the first of the wanted languages it has, else in the
// first language of those in order, else "".
func (t Text) In(wanted ...string) string {
	for _, language := range wanted {
		if text, ok := t[language]; ok && text != "" {
			return text
		}
	}
	return ""
}

// Word returns a text in the wanted language, else in the house's own.
func (o *Organisation) Word(t Text, language string) string {
	return t.In(append([]string{language}, o.Languages...)...)
}

// RecallsMin is how often a visitor is called again before a no-show may be said.
func (s *Site) RecallsMin() int {
	if s.Recalls == 0 {
		return 2
	}
	return s.Recalls
}

// DeferPlaces is the most places "I need more time" may move a ticket back.
func (s *Site) DeferPlaces() int {
	if s.DeferMax == 0 {
		return 5
	}
	return s.DeferMax
}

// ServesAfterClosing reports whether visitors who wait at closing time are still served.
func (s *Site) ServesAfterClosing() bool { return s.Closing == ClosingServe }

// What becomes of visitors still waiting at closing time.
const (
	ClosingCloseOut = "close_out"
	ClosingServe    = "serve"
)

// DisconnectGrace is how long a desk may be gone before its agent becomes not ready.
func (o *Organisation) DisconnectGrace() time.Duration {
	if o.Desk.Grace == 0 {
		return 30 * time.Second
	}
	return o.Desk.Grace.Std()
}

// ChatReturnAfter is how long a chat waits for a desk that is gone.
func (o *Organisation) ChatReturnAfter() time.Duration {
	if o.Desk.ChatReturn == 0 {
		return 2 * time.Minute
	}
	return o.Desk.ChatReturn.Std()
}

// ShortAbandonLimit is the wait under which leaving is not held against the queue.
func (q *Queue) ShortAbandonLimit() time.Duration {
	if q.ShortAbandon == 0 {
		return 5 * time.Second
	}
	return q.ShortAbandon.Std()
}
