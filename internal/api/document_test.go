package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"turno/internal/api"
)

// Ensure the document says of every operation who may ask and with which headers:
// what the middlewares read, no operation can forget.
func TestDocument_Headers(t *testing.T) {
	t.Parallel()
	doc, err := api.Document("test")
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
			secret := slices.ContainsFunc([]string{"session", "me/", "invitations/", "users/"}, func(part string) bool {
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
