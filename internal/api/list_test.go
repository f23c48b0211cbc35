package api_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// page is one page of any list.
type page struct {
	Items []struct {
		ID    core.ID
		Login string
		Label string
		Site  string
	}
	Next string
}

// pages walks a list to its end.
func (c *client) pages(path string) (all page) {
	c.h.tb.Helper()
	after := ""
	for range 100 {
		var p page
		c.call("GET", path+"&after="+url.QueryEscape(after), nil).want(c.h.tb, 200, &p)
		all.Items = append(all.Items, p.Items...)
		if after = p.Next; after == "" {
			return all
		}
	}
	c.h.tb.Fatal("the list has no end")
	return all
}

// Ensure lists come in pages that neither repeat nor leave out a row, and show
// only what the caller may see.
func TestLists(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := openOn(t, s)
		for range 5 {
			h.ticket("care")
		}
		h.anonymous().call("POST", "/kiosks/"+h.link("catania-kiosk")+"/tickets", map[string]any{"service": "care"}).want(t, 201, nil)
		all := h.as("admin").pages("/contacts?limit=2")
		mine := h.as("ana").pages("/contacts?limit=2")
		if len(all.Items) != 6 || len(mine.Items) != 5 {
			t.Fatalf("all %d, Ana's %d", len(all.Items), len(mine.Items))
		}
		seen := map[core.ID]bool{}
		for _, c := range mine.Items {
			if seen[c.ID] || c.Site != "mixco" {
				t.Errorf("contact %+v", c)
			}
			seen[c.ID] = true
		}
		if found := h.as("ana").pages("/contacts?q=a-003&limit=10"); len(found.Items) != 1 || found.Items[0].Label != "A-003" {
			t.Errorf("found %+v", found)
		}
		agents := h.as("laura").pages("/agents?limit=3")
		var found []string
		for _, a := range agents.Items {
			found = append(found, a.Login)
		}
		logins := strings.Join(found, " ")
		if len(agents.Items) != 16 || !strings.HasPrefix(logins, "ana andrea bruno carlos") || strings.Contains(logins, "giulia") {
			t.Errorf("agents %s", logins)
		}
		for range 3 {
			h.somebody()
		}
		if customers := h.as("ana").pages("/customers?limit=2"); len(customers.Items) != 3 {
			t.Errorf("customers %+v", customers)
		}
	})
}

// Ensure two who come to the same counter at once do not both sit there.
func TestCounter_Taken(t *testing.T) {
	t.Parallel()
	h := open(t)
	agents := []*client{h.as("ana"), h.as("luis"), h.as("marta"), h.as("jorge")}
	statuses := make([]answer, len(agents))
	var all sync.WaitGroup
	for i, agent := range agents {
		all.Go(func() { statuses[i] = agent.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-2"}) })
	}
	all.Wait()
	seated := 0
	for _, s := range statuses {
		if s.status == 204 {
			seated++
			continue
		}
		s.refused(t, core.Conflict, "body.counter")
	}
	if seated != 1 {
		t.Errorf("%d sit at one counter", seated)
	}
}

// Ensure the docs come out of the binary and need nobody else's server.
func TestDocs(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.anonymous()
	pageText := string(c.call("GET", "/docs", nil).want(t, 200, nil).body)
	if strings.Contains(pageText, "http://") || strings.Contains(pageText, "https://") || strings.Contains(pageText, "<script>") {
		t.Errorf("the page asks elsewhere, or carries a script: %s", pageText)
	}
	for file, want := range map[string]string{
		"/docs/swagger-ui.css": ".swagger-ui", "/docs/swagger-ui-bundle.js": "SwaggerUIBundle", "/docs/start.js": "/api/v1/openapi.json",
		"/openapi.json": `"openapi":"3.1`,
	} {
		got := c.call("GET", file, nil).want(t, 200, nil)
		if !strings.Contains(string(got.body), want) {
			t.Errorf("%s lacks %q", file, want)
		}
	}
	plain := c.call("GET", "/docs/swagger-ui.css", nil, "Accept-Encoding", "identity").want(t, 200, nil)
	if plain.header.Get("Content-Encoding") != "" || !strings.Contains(string(plain.body), ".swagger-ui") {
		t.Errorf("uncompressed: %v", plain.header)
	}
	c.call("GET", "/docs/../../etc/passwd", nil)
	c.call("GET", "/docs/embed.go", nil).refused(t, core.NotFound, "")
}

// Ensure a leader moves an agent only to where they lead themselves.
func TestMove(t *testing.T) {
	t.Parallel()
	h := open(t)
	luis := "/agents/" + h.present("luis").String()
	laura := h.as("laura")
	laura.call("POST", luis+"/move", map[string]any{"site": "catania"}).refused(t, core.Forbidden, "")
	laura.call("POST", luis+"/move", map[string]any{"site": "atlantis"}).refused(t, core.Invalid, "body.site")
	laura.call("POST", luis+"/move", map[string]any{"team": "catania"}).refused(t, core.Invalid, "body.team")
	laura.call("POST", luis+"/move", map[string]any{"profile": "pilot"}).refused(t, core.Invalid, "body.profile")
	laura.call("POST", luis+"/move", map[string]any{"site": "san_salvador", "team": "san_salvador"}).want(t, 204, nil)
	at := func(site string) (found bool, position string) {
		var page struct {
			Items []struct{ Login, Position string }
		}
		laura.call("GET", "/agents?limit=200&site="+site, nil).want(t, 200, &page)
		for _, a := range page.Items {
			if a.Login == "luis" {
				return true, a.Position
			}
		}
		return false, ""
	}
	if there, _ := at("mixco"); there {
		t.Error("Luis is still listed at the site he left")
	}
	if there, position := at("san_salvador"); !there || position != "" {
		t.Errorf("at the new site: %v, at counter %q of the old one", there, position)
	}
	laura.call("POST", luis+"/move", map[string]any{"counter": "mixco-1"}).refused(t, core.Forbidden, "body.counter")
	laura.call("POST", luis+"/move", map[string]any{"counter": "san_salvador-2"}).want(t, 204, nil)
	if _, position := at("san_salvador"); position != "2" {
		t.Errorf("Luis sits at %q", position)
	}
	laura.call("POST", luis+"/presence", map[string]any{"presence": "not_ready", "reason": "training"}).want(t, 204, nil)
	h.as("manager").call("POST", luis+"/sign-out", map[string]any{}).refused(t, core.Forbidden, "")
	laura.call("POST", luis+"/sign-out", map[string]any{}).want(t, 204, nil)
	laura.call("POST", luis+"/sign-out", map[string]any{}).refused(t, core.NotFound, "")
}

// Ensure a figure with nothing to divide by has no value, not 0.
func TestFigureWithoutValue(t *testing.T) {
	t.Parallel()
	h := open(t)
	var figure map[string]any
	h.as("laura").call("GET", "/kpis/service_level?from=1&to=2&site=mixco", nil).want(t, 200, &figure)
	if value, there := figure["value"]; there || figure["den"] != float64(0) {
		t.Errorf("value %v of a period without customers: %v", value, figure)
	}
}
