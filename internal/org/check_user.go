package org

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
)

func (c *checker) roles(o *Organisation) {
	list(c, "roles", o.Roles, func(v *Role) string { return v.Key })
	known := auth.Permissions()
	for i, r := range o.Roles {
		c.wordAt(at("roles", i, "name"), r.Name, true, nameMax)
		seen := map[string]bool{}
		for j, p := range r.Permissions {
			item := fmt.Sprintf("roles[%d].permissions[%d]", i, j)
			if !slices.Contains(known, auth.Permission(p)) {
				c.faultf(item, core.FaultUnknown, "there is no permission %q", p)
			}
			if seen[p] {
				c.faultf(item, core.FaultTaken, "%q is listed twice", p)
			}
			seen[p] = true
		}
	}
}

func (c *checker) users(o *Organisation) {
	if len(o.Users) > listMax {
		c.boundf("users", core.FaultTooMany, listMax, "%d users; at most %d", len(o.Users), listMax)
	}
	seen := map[string]int{}
	for i := range o.Users {
		u := &o.Users[i]
		path := fmt.Sprintf("users[%d]", i)
		if !c.login.MatchString(u.Login) {
			c.faultf(path+".login", core.FaultWrongFormat, "%q is not a login: at most 64 lower-case letters, digits and . _ - + @", u.Login)
		}
		if first, twice := seen[u.Login]; twice {
			c.faultf(path+".login", core.FaultTaken, "%q is used twice%s", u.Login, ifLine(c.Line(fmt.Sprintf("users[%d]", first))))
		}
		seen[u.Login] = i
		c.user(path, u)
	}
}

func (c *checker) user(path string, u *User) {
	c.nameAt(path+".name", u.Name)
	if a, err := mail.ParseAddress(u.Email); u.Email != "" && (err != nil || a.Address != u.Email || len(u.Email) > 254) {
		c.faultf(path+".email", core.FaultWrongFormat, "%q is not an e-mail address", u.Email)
	}
	c.languageAt(path+".language", u.Language)
	for i, g := range u.Grants {
		item := fmt.Sprintf("%s.roles[%d]", path, i)
		ref(c, item+".role", "role", g.Role, c.o.index.roles, true)
		if !c.o.HasNode(g.At) {
			c.faultf(item+".at", core.FaultUnknown, "there is no %q: write org, region:KEY, site:KEY or team:KEY", g.At)
		}
		if slices.Contains(u.Grants[:i], g) {
			c.faultf(item, core.FaultTaken, "the same role at the same place twice")
		}
	}
	ref(c, path+".team", "team", u.Team, c.o.index.teams, false)
	ref(c, path+".site", "site", u.Site, c.o.index.sites, false)
	for _, skill := range sortedKeys(u.Skills) {
		ref(c, path+".skills."+skill, "skill", skill, c.o.index.skills, true)
		c.intIn(path+".skills."+skill, u.Skills[skill], 1, levelMax)
	}
	if u.Profile == "" {
		if len(u.Skills) > 0 {
			c.faultf(path+".skills", core.FaultNoProfile, "%s has skills but no profile to use them with", u.Login)
		}
		return
	}
	c.agent(path, u)
}

// agent checks a user with a profile: there must be a place to work and a queue
// to serve there.
func (c *checker) agent(path string, u *User) {
	p, ok := ref(c, path+".profile", "profile", u.Profile, c.o.index.profiles, true)
	if strings.Contains(u.Profile, "@") || !ok {
		return
	}
	site := c.o.SiteOf(u)
	if site == "" {
		c.faultf(path, core.FaultNoPlace, "agent %s needs a team or a site", u.Login)
		return
	}
	if _, known := c.o.index.sites[site]; known && len(c.o.routingProfile(p, site).Queues) == 0 {
		c.faultf(path+".profile", core.FaultNoWork, "profile %q serves no queue at %s, where %s works", u.Profile, site, u.Login)
	}
}
