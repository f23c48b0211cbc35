package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"turno/internal/org"
)

const operatingPage = "../../docs/OPERATING.md"

// commandsOf are the command lines of the page, in its order: those of the
// shell's blocks and those set in the text, without comments and redirections.
func commandsOf(t *testing.T, page string) []string {
	t.Helper()
	var lines []string
	for _, found := range regexp.MustCompile("(?m)^turno .*$|`turno [^`]+`").FindAllString(page, -1) {
		line, _, _ := strings.Cut(strings.Trim(found, "`"), "#")
		line, _, _ = strings.Cut(line, " > ")
		lines = append(lines, strings.TrimSpace(line))
	}
	if len(lines) < 15 {
		t.Fatalf("%d commands on the page: %q", len(lines), lines)
	}
	return lines
}

// wordsOf splits a command line as a shell does, as far as the page needs it.
func wordsOf(line string) []string {
	var words []string
	for _, word := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(line, -1) {
		words = append(words, strings.Trim(word, `"`))
	}
	return words
}

// Ensure every command of the operator's page does what it is there for, in the
// order of the page, on a running system; and that its settings and figures exist.
func TestOperatingPage(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(operatingPage)
	if err != nil {
		t.Fatal(err)
	}
	page, dir := string(content), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("organisation.yaml", string(org.DemoFile()))
	write("secret", branchPassword+"\n")
	if err := os.Mkdir(at("backup"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--data", at("data"))
	here := strings.NewReplacer(
		"organisation.yaml", at("organisation.yaml"), "password-file secret", "password-file "+at("secret"),
		"$(date +%F)", "2026-03-01", "/backup/", at("backup")+"/", "/tmp/march", at("march"), "/tmp/ana", at("ana"),
		"/var/lib/turno-restored", at("restored"), "/tmp/rehearsal", at("restored"), "https://turno.example.org", s.url,
	)
	version := 1 // of the first apply
	for _, line := range commandsOf(t, page) {
		args := wordsOf(here.Replace(line))[1:]
		if !strings.Contains(line, "--data") {
			args = append([]string{"--data", at("data")}, args...)
		}
		if strings.Contains(line, "--login carmen") { // who has chosen her own by now
			mustWith(t, branchPassword+"\n", "--data", at("data"), "user", "password", "carmen", "--stdin")
		}
		if strings.Contains(line, "export person") {
			addCustomer(t, at("data"), "ana@example.com")
		}
		if r := turnoWith(t, "y\n", args...); r.code != 0 {
			t.Errorf("%s: exit code %d\n%s%s", line, r.code, r.out, r.errors)
		}
		if strings.Contains(line, "user add") { // the page says: put them into the file too
			write("organisation.yaml", must(t, "--data", at("data"), "export", "org"))
			version++
			s.log.await(t, fmt.Sprintf(`organisation is in force" version=%d`, version))
		}
	}
	for _, made := range []string{"march/legs.csv", "march/agent_intervals.csv", "backup/before-upgrade.db", "ana.zip", "restored/turno.db"} {
		if _, err := os.Stat(at(made)); err != nil {
			t.Errorf("not made: %v", err)
		}
	}

	settings := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(page)
	write("turno.yaml", settings[1])
	must(t, "--config", at("turno.yaml"), "version")

	s.call(t, http.MethodGet, "/api/v1/me", nil, nil)
	_, figures := s.get(t, "/metrics")
	for _, name := range regexp.MustCompile(`\bturno_[a-z_]+`).FindAllString(page, -1) {
		if !strings.Contains(figures, "\n"+name) {
			t.Errorf("there is no figure %s", name)
		}
	}
}
