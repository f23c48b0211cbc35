package live

import (
	"context"
	"slices"
	"testing"

	"turno/internal/auth"
	"turno/internal/core"
)

// land is a tree of one region with two sites.
type land struct{}

func (land) Contains(outer, inner auth.Node) bool {
	known := map[auth.Node][]auth.Node{
		"org": {"org", "region:north", "site:a", "site:b"}, "region:north": {"region:north", "site:a"},
		"site:a": {"site:a"}, "site:b": {"site:b"},
	}
	return slices.Contains(known[outer], inner)
}

// Ensure each topic opens to those it is for, and to nobody else.
func TestFamilies(t *testing.T) {
	t.Parallel()
	user := func(node auth.Node, agent bool, permissions ...auth.Permission) auth.Principal {
		return auth.Principal{
			Kind: auth.KindUser, UserID: core.ID{7}, Agent: agent, Tree: land{},
			Scopes: []auth.Scope{{Node: node, Permissions: permissions}},
		}
	}
	device := func(kind, site string) auth.Principal {
		return auth.Principal{Kind: auth.KindDevice, DeviceKind: kind, Site: site}
	}
	ana := user("site:a", true, auth.DeskUse, auth.OrgView, auth.TicketIssue)
	lead := user("region:north", false, auth.FloorView)
	visitor := auth.Principal{Kind: auth.KindVisitor, Token: "k3y"}
	families := map[string]Family{}
	for _, f := range Families(Sources{}) {
		families[f.Name] = f
	}
	for _, c := range []struct {
		family, argument string
		who              auth.Principal
		key              string // empty: refused
	}{
		{"desk", "", ana, core.ID{7}.String()},
		{"desk", "someone", ana, ""},
		{"desk", "", lead, ""},
		{"desk", "", device("wall", ""), ""},
		{"floor", "site:a", lead, "site:a"},
		{"floor", "region:north", lead, "region:north"},
		{"floor", "org", lead, ""},
		{"floor", "site:b", lead, ""},
		{"floor", "site:nowhere", lead, ""},
		{"floor", "site:a", ana, ""},
		{"floor", "site:a", device("wall", "a"), ""},
		{"wall", "site:a", lead, "site:a"},
		{"wall", "site:a", device("wall", "a"), "site:a"},
		{"wall", "site:b", device("wall", "a"), ""},
		{"wall", "org", device("wall", "a"), ""},
		{"wall", "org", device("wall", ""), "org"},
		{"wall", "site:a", device("kiosk", "a"), ""},
		{"display", "a", ana, "a"},
		{"display", "b", ana, ""},
		{"display", "a", device("display", "a"), "a"},
		{"display", "b", device("display", "a"), ""},
		{"display", "a", device("kiosk", "a"), ""},
		{"display", "", device("display", ""), ""},
		{"kiosk", "a", device("kiosk", "a"), "a"},
		{"kiosk", "a", lead, ""},
		{"turn", "k3y", visitor, "k3y"},
		{"turn", "other", visitor, ""},
		{"turn", "k3y", ana, ""},
		{"turn", "", auth.Principal{}, ""},
	} {
		key, err := families[c.family].Allow(context.Background(), c.who, c.argument)
		if key != c.key || (err == nil) != (c.key != "") {
			t.Errorf("%s:%s for %s %s: %q, %v", c.family, c.argument, c.who.Kind, c.who.DeviceKind, key, err)
		}
	}
}
