package insight

import (
	"testing"
	"time"

	"turno/internal/core"
)

// Ensure what alerts watch is what the floor's rows say, and that nothing is said
// while the boards are being read.
func TestStanding(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ana := r.signIn("ana", "1")
	r.next(ana, r.issue("rome", "care"))
	ticket := r.issue("rome", "care")
	r.pass(5 * time.Minute)
	r.boards.settle()
	s, ok := r.boards.Standing()
	if !ok {
		t.Fatal("the boards are read")
	}
	found := false
	for _, l := range s.Lines {
		if l.Waiting == 0 {
			continue
		}
		found = true
		if l.Site != "rome" || !l.Open || s.At.Sub(l.Oldest) < 5*time.Minute || l.Serving+l.NotReady != 1 {
			t.Errorf("line %+v", l)
		}
		e := r.boards.Evidence(l.Key)
		if len(e.Works) != 1 || e.Works[0].Work != ticket.Work || len(e.Agents) != 1 || e.Agents[0].Agent != ana {
			t.Errorf("evidence %+v", e)
		}
	}
	if !found || len(s.Agents) != 1 || s.Agents[0].Agent != ana || s.Agents[0].Presence != core.Ready || s.Agents[0].Activity == core.Idle {
		t.Errorf("standing %+v", s)
	}
	r.boards.loading = &loading{}
	if _, ok := r.boards.Standing(); ok {
		t.Error("it judges while the figures are read")
	}
}
