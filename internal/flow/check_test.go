package flow

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"turno/internal/core"
)

// has is a set of things outside.
type has map[Reference]bool

func (h has) Has(r Reference) bool { return h[r] }

func things() has {
	return has{{RefQueue, "care"}: true, {RefCalendar, "house"}: true, {RefSkill, "billing"}: true, {RefRecording, "hello_en"}: true, {RefConnection, "crm"}: true}
}

func parse(tb testing.TB, text string) *Document {
	tb.Helper()
	doc, err := Parse([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

// small is a flow with one of each kind of node.
const small = `
key: small
languages: [en, es]
variables:
  - {key: n, type: number, default: "2"}
  - {key: code, type: text, desk: true}
  - {key: vip, type: yes_no}
  - {key: due, type: time}
start: hello
prompts:
  - {key: hello, text: {en: "Hello {customer.name}", es: "Hola {customer.name}"}}
  - {key: ask, text: {en: "Code? {n | number}", es: "¿Código? {n | number}"}}
  - {key: one, text: {en: One, es: Uno}}
  - {key: bye, text: {en: "Bye {due | on} {{{code}}}", es: "Adiós {due | on} {{{code}}}"}}
nodes:
  - {key: hello, say: {prompt: hello}, next: language}
  - {key: language, language: {prompt: ask, choices: [{key: "1", language: es, label: one}]}, next: code}
  - {key: code, collect: {prompt: ask, into: code, max: 6, min: 2, check: "int(input) % 2 == 0", failed: menu}, next: data}
  - {key: data, data: {from: http, connection: crm, path: "/c/{code}?n={n}", take: [{variable: n, path: a.0.n}, {variable: due, path: due}], failed: set}, next: set}
  - {key: set, set: [{variable: vip, value: n > 3 or customer.known}, {variable: n, value: n + len(code)}], next: branch}
  - {key: branch, branch: {cases: [{when: vip, next: queue}], otherwise: menu}}
  - {key: menu, menu: {prompt: ask, invalid: one, retries: 1, choices: [{key: "1", label: one, next: hours}, {key: "2", label: one, next: transfer}, {key: "3", label: one, next: message}, {key: "4", label: one, next: who}], failed: bye}}
  - {key: who, identify: {by: document, document: code, found: set, not_found: menu}}
  - {key: hours, hours: {calendar: house, open: queue, closed: menu}}
  - {key: transfer, transfer: {to: "+503{code}", failed: menu}}
  - {key: message, voicemail: {prompt: ask, queue: care, failed: menu}, next: bye}
  - {key: queue, queue: {queue: care, needs: [{billing: 2}], language: 3, priority: n * 10, waiting: announce, served: survey, left: callback, refused: menu}}
  - {key: announce, announce: {place: ask, wait: ask, better: true}, next: wait}
  - {key: wait, wait: {for: 30s}, next: callback_waiting}
  - {key: callback_waiting, callback: {prompt: ask, label: one, taken: bye, declined: announce}}
  - {key: callback, callback: {prompt: ask, label: one, queue: care, number: code, taken: bye, declined: bye}}
  - {key: survey, survey: {prompt: ask, question: q, metric: nps, into: n}, next: bye}
  - {key: bye, hangup: {prompt: bye}}
`

func compileSmall(tb testing.TB) *Program {
	tb.Helper()
	p, err := Compile(parse(tb, small), nil, 3, things())
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// Ensure a program knows what it is and what it needs.
func TestCompile(t *testing.T) {
	t.Parallel()
	p := compileSmall(t)
	if p.Key() != "small" || p.Version() != 3 || len(p.Digest()) != 16 || len(p.Languages()) != 2 {
		t.Errorf("compiled %s %d %s %v", p.Key(), p.Version(), p.Digest(), p.Languages())
	}
	want := []Reference{{RefCalendar, "house"}, {RefConnection, "crm"}, {RefQueue, "care"}, {RefSkill, "billing"}}
	if !reflect.DeepEqual(p.Wants(), want) {
		t.Errorf("wants %v", p.Wants())
	}
	other, err := Compile(parse(t, strings.Replace(small, "max: 6", "max: 7", 1)), nil, 3, nil)
	if err != nil || other.Digest() == p.Digest() {
		t.Errorf("another document has the same digest (%v)", err)
	}
	s, _ := p.Start(1, Contact{})
	if err := other.Restore(s); core.CodeOf(err) != core.Conflict {
		t.Errorf("a session of another document is taken: %v", err)
	}
}

// Ensure a document written as JSON is the same document.
func TestParse_JSON(t *testing.T) {
	t.Parallel()
	doc := parse(t, small)
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	again := parse(t, string(text))
	p, err := Compile(again, nil, 3, things())
	if err != nil {
		t.Fatal(err)
	}
	if p.Digest() != compileSmall(t).Digest() {
		t.Error("the digest differs")
	}
}

// Ensure each mistake is refused with the line, the node and the reason.
func TestCompile_Mistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, changed, want string }{
		"ErrNode":             {"next: language}", "next: tongue}", `line 16: flow small, node hello, next: there is no node "tongue"`},
		"ErrPrompt":           {"say: {prompt: hello}", "say: {prompt: helo}", `node hello, say.prompt: there is no prompt "helo"`},
		"ErrQueue":            {"queue: {queue: care, needs", "queue: {queue: cares, needs", `node queue, queue.queue: there is no queue "cares"`},
		"ErrCalendar":         {"calendar: house", "calendar: home", `node hours, hours.calendar: there is no calendar "home"`},
		"ErrSkill":            {"needs: [{billing: 2}]", "needs: [{biling: 2}]", `there is no skill "biling"`},
		"ErrConnection":       {"connection: crm", "connection: cmr", `there is no connection "cmr"`},
		"ErrRecording":        {"key: one, text: {en: One, es: Uno}", "key: one, text: {en: One, es: Uno}, recording: {en: hello_fr}", `there is no recording "hello_fr"`},
		"ErrRecordingValue":   {"es: \"Hola {customer.name}\"}", "es: \"Hola {customer.name}\"}, recording: {en: hello_en}", "which a recording cannot"},
		"ErrStart":            {"start: hello", "start: helo", `start: there is no node "helo"`},
		"ErrNoWay":            {"failed: bye}}", "failed: }}", "node menu, menu.failed: it must say where to go on"},
		"ErrUseless":          {"hours: {calendar: house, open", "next: bye, hours: {calendar: house, open", "next is of no use"},
		"ErrTwoKinds":         {"{key: wait, wait: {for: 30s}", "{key: wait, say: {prompt: ask}, wait: {for: 30s}", "node wait is say and wait at once"},
		"ErrNoKind":           {"- {key: wait, wait: {for: 30s}, next: callback_waiting}", "- {key: wait, next: callback_waiting}", "node wait does nothing"},
		"ErrTwice":            {"- {key: wait, wait", "- {key: hello, wait", "node hello is written twice"},
		"ErrKey":              {"key: wait, wait", "key: Wait!, wait", `"Wait!" is not a key`},
		"ErrEndKey":           {"key: wait, wait", "key: end, wait", `"end" is not a key of a node`},
		"ErrUnreachable":      {"next: wait}", "next: callback_waiting}", "node wait: no way leads to it"},
		"ErrCircle":           {"open: queue, closed: menu}", "open: queue, closed: hours}", "a circle that never waits for anybody: hours → hours"},
		"ErrCircleLong":       {"otherwise: menu}", "otherwise: data}", "a circle that never waits for anybody: data → set → branch → data"},
		"ErrLanguage":         {"languages: [en, es]", "languages: [en, es, fi]", `"fi" is not spoken`},
		"ErrLanguageText":     {"text: {en: One, es: Uno}", "text: {en: One}", "prompt one has no text in es"},
		"ErrLanguageMore":     {"text: {en: One, es: Uno}", "text: {en: One, es: Uno, pt: Um}", "pt is not one of the flow's languages"},
		"ErrLanguageChoice":   {"language: es, label", "language: it, label", `"it" is not one of the flow's languages`},
		"ErrWritten":          {"text: {en: One, es: Uno}", "text: {en: One, es: Uno}, written: {en: 1}", "prompt one has no text in es"},
		"ErrVariable":         {"into: code, max", "into: coed, max", `node code, collect.into: there is no variable "coed"`},
		"ErrVariableType":     {"into: code, max", "into: vip, max", "variable vip is a yes_no, and a text is wanted"},
		"ErrVariableDefault":  {`default: "2"`, `default: "two"`, `"two" is not a number`},
		"ErrVariableReserved": {"key: vip, type", "key: customer, type", `"customer" has a meaning of its own`},
		"ErrVariableKind":     {"type: yes_no", "type: maybe", `"maybe" is not a type`},
		"ErrExpression":       {"when: vip,", "when: vip and,", "node branch, branch.cases[0].when"},
		"ErrExpressionName":   {"when: vip,", "when: vipp,", "unknown name vipp"},
		"ErrExpressionType":   {"when: vip,", "when: n + 1,", `"n + 1" gives a number, and a yes_no is wanted`},
		"ErrExpressionField":  {"when: vip,", "when: customer.rich,", "has no field rich"},
		"ErrExpressionRange":  {"when: vip,", "when: 'n in 1..100000000',", "ranges are not used in flows"},
		"ErrExpressionLet":    {"when: vip,", "when: 'let x = vip; x',", "variables of an expression's own are not used"},
		"ErrExpressionClock":  {"when: vip,", "when: 'now().Hour() > 3',", "unknown name now"},
		"ErrExpressionLoop":   {"when: vip,", "when: 'all([1], # > 0)',", "predicates are not used"},
		"ErrForm":             {"{due | on}", "{due | soon}", `"soon" is not a way to say a value`},
		"ErrFormType":         {"{due | on}", "{n | on}", `"n" is a number, and on says a text`},
		"ErrFormArgument":     {"{n | number}", "{n | number x}", "number is followed by f or m"},
		"ErrFormCurrency":     {"{n | number}", "{n | amount}", "an amount names its currency"},
		"ErrFormNoName":       {"{n | number}", "{n | amount XAU}", "XAU has no name in en"},
		"ErrBrace":            {"{{{code}}}", "{code", "a brace has no partner"},
		"ErrDigit":            {`{key: "2", label`, `{key: "12", label`, `"12" is not a key`},
		"ErrDigitTwice":       {`{key: "2", label`, `{key: "1", label`, "key 1 is given twice"},
		"ErrRetries":          {"retries: 1", "retries: 99", "menu.retries: at most 9 wanted, 99 given"},
		"ErrDuration":         {"for: 30s", "for: 3h", "wait.for: 3h is out of range: at most 1h"},
		"ErrNoDuration":       {"for: 30s", "for: 0s", "at least a second"},
		"ErrPattern":          {"min: 2,", "min: 2, pattern: '(',", `"(" is not a regular expression`},
		"ErrMinMax":           {"min: 2,", "min: 8,", "collect.min: at most 6 wanted, 8 given"},
		"ErrPath":             {`path: "/c/`, `path: "c/`, "a path begins with /"},
		"ErrMetric":           {"metric: nps", "metric: joy", `"joy" is none of csat, nps, ces and text`},
		"ErrBy":               {"by: document,", "by: face,", `"face" is neither number nor document`},
		"ErrAnnounce":         {"failed: bye}}", "failed: announce}}", "node announce: it is reached by customers who wait in no queue"},
		"ErrCallback":         {"queue: care, number: code", "number: code", "say which queue calls back"},
		"ErrReserve":          {"priority: n * 10", "reserve: 1m", "of no use without a preferred agent"},
		"ErrSubflow":          {"- {key: wait, wait: {for: 30s}", "- {key: wait, subflow: {flow: other}", `there is no flow "other"`},
		"ErrSubflowSelf":      {"- {key: wait, wait: {for: 30s}", "- {key: wait, subflow: {flow: small}", "it calls itself: small → small"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(small, c.old) {
				t.Fatalf("%q is not in the document", c.old)
			}
			_, err := Compile(parse(t, strings.Replace(small, c.old, c.changed, 1)), nil, 1, things())
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// Ensure a flow that cannot end is refused with the node named.
func TestCompile_CannotEnd(t *testing.T) {
	t.Parallel()
	_, err := Compile(parse(t, `
key: forever
languages: [en]
start: first
prompts: [{key: p, text: {en: Hello}}]
nodes:
  - {key: first, say: {prompt: p}, next: round}
  - {key: round, wait: {for: 5s}, next: round_again}
  - {key: round_again, wait: {for: 5s}, next: round}
`), nil, 1, nil)
	for _, want := range []string{"line 7: flow forever, node first: the flow cannot end from here", "node round: the flow cannot end from here", "node round_again"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// Ensure subflows are checked with those who call them.
func TestCompile_Subflows(t *testing.T) {
	t.Parallel()
	caller := `
key: caller
languages: [en]
variables: [{key: a, type: text}, {key: b, type: number}]
start: first
nodes:
  - {key: first, subflow: {flow: called, with: [{variable: x, value: a}], take: [{variable: b, from: y}]}, next: end}
`
	called := `
key: called
languages: [en]
variables: [{key: x, type: text}, {key: y, type: number}]
start: only
nodes:
  - {key: only, set: [{variable: y, value: len(x)}], next: end}
`
	if _, err := Compile(parse(t, caller), []*Document{parse(t, called)}, 1, nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, changed, want string }{
		"ErrWith":     {"variable: x, value: a", "variable: x, value: b", `"b" gives a number, and a text is wanted`},
		"ErrWithNone": {"variable: x, value: a", "variable: z, value: a", `there is no variable "z"`},
		"ErrTake":     {"from: y", "from: x", "variable b is a number, and x of flow called is a text"},
		"ErrTakeNone": {"from: y", "from: z", `flow called has no variable "z"`},
		"ErrSpeaks":   {"languages: [en]", "languages: [en, es]", "flow called does not speak es"},
		"ErrDry":      {"next: end}", "next: first}", "a circle that never waits for anybody: first → first"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Compile(parse(t, strings.Replace(caller, c.old, c.changed, 1)), []*Document{parse(t, called)}, 1, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	t.Run("ErrInSubflow", func(t *testing.T) {
		t.Parallel()
		broken := strings.Replace(called, "next: end", "next: nowhere", 1)
		_, err := Compile(parse(t, caller), []*Document{parse(t, broken)}, 1, nil)
		if err == nil || !strings.Contains(err.Error(), "flow called, node only, next") {
			t.Errorf("got %v", err)
		}
	})
}
