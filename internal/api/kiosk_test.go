package api_test

import (
	"slices"
	"strings"
	"testing"
)

// Ensure a kiosk is told of the folders of its services, of those above them, and
// of no folder that would be empty at its site.
func TestKiosk_Folders(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.apply(func(file string) string {
		file = strings.Replace(file, "\nservices:\n", `
services:
  - {key: elsewhere, name: {es: Otra parte}}
  - {key: abroad, parent: elsewhere, prefix: E, queue: care, sites: [catania], name: {es: Fuera}}
  - {key: money, name: {es: Dinero}}
`, 1)
		return strings.Replace(file, "  - key: billing\n    name: {es: Facturas", "  - key: billing\n    parent: money\n    name: {es: Facturas", 1)
	})
	var kiosk struct {
		Services []struct {
			Key, Parent string
			Leaf        bool
		}
	}
	h.anonymous().call("GET", "/kiosks/"+h.link("mixco-kiosk"), nil).want(t, 200, &kiosk)
	var got []string
	for _, s := range kiosk.Services {
		word := s.Key
		if s.Parent != "" {
			word = s.Parent + "/" + word
		}
		if !s.Leaf {
			word += "/"
		}
		got = append(got, word)
	}
	want := []string{
		"money/", "accounts/", "accounts/care", "accounts/cancel", "money/billing/", "billing/payment", "billing/claim", "sales", "technical",
	}
	if !slices.Equal(got, want) {
		t.Errorf("services\n got %v\nwant %v", got, want)
	}
}
