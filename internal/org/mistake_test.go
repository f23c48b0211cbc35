package org

import (
	"fmt"
	"strings"
	"testing"
)

// Ensure each mistake in a file is told with its line and what is wrong, also
// several at once, and that nothing of the file is taken.
func TestParse_Mistakes(t *testing.T) {
	t.Parallel()
	demoText := string(DemoFile())
	for name, c := range map[string]struct{ old, changed, path, words string }{
		"unknown word":        {"recalls: 2", "recals: 2", "sites[0]", "recals"},
		"wrong kind":          {"recalls: 2", "recalls: often", "sites[0].recalls", "often"},
		"no such region":      {"region: brazil\n", "region: peru\n", "sites[2].region", "peru"},
		"no such time zone":   {"America/Sao_Paulo", "America/Sao_Polo", "sites[2].timezone", "Sao_Polo"},
		"key twice":           {"- key: brazil\n", "- key: italy\n", "regions", "twice"},
		"bad key":             {"- key: brazil\n", "- key: Brazil!\n", "regions[1].key", "lower-case"},
		"missing name":        {"name: {es: Brasil, pt: Brasil, it: Brasile, en: Brazil}", "name: {pt: Brasil}", "regions[1].name", "house's own language"},
		"foreign language":    {"languages: [pt, es, en]", "languages: [pt, fi]", "sites[2].languages[1]", "fi"},
		"no such calendar":    {"calendar: contact_centre\n", "calendar: never\n", "sites[4].calendar", "never"},
		"bad hours":           {`["08:00-12:30", "13:30-17:00"]`, `["12:30-08:00"]`, "calendars[1].week", "stretch"},
		"overlapping hours":   {`["08:00-12:30", "13:30-17:00"]`, `["08:00-14:00", "13:30-17:00"]`, "calendars[1].week", "overlap"},
		"bad holiday":         {`date: "2026-12-24"`, `date: "24 Dec"`, "holidays[0].date", "24 Dec"},
		"no such skill":       {"needs: {billing: 2}\n    steps", "needs: {biling: 2}\n    steps", "needs", "biling"},
		"level out of range":  {"needs: {billing: 2}\n    steps", "needs: {billing: 9}\n    steps", "needs", "expert"},
		"goal as percent":     {"goal: 0.85", "goal: 85", "goal", "share"},
		"bad duration":        {"threshold: 15m", "threshold: soon", "threshold", "soon"},
		"overflow to itself":  {"to: queue, target: care}", "to: queue, target: billing}", "overflow[0]", "itself"},
		"no such queue":       {"{queue: billing, rank: 1}", "{queue: biling, rank: 1}", "queues[0].queue", "biling"},
		"bad prefix":          {"prefix: A, queue: care", "prefix: a1, queue: care", "prefix", "capital"},
		"own ancestor":        {"key: billing_charge, parent: billing", "key: billing_charge, parent: billing_charge", "parent", "ancestor"},
		"no such outcome":     {"outcome: resolved,", "outcome: solved,", "outcome", "solved"},
		"no such class":       {"class: training, name: {es: Capac", "class: school, name: {es: Capac", "class", "school"},
		"no such role":        {"role: administrator", "role: king", "roles[0].role", "king"},
		"no such place":       {"at: 'region:brazil'", "at: 'planet:brazil'", "roles[0].at", "planet"},
		"login twice":         {"login: paulo", "login: laura", "users", "twice"},
		"agent nowhere":       {"language: es, team: mixco, profile: counter, skills: {es: 5, pt: 4", "language: es, profile: counter, skills: {es: 5, pt: 4", "users", "team or a site"},
		"bad printer":         {"calendar: always\n", "calendar: always\n    printer: 'a b'\n", "sites[0].printer", "host:9100"},
		"no such inbox queue": {"queue: chat\n    messages", "queue: chats\n    messages", "inboxes[0].queue", "chats"},
		"visitors' queue":     {"queue: chat\n    messages", "queue: care\n    messages", "inboxes[0].queue", "channel chat"},
		"messages nowhere":    {"    messages: back_office\n", "", "inboxes[0].messages", "queue is needed"},
		"origin with a path":  {"- https://www.example.com", "- https://www.example.com/shop", "inboxes[0].origins[1]", "without a path"},
		"every origin":        {"- https://www.example.com", "- 'https://*'", "inboxes[0].origins[1]", "origin"},
		"form":                {"name: required", "name: always", "inboxes[0].form.name", "always"},
		"program in a file":   {"types: [image/png,", "types: [image/svg+xml,", "inboxes[0].files.types[0]", "never taken"},
		"no media type":       {"types: [image/png,", "types: [png,", "inboxes[0].files.types[0]", "image/png"},
		"colour":              {"color: \"#0b7285\"", "color: teal", "inboxes[0].theme.color", "teal"},
		"gone":                {"gone: message", "gone: fishing", "inboxes[0].gone", "fishing"},
		"alert nowhere":       {"kind: longest_wait\n    at: org\n    share", "kind: longest_wait\n    at: site:lima\n    share", "alerts[0].at", "lima"},
		"alert of nothing":    {"kind: nobody_ready", "kind: nobody_home", "alerts[3].kind", "nobody_home"},
		"share as percent":    {"share: 0.8", "share: 80", "alerts[0].share", "80"},
		"another's limit":     {"waiting: true\n    lasts: 30s", "share: 0.5\n    lasts: 30s", "alerts[3].share", "has no share"},
		"no limit":            {"    limit: 45m\n", "", "alerts[4].limit", "how long"},
		"alert to nobody":     {"roles: [team_leader, site_manager, region_manager]\n    mail: true", "mail: true", "alerts[1].mail", "addresses"},
		"alert to a stranger": {"roles: [team_leader, site_manager]\n  - key: wait_past", "users: [zoe]\n  - key: wait_past", "alerts[0].users[0]", "zoe"},
		"resume too long":     {"resume: 1d", "resume: 90d", "inboxes[0].resume", "out of range"},
		"answer's variable":   {"Hola, {customer}.", "Hola, {client}.", "answers[0].text.es", "{client}"},
		"answer's queue":      {"- key: hello\n", "- key: hello\n    queues: [nowhere]\n", "answers[0].queues[0]", "nowhere"},
		"control characters":  {"name: Turno Demo", `name: "Turno\u0007"`, "name", "control"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := strings.Index(demoText, c.old)
			if at < 0 {
				t.Fatalf("the demo has no %q", c.old)
			}
			o, err := Parse([]byte(demoText[:at] + c.changed + demoText[at+len(c.old):]))
			if err == nil || o != nil {
				t.Fatal("taken as it is")
			}
			for _, mistake := range mistakesOf(t, err) {
				text := mistake.Error()
				if strings.Contains(text, c.path) && strings.Contains(text, c.words) && strings.Contains(text, "line ") {
					return
				}
			}
			t.Errorf("want %s at a line of %s:\n%v", c.words, c.path, err)
		})
	}
}

// Ensure the line told is the line of the mistake, and all are told together.
func TestParse_Lines(t *testing.T) {
	t.Parallel()
	text := strings.Replace(string(DemoFile()), "region: brazil\n", "region: peru\n", 1)
	text = strings.Replace(text, "login: paulo", "login: PAULO", 1)
	_, err := Parse([]byte(text))
	mistakes := mistakesOf(t, err)
	if len(mistakes) < 2 {
		t.Fatalf("only %v", err)
	}
	for i, want := range []string{"region: peru", "login: PAULO"} {
		before, _, _ := strings.Cut(text, want)
		line := strings.Count(before, "\n") + 1
		if !strings.Contains(mistakes[i].Error(), fmt.Sprintf("line %d:", line)) {
			t.Errorf("%s stands at line %d: %v", want, line, mistakes[i])
		}
	}
	for name, file := range map[string]string{
		"no YAML": "a: [", "no mapping": "- a", "nothing": "", "deep": strings.Repeat("[", 1000), "not text": "name: \xff",
	} {
		if o, err := Parse([]byte(file)); err == nil || o != nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// FuzzParse reads anything.
func FuzzParse(f *testing.F) {
	f.Add(string(DemoFile()[:2000]))
	f.Add("key: x\nname: &a [*a]\n")
	f.Add("users: [{login: a, roles: [{role: administrator, at: org}]}]")
	f.Fuzz(func(t *testing.T, file string) {
		if o, err := Parse([]byte(file)); (o == nil) == (err == nil) {
			t.Fatalf("%v, %v", o, err)
		}
	})
}

// mistakesOf takes the error of Parse apart.
func mistakesOf(t *testing.T, err error) []error {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("no list of mistakes: %v", err)
	}
	return joined.Unwrap()
}
