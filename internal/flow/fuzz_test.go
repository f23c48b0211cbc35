package flow

import (
	"encoding/json"
	"strings"
	"testing"

	"turno/internal/core"
)

// FuzzParse reads anything, and runs what can be published.
func FuzzParse(f *testing.F) {
	f.Add(small, "1", uint8(3))
	f.Add(strings.Replace(small, "hello", "{", 3), "", uint8(0))
	f.Add(`{"key":"a","languages":["it"],"start":"b","nodes":[{"key":"b","hangup":null}]}`, "#", uint8(9))
	f.Fuzz(func(t *testing.T, file, text string, steps uint8) {
		doc, err := Parse([]byte(file))
		if err != nil {
			return
		}
		p, err := Compile(doc, nil, 0, nil)
		if err != nil {
			return
		}
		s, _ := p.Start(1, Contact{Channel: "chat", Number: text})
		for range steps {
			if err := p.Restore(s); err != nil {
				t.Fatal(err)
			}
			for _, in := range []Input{Entered{s.Asked, text}, Fetched{s.Asked, 200, []byte(text)}, HoursTold{Number: s.Asked}, Queued{Number: s.Asked, Place: 1}, TimedOut{s.Asked}} {
				if _, err := p.Step(s, 1, in); err != nil && core.CodeOf(err) != core.Invalid {
					t.Fatal(err)
				}
			}
		}
	})
}

// FuzzRestore reads any session: what is taken can be gone on with.
func FuzzRestore(f *testing.F) {
	p := compileSmall(f)
	s, _ := p.Start(1, Contact{Channel: "voice"})
	text, _ := json.Marshal(s)
	f.Add(string(text))
	f.Add(strings.Replace(string(text), `"node":"language"`, `"node":"callback_waiting"`, 1))
	f.Fuzz(func(_ *testing.T, text string) {
		s := &Session{}
		if json.Unmarshal([]byte(text), s) != nil || p.Restore(s) != nil {
			return
		}
		p.Again(s)
		_, _ = p.Step(s, 1, TimedOut{s.Asked})
		_, _ = p.Step(s, 1, Left{"closed"})
		_, _ = p.Step(s, 1, Served{})
		_, _ = p.Step(s, 1, Released{})
		_, _ = p.Step(s, 1, Entered{s.Asked, "1"})
	})
}
