package condition

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/internal/core"
)

const second = core.Instant(time.Second / time.Microsecond)

// story is one subject that is watched second by second.
type story struct {
	rule   Rule
	now    core.Instant
	states States
	events []string // opened, cleared
}

func newStory(lasts, clears time.Duration) *story {
	return &story{rule: Rule{Key: "wait", Lasts: lasts, Clears: clears}, now: 1000 * second, states: States{}}
}

func (s *story) step(bad bool) {
	s.now += second
	var found []Finding
	if bad {
		found = []Finding{{Subject: Subject{"wait", OfQueue, "billing"}}}
	}
	s.take(found, []Rule{s.rule})
}

func (s *story) take(found []Finding, rules []Rule) {
	var changes []Change
	s.states, changes = Next(s.now, rules, s.states, found)
	for _, c := range changes {
		switch {
		case c.Opened:
			s.events = append(s.events, "opened")
		case c.Removed:
			s.events = append(s.events, "removed")
		default:
			s.events = append(s.events, "cleared")
		}
	}
}

func (s *story) steps(pattern string) *story {
	for _, c := range pattern {
		s.step(c == '#')
	}
	return s
}

func (s *story) want(t *testing.T, events ...string) {
	t.Helper()
	if len(s.events) != len(events) {
		t.Fatalf("got %v, want %v", s.events, events)
	}
	for i := range events {
		if s.events[i] != events[i] {
			t.Fatalf("got %v, want %v", s.events, events)
		}
	}
}

// Ensure an alert rings once when it has lasted, clears once when it is over for
// long enough, and that a figure that flutters rings nobody twice.
func TestNext(t *testing.T) {
	t.Parallel()
	t.Run("at once", func(t *testing.T) {
		t.Parallel()
		newStory(0, 0).steps("..#").want(t, "opened")
	})
	t.Run("too short", func(t *testing.T) {
		t.Parallel()
		newStory(3*time.Second, time.Second).steps("###.###.").want(t)
	})
	t.Run("lasts", func(t *testing.T) {
		t.Parallel()
		newStory(3*time.Second, time.Second).steps("####").want(t, "opened")
	})
	t.Run("clears", func(t *testing.T) {
		t.Parallel()
		newStory(0, 3*time.Second).steps("#...").want(t, "opened")
		newStory(0, 3*time.Second).steps("#....").want(t, "opened", "cleared")
	})
	t.Run("flutters", func(t *testing.T) {
		t.Parallel()
		newStory(0, 3*time.Second).steps("#.#.#..#.#...#.#..#").want(t, "opened")
	})
	t.Run("again", func(t *testing.T) {
		t.Parallel()
		newStory(0, time.Second).steps("#..#..").want(t, "opened", "cleared", "opened", "cleared")
	})
}

// Ensure a figure that says since when it is so does not wait anew after a restart.
func TestNext_Since(t *testing.T) {
	t.Parallel()
	s := newStory(time.Minute, time.Second)
	f := Finding{Subject: Subject{"wait", OfQueue, "billing"}, Since: s.now - 59*second}
	s.now += second
	s.take([]Finding{f}, []Rule{s.rule})
	s.want(t, "opened")
}

// Ensure an alert that was taken away clears what rings, and forgets the rest.
func TestNext_Removed(t *testing.T) {
	t.Parallel()
	s := newStory(0, time.Hour).steps("#")
	s.take(nil, nil)
	s.want(t, "opened", "removed")
	if len(s.states) != 0 {
		t.Errorf("left %v", s.states)
	}
}

// Ensure that whatever is found and however often the process is restarted, rings
// and clears alternate, come neither early nor late, and follow a plain reading of the rule.
func TestNext_Properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lasts := rapid.IntRange(0, 5).Draw(t, "lasts")
		clears := rapid.IntRange(0, 5).Draw(t, "clears")
		s := newStory(time.Duration(lasts)*time.Second, time.Duration(clears)*time.Second)
		ringing, bad, well := false, 0, 0 // the plain reading: for how many seconds it has been so
		for range rapid.IntRange(1, 60).Draw(t, "seconds") {
			if rapid.IntRange(0, 9).Draw(t, "restart") == 0 {
				var open []Finding
				for _, subject := range s.states.Sorted() {
					if state := s.states[subject]; state.Phase != Pending {
						open = append(open, state.Finding)
					}
				}
				s.states = Ringing(s.now, open)
				bad, well = 0, 0
			}
			before := len(s.events)
			now := rapid.Bool().Draw(t, "bad")
			s.step(now)
			if now {
				bad, well = bad+1, 0
			} else {
				bad, well = 0, well+1
			}
			want := ""
			switch {
			case !ringing && now && bad-1 >= lasts:
				want, ringing = "opened", true
			case ringing && !now && well-1 >= clears:
				want, ringing, bad = "cleared", false, 0
			}
			got := ""
			if len(s.events) > before {
				got = s.events[before]
			}
			if got != want {
				t.Fatalf("got %q, want %q (bad %d, well %d)", got, want, bad, well)
			}
		}
	})
}
