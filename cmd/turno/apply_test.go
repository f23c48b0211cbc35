package main

import (
	"database/sql"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// changed is the small branch with some words replaced, as a file.
func changed(t *testing.T, oldNew ...string) string {
	t.Helper()
	content, err := os.ReadFile(branchFile)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(oldNew...).Replace(string(content))
	if text == string(content) {
		t.Fatalf("nothing of %q is in %s", oldNew, branchFile)
	}
	path := filepath.Join(t.TempDir(), "changed.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Ensure a file with mistakes is refused whole, each with its line and reason.
func TestApply_mistakes(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	bad := changed(t, "threshold: 10m", "threshold: soon", "queue: care,", "queue: cure,", "at: org", "at: moon")
	refused(t, turno(t, "--data", data, "apply", "--yes", bad),
		"line 28: queues[0].threshold: \"soon\" is not a duration", "line 32: services[0].queue: there is no queue \"cure\"",
		"line 45: users[0].roles[0].at: there is no \"moon\"", "nothing was changed")
	refused(t, turno(t, "--data", data, "export", "org"), "there is no store", "--data")
	refused(t, turnoWith(t, "sites: [", "--data", data, "apply", "--yes", "-"), "line 1:")
	refused(t, turno(t, "--data", data, "apply", "--yes", filepath.Join(data, "missing.yaml")), "missing.yaml", "no such file")
	refused(t, turno(t, "--data", data, "apply", "-"), "--yes or --dry-run")
}

// Ensure a stopped system shows what would change, asks, applies, and gives back
// a file that changes nothing.
func TestApply_stopped(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	if out := must(t, "--data", data, "apply", "--dry-run", branchFile); !strings.Contains(out, "queue care added") || !strings.Contains(out, "nothing was changed") {
		t.Errorf("dry run says:\n%s", out)
	}
	refused(t, turno(t, "--data", data, "export", "org"), "no organisation yet", "turno apply")
	must(t, "--data", data, "apply", "--yes", branchFile)

	longer := changed(t, "threshold: 10m", "threshold: 15m")
	const change = "queue care changed: threshold 10m → 15m"
	r := turnoWith(t, "n\n", "--data", data, "apply", longer)
	refused(t, r, "nothing was changed")
	if !strings.Contains(r.out, change) {
		t.Errorf("what would change is not shown:\n%s", r.out)
	}
	refused(t, turnoWith(t, "", "--data", data, "apply", longer), "nothing was changed") // nobody is there to answer
	if out := mustWith(t, "y\n", "--data", data, "apply", longer); !strings.Contains(out, "Applied: 1 change, version 2") {
		t.Errorf("apply says:\n%s", out)
	}
	exported := must(t, "--data", data, "export", "org")
	if !strings.Contains(exported, "threshold: 15m") {
		t.Errorf("the export does not have it:\n%s", exported)
	}
	if out := mustWith(t, exported, "--data", data, "apply", "--yes", "-"); !strings.Contains(out, "Nothing to change") {
		t.Errorf("the export applied again says:\n%s", out)
	}
	// A file without an administrator is applied, and said to lock everybody out.
	if out := must(t, "--data", data, "apply", "--yes", changed(t, "role: administrator", "role: quality")); !strings.Contains(out, "no user of this file may change the organisation") {
		t.Errorf("nobody is told:\n%s", out)
	}
}

// Ensure a change reaches the running system, from the store and through the
// API, and leaves alone whoever waits.
func TestApply_running(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data)
	first := s.take(t, kiosk, "questions")

	// In the store, by another process: noticed within a second.
	const service = "services:\n"
	more := changed(t,
		"profiles:\n", "  - {key: repairs, name: {en: Repairs}, channel: visit, per_site: true, threshold: 10m, goal: 0.8}\nprofiles:\n",
		service, service+"  - {key: repair, prefix: R, queue: repairs, name: {en: Repair}}\n")
	must(t, "--data", data, "apply", "--yes", more)
	s.log.await(t, `organisation is in force" version=2`)
	if got := s.take(t, kiosk, "repair"); got.Label != "R-001" || got.Place != 1 {
		t.Errorf("the new queue's first ticket is %+v", got)
	}
	if state := s.state(t, first.Token); state != "waiting" {
		t.Errorf("who waited before is %s", state)
	}

	// Through the API: in force when the answer is there.
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte(branchPassword), 0o600); err != nil {
		t.Fatal(err)
	}
	api := func(login string, command ...string) []string {
		return append(command, "--url", s.url, "--password-file", password, "--login", login)
	}
	third := changed(t, "services:\n", "services:\n  - {key: advice, prefix: B, queue: care, name: {en: Advice}}\n")
	if out := must(t, api("boss", "apply", "--yes", third)...); !strings.Contains(out, "service advice added") || !strings.Contains(out, "version 3") {
		t.Errorf("apply says:\n%s", out)
	}
	if got := s.take(t, kiosk, "advice"); got.Place != 2 {
		t.Errorf("behind the first is %+v", got)
	}
	if file := must(t, api("boss", "export", "org")...); !strings.Contains(file, "key: advice") {
		t.Errorf("export through the API:\n%s", file)
	}
	if status := s.call(t, http.MethodPost, "/api/v1/kiosks/"+kiosk+"/tickets", map[string]string{"service": "repair"}, nil); status < 400 {
		t.Errorf("the removed service still gives tickets: %d", status)
	}

	// Who may not, or is not known, is told so.
	refused(t, turno(t, api("ana", "apply", "--yes", branchFile)...), "the server says:", "org.edit")
	refused(t, turno(t, api("nobody", "export", "org")...), "the login or the password is wrong")
	refused(t, turno(t, "apply", "--url", s.url, "--yes", branchFile), "--login", "--password-file")
	refused(t, turno(t, api("boss", "apply", "--yes", changed(t, "queue: care,", "queue: cure,"))...), "services[0].queue: there is no queue")
	refused(t, turno(t, "apply", "--url", "nowhere", "--login", "x", branchFile), "not an address like https://")
}

// Ensure a change that the floor cannot take now is in force as soon as it can.
func TestApply_later(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	s := serve(t, "--data", data)
	statement := func(text string) {
		t.Helper()
		query(t, filepath.Join(data, "turno.db"), func(db *sql.DB) error {
			_, err := db.ExecContext(t.Context(), text)
			return err
		})
	}
	statement("CREATE TRIGGER bad_day BEFORE UPDATE ON floor_scalar BEGIN SELECT RAISE(ABORT, 'a bad day'); END")
	must(t, "--data", data, "apply", "--yes", changed(t, "threshold: 10m", "threshold: 12m"))
	s.log.await(t, "the changed organisation is not in force yet")
	statement("DROP TRIGGER bad_day")
	s.log.await(t, `organisation is in force" version=2`)
}
