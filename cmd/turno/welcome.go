package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"turno/internal/auth"
	"turno/internal/config"
	"turno/internal/org"
)

// welcome tells whoever tries the demo where everything is and who may sign in.
func (h *house) welcome(e *env, s *config.Server, base string) error {
	o := h.org.Get()
	if !isDemo(o) {
		h.log.Warn("--demo changes nothing: the store has an organisation of its own", "organisation", o.Key)
		return nil
	}
	password := s.DemoPassword
	if password == "" {
		password = auth.NewPassword()
	}
	given, err := giveDemoPasswords(e.ctx, h.auth, o, password)
	if err != nil {
		return err
	}
	links, err := h.auth.GiveLinks(e.ctx)
	if err != nil {
		return err
	}
	var page welcomePage
	page.linef("%s · turno %s · %s", o.Name, build(), e.base.ShownStore())
	page.linef("")
	page.places(o, links, base)
	page.linef("")
	page.people(o)
	page.linef("")
	page.customers(o)
	page.linef("")
	if given {
		page.linef("Password of them all:  %s", password)
		page.linef("Another one:           turno user password LOGIN%s", e.dataFlag())
	} else {
		page.linef("Passwords are those of the first start. A new one:  turno user password LOGIN%s", e.dataFlag())
	}
	page.linef("")
	return e.write(page.text())
}

// dataFlag is what a command needs to find the same store.
func (e *env) dataFlag() string {
	if e.base.Store != "" {
		return " --store " + e.base.ShownStore()
	}
	return " --data " + e.base.Data
}

// welcomePage is text in aligned columns.
type welcomePage struct{ buffer bytes.Buffer }

func (p *welcomePage) linef(format string, args ...any) {
	p.buffer.WriteString(strings.TrimRight("  "+fmt.Sprintf(format, args...), " ") + "\n")
}

// table writes rows in columns; the widths are the widest cells'.
func (p *welcomePage) table(rows [][]string) {
	var text bytes.Buffer
	table := tabwriter.NewWriter(&text, 0, 4, 3, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintln(table, strings.Join(row, "\t")) // a buffer takes everything
	}
	_ = table.Flush()
	for row := range strings.Lines(text.String()) {
		p.linef("%s", strings.TrimRight(row, "\n"))
	}
}

func (p *welcomePage) text() []byte { return append([]byte("\n"), p.buffer.Bytes()...) }

// places are the addresses: for people, then one for each device. A device's link
// is shown once, when it is given.
func (p *welcomePage) places(o *org.Organisation, links map[string]string, base string) {
	rows := [][]string{
		{"Desk and Floor", "sign in", base},
		{"Chat", "as a customer", base + "/try-chat"},
		{"API", "documentation", base + "/api/v1/docs"},
		{"Any screen", "pair it by a code", base + "/pair"},
	}
	for _, kind := range []string{"kiosk", "display", "wall"} {
		for i := range o.Devices {
			d := &o.Devices[i]
			if d.Kind != kind {
				continue
			}
			link := "as before; another: turno device renew " + d.Key
			if links[d.Key] != "" {
				link = deviceLink(base, kind, links[d.Key])
			}
			rows = append(rows, []string{deviceKind(kind), d.Name, link})
		}
	}
	for i := len(rows) - 1; i > 0; i-- { // a kind is said once
		if rows[i][0] == rows[i-1][0] {
			rows[i][0] = ""
		}
	}
	p.table(rows)
}

func deviceKind(kind string) string { return strings.ToUpper(kind[:1]) + kind[1:] + "s" }

// people are the users by role, agents by the site where they work.
func (p *welcomePage) people(o *org.Organisation) {
	var rows [][]string
	for _, role := range []string{auth.RoleAdministrator, auth.RoleTeamLeader} {
		for i := range o.Users {
			u := &o.Users[i]
			if at, ok := grantAt(u, role); ok && !u.Inactive {
				rows = append(rows, []string{roleName(o, role), placeName(o, at), u.Login})
			}
		}
	}
	for i := range o.Sites {
		var logins []string
		for j := range o.Users {
			if u := &o.Users[j]; u.Profile != "" && !u.Inactive && o.SiteOf(u) == o.Sites[i].Key {
				logins = append(logins, u.Login)
			}
		}
		if len(logins) > 0 {
			slices.Sort(logins)
			rows = append(rows, []string{"Agents", o.Sites[i].Name.In("en", "es"), strings.Join(logins, "  ")})
		}
	}
	p.table(rows)
}

func grantAt(u *org.User, role string) (node string, ok bool) {
	for _, g := range u.Grants {
		if g.Role == role {
			return g.At, true
		}
	}
	return "", false
}

func roleName(o *org.Organisation, key string) string {
	if role, ok := o.Role(key); ok {
		return role.Name.In("en", "es")
	}
	return key
}

func placeName(o *org.Organisation, node string) string {
	kind, key, _ := strings.Cut(node, ":")
	switch kind {
	case "region":
		if r, ok := o.Region(key); ok {
			return r.Name.In("en", "es")
		}
	case "site":
		if s, ok := o.Site(key); ok {
			return s.Name.In("en", "es")
		}
	case "team":
		if t, ok := o.Team(key); ok {
			return t.Name.In("en", "es")
		}
	}
	return o.Name
}
