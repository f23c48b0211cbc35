package org

import (
	"reflect"
	"testing"

	"turno/internal/core"
)

// Ensure the demo organisation is what its users are told it is.
func TestDemo(t *testing.T) {
	t.Parallel()
	o := demo(t)
	counts := map[string]int{
		"regions": len(o.Regions), "sites": len(o.Sites), "queues": len(o.Queues), "skills": len(o.Skills),
	}
	for i := range o.Sites {
		if o.Sites[i].Branch {
			counts["branches"]++
		}
	}
	for i := range o.Users {
		for _, g := range o.Users[i].Grants {
			counts[g.Role]++
		}
		if u := &o.Users[i]; u.Profile != "" && o.SiteOf(u) == "" {
			t.Errorf("agent %s works nowhere", u.Login)
		}
	}
	want := map[string]int{
		"regions": 3, "sites": 5, "branches": 4, "queues": 8, "skills": 7,
		"agent": 24, "team_leader": 3, "administrator": 1,
	}
	if !reflect.DeepEqual(counts, want) {
		t.Errorf("the demo has %v, want %v", counts, want)
	}
	for _, language := range []string{"es", "pt", "it", "en"} {
		walkTexts(reflect.ValueOf(o).Elem(), "", func(path string, text Text) {
			if len(text) > 0 && text[language] == "" {
				t.Errorf("%s has no %s", path, language)
			}
		})
	}
	for _, site := range []string{"mixco", "san_salvador", "sao_paulo", "catania"} {
		kinds := map[string]bool{}
		for i := range o.Devices {
			if o.Devices[i].Site == site {
				kinds[o.Devices[i].Kind] = true
			}
		}
		if len(kinds) != 3 {
			t.Errorf("%s has devices %v, want a kiosk, a display and a wall", site, kinds)
		}
		if len(o.CountersAt(site)) == 0 || len(o.ServicesAt(site)) == 0 {
			t.Errorf("%s lacks counters or services", site)
		}
	}
}

// Ensure every line of the demo can be served by somebody of its site, in each
// of the site's first language and without waiting for a step.
func TestDemoIsStaffed(t *testing.T) {
	t.Parallel()
	o := demo(t)
	for i := range o.Sites {
		site := &o.Sites[i]
		if !site.Branch {
			continue
		}
		for _, service := range o.ServicesAt(site.Key) {
			needs := o.NeedsFor(service.Queue, service.Key, site.Languages[0])
			fits := 0
			for j := range o.Users {
				u := &o.Users[j]
				if u.Profile == "" || o.SiteOf(u) != site.Key || !serves(o, u, service.Queue) {
					continue
				}
				for _, alternative := range needs {
					ok := true
					for _, n := range alternative {
						ok = ok && u.Skills[n.Skill] >= n.Level
					}
					if ok {
						fits++
						break
					}
				}
			}
			if fits == 0 {
				t.Errorf("nobody at %s can serve %s in %s: needs %v", site.Key, service.Key, site.Languages[0], needs)
			}
		}
	}
}

func serves(o *Organisation, u *User, queue string) bool {
	p, ok := o.Profile(u.Profile)
	if !ok {
		return false
	}
	for _, pq := range p.Queues {
		if pq.Queue == queue {
			return true
		}
	}
	return false
}

func demo(t *testing.T) *Organisation {
	t.Helper()
	o, err := Demo()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// walkTexts visits every text of an organisation.
func walkTexts(v reflect.Value, path string, visit func(string, Text)) {
	if text, ok := reflect.TypeAssert[Text](v); ok {
		visit(path, text)
		return
	}
	switch v.Kind() { //nolint:exhaustive // what the model is made of
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[core.ID]() {
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				walkTexts(v.Field(i), path+"."+f.Name, visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkTexts(v.Index(i), path+"[]", visit)
		}
	}
}
