package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"turno/internal/channel/chat/chatapi"
	"turno/internal/live"
)

// Ensure the document has the rows of every live topic, whole: what a client of
// the feed is given, it can look up.
func TestDocument_Live(t *testing.T) {
	t.Parallel()
	text, err := document()
	must(t, err)
	var doc parsed
	must(t, json.Unmarshal(text, &doc))
	schemas := doc.Components.Schemas
	topics := live.Families(live.Sources{}, chatapi.New(chatapi.Options{}))
	for _, topic := range topics {
		name := "Live" + strings.ToUpper(topic.Name[:1]) + topic.Name[1:] + "Rows"
		if len(schemas[name].Properties) == 0 {
			t.Errorf("%s: the document has no rows in %s", topic.Name, name)
		}
		for kind, row := range schemas[name].Properties {
			if fields := schemas[strings.TrimPrefix(row.Ref, "#/components/schemas/")].Properties; len(fields) == 0 {
				t.Errorf("%s: the document has no fields of %s", topic.Name, kind)
			}
		}
	}
	rows := 0
	for name := range schemas {
		if strings.HasPrefix(name, "Live") && strings.HasSuffix(name, "Rows") {
			rows++
		}
	}
	if rows != len(topics) {
		t.Errorf("the document has rows of %d topics, there are %d", rows, len(topics))
	}
}

// Ensure the document says of every operation who may ask and with which headers:
// what the middlewares read, no operation can forget.
func TestDocument_Headers(t *testing.T) {
	t.Parallel()
	doc, err := document()
	must(t, err)
	var parsed struct {
		Paths map[string]map[string]struct {
			Access     string                `json:"x-access"`
			Security   []map[string][]string `json:"security"`
			Parameters []struct{ Name, In string }
		}
		Components struct {
			SecuritySchemes map[string]struct{ Type string } `json:"securitySchemes"`
		}
	}
	must(t, json.Unmarshal(doc, &parsed))
	for path, methods := range parsed.Paths {
		for method, o := range methods {
			has := func(name string) bool {
				for _, p := range o.Parameters {
					if p.Name == name && p.In == "header" {
						return true
					}
				}
				return false
			}
			user := slices.Contains([]string{"user", "session", "permission"}, o.Access)
			if want := user && method != "get"; has("X-CSRF-Token") != want {
				t.Errorf("%s %s: X-CSRF-Token %v, want %v", method, path, !want, want)
			}
			// Where passwords, codes and tokens come and go, no answer is kept.
			secret := slices.ContainsFunc([]string{"session", "me/", "invitations/", "users/", "pairings"}, func(part string) bool {
				return strings.HasPrefix(path, "/api/v1/"+part)
			})
			if want := method == "post" && !secret; has("Idempotency-Key") != want {
				t.Errorf("%s %s: Idempotency-Key %v, want %v", method, path, !want, want)
			}
			if (len(o.Security) > 0) != user {
				t.Errorf("%s %s is open to %q and asks for %v", method, path, o.Access, o.Security)
			}
			for _, way := range o.Security {
				for scheme := range way {
					if parsed.Components.SecuritySchemes[scheme].Type == "" {
						t.Errorf("%s %s: no scheme %q", method, path, scheme)
					}
				}
				if _, token := way["token"]; token && o.Access == "session" {
					t.Errorf("%s %s is not for programs", method, path)
				}
			}
		}
	}
}
