package org

import (
	"fmt"
	"slices"

	"turno/internal/core"
)

func at(list string, i int, field string) string { return fmt.Sprintf("%s[%d].%s", list, i, field) }

// places checks regions, sites and teams.
func (c *checker) places(o *Organisation) {
	list(c, "regions", o.Regions, func(v *Region) string { return v.Key })
	for i, r := range o.Regions {
		c.wordAt(at("regions", i, "name"), r.Name, true, nameMax)
	}
	list(c, "sites", o.Sites, func(v *Site) string { return v.Key })
	for i := range o.Sites {
		c.site(i, &o.Sites[i])
	}
	list(c, "teams", o.Teams, func(v *Team) string { return v.Key })
	for i, t := range o.Teams {
		c.wordAt(at("teams", i, "name"), t.Name, true, nameMax)
		ref(c, at("teams", i, "site"), "site", t.Site, c.o.index.sites, true)
	}
}

func (c *checker) site(i int, s *Site) {
	c.wordAt(at("sites", i, "name"), s.Name, true, nameMax)
	ref(c, at("sites", i, "region"), "region", s.Region, c.o.index.regions, true)
	c.zone(at("sites", i, "timezone"), s.Timezone, false)
	c.languageList(at("sites", i, "languages"), s.Languages, c.languages)
	ref(c, at("sites", i, "calendar"), "calendar", s.Calendar, c.o.index.calendars, false)
	if s.Closing != "" {
		c.oneOf(at("sites", i, "closing"), s.Closing, ClosingCloseOut, ClosingServe)
	}
	c.intIn(at("sites", i, "recalls"), s.Recalls, 0, 20)
	c.intIn(at("sites", i, "defer_max"), s.DeferMax, 0, 100)
	c.hostPort(at("sites", i, "printer"), s.Printer)
	if !s.Branch {
		for field, set := range map[string]bool{"closing": s.Closing != "", "recalls": s.Recalls != 0, "defer_max": s.DeferMax != 0, "printer": s.Printer != ""} {
			if set {
				c.faultf(at("sites", i, field), core.FaultOnlyBranch, "only a branch (branch: true) has %s", field)
			}
		}
	}
}

// words checks the lists that are hardly more than names.
func (c *checker) words(o *Organisation) {
	list(c, "skills", o.Skills, func(v *Skill) string { return v.Key })
	for i, s := range o.Skills {
		c.wordAt(at("skills", i, "name"), s.Name, true, nameMax)
	}
	list(c, "segments", o.Segments, func(v *Segment) string { return v.Key })
	for i, s := range o.Segments {
		c.wordAt(at("segments", i, "name"), s.Name, true, nameMax)
		c.intIn(at("segments", i, "priority"), s.Priority, -100, 100)
	}
	list(c, "programs", o.Programs, func(v *Program) string { return v.Key })
	for i, p := range o.Programs {
		c.wordAt(at("programs", i, "name"), p.Name, true, nameMax)
	}
	list(c, "notices", o.Notices, func(v *Notice) string { return v.Key })
	for i, n := range o.Notices {
		c.wordAt(at("notices", i, "text"), n.Text, true, textMax)
		c.branches(at("notices", i, "sites"), n.Sites)
	}
	list(c, "dispositions", o.Outcomes, func(v *Disposition) string { return v.Key })
	for i, d := range o.Outcomes {
		c.wordAt(at("dispositions", i, "name"), d.Name, true, nameMax)
		c.oneOf(at("dispositions", i, "outcome"), string(d.Outcome), string(core.OutcomeResolved), string(core.OutcomeCommitment),
			string(core.OutcomeEscalation), string(core.OutcomeTransfer), string(core.OutcomeNotResolved))
	}
	list(c, "not_ready_reasons", o.NotReady, func(v *NotReadyReason) string { return v.Key })
	for i, r := range o.NotReady {
		c.wordAt(at("not_ready_reasons", i, "name"), r.Name, true, nameMax)
		c.oneOf(at("not_ready_reasons", i, "class"), string(r.Class),
			string(core.ClassBreak), string(core.ClassTraining), string(core.ClassOther), string(core.ClassUnpaid))
	}
	list(c, "reasons", o.Reasons, func(v *Reason) string { return v.Key })
	parents := map[string]string{}
	for _, r := range o.Reasons {
		parents[r.Key] = r.Parent
	}
	for i, r := range o.Reasons {
		c.wordAt(at("reasons", i, "name"), r.Name, true, nameMax)
		c.parent(at("reasons", i, "parent"), "reason", r.Key, parents)
	}
}

// treeDepth is the most levels that reasons and services may have.
const treeDepth = 3

// parent checks one entry's way to the top of a tree.
func (c *checker) parent(path, kind, key string, parents map[string]string) {
	depth := 1
	for up := parents[key]; up != ""; up = parents[up] {
		if _, ok := parents[up]; !ok {
			if depth == 1 {
				c.faultf(path, core.FaultUnknown, "there is no %s %q", kind, up)
			}
			return
		}
		depth++
		if up == key {
			c.faultf(path, core.FaultItself, "%q is its own ancestor", key)
			return
		}
		if depth > treeDepth {
			c.boundf(path, core.FaultTooDeep, treeDepth, "%ss have at most %d levels", kind, treeDepth)
			return
		}
	}
}

// calendars checks hours and holidays.
func (c *checker) calendars(o *Organisation) {
	list(c, "calendars", o.Calendars, func(v *Calendar) string { return v.Key })
	for i := range o.Calendars {
		cal := &o.Calendars[i]
		c.wordAt(at("calendars", i, "name"), cal.Name, false, nameMax)
		_, mistakes := parseCalendar(cal)
		for _, m := range mistakes {
			c.faultf(at("calendars", i, m.path), core.FaultWrongFormat, "%s", m.why)
		}
		for j, h := range cal.Holidays {
			c.wordAt(at("calendars", i, at("holidays", j, "name")), h.Name, false, nameMax)
		}
	}
}

// branches checks a list of sites where visitors come.
func (c *checker) branches(path string, keys []string) {
	seen := map[string]bool{}
	for i, key := range keys {
		item := fmt.Sprintf("%s[%d]", path, i)
		s, ok := ref(c, item, "site", key, c.o.index.sites, true)
		if ok && !s.Branch {
			c.faultf(item, core.FaultOnlyBranch, "%q is not a branch", key)
		}
		if seen[key] {
			c.faultf(item, core.FaultTaken, "%q is listed twice", key)
		}
		seen[key] = true
	}
}

// branch checks services, counters and devices.
func (c *checker) branch(o *Organisation) {
	list(c, "services", o.Services, func(v *Service) string { return v.Key })
	parents, isParent := map[string]string{}, map[string]bool{}
	for _, s := range o.Services {
		parents[s.Key] = s.Parent
		isParent[s.Parent] = true
	}
	for i := range o.Services {
		s := &o.Services[i]
		c.parent(at("services", i, "parent"), "service", s.Key, parents)
		c.service(i, s, isParent[s.Key])
	}
	list(c, "counters", o.Counters, func(v *Counter) string { return v.Key })
	names := map[string]bool{}
	for i, n := range o.Counters {
		c.nameAt(at("counters", i, "name"), n.Name)
		if n.Site == "" {
			c.faultf(at("counters", i, "site"), core.FaultRequired, "a site is needed")
		} else {
			c.branches(at("counters", i, "site"), []string{n.Site})
		}
		if names[n.Site+"\x00"+n.Name] {
			c.faultf(at("counters", i, "name"), core.FaultTaken, "%s has two counters %q", n.Site, n.Name)
		}
		names[n.Site+"\x00"+n.Name] = true
	}
	list(c, "devices", o.Devices, func(v *Device) string { return v.Key })
	for i, d := range o.Devices {
		c.device(i, d)
	}
}

// The kinds of devices.
const (
	DeviceKiosk   = "kiosk"
	DeviceDisplay = "display"
	DeviceWall    = "wall"
)

func (c *checker) device(i int, d Device) {
	c.nameAt(at("devices", i, "name"), d.Name)
	c.oneOf(at("devices", i, "kind"), d.Kind, DeviceKiosk, DeviceDisplay, DeviceWall)
	s, ok := ref(c, at("devices", i, "site"), "site", d.Site, c.o.index.sites, d.Kind != DeviceWall)
	if ok && !s.Branch && d.Kind != DeviceWall {
		c.faultf(at("devices", i, "site"), core.FaultOnlyBranch, "a %s stands at a branch, and %q is none", d.Kind, d.Site)
	}
	c.languageAt(at("devices", i, "language"), d.Language)
}

func (c *checker) service(i int, s *Service, hasChildren bool) {
	c.wordAt(at("services", i, "name"), s.Name, true, nameMax)
	c.branches(at("services", i, "sites"), s.Sites)
	if hasChildren {
		if s.Queue != "" || s.Prefix != "" || len(s.Needs) > 0 || s.AskPerson {
			c.faultf(at("services", i, "queue"), core.FaultOnlyLeaf, "%q has services under it; only leaves have queue, prefix, needs and ask_person", s.Key)
		}
		return
	}
	if !c.prefix.MatchString(s.Prefix) {
		c.faultf(at("services", i, "prefix"), core.FaultNoPrefix, "tickets need a prefix of one to three capital letters, not %q", s.Prefix)
	}
	q, ok := ref(c, at("services", i, "queue"), "queue", s.Queue, c.o.index.queues, true)
	if !ok {
		return
	}
	if q.Channel != core.Visit {
		c.faultf(at("services", i, "queue"), core.FaultWrongChannel, "visitors wait in queues of channel visit, and %q is %s", q.Key, q.Channel)
	}
	if q.Site != "" && !slices.Equal(s.Sites, []string{q.Site}) {
		c.faultf(at("services", i, "sites"), core.FaultElsewhere, "queue %q is only at %s, so the service can be only there: sites: [%s]", q.Key, q.Site, q.Site)
	}
	c.needs(at("services", i, "needs"), s.Needs)
	c.joined(at("services", i, "needs"), JoinNeeds(q.Needs, s.Needs))
}
