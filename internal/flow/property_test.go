package flow

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/internal/core"
	"turno/internal/document"
)

// draw makes an input, often one that fits what is awaited.
func draw(t *rapid.T, s *Session) Input {
	number := s.Asked
	if rapid.IntRange(0, 9).Draw(t, "stale") == 0 {
		number = rapid.IntRange(-1, s.Asked+1).Draw(t, "number")
	}
	text := rapid.SampledFrom([]string{"1", "2", "3", "4", "9", "12", "123", "100000", "One", "uno", "", "#", "abc", "10", "\x00", "1234567890123456789"})
	switch rapid.IntRange(0, 15).Draw(t, "input") {
	case 0, 1, 2, 3, 4:
		return Entered{number, text.Draw(t, "text")}
	case 5, 6:
		return TimedOut{number}
	case 7:
		return Failed{number, "busy"}
	case 8:
		return HoursTold{number, rapid.Bool().Draw(t, "open"), "2026-11-24T10:00", rapid.SampledFrom([]string{"", "2026-11-25T08:00", "soon"}).Draw(t, "opens")}
	case 9:
		return Identified{number, Customer{Known: rapid.Bool().Draw(t, "known"), ID: "c", Name: "Ana", Language: "es"}}
	case 10:
		body := rapid.SampledFrom([]string{`{"a":[{"n":5}],"due":"2026-12-01"}`, `{"a":[]}`, `{`, `{"a":[{"n":"7"}],"due":"2026-12-01T10:00:00Z"}`}).Draw(t, "body")
		return Fetched{number, rapid.SampledFrom([]int{200, 404, 500}).Draw(t, "status"), []byte(body)}
	case 11:
		return Queued{number, rapid.IntRange(0, 9).Draw(t, "place"), time.Minute}
	case 12:
		return PlaceTold{number, rapid.IntRange(-1, 9).Draw(t, "place"), time.Duration(rapid.IntRange(0, 600).Draw(t, "wait")) * time.Second}
	case 13:
		return rapid.SampledFrom([]Input{Done{number}, Refused{number, "full"}}).Draw(t, "done")
	case 14:
		return rapid.SampledFrom([]Input{Served{}, Released{}, Left{"callback"}}).Draw(t, "world")
	default:
		return Done{number}
	}
}

// Ensure a session that is stored and read at any point goes on exactly like the
// one that was not, that a refused input changes nothing, and that something is
// always awaited until the end.
func TestStep_RestoredAnywhere(t *testing.T) {
	t.Parallel()
	p := compileSmall(t)
	rapid.Check(t, func(t *rapid.T) {
		channel := rapid.SampledFrom([]string{"voice", "chat", "visit"}).Draw(t, "channel")
		s, _ := p.Start(1, Contact{Channel: channel, Number: "+5037000", Language: "es-GT"})
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			other := copyOf(t, s)
			if err := p.Restore(other); err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
			if a, b := fmt.Sprintf("%#v", p.Again(s)), fmt.Sprintf("%#v", p.Again(other)); a != b {
				t.Fatalf("asked again:\n%s\n%s", a, b)
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
		}
	})
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
	p := compileSmall(t)
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
	rapid.Check(t, func(t *rapid.T) {
		doc := drawDocument(t)
		p, err := Compile(doc, nil, 1, nil)
		if err != nil {
			return
		}
		taken++
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
	if taken < 10 {
		t.Errorf("only %d of the flows were taken: nothing is tested", taken)
	}
}

// short checks that a step passed no node twice.
func short(t *rapid.T, doc *Document, r Result) {
	if len(r.Passed) > len(doc.Nodes)+1 {
		t.Fatalf("one step passed %d nodes of %d: %v", len(r.Passed), len(doc.Nodes), r.Passed)
	}
}
