package kpi_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/internal/core"
	"turno/internal/kpi"
)

// Ensure that what the rows of a figure add is the figure, for every formula that
// a tally answers and whatever the facts.
func TestPartsAddUp(t *testing.T) {
	t.Parallel()
	ends := []core.End{core.Handled, core.Abandoned, core.NoShow, core.FlowedOut, core.Redirected, core.CallbackTaken, core.ClosedOut, core.Failed}
	activities := []core.Activity{core.Idle, core.Offered, core.Engaged, core.WrapUp}
	classes := []core.ReasonClass{"", core.ClassBreak, core.ClassTraining, core.ClassOther, core.ClassUnpaid}
	rapid.Check(t, func(t *rapid.T) {
		var tally kpi.Tally
		got := map[string]kpi.Part{}
		add := func(of func(*kpi.Definition) kpi.Part) {
			for _, d := range kpi.Definitions() {
				part, sum := of(&d), got[d.Name]
				got[d.Name] = kpi.Part{Num: sum.Num + part.Num, Den: sum.Den + part.Den}
			}
		}
		for range rapid.IntRange(0, 30).Draw(t, "legs") {
			l := leg(rapid.SampledFrom(ends).Draw(t, "end"), rapid.Bool().Draw(t, "answered"),
				time.Duration(rapid.Int64Range(0, 40_000_000).Draw(t, "wait"))*time.Microsecond)
			l.Direction = rapid.SampledFrom([]core.Direction{core.Inbound, core.Outbound}).Draw(t, "direction")
			l.Announced = time.Duration(rapid.Int64Range(-1, 60_000_000).Draw(t, "announced")) * time.Microsecond
			l.Place = rapid.IntRange(0, 2).Draw(t, "place")
			tally.Add(&l)
			add(func(d *kpi.Definition) kpi.Part { return d.OfLeg(&l) })
		}
		for range rapid.IntRange(0, 30).Draw(t, "intervals") {
			i := core.AgentInterval{
				Presence: rapid.SampledFrom([]core.Presence{core.Ready, core.NotReady, core.Offline}).Draw(t, "presence"),
				Activity: rapid.SampledFrom(activities).Draw(t, "activity"), Class: rapid.SampledFrom(classes).Draw(t, "class"),
				To: core.Instant(rapid.Int64Range(0, 1e12).Draw(t, "to")),
			}
			tally.AddInterval(&i)
			add(func(d *kpi.Definition) kpi.Part { return d.OfInterval(&i) })
		}
		for _, d := range kpi.Definitions() {
			if v := d.Of(&tally); got[d.Name] != (kpi.Part{Num: v.Num, Den: v.Den}) {
				t.Fatalf("%s: the rows add up to %+v, the figure is %+v", d.Name, got[d.Name], v)
			}
		}
	})
}

// Ensure a leg is named by the letters it counts under.
func TestTerms(t *testing.T) {
	t.Parallel()
	own := leg(core.Handled, true, time.Second)
	own.Direction = core.Outbound
	for name, c := range map[string]struct {
		leg  core.Leg
		want []string
	}{
		"in time":         {leg(core.Handled, true, 20*time.Second), []string{"N", "H", "H(T)"}},
		"late":            {leg(core.Handled, true, 21*time.Second), []string{"N", "H"}},
		"gave up at once": {leg(core.Abandoned, false, 4*time.Second), []string{"N", "A", "A(T)", "S"}},
		"gave up in time": {leg(core.Abandoned, false, 5*time.Second), []string{"N", "A", "A(T)"}},
		"gave up":         {leg(core.Abandoned, false, 21*time.Second), []string{"N", "A"}},
		"flowed out":      {leg(core.FlowedOut, false, time.Second), []string{"N", "F"}},
		"no-show":         {leg(core.NoShow, false, time.Second), []string{"N", "no_show"}},
		"closed out":      {leg(core.ClosedOut, false, time.Second), []string{"N", "closed_out"}},
		"without answer":  {leg(core.Handled, false, time.Second), []string{"N"}},
		"our own":         {own, []string{"outbound"}},
		"still waiting":   {leg("", false, time.Second), []string{}},
	} {
		got := kpi.TermsOf(&c.leg)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		for _, term := range got {
			if !slices.Contains(kpi.Terms(), term) {
				t.Errorf("%s is no known term", term)
			}
		}
	}
}

// Ensure an agent's time is named by what it counts as.
func TestSpendOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		presence core.Presence
		activity core.Activity
		class    core.ReasonClass
		want     string
	}{
		{core.Ready, core.Idle, "", "ready"},
		{core.Ready, core.Offered, "", "ready"},
		{core.NotReady, core.Engaged, core.ClassBreak, "contact"},
		{core.Ready, core.WrapUp, "", "contact"},
		{core.NotReady, core.Idle, core.ClassTraining, "training"},
		{core.NotReady, core.Idle, core.ClassUnpaid, "unpaid"},
		{core.NotReady, core.Idle, "", "other"},
		{core.Offline, core.Idle, "", "off"},
	} {
		i := core.AgentInterval{Presence: c.presence, Activity: c.activity, Class: c.class}
		if got := kpi.SpendOf(&i); got != c.want || !slices.Contains(kpi.Spends(), got) {
			t.Errorf("%+v counts as %q, want %q", c, got, c.want)
		}
	}
}
