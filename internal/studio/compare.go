package studio

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"turno/internal/org"
)

// Difference is one line of a comparison of two sites, told by what it is about.
type Difference struct {
	// About is what differs: setting, hours, service, counter, device, team, queue,
	// notice, skill or agents.
	About string `json:"about"`
	// Item is which one: a field, a service, a skill, a profile; empty for the whole.
	Item  string `json:"item,omitempty"`
	Left  string `json:"left"` // empty: not there
	Right string `json:"right"`
}

// CompareSites lists in what two sites differ. Names, keys and regions always do
// and are left out; counters and devices are compared by number and kind.
func CompareSites(o *org.Organisation, left, right string) []Difference {
	l, r := factsOf(o, left), factsOf(o, right)
	var all []Difference
	for id, text := range l {
		if r[id] != text {
			all = append(all, Difference{About: id[0], Item: id[1], Left: text, Right: r[id]})
		}
	}
	for id, text := range r {
		if _, there := l[id]; !there {
			all = append(all, Difference{About: id[0], Item: id[1], Right: text})
		}
	}
	slices.SortFunc(all, func(a, b Difference) int { return cmp.Or(cmp.Compare(a.About, b.About), cmp.Compare(a.Item, b.Item)) })
	return all
}

// facts are what there is to compare of one site, by about and item.
type facts map[[2]string]string

func factsOf(o *org.Organisation, site string) facts {
	f := facts{}
	if object, ok := o.Object(org.KindSite, site); ok {
		for path, text := range org.Leaves(object.Value) {
			if path != "key" && path != "region" && !strings.HasPrefix(path, "name.") {
				f[[2]string{"setting", path}] = text
			}
		}
	}
	f.places(o, site)
	f.offer(o, site)
	f.staff(o, site)
	return f
}

func (f facts) places(o *org.Organisation, site string) {
	f.count("counter", "", len(o.CountersAt(site)))
	kinds := map[string]int{}
	for i := range o.Devices {
		if o.Devices[i].Site == site {
			kinds[o.Devices[i].Kind]++
		}
	}
	for kind, n := range kinds {
		f.count("device", kind, n)
	}
	teams := 0
	for i := range o.Teams {
		if o.Teams[i].Site == site {
			teams++
		}
	}
	f.count("team", "", teams)
}

// offer is what customers find there.
func (f facts) offer(o *org.Organisation, site string) {
	if s, ok := o.Site(site); ok && s.Branch {
		for _, service := range o.ServicesAt(site) {
			f.count("service", service.Key, 1)
		}
	}
	for i := range o.Queues {
		if o.Queues[i].Site == site {
			f.count("queue", o.Queues[i].Key, 1)
		}
	}
	for i := range o.Notices {
		if n := &o.Notices[i]; len(n.Sites) == 0 || slices.Contains(n.Sites, site) {
			f.count("notice", n.Key, 1)
		}
	}
}

// staff is who works there: agents by profile, and by what they can.
func (f facts) staff(o *org.Organisation, site string) {
	profiles, skills := map[string]int{}, map[string]int{}
	for i := range o.Users {
		u := &o.Users[i]
		if u.Inactive || u.Profile == "" || o.SiteOf(u) != site {
			continue
		}
		profiles[u.Profile]++
		for skill := range u.Skills {
			skills[skill]++
		}
	}
	for profile, n := range profiles {
		f.count("agents", profile, n)
	}
	for skill, n := range skills {
		f.count("skill", skill, n)
	}
}

func (f facts) count(about, item string, n int) {
	if n > 0 {
		f[[2]string{about, item}] = strconv.Itoa(n)
	}
}
