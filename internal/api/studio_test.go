package api_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"turno/internal/api"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/studio"
)

// edit is an edit of an object as a screen makes it: read, changed, sent back.
func (c *client) edit(kind, key string, fields map[string]any) org.Edit {
	c.h.tb.Helper()
	var object api.StudioObject
	c.call("GET", "/studio/objects/"+kind+"/"+key, nil).want(c.h.tb, 200, &object)
	value := map[string]any{}
	must(c.h.tb, json.Unmarshal(object.Value, &value))
	maps.Copy(value, fields)
	doc, err := json.Marshal(value)
	must(c.h.tb, err)
	return org.Edit{Kind: kind, Key: key, Value: doc, Was: object.Tag}
}

func draftOf(edits ...org.Edit) api.Draft { return api.Draft{Edits: edits} }

// Ensure a draft is tried without changing anything, tells what it would do, and
// is live the moment it is published.
func TestStudio_Publish(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin := h.as("admin")
	draft := draftOf(
		admin.edit("queue", "billing", map[string]any{"threshold": "12m"}),
		admin.edit("user", "ana", map[string]any{"skills": map[string]int{"es": 5, "billing": 1}}),
	)
	var check api.DraftCheck
	admin.call("POST", "/studio/check", draft).want(t, 200, &check)
	if len(check.Changes) != 2 || len(check.Effects) == 0 || check.Effects[0].Kind != studio.LosesLanguage {
		t.Errorf("would do %+v", check)
	}
	if q, _ := h.org.Get().Queue("billing"); q.Threshold.String() != "10m" {
		t.Fatal("a check has changed the organisation")
	}
	admin.call("POST", "/studio/publish", draft).want(t, 200, nil)
	if q, _ := h.org.Get().Queue("billing"); q.Threshold.String() != "12m" {
		t.Error("not published")
	}
	var page api.Page[api.PastChange]
	admin.call("GET", "/studio/history?kind=queue&key=billing", nil).want(t, 200, &page)
	if last := page.Items[0]; last.ActorName == "" || len(last.Fields) != 1 || last.Fields[0].After != "12m" {
		t.Errorf("history says %+v", last)
	}
}

// Ensure the second of two people who change the same queue is told what the
// first has changed, while another object of the same moment is no conflict.
func TestStudio_TwoAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	first, second := h.as("admin"), h.as("regional")
	one := first.edit("counter", "mixco-1", map[string]any{"name": "A"})
	same := second.edit("counter", "mixco-1", map[string]any{"name": "B"})
	other := second.edit("counter", "mixco-2", map[string]any{"name": "C"})
	first.call("POST", "/studio/publish", draftOf(one)).want(t, 200, nil)
	second.call("POST", "/studio/publish", draftOf(other)).want(t, 200, nil)
	p := second.call("POST", "/studio/publish", draftOf(same)).refused(t, core.Stale, "body.edits[0]")
	if !strings.Contains(p.Detail, "name 1 → A") {
		t.Errorf("told %q", p.Detail)
	}
	if c, _ := h.org.Get().Counter("mixco-1"); c.Name != "A" {
		t.Errorf("the first change is lost: %+v", c)
	}
}

// Ensure mistakes are told at the edit and field that made them.
func TestStudio_Mistakes(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin := h.as("admin")
	bad := admin.edit("queue", "billing", map[string]any{"goal": 7, "threshold": "0s"})
	p := admin.call("POST", "/studio/check", draftOf(admin.edit("site", "mixco", nil), bad)).refused(t, core.Invalid, "edits[1].value.goal")
	if len(p.Errors) != 2 {
		t.Errorf("%d mistakes told: %+v", len(p.Errors), p.Errors)
	}
	admin.call("POST", "/studio/check", map[string]any{"edits": []any{}}).refused(t, core.Invalid, "body.edits")
}

// Ensure the last publishing is taken back whole, by a draft that is published
// like any other.
func TestStudio_Undo(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin := h.as("admin")
	before := string(org.Export(h.org.Get()))
	skill := org.Edit{Kind: "skill", Key: "fr", Value: []byte(`{"key":"fr","name":{"es":"Francés"},"language":true}`)}
	admin.call("POST", "/studio/publish", draftOf(skill, admin.edit("queue", "care", map[string]any{"goal": 0.7}))).want(t, 200, nil)
	var undo api.UndoDraft
	admin.call("GET", "/studio/undo", nil).want(t, 200, &undo)
	if len(undo.Edits) != 2 || len(undo.Changes) != 2 {
		t.Fatalf("%+v", undo)
	}
	admin.call("POST", "/studio/publish", undo.Draft).want(t, 200, nil)
	if string(org.Export(h.org.Get())) != before {
		t.Error("the organisation is not what it was")
	}
}

// Ensure a branch is copied, and people come in from a table, each as a draft.
func TestStudio_Drafts(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin := h.as("admin")
	var draft api.Draft
	body := map[string]any{"from": "mixco", "key": "antigua", "name": map[string]string{"es": "Antigua"}}
	admin.call("POST", "/studio/copy/site", body).want(t, 200, &draft)
	admin.call("POST", "/studio/publish", draft).want(t, 200, nil)
	if _, ok := h.org.Get().Device("antigua-kiosk"); !ok {
		t.Error("the copy has no kiosk")
	}
	var same struct{ Items []studio.Difference }
	admin.call("GET", "/studio/compare?left=mixco&right=antigua", nil).want(t, 200, &same)
	for _, d := range same.Items {
		if d.About != "agents" && d.About != "skill" {
			t.Errorf("the copy differs: %+v", d)
		}
	}
	table := "login,name,team,profile,skills,roles\nnina,Nina Paz,antigua,counter,es:5 billing:3,agent@team:antigua\n"
	admin.call("POST", "/studio/people", table, "Content-Type", "text/csv").want(t, 200, &draft)
	admin.call("POST", "/studio/publish", draft).want(t, 200, nil)
	if u, ok := h.org.Get().User("nina"); !ok || h.org.Get().SiteOf(u) != "antigua" {
		t.Error("Nina did not come in")
	}
	admin.call("POST", "/studio/people", "login,shoe\nx,y\n", "Content-Type", "text/csv").refused(t, core.Invalid, "")
}

// Ensure a site manager sees and changes what is the site's, and neither people
// nor places elsewhere.
func TestStudio_Scope(t *testing.T) {
	t.Parallel()
	h := open(t)
	manager := h.as("manager")
	manager.call("POST", "/studio/publish", draftOf(manager.edit("user", "ana", map[string]any{"skills": map[string]int{"es": 4, "billing": 4}}))).want(t, 200, nil)
	manager.call("GET", "/studio/objects/user/marco", nil).refused(t, core.NotFound, "")
	manager.call("POST", "/studio/check", draftOf(manager.edit("queue", "care", map[string]any{"goal": 0.1}))).refused(t, core.Forbidden, "")
	var people api.Page[api.StudioObject]
	manager.call("GET", "/studio/objects?kind=user&limit=200", nil).want(t, 200, &people)
	for _, p := range people.Items {
		if u, _ := h.org.Get().User(p.Key); h.org.Get().SiteOf(u) != "mixco" || !p.Editable {
			t.Errorf("sees %s", p.Key)
		}
	}
	if len(people.Items) < 6 {
		t.Errorf("sees only %d people", len(people.Items))
	}
	var queues api.Page[api.StudioObject]
	manager.call("GET", "/studio/objects?kind=queue&query=factura", nil).want(t, 200, &queues)
	if len(queues.Items) == 0 || queues.Items[0].Editable {
		t.Errorf("queues %+v", queues.Items)
	}
	h.as("laura").call("GET", "/studio/objects?kind=queue", nil).refused(t, core.Forbidden, "")
}

// Ensure an inbox says by which address web sites load its chat, where the house
// has one of its own, and nothing else does.
func TestStudio_PublicURL(t *testing.T) {
	t.Parallel()
	h := open(t)
	read := func(kind, key string) string {
		var object api.StudioObject
		h.as("admin").call("GET", "/studio/objects/"+kind+"/"+key, nil).want(t, 200, &object)
		return object.PublicURL
	}
	if url := read("inbox", "help"); url != "" {
		t.Errorf("without an address of its own: %q", url)
	}
	h.serve(api.Deps{PublicURL: "https://turno.example"})
	if url := read("inbox", "help"); url != "https://turno.example" {
		t.Errorf("inbox: %q", url)
	}
	if url := read("queue", "billing"); url != "" {
		t.Errorf("queue: %q", url)
	}
}
