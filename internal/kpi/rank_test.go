package kpi_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/internal/core"
	"turno/internal/kpi"
)

// Ensure the counts that formulas are made of are figures of their own, and that
// the worked sample of a day comes out: 4 answered (1 of them without waiting), 2
// gave up, 1 did not come, 1 was sent on, 1 call of our own.
func TestCounts(t *testing.T) {
	t.Parallel()
	var tally kpi.Tally
	own := leg(core.Handled, true, time.Second)
	own.Direction = core.Outbound
	for _, l := range []core.Leg{
		leg(core.Handled, true, 0), leg(core.Handled, true, 10*time.Second), leg(core.Handled, true, time.Minute),
		leg(core.Handled, true, 2*time.Minute), leg(core.Abandoned, false, time.Second), leg(core.Abandoned, false, time.Hour),
		leg(core.NoShow, false, time.Minute), leg(core.FlowedOut, false, time.Minute), own,
	} {
		tally.Add(&l)
	}
	for name, want := range map[string]int64{
		"offered": 8, "handled": 4, "handled.at_once": 1, "abandoned": 2, "no_show": 1, "flowed_out": 1, "redirected": 0,
		"callback_taken": 0, "closed_out": 0, "failed": 0, "outbound": 1,
	} {
		v := tally.Value(name)
		if !v.OK || v.Num != want || v.V != float64(want) {
			t.Errorf("%s = %+v, want %d", name, v, want)
		}
	}
	// One who never waited is answered within any time, and shortens the mean.
	if v := tally.Value("asa"); v.Num != (190*time.Second).Microseconds() || v.Den != 4 {
		t.Errorf("asa = %+v", v)
	}
}

// Ensure percentiles are by nearest rank over the answered, and the longest wait is
// that of anybody.
func TestRanks(t *testing.T) {
	t.Parallel()
	p90, _ := kpi.Lookup("wait.p90")
	longest, _ := kpi.Lookup("wait.longest")
	var w kpi.Waits
	if p90.OfWaits(&w).OK || longest.OfWaits(&w).OK {
		t.Error("ranks of nothing have a value")
	}
	gone := leg(core.Abandoned, false, time.Hour)
	w.Add(&gone)
	if p90.OfWaits(&w).OK {
		t.Error("the ninth of ten of nobody answered has a value")
	}
	// 1 s to 11 s, in no order: ⌈0.9 × 11⌉ is the tenth.
	for _, s := range []int{7, 3, 11, 1, 5, 9, 2, 10, 4, 8, 6} {
		l := leg(core.Handled, true, time.Duration(s)*time.Second)
		w.Add(&l)
	}
	if v := p90.OfWaits(&w); v.Num != 10_000_000 || v.Den != 11 || v.V != 1e7 {
		t.Errorf("wait.p90 = %+v, want 10 s of 11", v)
	}
	if v := longest.OfWaits(&w); v.Num != time.Hour.Microseconds() || v.Den != 12 {
		t.Errorf("wait.longest = %+v, want an hour of 12", v)
	}
	own := leg(core.Handled, true, 2*time.Hour)
	own.Direction = core.Outbound
	waiting := leg("", false, 2*time.Hour)
	for _, l := range []core.Leg{own, waiting} {
		w.Add(&l)
		if (p90.OfLeg(&l) != kpi.Part{}) || (longest.OfLeg(&l) != kpi.Part{}) {
			t.Errorf("%+v is ranked", l)
		}
	}
	if v := longest.OfWaits(&w); v.Den != 12 {
		t.Errorf("our own call or one who waits still is ranked: %+v", v)
	}
}

// Ensure nine of ten, and no fewer, wait at most the ninth of ten, whatever the waits.
func TestPercentileHolds(t *testing.T) {
	t.Parallel()
	def, _ := kpi.Lookup("wait.p90")
	rapid.Check(t, func(t *rapid.T) {
		waits := rapid.SliceOfN(rapid.Int64Range(0, 30), 1, 60).Draw(t, "waits")
		var w kpi.Waits
		for _, s := range waits {
			l := leg(core.Handled, true, time.Duration(s)*time.Second)
			w.Add(&l)
		}
		got := def.OfWaits(&w).Num / 1e6
		within := func(most int64) int {
			n := 0
			for _, s := range waits {
				if s <= most {
					n++
				}
			}
			return n
		}
		if !slices.Contains(waits, got) || within(got)*10 < len(waits)*9 {
			t.Fatalf("%d of %d waited at most %d s", within(got), len(waits), got)
		}
		if within(got-1)*10 >= len(waits)*9 {
			t.Fatalf("%d s is too long: %d of %d waited less", got, within(got-1), len(waits))
		}
	})
}

// Ensure every definition can be looked up, its kind is said, and no two are alike.
func TestAll(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, d := range kpi.All() {
		if found, ok := kpi.Lookup(d.Name); !ok || found.Formula != d.Formula || seen[d.Name] {
			t.Errorf("%s is there twice or cannot be found", d.Name)
		}
		seen[d.Name] = true
		if d.Kind == "" || d.Unit == "" || d.Words == "" || d.Title == "" || d.Version < 1 || len(d.Facts) == 0 {
			t.Errorf("%s is incomplete: %+v", d.Name, d)
		}
		if d.OfContacts() != slices.Contains([]string{"fcr.no_escalation", "recall"}, d.Name) {
			t.Errorf("%s: of whole contacts: %v", d.Name, d.OfContacts())
		}
	}
}

// Ensure an agent's time is in exactly one state, and that states are the times of
// occupancy divided further.
func TestStates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		is   core.AgentInterval
		want kpi.State
	}{
		{core.AgentInterval{Presence: core.Ready, Activity: core.Idle}, kpi.State{Name: "ready"}},
		{core.AgentInterval{Presence: core.Ready, Activity: core.Offered}, kpi.State{Name: "ready"}},
		{core.AgentInterval{Presence: core.Ready, Activity: core.Engaged}, kpi.State{Name: "engaged"}},
		{core.AgentInterval{Presence: core.NotReady, Reason: "lunch", Activity: core.WrapUp}, kpi.State{Name: "wrap_up"}},
		{core.AgentInterval{Presence: core.NotReady, Reason: "lunch", Class: core.ClassBreak, Activity: core.Idle}, kpi.State{Name: "not_ready", Reason: "lunch"}},
		{core.AgentInterval{Presence: core.NotReady, Reason: core.ReasonNoAnswer, Activity: core.Offered}, kpi.State{Name: "not_ready", Reason: "no_answer"}},
	} {
		if got, ok := kpi.StateOf(&c.is); !ok || got != c.want || !slices.Contains(kpi.States(), got.Name) {
			t.Errorf("%+v is %+v, want %+v", c.is, got, c.want)
		}
	}
	if got, ok := kpi.StateOf(&core.AgentInterval{Presence: core.Offline}); ok {
		t.Errorf("signed out is %+v", got)
	}
}
