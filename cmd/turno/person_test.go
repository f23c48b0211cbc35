package main

import (
	"archive/zip"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/store"
)

// Ensure the operator gives out and erases what is kept of somebody, found by what
// people know of them, while the system runs, and that neither happens by mistake.
func TestPerson(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	s := chatting(t, data)
	where := []string{"--data", data}
	mustWith(t, branchPassword+"\n", append(where, "user", "password", "admin", "--stdin")...)
	admin := s.signIn(t, "admin", branchPassword)
	var someone struct{ ID core.ID }
	admin.do(t, http.MethodPost, "/customers", map[string]any{
		"name": "Quirino Esposito", "identities": []any{map[string]any{"kind": "email", "value": "quirino@example.com"}},
	}, &someone)

	out := filepath.Join(dir, "quirino.zip")
	must(t, append(where, "export", "person", "quirino@example.com", "--out", out)...)
	refused(t, turno(t, append(where, "export", "person", someone.ID.String(), "--out", out)...), "exists already")
	refused(t, turno(t, append(where, "export", "person", "nobody@example.com")...), "no customer is known by this")
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	file, err := z.Open("person.json")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(file); err != nil || !strings.Contains(string(text), "Quirino Esposito") {
		t.Errorf("given %s, %v", text, err)
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info, err)
	}

	if out := must(t, append(where, "erase", "person", someone.ID.String())...); !strings.Contains(out, "Quirino Esposito") || !strings.Contains(out, "--yes") {
		t.Errorf("without --yes: %s", out)
	}
	if out := must(t, append(where, "erase", "person", "quirino@example.com", "--yes")...); !strings.Contains(out, "Erased the customer "+someone.ID.String()) {
		t.Errorf("erased: %s", out)
	}
	refused(t, turno(t, append(where, "erase", "person", someone.ID.String(), "--yes")...), "no such customer")
	must(t, append(where, "verify", "audit")...)
}

// addCustomer puts somebody with an e-mail address into a store.
func addCustomer(t *testing.T, data, email string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.SQLiteURL(filepath.Join(data, "turno.db")), store.Options{NoMigrate: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := customer.NewService(customer.Options{Store: s}).Create(t.Context(), customer.New{
		Name: "Somebody", Identities: []customer.Identity{{Kind: customer.Email, Value: email}},
	}); err != nil {
		t.Fatal(err)
	}
}
