package flow

import (
	"testing"

	"turno/internal/core"
)

// Ensure a session that is not whole is refused, and never gone on with.
func TestRestore_Broken(t *testing.T) {
	t.Parallel()
	p := compileSmall(t)
	for name, spoil := range map[string]func(s *Session){
		"ErrFlow":     func(s *Session) { s.Flow = "other" },
		"ErrDigest":   func(s *Session) { s.Digest = "0" },
		"ErrLanguage": func(s *Session) { s.Language = "fi" },
		"ErrNoFrame":  func(s *Session) { s.Frames = nil },
		"ErrNode":     func(s *Session) { s.Frames[0].Node = "nowhere" },
		"ErrVariable": func(s *Session) { s.Frames[0].Variables["n"] = "two" },
		"ErrMissing":  func(s *Session) { delete(s.Frames[0].Variables, "n") },
		"ErrStack":    func(s *Session) { s.Frames = append(s.Frames, s.Frames[0]) },
		"ErrState":    func(s *Session) { s.State = "asleep" },
		"ErrAwait":    func(s *Session) { s.Await = nil },
		"ErrKind":     func(s *Session) { s.Await.Kind = AwaitHours },
		"ErrNumber":   func(s *Session) { s.Await.Number++ },
		"ErrBefore":   func(s *Session) { s.Await.Before = "nothing" },
		"ErrServed":   func(s *Session) { s.State, s.Await = StateServed, nil },
		"ErrWaiting":  func(s *Session) { s.State = StateWaits },
		"ErrDepth":    func(s *Session) { s.Queue = &Place{Queue: "care", Node: "queue", Depth: 1} },
		"ErrOutside":  func(s *Session) { s.Queue = &Place{Queue: "care", Depth: -1} },
		"ErrQueue":    func(s *Session) { s.Queue = &Place{Queue: "care", Node: "hello"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := p.Start(1, Contact{Channel: "voice"})
			if err := p.Restore(s); err != nil {
				t.Fatal(err)
			}
			spoil(s)
			if code := core.CodeOf(p.Restore(s)); code != core.Invalid && code != core.Conflict {
				t.Errorf("refused with %q", code)
			}
		})
	}
}

// Ensure the caller is told when to give up, and when a question counts by itself.
func TestDue(t *testing.T) {
	t.Parallel()
	p := compileSmall(t)
	s, _ := p.Start(5_000_000, Contact{Channel: "voice"})
	if s.Due() != 0 {
		t.Errorf("a question is due at %d", s.Due())
	}
	for range 2 { // the language stays as it is
		if _, err := p.Step(s, 6_000_000, TimedOut{s.Asked}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Step(s, 7_000_000, Entered{s.Asked, "12"}); err != nil {
		t.Fatal(err)
	}
	if s.Due() != 10_000_000 { // three seconds for the data dip
		t.Errorf("the data dip is due at %d", s.Due())
	}
	if _, err := p.Step(s, 8_000_000, HungUp{}); err != nil || s.Due() != 0 || s.Ended != EndedHungUp {
		t.Errorf("after the end: due %d, %s (%v)", s.Due(), s.Ended, err)
	}
	if _, err := p.Step(s, 9_000_000, Served{}); core.CodeOf(err) != core.Conflict {
		t.Errorf("served after the end: %v", err)
	}
}
