package main

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// table reads a CSV export as rows by column.
func table(t *testing.T, text string) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("not a table: %v\n%s", err, text)
	}
	rows := make([]map[string]string, 0, len(lines))
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// day is what happened on a day of the small branch: a visitor left by phone,
// another was served by Ana at counter 1, who then went for lunch and home.
func day(t *testing.T, s *server, kiosk string) {
	t.Helper()
	left := s.take(t, kiosk, "questions")
	if status := s.call(t, http.MethodPost, "/api/v1/turns/"+left.Token+"/leave", nil, nil); status != http.StatusNoContent {
		t.Fatalf("leave: status %d", status)
	}
	ana := s.signIn(t, "ana", branchPassword)
	ana.do(t, http.MethodPost, "/desk/sign-in", map[string]any{"counter": "harbour-1", "ready": true}, nil)
	var visit struct {
		Contact string `json:"contact"`
		Work    string `json:"work"`
	}
	ana.do(t, http.MethodPost, "/visits/direct", map[string]string{"service": "questions"}, &visit)
	ana.do(t, http.MethodPost, "/works/"+visit.Work+"/release",
		map[string]string{"reason": "question", "outcome": "resolved", "note": "asked, \"answered\"\nand thanked"}, nil)
	ana.do(t, http.MethodPost, "/works/"+visit.Work+"/close-wrap-up", map[string]any{}, nil)
	ana.do(t, http.MethodPut, "/desk/presence", map[string]string{"presence": "not_ready", "reason": "lunch"}, nil)
	ana.do(t, http.MethodPost, "/desk/sign-out", map[string]any{}, nil)
}

// Ensure the facts of a day come out as they happened, as CSV and as JSON, from a
// running system.
func TestExportFacts(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data)
	day(t, s, kiosk)
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().In(lisbon)
	export := func(args ...string) []string {
		// Yesterday too: the test may run over midnight.
		return append([]string{
			"--data", data, "export", "facts",
			"--from", now.AddDate(0, 0, -1).Format(time.DateOnly), "--to", now.Format(time.DateOnly),
		}, args...)
	}

	legs := table(t, must(t, export("--only", "legs")...))
	if len(legs) != 2 {
		t.Fatalf("%d legs: %v", len(legs), legs)
	}
	checkRow(t, legs[0], map[string]string{
		"channel": "visit", "queue": "care", "site": "harbour", "service": "questions", "end": "abandoned", "ended_by": "customer",
		"agent_login": "", "answered": "", "sl_threshold_s": "600", "short_abandon_s": "5",
	})
	checkRow(t, legs[1], map[string]string{
		"end": "handled", "ended_by": "agent", "agent_login": "ana", "team": "harbour", "position": "1",
		"reason": "question", "outcome": "resolved", "queue": "care",
	})
	for _, name := range []string{"arrived", "queued", "answered", "released", "wrapped"} {
		at, err := time.Parse("2006-01-02T15:04:05.000000Z", legs[1][name])
		if err != nil || at.Before(now.Add(-time.Minute)) {
			t.Errorf("%s is %q", name, legs[1][name])
		}
	}
	if strings.Contains(must(t, export("--only", "legs")...), "thanked") {
		t.Error("an agent's words are among the facts")
	}

	intervals := table(t, must(t, export("--only", "agent_intervals")...))
	var states []string
	for i, row := range intervals {
		states = append(states, strings.TrimRight(row["presence"]+" "+row["activity"]+" "+row["reason"], " "))
		if i > 0 && row["from"] != intervals[i-1]["to"] {
			t.Errorf("interval %d begins at %s, the one before ends at %s", i, row["from"], intervals[i-1]["to"])
		}
	}
	want := []string{"ready idle", "ready engaged", "ready wrap_up", "ready idle", "not_ready idle lunch"}
	if !slices.Equal(states, want) {
		t.Errorf("Ana's states are %q, want %q", states, want)
	}

	// As files, in the other format, with the same rows.
	dir := filepath.Join(t.TempDir(), "new", "folder")
	out := must(t, export("--format", "json", "--out", dir)...)
	if !strings.Contains(out, "legs.json: 2 rows") || !strings.Contains(out, "agent_intervals.json: 5 rows") {
		t.Errorf("export says:\n%s", out)
	}
	content, err := os.ReadFile(filepath.Join(dir, "legs.json"))
	if err != nil {
		t.Fatal(err)
	}
	var objects []map[string]any
	if err := json.Unmarshal(content, &objects); err != nil {
		t.Fatal(err)
	}
	if len(objects) != 2 || objects[1]["id"] != legs[1]["id"] || objects[1]["sl_threshold_s"] != 600.0 || len(objects[1]) != len(legs[1]) {
		t.Errorf("as JSON: %v", objects)
	}
	// A day on which nothing happened has a head and no rows.
	empty := must(t, "--data", data, "export", "facts", "--from", "2020-01-01", "--to", "2020-01-01", "--only", "legs")
	if rows := table(t, empty); len(rows) != 0 || !strings.HasPrefix(empty, "id,corrects,contact,work,number,channel,") {
		t.Errorf("an empty day:\n%s", empty)
	}
}

func checkRow(t *testing.T, row, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got, ok := row[name]; !ok || got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

// Ensure what was asked for wrongly is said to be so, and how it is written.
func TestExportFacts_mistakes(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	facts := func(from, to string, more ...string) result {
		return turno(t, append([]string{"--data", data, "export", "facts", "--from", from, "--to", to}, more...)...)
	}
	refused(t, facts("yesterday", "2026-03-01"), "--from", "2026-03-01T08:00:00Z")
	refused(t, facts("2026-03-02", "2026-03-01"), "--to 2026-03-01 is not after --from 2026-03-02")
	refused(t, facts("2026-03-01", "2026-03-01", "--out", filepath.Join(data, "turno.db", "x")), "out:")
	if r := facts("2026-03-01", "2026-03-01", "--format", "xml"); r.code != 2 || !strings.Contains(r.errors, `"csv","json"`) {
		t.Errorf("exit code %d: %s", r.code, r.errors)
	}
}
