package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
)

// Ensure a person's data is given out and erased by whoever may at the whole
// organisation, each with its line in the audit log, and by nobody for one site.
func TestPerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin := h.as("admin")
	var someone struct{ ID core.ID }
	admin.call("POST", "/customers", map[string]any{
		"name": "Quirino Esposito", "identities": []any{map[string]any{"kind": "email", "value": "quirino@example.com"}},
	}).want(t, 201, &someone)
	path := "/customers/" + someone.ID.String()
	program := h.anonymous()
	program.bearer = h.token(admin.id, string(auth.PersonExport)+" "+string(auth.PersonErase), "site:mixco").Secret
	program.call("GET", path+"/data", nil).refused(t, core.Forbidden, "")
	program.call("DELETE", path, nil).refused(t, core.Forbidden, "")
	h.as("laura").call("GET", path+"/data", nil).refused(t, core.Forbidden, "")

	got := admin.call("GET", path+"/data", nil).want(t, 200, nil)
	if d := got.header.Get("Content-Disposition"); got.header.Get("Content-Type") != "application/zip" || !strings.Contains(d, "person-"+someone.ID.String()) {
		t.Errorf("given as %v", got.header)
	}
	z, err := zip.NewReader(bytes.NewReader(got.body), int64(len(got.body)))
	must(t, err)
	file, err := z.Open("person.json")
	must(t, err)
	text, err := io.ReadAll(file)
	must(t, err)
	var data struct{ Customer struct{ Name string } }
	must(t, json.Unmarshal(text, &data))
	if data.Customer.Name != "Quirino Esposito" || !strings.Contains(string(text), "quirino@example.com") {
		t.Errorf("given %s", text)
	}
	admin.call("DELETE", path, nil).want(t, 204, nil)
	admin.call("GET", path, nil).refused(t, core.NotFound, "")
	admin.call("DELETE", path, nil).refused(t, core.NotFound, "")
	admin.call("GET", path+"/data", nil).refused(t, core.NotFound, "")

	for _, kind := range []audit.Kind{audit.CustomerExported, audit.CustomerErased} {
		var log struct {
			Items []struct{ Object, Who string }
		}
		answer := admin.call("GET", "/audit?kind="+string(kind), nil).want(t, 200, &log)
		if len(log.Items) != 1 || log.Items[0].Object != "customer:"+someone.ID.String() || log.Items[0].Who != admin.id.String() {
			t.Errorf("%s: %+v", kind, log.Items)
		}
		if strings.Contains(strings.ToLower(string(answer.body)), "quirino") {
			t.Errorf("%s names the person: %s", kind, answer.body)
		}
	}
}
