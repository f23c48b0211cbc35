package scenario_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"turno/internal/scenario"
	"turno/internal/sim"
)

const folder = "../../scenarios"

// Ensure that every shipped scenario is read, with what is in it.
func TestShippedScenarios(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ variants, queues, streams, groups, targets int }{
		"branch-network.yaml": {2, 4, 64, 32, 1},
		"business-care.yaml":  {1, 3, 3, 4, 4},
		"global-retail.yaml":  {1, 4, 39, 14, 5},
		"social-care.yaml":    {1, 3, 3, 3, 6},
	} {
		list := read(t, name)
		sc := list[0].Scenario
		if len(list) != want.variants || len(sc.Queues) != want.queues || len(sc.Streams) != want.streams || len(sc.Groups) != want.groups || len(sc.Targets) != want.targets {
			t.Errorf("%s: %d variants, %d queues, %d streams, %d groups, %d targets", name, len(list), len(sc.Queues), len(sc.Streams), len(sc.Groups), len(sc.Targets))
		}
	}
}

func read(t *testing.T, name string) []scenario.Variant {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := scenario.Read(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return list
}

// small has every key that a file may have.
const small = `name: Small
about: every key
start: 2026-03-02
days: 2
timezone: Europe/Rome
seed: 7
targets:
  - {kpi: service_level, queue: calls, at_least: 0.80}
  - {kpi: asa, channel: voice, segment: SME, at_most: 1m}
  - {kpi: answered_within, threshold: 60s, variant: b, between: [0.5, 0.9]}
sites:
  - {name: North, region: All, metro: City}
  - {name: South, region: All, metro: City}
queues:
  calls:
    channel: voice
    service_level: {threshold: 20s, goal: 0.8}
    wrap_up: 30s
    offer_timeout: 15s
    choice: longest_idle
    priority: 5
    max_length: 100
    steps: [{after: 40s, lower: {it: 1}}, {after: 1m, priority: 20}]
    overflow: [{when: {waited: 2m}, to: callback}, {when: {length: 50}, to: drop}]
  desk: {channel: visit, per_site: true, wrap_up: {gamma: {mean: 20s, cv: 0.5}}}
  callback: {channel: callback}
  office: {channel: task, drop_after: 12h}
arrivals:
  - name: SME
    queue: calls
    segment: SME
    language: it
    timezone: America/Sao_Paulo
    priority: 10
    needs: {it: 2}
    per_day: 300
    weekdays: [1, 1, 1, 1, 1, 0.5, 0]
    hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    months: [1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]
    day_noise: 0.1
    handle: {lognormal: {mean: 280s, cv: 0.9}}
    patience: {exponential: {mean: 240s}}
    balk: 0.1
    take_charge: {share: 0.15, task: office, work: {constant: 8m}, then: {queue: callback, handle: {empirical: [1m, 2m, 90s]}}}
    recall: {share: 0.12, within: 1d12h}
  - {name: Visitors, site: North, queue: desk, per_day: 50, handle: {exponential: {mean: 5m}}, patience: never, premier: 0.12}
agents:
  - name: Team
    count: 4
    profile: [calls, {queue: callback, rank: 2, delay: 30s}, office]
    skills: {it: 4}
    timezone: Europe/Rome
    shifts: ["08:00-16:30", "22:00-06:00"]
    days: [mon, tue]
    work_days: 5
    shrinkage: 0.3
    no_answer: 0.01
    capacity: {chat: 3}
  - {name: Counter, site: North, count: auto, profile: [desk], shifts: ["08:00-18:00"]}
policies:
  - {every: 30m, move_agents: {within: metro, by: expected_wait, most: 2, travel: 20m}}
variants:
  - {name: a, premier: false}
  - name: b
    policies: []
    agents: [{name: Other, count: 1, profile: [calls], shifts: ["08:00-16:30"]}]
`

// Ensure that every key arrives where it belongs.
func TestEveryKey(t *testing.T) {
	t.Parallel()
	list, err := scenario.Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	a, b := list[0].Scenario, list[1].Scenario
	if !a.Plain || b.Plain || len(a.Groups) != 2 || len(b.Groups) != 1 || len(a.Policies) != 1 || len(b.Policies) != 0 || len(a.Targets) != 2 || len(b.Targets) != 3 {
		t.Errorf("variants: %d %d groups, %d %d policies, %d %d targets", len(a.Groups), len(b.Groups), len(a.Policies), len(b.Policies), len(a.Targets), len(b.Targets))
	}
	s := a.Streams[0]
	if s.Zone.String() != "America/Sao_Paulo" || s.Hours[8] != 1 || s.Months[7] != 2 || s.Handle.Shape != sim.Lognormal || s.Handle.CV != 0.9 ||
		s.RecallWithin != 36*time.Hour || s.Balk != 0.1 || s.Charge.Work.Shape != sim.Constant || s.Charge.Work.Mean != 480 || len(s.Charge.Call.Values) != 3 {
		t.Errorf("stream: %+v %+v", s, s.Charge)
	}
	g := a.Groups[0]
	if g.Count != 4 || g.Shifts[1].To != 30*time.Hour || !g.Days[1] || g.Days[2] || g.WorkDays != 5 || g.Profile[1].Rank != 2 || !a.Groups[1].Auto {
		t.Errorf("group: %+v", g)
	}
	if *a.Targets[0].AtLeast != 0.8 || *a.Targets[1].AtMost != 60 || *b.Targets[2].AtMost != 0.9 || b.Targets[2].Threshold != time.Minute {
		t.Errorf("targets: %+v", b.Targets)
	}
}

// Ensure that what is wrong is refused with its line and a reason.
func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"wrap_up: 30s", "wrapup: 30s", ""},
		{"days: 2", "days: 0", "0 is not from 1 to"},
		{"days: 2", "days: two", ""},
		{"start: 2026-03-02", "start: 02.03.2026", ""},
		{"Europe/Rome\nseed", "Europe/Roma\nseed", `"Europe/Roma" is not a time zone`},
		{"kpi: service_level,", "kpi: happiness,", `a run has no figure "happiness"`},
		{"queue: calls, at_least", "queue: call, at_least", `there is no queue "call"`},
		{", at_least: 0.80", "", "at_least, at_most or between"},
		{"{threshold: 20s, goal: 0.8}", "{threshold: 20s, goal: 80}", "80 is not a share"},
		{"choice: longest_idle", "choice: fastest", ""},
		{"after: 40s", "after: 40", `"40" is not a duration`},
		{"to: drop", "to: bin", `"bin" is no queue`},
		{"{waited: 2m}", "{}", "exactly one of"},
		{"hours: [0, ", "hours: [", "24 numbers are wanted"},
		{"cv: 0.9", "cv: -1", "a coefficient"},
		{"lognormal", "lognormale", ""},
		{"count: 4", "count: many", `"many" is neither`},
		{"08:00-16:30\", \"22", "8-16:30\", \"22", `"8-16:30" is not a shift`},
		{"[mon, tue]", "[mon, Tuesday]", `"Tuesday" is none of`},
		{"site: North, queue", "site: Nord, queue", `there is no site "Nord"`},
		{"site: North, queue", "queue", "desk has a line per site"},
		{"variant: b", "variant: c", `there is no variant "c"`},
		{"name: Small", "name: Small\nname: Twice", ""},
		{"within: metro", "within: town", ""},
		{"name: Visitors", "name: SME", "customers have a name"},
	} {
		text := strings.Replace(small, c.from, c.to, 1)
		if text == small {
			t.Fatalf("%q is not in the file", c.from)
		}
		same := 0
		for same < len(text) && text[same] == small[same] {
			same++
		}
		want := fmt.Sprintf("line %d: %s", 1+strings.Count(text[:same], "\n"), c.want)
		_, err := scenario.Read(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q for %q: %v, want %s", c.to, c.from, err, want)
		}
	}
	for _, text := range []string{"", "---\n---\n", "[]", "name: x\n  bad", "name: {", "a: *b"} {
		if _, err := scenario.Read(strings.NewReader(text)); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

// FuzzRead: whatever the file says, it is read or refused, and what is read can be
// run or is refused with a reason.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add("name: x\nqueues: {a: {channel: voice}}\narrivals: [{}]")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := scenario.Read(strings.NewReader(text))
		if err == nil && len(list) == 0 {
			t.Error("neither a scenario nor an error")
		}
	})
}
