package studio

import (
	"slices"
	"testing"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
)

// Ensure a manager of a site changes what is the site's and nothing else, and
// gives nobody more than they have.
func TestAllowed(t *testing.T) {
	t.Parallel()
	o := demo(t)
	at := func(node string) auth.Principal {
		return auth.Principal{
			Kind: auth.KindUser, UserID: core.ID{9},
			Scopes: []auth.Scope{{Node: node, Permissions: append(auth.Roles()[auth.RoleTeamLeader], auth.OrgEdit)}},
		}
	}
	admin := auth.Principal{Kind: auth.KindUser, Scopes: []auth.Scope{{Node: org.NodeOrg, Permissions: auth.Permissions()}}}
	leaderOf := func(node string) map[string]any {
		return map[string]any{"roles": []map[string]any{{"role": "team_leader", "at": node}}}
	}
	copied, err := CopySite(o, SiteCopy{From: "mixco", Key: "antigua", Name: org.Text{"es": "Antigua"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		who   auth.Principal
		edits []org.Edit
		ok    bool
	}{
		"own site":               {at("site:mixco"), []org.Edit{set(t, o, org.KindSite, "mixco", map[string]any{"recalls": 4})}, true},
		"another site":           {at("site:mixco"), []org.Edit{set(t, o, org.KindSite, "catania", map[string]any{"recalls": 4})}, false},
		"own counter":            {at("site:mixco"), []org.Edit{remove(o, org.KindCounter, "mixco-6")}, true},
		"counter elsewhere":      {at("site:mixco"), []org.Edit{remove(o, org.KindCounter, "catania-4")}, false},
		"counter given away":     {at("site:mixco"), []org.Edit{set(t, o, org.KindCounter, "mixco-6", map[string]any{"site": "catania"})}, false},
		"site to another region": {at("site:mixco"), []org.Edit{set(t, o, org.KindSite, "mixco", map[string]any{"region": "italy"})}, false},
		"new branch":             {at("site:mixco"), copied, false},
		"new branch of region":   {at("region:central_america"), copied, true},
		"queue of all":           {at("site:mixco"), []org.Edit{set(t, o, org.KindQueue, "care", map[string]any{"goal": 0.5})}, false},
		"an agent's skills":      {at("site:mixco"), []org.Edit{set(t, o, org.KindUser, "ana", map[string]any{"skills": map[string]int{"es": 4}})}, true},
		"agent elsewhere":        {at("site:catania"), []org.Edit{set(t, o, org.KindUser, "ana", map[string]any{"name": "X"})}, false},
		"a leader at home":       {at("site:mixco"), []org.Edit{set(t, o, org.KindUser, "ana", leaderOf("site:mixco"))}, true},
		"a leader elsewhere":     {at("site:mixco"), []org.Edit{set(t, o, org.KindUser, "ana", leaderOf("org"))}, false},
		"the administrator":      {at("org"), []org.Edit{set(t, o, org.KindUser, "admin", map[string]any{"email": "me@example.com"})}, false},
		"a stronger role":        {at("org"), []org.Edit{{Kind: org.KindRole, Key: "all", Value: []byte(`{"key":"all","name":{"es":"Todo"},"permissions":["system.manage"]}`)}}, false},
		"administrator":          {admin, append(slices.Clone(copied), set(t, o, org.KindUser, "admin", map[string]any{"email": "me@example.com"})), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := Allowed(c.who, o, edited(t, o, c.edits...), c.edits)
			if c.ok && err != nil || !c.ok && core.CodeOf(err) != core.Forbidden {
				t.Errorf("error %v, want allowed %v", err, c.ok)
			}
		})
	}
}

// Ensure nobody leaves the organisation without a person who may change it and
// manage its people, and that one of two may go.
func TestAllowed_LastKeeper(t *testing.T) {
	t.Parallel()
	o := demo(t)
	admin := auth.Principal{Kind: auth.KindUser, Scopes: []auth.Scope{{Node: org.NodeOrg, Permissions: auth.Permissions()}}}
	stripped := set(t, o, org.KindUser, "admin", map[string]any{"roles": []any{}})
	heir := set(t, o, org.KindUser, "laura", map[string]any{"roles": []map[string]any{{"role": "administrator", "at": org.NodeOrg}}})
	for name, c := range map[string]struct {
		edits []org.Edit
		want  core.Code
	}{
		"without a role":  {[]org.Edit{stripped}, core.Conflict},
		"inactive":        {[]org.Edit{set(t, o, org.KindUser, "admin", map[string]any{"inactive": true})}, core.Conflict},
		"gone":            {[]org.Edit{remove(o, org.KindUser, "admin")}, core.Conflict},
		"another is left": {[]org.Edit{heir, stripped}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := Allowed(admin, o, edited(t, o, c.edits...), c.edits); core.CodeOf(err) != c.want {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}
