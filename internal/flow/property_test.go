package flow

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/internal/core"
	"turno/internal/document"
)

// withSubflow is the small flow, which calls another that has a queue of its own.
func withSubflow(tb testing.TB) *Program {
	tb.Helper()
	outer := strings.Replace(small, "otherwise: menu}", "otherwise: inside}", 1) + `
  - {key: inside, subflow: {flow: inside, with: [{variable: x, value: code}], take: [{variable: n, from: y}]}, next: menu}
`
	inside := `
key: inside
languages: [en, es]
variables: [{key: x, type: text}, {key: y, type: number}]
start: menu
prompts:
  - {key: p, text: {en: "{x | digits}", es: "{y | place f} {hours.opens | at}"}}
nodes:
  - {key: menu, menu: {prompt: p, choices: [{key: "1", label: p, next: queue}, {key: "2", label: p, next: end}, {key: "3", label: p, next: csat}], failed: end}}
  - {key: queue, queue: {queue: care, waiting: told, served: csat, left: hours, refused: end}}
  - {key: told, announce: {wait: p, better: true}, next: end}
  - {key: hours, hours: {calendar: house, open: end, closed: csat}}
  - {key: csat, survey: {prompt: p, question: q, metric: csat, into: y}, next: end}
`
	p, err := Compile(parse(tb, outer), []*Document{parse(tb, inside)}, 3, things())
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// draw makes an input, mostly one that fits what the session is about.
func draw(t *rapid.T, s *Session) Input {
	number := s.Asked
	if rapid.IntRange(0, 19).Draw(t, "stale") == 0 {
		number = rapid.IntRange(-1, s.Asked+1).Draw(t, "number")
	}
	inputs := anything(t, number)
	if rapid.IntRange(0, 3).Draw(t, "fits") == 0 {
		return rapid.SampledFrom(inputs).Draw(t, "input")
	}
	switch {
	case s.State == StateServed:
		return Released{}
	case s.Queue != nil && rapid.IntRange(0, 5).Draw(t, "taken") == 0:
		return rapid.SampledFrom([]Input{Served{}, Left{"callback"}}).Draw(t, "by")
	case s.Await == nil:
		return HungUp{}
	}
	switch s.Await.Kind {
	case AwaitEntry:
		return inputs[0]
	case AwaitHours:
		return inputs[1]
	case AwaitCustomer:
		return inputs[2]
	case AwaitData:
		return inputs[3]
	case AwaitQueue:
		return inputs[4]
	case AwaitPlace:
		return inputs[5]
	case AwaitTime:
		return TimedOut{number}
	default:
		return Done{number}
	}
}

// anything lists one input of every kind.
func anything(t *rapid.T, number int) []Input {
	texts := []string{"1", "1", "2", "3", "4", "5", "9", "12", "123", "100000", "One", "uno", "", "#", "abc", "10", "\x00", "1234567890123456789"}
	bodies := []string{`{"a":[{"n":5}],"due":"2026-12-01"}`, `{"a":[]}`, `{`, `{"a":[{"n":"7"}],"due":"2026-12-01T10:00:00Z"}`, `{"a":{"0":{"n":true}}}`}
	return []Input{
		Entered{number, rapid.SampledFrom(texts).Draw(t, "text")},
		HoursTold{number, rapid.Bool().Draw(t, "open"), "2026-11-24T10:00", rapid.SampledFrom([]string{"", "2026-11-25T08:00", "soon"}).Draw(t, "opens")},
		Identified{number, Customer{Known: rapid.Bool().Draw(t, "known"), ID: "c", Name: "Ana", Language: "es"}},
		Fetched{number, rapid.SampledFrom([]int{200, 200, 404, 500}).Draw(t, "status"), []byte(rapid.SampledFrom(bodies).Draw(t, "body"))},
		Queued{number, rapid.IntRange(0, 9).Draw(t, "place"), time.Minute},
		PlaceTold{number, rapid.IntRange(-1, 9).Draw(t, "place"), time.Duration(rapid.IntRange(0, 600).Draw(t, "wait")) * time.Second},
		Refused{number, "full"},
		Done{number},
		TimedOut{number},
		Failed{number, "busy"},
		Served{},
		Released{},
		Left{"closed"},
		HungUp{},
	}
}

// Ensure a session that is stored and read at any point goes on exactly like the
// one that was not, that a refused input changes nothing, and that something is
// always awaited until the end.
func TestStep_RestoredAnywhere(t *testing.T) {
	t.Parallel()
	p := withSubflow(t)
	rapid.Check(t, func(t *rapid.T) { wander(t, p) })
}

// Ensure the random runs pass nodes of every kind: by fixed seeds, so that it is not
// a matter of luck.
func TestStep_RunsPassEveryKind(t *testing.T) {
	t.Parallel()
	p := withSubflow(t)
	runs := rapid.Custom(func(t *rapid.T) []Kind { return wander(t, p) })
	kinds := map[Kind]bool{}
	for seed := range 300 {
		for _, kind := range runs.Example(seed) {
			kinds[kind] = true
		}
	}
	if len(kinds) != 18 { // all there are
		t.Errorf("only nodes of %d kinds were passed: %v", len(kinds), kinds)
	}
}

// wander takes a session through random inputs, beside a copy that is stored and read
// before every one. It returns the kinds of nodes that were passed.
func wander(t *rapid.T, p *Program) []Kind {
	channel := rapid.SampledFrom([]string{"voice", "chat", "visit"}).Draw(t, "channel")
	s, first := p.Start(1, Contact{Channel: channel, Number: "+5037000", Language: "es-GT"})
	kinds := []Kind{first.Passed[0].Kind}
	for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
		other := copyOf(t, s)
		if err := p.Restore(other); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if a, b := p.Again(s), p.Again(other); !reflect.DeepEqual(a, b) {
			t.Fatalf("asked again:\n%#v\n%#v", a, b)
		}
		before, in := marshal(t, s), draw(t, s)
		now := core.Instant(i * 1_000_000)
		one, err := p.Step(s, now, in)
		two, errTwo := p.Step(other, now, in)
		if !reflect.DeepEqual(one, two) || fmt.Sprint(err) != fmt.Sprint(errTwo) || marshal(t, s) != marshal(t, other) {
			t.Fatalf("%#v: the copy went another way:\n%#v %v\n%#v %v", in, one, err, two, errTwo)
		}
		if err != nil && marshal(t, s) != before {
			t.Fatalf("%#v was refused and has changed the session", in)
		}
		sound(t, s, one)
		for _, passed := range one.Passed {
			kinds = append(kinds, passed.Kind)
		}
	}
	return kinds
}

// sound checks what holds after every step.
func sound(t *rapid.T, s *Session, r Result) {
	asks := 0
	for _, a := range r.Actions {
		switch a.(type) {
		case Say, Answer, Hangup:
		default:
			asks++
		}
	}
	switch {
	case s.State == StateAwaits && s.Await == nil, s.State != StateAwaits && s.Await != nil:
		t.Fatalf("%s with %v", s.State, s.Await)
	case asks > 1 || asks == 1 && s.State != StateAwaits:
		t.Fatalf("%d actions want an answer: %#v", asks, r.Actions)
	case s.State == StateEnded && s.Ended == "":
		t.Fatal("ended for no reason")
	}
}

func marshal(t *rapid.T, s *Session) string {
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func copyOf(t *rapid.T, s *Session) *Session {
	other := &Session{}
	if err := json.Unmarshal([]byte(marshal(t, s)), other); err != nil {
		t.Fatal(err)
	}
	return other
}

// Ensure a flow ends when nobody answers any more, whatever was done before, and
// also when questions are answered for ever.
func TestStep_AlwaysEnds(t *testing.T) {
	t.Parallel()
	p := withSubflow(t)
	rapid.Check(t, func(t *rapid.T) {
		s, _ := p.Start(1, Contact{Channel: "chat"})
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			_, _ = p.Step(s, 1, draw(t, s)) // a refused input changes nothing, which another test holds
		}
		for range 2 * passedMax {
			if s.State != StateAwaits {
				return
			}
			if _, err := p.Step(s, 1, TimedOut{s.Asked}); err != nil {
				t.Fatal(err)
			}
		}
		t.Fatalf("still asking after %d nodes", s.Passed)
	})
	p = compileSmall(t)
	s, _ := p.Start(1, Contact{Channel: "chat"})
	for range 3 * passedMax { // round and round the same menu
		if s.State != StateAwaits {
			break
		}
		in := Input(Entered{s.Asked, "4"})
		if s.Await.Kind == AwaitCustomer {
			in = Identified{Number: s.Asked}
		}
		if _, err := p.Step(s, 1, in); err != nil {
			t.Fatal(err)
		}
	}
	if s.State != StateEnded || s.Ended != EndedTooLong {
		t.Errorf("still %s (%s) after %d nodes", s.State, s.Ended, s.Passed)
	}
}

// drawDocument makes a flow of a few nodes that lead anywhere.
func drawDocument(t *rapid.T) *Document {
	text := map[string]string{"en": "Hello"}
	doc := &Document{
		Key: "drawn", Languages: []string{"en"}, Start: "n0",
		Variables: []Variable{{Key: "n", Type: TypeNumber}},
		Prompts:   []Prompt{{Key: "p", Text: text}},
	}
	count := rapid.IntRange(1, 7).Draw(t, "nodes")
	to := func() string {
		if i := rapid.IntRange(-2, count-1).Draw(t, "to"); i >= 0 {
			return fmt.Sprintf("n%d", i)
		}
		return End
	}
	for i := range count {
		n := Node{Key: fmt.Sprintf("n%d", i)}
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			n.Say, n.Next = &SayNode{Prompt: "p"}, to()
		case 1:
			n.Menu = &MenuNode{Prompt: "p", Choices: []Choice{{"1", "p", to()}, {"2", "p", to()}}, Failed: to()}
		case 2:
			n.Set, n.Next = []Assignment{{"n", "n + 1"}}, to()
		case 3:
			n.Branch = &BranchNode{Cases: []Case{{"n > 2", to()}}, Otherwise: to()}
		case 4:
			n.Hours = &HoursNode{Calendar: "c", Open: to(), Closed: to()}
		case 5:
			n.Wait, n.Next = &WaitNode{For: document.Duration(time.Second)}, to()
		case 6:
			n.Queue = &QueueNode{Queue: "q", Waiting: to(), Served: to(), Left: to(), Refused: to()}
		case 7:
			n.Announce, n.Next = &AnnounceNode{Place: "p"}, to()
		case 8:
			n.Callback = &CallbackNode{Prompt: "p", Label: "p", Queue: "q", Taken: to(), Declined: to()}
		default:
			n.Hangup = &HangupNode{}
		}
		doc.Nodes = append(doc.Nodes, n)
	}
	return reachable(doc)
}

// reachable drops the nodes that nothing leads to.
func reachable(doc *Document) *Document {
	seen := map[string]bool{doc.Start: true}
	for range doc.Nodes {
		for i := range doc.Nodes {
			if n := &doc.Nodes[i]; seen[n.Key] {
				for _, e := range n.edges() {
					seen[e.to] = true
				}
			}
		}
	}
	kept := doc.Nodes[:0]
	for _, n := range doc.Nodes {
		if seen[n.Key] {
			kept = append(kept, n)
		}
	}
	doc.Nodes = kept
	return doc
}

// Ensure that whatever flow is taken for publishing, no step goes round in circles,
// and every contact comes to an end or rests in a queue.
func TestCompile_TakesOnlyWhatEnds(t *testing.T) {
	t.Parallel()
	taken := 0
	documents := rapid.Custom(drawDocument)
	for seed := range 50 {
		if _, err := Compile(documents.Example(seed), nil, 1, nil); err == nil {
			taken++
		}
	}
	if taken < 10 {
		t.Fatalf("only %d of 50 flows are taken: nothing is tested", taken)
	}
	rapid.Check(t, func(t *rapid.T) {
		doc := drawDocument(t)
		p, err := Compile(doc, nil, 1, nil)
		if err != nil {
			return
		}
		s, first := p.Start(1, Contact{Channel: "voice", Number: "+50370001111"})
		short(t, doc, first)
		for range 40 {
			r, err := p.Step(s, 1, draw(t, s))
			if err != nil {
				continue
			}
			sound(t, s, r)
			short(t, doc, r)
		}
		for i := 0; s.State == StateAwaits; i++ {
			if i > 3*passedMax {
				t.Fatalf("still asking after %d nodes", s.Passed)
			}
			r, err := p.Step(s, 1, TimedOut{s.Asked})
			if err != nil {
				t.Fatal(err)
			}
			short(t, doc, r)
		}
	})
}

// short checks that a step passed no node twice.
func short(t *rapid.T, doc *Document, r Result) {
	if len(r.Passed) > len(doc.Nodes)+1 {
		t.Fatalf("one step passed %d nodes of %d: %v", len(r.Passed), len(doc.Nodes), r.Passed)
	}
}
