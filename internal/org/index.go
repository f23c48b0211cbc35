package org

import (
	"cmp"
	"slices"

	"turno/internal/core"
)

// index makes look-ups by key fast. It is built once, when an organisation is
// parsed or loaded, and only read afterwards.
type index struct {
	regions   map[string]*Region
	sites     map[string]*Site
	teams     map[string]*Team
	skills    map[string]*Skill
	segments  map[string]*Segment
	programs  map[string]*Program
	calendars map[string]*Calendar
	hours     map[string]*hours
	queues    map[string]*Queue
	profiles  map[string]*Profile
	services  map[string]*Service
	counters  map[string]*Counter
	devices   map[string]*Device
	inboxes   map[string]*Inbox
	alerts    map[string]*Alert
	reasons   map[string]*Reason
	outcomes  map[string]*Disposition
	notReady  map[string]*NotReadyReason
	roles     map[string]*Role
	logins    map[string]*User
	users     map[core.ID]*User
}

func byKey[T any](list []T, key func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[key(&list[i])] = &list[i]
	}
	return m
}

// link sorts what has no order of its own and builds the index. The
// organisation must not be changed afterwards.
func (o *Organisation) link() *Organisation {
	o.sort()
	builtin := builtinRoles()
	roles := byKey(builtin, func(r *Role) string { return r.Key })
	for i := range o.Roles {
		roles[o.Roles[i].Key] = &o.Roles[i]
	}
	o.index = &index{
		regions:   byKey(o.Regions, func(v *Region) string { return v.Key }),
		sites:     byKey(o.Sites, func(v *Site) string { return v.Key }),
		teams:     byKey(o.Teams, func(v *Team) string { return v.Key }),
		skills:    byKey(o.Skills, func(v *Skill) string { return v.Key }),
		segments:  byKey(o.Segments, func(v *Segment) string { return v.Key }),
		programs:  byKey(o.Programs, func(v *Program) string { return v.Key }),
		calendars: byKey(o.Calendars, func(v *Calendar) string { return v.Key }),
		hours:     map[string]*hours{},
		queues:    byKey(o.Queues, func(v *Queue) string { return v.Key }),
		profiles:  byKey(o.Profiles, func(v *Profile) string { return v.Key }),
		services:  byKey(o.Services, func(v *Service) string { return v.Key }),
		counters:  byKey(o.Counters, func(v *Counter) string { return v.Key }),
		devices:   byKey(o.Devices, func(v *Device) string { return v.Key }),
		inboxes:   byKey(o.Inboxes, func(v *Inbox) string { return v.Key }),
		alerts:    byKey(o.Alerts, func(v *Alert) string { return v.Key }),
		reasons:   byKey(o.Reasons, func(v *Reason) string { return v.Key }),
		outcomes:  byKey(o.Outcomes, func(v *Disposition) string { return v.Key }),
		notReady:  byKey(o.NotReady, func(v *NotReadyReason) string { return v.Key }),
		roles:     roles,
		logins:    byKey(o.Users, func(v *User) string { return v.Login }),
		users:     make(map[core.ID]*User, len(o.Users)),
	}
	for i := range o.Calendars {
		// Mistakes were reported by check; what cannot be read is closed.
		o.index.hours[o.Calendars[i].Key], _ = parseCalendar(&o.Calendars[i])
	}
	for i := range o.Users {
		if !o.Users[i].ID.IsZero() {
			o.index.users[o.Users[i].ID] = &o.Users[i]
		}
	}
	return o
}

// sort orders what the file may list in any order. Services, notices, answers,
// reasons, dispositions and not-ready reasons stay as people arranged them.
func (o *Organisation) sort() {
	slices.SortStableFunc(o.Regions, func(a, b Region) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Sites, func(a, b Site) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Teams, func(a, b Team) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Skills, func(a, b Skill) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Segments, func(a, b Segment) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Programs, func(a, b Program) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Calendars, func(a, b Calendar) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Queues, func(a, b Queue) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Profiles, func(a, b Profile) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Counters, func(a, b Counter) int {
		return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Key, b.Key))
	})
	slices.SortStableFunc(o.Devices, func(a, b Device) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Inboxes, func(a, b Inbox) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Alerts, func(a, b Alert) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Roles, func(a, b Role) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(o.Users, func(a, b User) int { return cmp.Compare(a.Login, b.Login) })
}

// idx returns the index; an organisation that was put together by hand gets one
// for this call only, so that readers never race.
func (o *Organisation) idx() *index {
	if o.index != nil {
		return o.index
	}
	loose := *o
	return loose.link().index
}

func find[T any](m map[string]*T, key string) (*T, bool) {
	v, ok := m[key]
	return v, ok
}
