package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func simulate(stdin string, args ...string) (out, mistakes string, code int) {
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), append([]string{"simulate"}, args...), strings.NewReader(stdin), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

const smallScenario = `name: Small
start: 2026-03-02
days: 2
timezone: Europe/Rome
seed: 7
targets: [{kpi: service_level, queue: calls, at_least: 0.8}]
queues: {calls: {channel: voice, service_level: {threshold: 20s, goal: 0.8}, wrap_up: 20s}}
arrivals: [{name: All, queue: calls, per_day: 500, handle: {lognormal: {mean: 200s, cv: 0.8}}, patience: {exponential: {mean: 3m}}}]
variants:
  - {name: few, agents: [{name: Team, count: 2, profile: [calls], shifts: ["00:00-12:00", "12:00-24:00"]}]}
  - {name: enough, agents: [{name: Team, count: auto, profile: [calls], shifts: ["00:00-12:00", "12:00-24:00"]}]}
`

// Ensure that the same seed gives the same bytes, however many run at once, and
// another seed other customers.
func TestSimulateSameBytes(t *testing.T) {
	t.Parallel()
	alone, mistakes, code := simulate(smallScenario, "-", "--json", "--runs=4", "--workers=1")
	if code != 0 {
		t.Fatal(mistakes)
	}
	beside, _, _ := simulate(smallScenario, "-", "--json", "--runs=4", "--workers=4")
	other, _, _ := simulate(smallScenario, "-", "--json", "--runs=4", "--seed=8")
	if alone != beside {
		t.Error("runs beside one another give another result")
	}
	if alone == other {
		t.Error("another seed gives the same result")
	}
}

// Ensure that variants are compared on the same customers, with the interval of
// the difference, and that auto staffs to the target.
func TestSimulateVariants(t *testing.T) {
	t.Parallel()
	out, mistakes, code := simulate(smallScenario, "-", "--json", "--runs=5")
	if code != 0 {
		t.Fatal(mistakes)
	}
	var p simulationReport
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatal(err)
	}
	few, enough := p.Variants[0], p.Variants[1]
	if few.Customers != enough.Customers || few.Customers < 900 {
		t.Errorf("%d and %d customers came", few.Customers, enough.Customers)
	}
	if few.Targets[0].Verdict != "missed" || enough.Targets[0].Verdict != "met" || len(few.HalfHours) != 96 {
		t.Errorf("verdicts %+v %+v, %d half hours", few.Targets[0], enough.Targets[0], len(few.HalfHours))
	}
	if len(p.Differences) != 1 || p.Differences[0].KPIs[0].Half == nil || p.Differences[0].KPIs[0].Mean-*p.Differences[0].KPIs[0].Half <= 0 {
		t.Errorf("differences %+v", p.Differences)
	}
	text, _, code := simulate(smallScenario, "-", "--runs=5")
	for _, want := range []string{"missed", "met", "enough less few", "Erlang A alone asks for", "±"} {
		if code != 0 || !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// Ensure that the CSV files hold what the report says.
func TestSimulateCSV(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	if _, mistakes, code := simulate(smallScenario, "-", "--csv", dir); code != 0 {
		t.Fatal(mistakes)
	}
	for file, want := range map[string]string{"figures.csv": "few,calls,,,,service_level,", "half_hours.csv": "enough,2026-03-01T23:00Z,calls,offered,"} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v, no %s", file, err, want)
		}
	}
}

// Ensure that what cannot be run is refused with the line or the flag.
func TestSimulateMistakes(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"no file nowhere.yaml": {"nowhere.yaml"},
		"--runs":               {"-", "--runs=0"},
		"--days":               {"-", "--days=3"},
		"line 3":               {"-"},
	} {
		text := smallScenario
		if want == "line 3" {
			text = strings.Replace(text, "days: 2", "days: -2", 1)
		}
		if out, mistakes, code := simulate(text, args...); code != 1 || out != "" || !strings.Contains(mistakes, want) {
			t.Errorf("%v: code %d, %q %q", args, code, out, mistakes)
		}
	}
}
