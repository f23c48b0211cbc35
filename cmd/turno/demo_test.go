package main

import (
	"log/slog"
	"os"
	"strings"
	"testing"

	"turno/internal/customer"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure every number of the demo finds its customer, the README names one who is
// Premier, and a first start that broke off is made good by the next.
func TestFillDemo(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, store.SQLite)
	o, err := org.Demo()
	if err != nil {
		t.Fatal(err)
	}
	if err := fillDemoCustomers(t.Context(), s, o); err != nil { // and then the power went
		t.Fatal(err)
	}
	for range 2 {
		if err := fillDemo(t.Context(), s, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
	}
	service := customer.NewService(customer.Options{Store: s})
	for _, want := range demoCustomers() {
		for _, typed := range []string{want.document, want.phone} {
			got, err := service.Find(t.Context(), typed, "")
			if err != nil || got.Name != want.name || got.Segment != want.segment {
				t.Errorf("%s is %+v (%v), want %+v", typed, got, err, want)
			}
		}
	}
	page, err := service.Search(t.Context(), customer.Query{})
	if err != nil || len(page.Customers) != len(demoCustomers()) {
		t.Errorf("%d customers (%v), want %d", len(page.Customers), err, len(demoCustomers()))
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if first := demoCustomers()[0]; first.segment != "premier" || !strings.Contains(string(readme), "`"+first.document+"`") {
		t.Errorf("the README does not say which number to type: %s of %s", first.document, first.name)
	}
}
