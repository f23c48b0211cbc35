package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"turno/internal/core"
)

// Ensure a system that was just installed gets its first administrator from the
// command line, who is told to choose a password of their own.
func TestUser_firstAdministrator(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	s := serve(t, "--data", data)
	s.log.await(t, "no organisation yet; write one with: turno apply FILE")
	out := must(t, "--data", data, "user", "add", "first", "--name", "Fiona First")
	password := regexp.MustCompile(`The password of first is: (\S+)`).FindStringSubmatch(out)
	if password == nil {
		t.Fatalf("user add says:\n%s", out)
	}
	s.log.await(t, `organisation is in force" version=1`)
	r := s.signIn(t, "first", password[1])
	var me struct {
		Name        string              `json:"name"`
		MustChange  bool                `json:"must_change_password"`
		Permissions map[string][]string `json:"permissions"`
	}
	r.do(t, http.MethodGet, "/me", nil, &me)
	if me.Name != "Fiona First" || !me.MustChange || len(me.Permissions["org.edit"]) == 0 {
		t.Errorf("the first administrator is %+v", me)
	}
	// A file that does not know them would lock everybody out; added again they are back.
	must(t, "--data", data, "apply", "--yes", branchFile)
	s.log.await(t, `organisation is in force" version=2`)
	if err := r.call(http.MethodGet, "/me", "", nil, nil, nil); core.CodeOf(err) != core.Unauthenticated {
		t.Errorf("a former user's session: %v", err)
	}
	refused(t, turno(t, "--data", data, "user", "password", "first"), "former user", "turno user add first")
	must(t, "--data", data, "user", "add", "first")
	refused(t, turno(t, "--data", data, "user", "add", "first"), "there is a user first already", "--existing")
	must(t, "--data", data, "user", "add", "first", "--existing")
	s.log.await(t, `organisation is in force" version=3`)
}

// Ensure an operator resets a lost password on the running system: old sessions
// and the old password end, the new one holds at once.
func TestUser_lostPassword(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	s := serve(t, "--data", data)
	before := s.signIn(t, "ana", branchPassword)
	out := must(t, "--data", data, "user", "password", "ana")
	_, made, ok := strings.Cut(strings.TrimSpace(out), "The password of ana is: ")
	if !ok {
		t.Fatalf("user password says:\n%s", out)
	}
	if err := before.call(http.MethodGet, "/me", "", nil, nil, nil); core.CodeOf(err) != core.Unauthenticated {
		t.Errorf("the old session: %v", err)
	}
	for password, want := range map[string]int{branchPassword: http.StatusUnauthorized, made: http.StatusOK} {
		status := s.call(t, http.MethodPost, "/api/v1/session", map[string]string{"login": "ana", "password": password}, nil)
		if status != want {
			t.Errorf("with %q: status %d, want %d", password, status, want)
		}
	}
	must(t, "--data", data, "user", "password", "ana") // and again, without harm
	refused(t, turno(t, "--data", data, "user", "password", "nobody"), "there is no user \"nobody\"", "turno user list")
	refused(t, turnoWith(t, "short\n", "--data", data, "user", "password", "ana", "--stdin"), "at least 12 characters")
	refused(t, turnoWith(t, "", "--data", data, "user", "password", "ana", "--stdin"), "no password on standard input")
}

// Ensure an operator invites by a link, takes a lost second factor away, and that a
// former user's session does not come back with the user.
func TestUser_invited(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	s := serve(t, "--data", data)
	out := must(t, "--data", data, "user", "invite", "ana", "--public-url", "https://turno.example.org/")
	token := regexp.MustCompile(`^https://turno\.example\.org/join/(\S+)\nIt opens once, until 20`).FindStringSubmatch(out)
	if token == nil {
		t.Fatalf("user invite says:\n%s", out)
	}
	path := "/api/v1/invitations/" + token[1]
	if status := s.call(t, http.MethodPost, path, map[string]string{"password": "chosen by ana"}, nil); status != http.StatusNoContent {
		t.Errorf("the invitation: status %d", status)
	}
	r := s.signIn(t, "ana", "chosen by ana")
	if out := must(t, "--data", data, "user", "reset-totp", "ana"); !strings.Contains(out, "ana has no second factor") {
		t.Errorf("user reset-totp says:\n%s", out)
	}
	refused(t, turno(t, "--data", data, "user", "invite", "nobody"), "there is no user \"nobody\"")
	must(t, "--data", data, "user", "add", "first") // or nobody would be left to bring her back
	file, err := os.ReadFile(branchFile)
	if err != nil {
		t.Fatal(err)
	}
	without := filepath.Join(t.TempDir(), "without.yaml")
	lines := slices.DeleteFunc(strings.Split(string(file), "\n"), func(line string) bool { return strings.Contains(line, "login: ana,") })
	if err := os.WriteFile(without, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "--data", data, "apply", "--yes", without)
	s.log.await(t, `a former user's sessions have ended`)
	must(t, "--data", data, "user", "add", "ana", "--role", "agent", "--at", "site:harbour", "--stdin=false")
	s.log.await(t, `organisation is in force" version=4`)
	if err := r.call(http.MethodGet, "/me", "", nil, nil, nil); core.CodeOf(err) != core.Unauthenticated {
		t.Errorf("her session came back: %v", err)
	}
}

// Ensure users are added with a role at a place, and both are checked.
func TestUser_add(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	mustWith(t, branchPassword+"\n", "--data", data, "user", "add", "lea", "--role", "team_leader", "--at", "site:harbour", "--stdin")
	list := must(t, "--data", data, "user", "list")
	if !regexp.MustCompile(`(?m)^lea +lea +team_leader@site:harbour +yes +no +\S+$`).MatchString(list) {
		t.Errorf("user list says:\n%s", list)
	}
	refused(t, turnoWith(t, "short\n", "--data", data, "user", "add", "max", "--stdin"), "at least")
	if out := must(t, "--data", data, "user", "list"); strings.Contains(out, "max") {
		t.Errorf("a user without a password was added:\n%s", out)
	}
	refused(t, turno(t, "--data", data, "user", "add", "max", "--role", "captain"), "there is no role \"captain\"")
	refused(t, turno(t, "--data", data, "user", "add", "max", "--at", "site:moon"), "there is no \"site:moon\"", "site:KEY")
	refused(t, turno(t, "--data", data, "user", "add", "Not A Login"), "login")
	if again := must(t, "--data", data, "user", "list"); again != list {
		t.Errorf("a refused user left a trace:\n%s", again)
	}
}

// Ensure a leaked password is refused at the command line and by the server.
func TestUser_leakedPassword(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	leaked := filepath.Join(t.TempDir(), "leaked")
	if err := os.WriteFile(leaked, []byte("letmein everybody\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, turnoWith(t, "letmein everybody\n", "--data", data, "--breached-passwords", leaked, "user", "password", "ana", "--stdin"), "leaked")
	refused(t, turno(t, "--data", data, "--breached-passwords", leaked+"-not-there", "serve", "--listen", "127.0.0.1:0"), "breached-passwords")
	s := serve(t, "--data", data, "--breached-passwords", leaked)
	err := s.signIn(t, "ana", branchPassword).call(http.MethodPut, "/me/password", "application/json", []byte(`{"old":"`+branchPassword+`","new":"letmein everybody"}`), nil, nil)
	if core.CodeOf(err) != core.Invalid || !strings.Contains(err.Error(), "leaked") {
		t.Errorf("changed to a leaked one: %v", err)
	}
}

// Ensure a device gets a new link while the system runs, and the old one is
// worth nothing from then on.
func TestDevice_renew(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	old := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data)
	s.take(t, old, "questions")
	out := must(t, "--data", data, "device", "renew", "harbour-kiosk", "--public-url", "https://turno.example.org/")
	renewed, ok := strings.CutPrefix(strings.TrimSpace(out), "https://turno.example.org/kiosk/")
	if !ok || renewed == old {
		t.Fatalf("device renew says:\n%s", out)
	}
	if status := s.call(t, http.MethodGet, "/api/v1/kiosks/"+old, nil, nil); status != http.StatusUnauthorized {
		t.Errorf("the old link: status %d", status)
	}
	if got := s.take(t, renewed, "questions"); got.Label != "A-002" {
		t.Errorf("the new link gives %+v", got)
	}
	refused(t, turno(t, "--data", data, "device", "renew", "toaster"), "there is no device \"toaster\"")
}
