package api_test

import (
	"strings"
	"testing"

	"turno/internal/core"
)

// Ensure the rights of an agent's own work go along when a leader moves the agent
// to another site, that those at home stay, and that they are back when the
// agent signs out.
func TestMoved(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana, laura := h.as("ana"), h.as("laura")
	h.present("ana")
	issue := func(site string) answer {
		return ana.call("POST", "/visits", map[string]any{"site": site, "service": "care"})
	}
	listed := func(site string) int {
		var page struct{ Items []struct{} }
		ana.call("GET", "/contacts?site="+site, nil).want(t, 200, &page)
		return len(page.Items)
	}
	var there ticket
	laura.call("POST", "/visits", map[string]any{"site": "san_salvador", "service": "care"}).want(t, 201, &there)
	contact := "/contacts/" + there.Contact.String()
	issue("san_salvador").refused(t, core.Forbidden, "body.site")
	ana.call("GET", contact, nil).refused(t, core.Forbidden, "")

	laura.call("POST", "/agents/"+ana.id.String()+"/move", map[string]any{"site": "san_salvador", "counter": "san_salvador-1"}).want(t, 204, nil)
	issue("san_salvador").want(t, 201, nil)
	issue("mixco").want(t, 201, nil)
	issue("catania").refused(t, core.Forbidden, "body.site")
	ana.call("GET", contact, nil).want(t, 200, nil)
	if n := listed("san_salvador"); n != 2 {
		t.Errorf("%d contacts listed at the new site, want 2", n)
	}
	// What they do with a visitor of the new site, from the offer to the result.
	ana.call("PUT", "/desk/presence", map[string]any{"presence": "ready"}).want(t, 204, nil)
	work := h.work(there.Work)
	if work.Agent != ana.id {
		t.Fatalf("the visitor is with %s", work.Agent)
	}
	ana.call("POST", "/works/"+there.Work.String()+"/accept", map[string]any{"offer": work.Offer}).want(t, 204, nil)
	ana.call("POST", "/visits/"+there.Contact.String()+"/begin", nil).want(t, 204, nil)
	ana.call("GET", "/works/"+there.Work.String()+"/explanation", nil).want(t, 200, nil)

	laura.call("POST", "/agents/"+ana.id.String()+"/sign-out", map[string]any{"force": true}).want(t, 204, nil)
	issue("san_salvador").refused(t, core.Forbidden, "body.site")
	ana.call("GET", contact, nil).refused(t, core.Forbidden, "")
	issue("mixco").want(t, 201, nil)
}

// Ensure the rights of leading others stay where they were given, when the leader
// serves customers elsewhere for a day.
func TestMoved_Leader(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.apply(func(file string) string {
		return strings.TrimRight(file, "\n") + `
  - {login: rita, name: Rita Paz, language: es, team: mixco, profile: counter, roles: [{role: team_leader, at: 'site:mixco'}]}
`
	})
	rita := h.as("rita")
	h.present("rita")
	queue := func(site, what string) answer { return rita.call("POST", "/queues/care@"+site+"/"+what, nil) }
	queue("mixco", "open").want(t, 204, nil)
	h.as("laura").call("POST", "/agents/"+rita.id.String()+"/move", map[string]any{"site": "san_salvador"}).want(t, 204, nil)
	rita.call("POST", "/visits", map[string]any{"site": "san_salvador", "service": "care"}).want(t, 201, nil)
	queue("san_salvador", "open").refused(t, core.Forbidden, "")
	queue("mixco", "open").want(t, 204, nil)
}
