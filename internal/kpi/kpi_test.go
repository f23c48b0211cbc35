package kpi_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/internal/core"
	"turno/internal/kpi"
)

const second = core.Instant(1_000_000)

// leg builds an inbound leg queued at 1000 s with T = 20 s and short limit 5 s.
func leg(end core.End, answered bool, wait time.Duration) core.Leg {
	l := core.Leg{
		Direction: core.Inbound, Arrived: 1000 * second, Queued: 1000 * second, End: end, Announced: -1,
		SLThreshold: 20 * time.Second, ShortAbandon: 5 * time.Second,
	}
	at := l.Queued.Add(wait)
	if answered {
		l.Answered = at
		at = at.Add(5 * time.Minute)
	}
	l.Released, l.Wrapped = at, at
	return l
}

func add(t *kpi.Tally, n int, l core.Leg) {
	for range n {
		t.Add(&l)
	}
}

// Ensure the worked sample of the vocabulary comes out to the digit.
func TestWorkedSample(t *testing.T) {
	t.Parallel()
	var tally kpi.Tally
	add(&tally, 745, leg(core.Handled, true, 3*time.Second))
	add(&tally, 1, leg(core.Handled, true, 20*time.Second)) // exactly T is within T
	add(&tally, 174, leg(core.Handled, true, 20*time.Second+time.Microsecond))
	add(&tally, 8, leg(core.Abandoned, false, 5*time.Second-time.Microsecond)) // S
	add(&tally, 11, leg(core.Abandoned, false, 5*time.Second))                 // exactly the limit is not sooner
	add(&tally, 1, leg(core.Abandoned, false, 20*time.Second))
	add(&tally, 40, leg(core.Abandoned, false, time.Minute))
	add(&tally, 20, leg(core.FlowedOut, false, time.Minute))
	for _, want := range []struct {
		name     string
		num, den int64
		percent  float64
	}{
		{"service_level", 746, 960, 77.708},
		{"service_level.answered", 746, 920, 81.087},
		{"service_level.credit_abandons", 766, 980, 78.163},
		{"service_level.strict", 746, 980, 76.122},
		{"service_level.credit_short", 754, 980, 76.939},
		{"service_level.with_flow_outs", 746, 1000, 74.6},
		{"abandonment", 52, 992, 5.242},
	} {
		got := tally.Value(want.name)
		if !got.OK || got.Num != want.num || got.Den != want.den {
			t.Errorf("%s = %+v, want %d/%d", want.name, got, want.num, want.den)
		}
		if rounded := math.Round(got.V*1e5) / 1e3; rounded != want.percent {
			t.Errorf("%s = %v %%, want %v %%", want.name, rounded, want.percent)
		}
	}
}

// Ensure a zero denominator is no value, and an unknown name too.
func TestNoValue(t *testing.T) {
	t.Parallel()
	var tally kpi.Tally
	for _, d := range kpi.Definitions() {
		if v := tally.Value(d.Name); v.OK || v.V != 0 {
			t.Errorf("%s of nothing = %+v", d.Name, v)
		}
		if again, ok := kpi.Lookup(d.Name); !ok || again.Formula != d.Formula || d.Version < 1 || d.Words == "" || len(d.Facts) == 0 {
			t.Errorf("definition %q is incomplete or not found", d.Name)
		}
	}
	if v := tally.Value("happiness"); v.OK {
		t.Errorf("an unknown name has a value: %+v", v)
	}
	all := leg(core.Abandoned, false, time.Second) // S only: N − S is zero
	tally.Add(&all)
	if v := tally.Value("abandonment"); v.OK {
		t.Errorf("abandonment of short abandons only = %+v", v)
	}
	if v := tally.Value("service_level"); v.OK {
		t.Errorf("service level of abandons in time only = %+v", v)
	}
}

// Ensure each end counts where the vocabulary puts it.
func TestEnds(t *testing.T) {
	t.Parallel()
	var tally kpi.Tally
	add(&tally, 1, leg(core.Handled, true, time.Second))
	add(&tally, 1, leg(core.NoShow, false, time.Minute))
	add(&tally, 1, leg(core.CallbackTaken, false, time.Minute))
	add(&tally, 1, leg(core.Redirected, false, time.Minute))
	add(&tally, 1, leg(core.ClosedOut, false, time.Minute))
	add(&tally, 1, leg(core.Failed, false, time.Minute))
	add(&tally, 1, leg(core.Handled, false, time.Minute)) // closed without a word
	add(&tally, 1, leg(core.Abandoned, true, time.Minute))
	out := leg(core.Handled, true, 0)
	out.Direction = core.Outbound
	add(&tally, 1, out)
	want := kpi.Tally{
		Offered: 8, Handled: 2, HandledInTime: 1, NoShow: 1, CallbackTaken: 1, Redirected: 1, ClosedOut: 1, Failed: 1,
		Outbound: 1, Served: 3, Handling: 15 * time.Minute, Answer: 61 * time.Second,
	}
	if tally != want {
		t.Errorf("tally\n got %+v\nwant %+v", tally, want)
	}
	if v := tally.Value("service_level"); v.Num != 1 || v.Den != 2 {
		t.Errorf("a no-show counts in service_level: %+v", v)
	}
	if v := tally.Value("service_level.strict"); v.Num != 1 || v.Den != 3 {
		t.Errorf("a no-show does not count in .strict: %+v", v)
	}
}

// Ensure an open leg counts once it is answered, and enters handle time when wrapped.
func TestOpenLeg(t *testing.T) {
	t.Parallel()
	l := core.Leg{
		Direction: core.Inbound, Queued: 100 * second, Announced: 30 * 1e9, Place: 2, SLThreshold: time.Minute,
	}
	var tally kpi.Tally
	tally.Add(&l)
	if !tally.IsZero() {
		t.Fatalf("a waiting leg counts: %+v", tally)
	}
	l.Answered = 140 * second
	tally.Add(&l)
	if v := tally.Value("asa"); !v.OK || v.V != 40e6 {
		t.Errorf("asa = %+v", v)
	}
	if v := tally.Value("aht"); v.OK {
		t.Errorf("aht before the wrap-up is over = %+v", v)
	}
	if v := tally.Value("ewt"); v.V != 10e6 {
		t.Errorf("ewt = %+v", v)
	}
	tally.Remove(&l)
	l.Released, l.Wrapped, l.Hold, l.Parked = 240*second, 250*second, 20*time.Second, 30*time.Second
	l.End = core.Handled
	tally.Add(&l)
	// 100 s from answer to release, of which 30 s set aside, and 10 s of wrap-up.
	if v := tally.Value("aht"); v.V != 80e6 || v.Den != 1 {
		t.Errorf("aht = %+v", v)
	}
}

// Ensure agents' time is counted by the clock and by class.
func TestIntervals(t *testing.T) {
	t.Parallel()
	var tally kpi.Tally
	at := 1000 * second
	put := func(p core.Presence, a core.Activity, class core.ReasonClass, works int, minutes int) {
		i := core.AgentInterval{Presence: p, Activity: a, Class: class, Works: works, From: at, To: at.Add(time.Duration(minutes) * time.Minute)}
		at = i.To
		tally.AddInterval(&i)
	}
	put(core.Ready, core.Idle, "", 0, 5)
	put(core.Ready, core.Offered, "", 0, 5)
	put(core.Ready, core.Engaged, "", 2, 50) // two chats at once
	put(core.NotReady, core.Engaged, core.ClassOther, 1, 20)
	put(core.Ready, core.WrapUp, "", 0, 10)
	put(core.NotReady, core.Idle, core.ClassBreak, 0, 10)
	put(core.NotReady, core.Idle, core.ClassTraining, 0, 5)
	put(core.NotReady, core.Idle, "", 0, 5)
	put(core.NotReady, core.Idle, core.ClassUnpaid, 0, 60)
	if v := tally.Value("occupancy"); v.V != 80.0/90 {
		t.Errorf("occupancy = %+v", v)
	}
	if v := tally.Value("schedule_occupancy"); v.V != 90.0/110 {
		t.Errorf("schedule_occupancy = %+v", v)
	}
	add(&tally, 45, leg(core.Handled, true, time.Second))
	if v := tally.Value("contacts_per_hour"); math.Abs(v.V-30) > 1e-9 {
		t.Errorf("contacts_per_hour = %+v", v)
	}
}

// Ensure Clip cuts at both ends and leaves nothing outside.
func TestClip(t *testing.T) {
	t.Parallel()
	i := core.AgentInterval{From: 100, To: 200}
	for _, c := range []struct {
		from, to, wantFrom, wantTo core.Instant
		ok                         bool
	}{{0, 300, 100, 200, true}, {150, 300, 150, 200, true}, {0, 150, 100, 150, true}, {200, 300, 200, 200, false}, {0, 100, 100, 100, false}} {
		got, ok := kpi.Clip(i, c.from, c.to)
		if ok != c.ok || ok && (got.From != c.wantFrom || got.To != c.wantTo) {
			t.Errorf("Clip to [%d, %d) = %d–%d, %v", c.from, c.to, got.From, got.To, ok)
		}
	}
}

// Ensure adding, removing and merging in any order amount to the same.
func TestTallyAlgebra(t *testing.T) {
	t.Parallel()
	ends := []core.End{core.Handled, core.Abandoned, core.NoShow, core.FlowedOut, core.Redirected, core.CallbackTaken, core.ClosedOut, core.Failed}
	activities := []core.Activity{core.Idle, core.Offered, core.Engaged, core.WrapUp}
	rapid.Check(t, func(t *rapid.T) {
		var whole, left, right kpi.Tally
		for range rapid.IntRange(0, 40).Draw(t, "facts") {
			half := &left
			if rapid.Bool().Draw(t, "right") {
				half = &right
			}
			gone := rapid.Bool().Draw(t, "gone")
			if rapid.Bool().Draw(t, "interval") {
				i := core.AgentInterval{
					Presence: core.Ready, Activity: rapid.SampledFrom(activities).Draw(t, "activity"),
					To: core.Instant(rapid.Int64Range(0, 1e12).Draw(t, "to")),
				}
				half.AddInterval(&i)
				if gone {
					half.RemoveInterval(&i)
				} else {
					whole.AddInterval(&i)
				}
				continue
			}
			l := leg(rapid.SampledFrom(ends).Draw(t, "end"), rapid.Bool().Draw(t, "answered"),
				time.Duration(rapid.Int64Range(0, 3600).Draw(t, "wait"))*time.Second)
			half.Add(&l)
			if gone {
				half.Remove(&l)
			} else {
				whole.Add(&l)
			}
		}
		left.Merge(&right)
		if left != whole {
			t.Fatalf("halves %+v\nwhole %+v", left, whole)
		}
	})
}

// Ensure open intervals amount to what they would if they ended now.
func TestRunning(t *testing.T) {
	t.Parallel()
	presences := []core.Presence{core.Ready, core.NotReady}
	activities := []core.Activity{core.Idle, core.Offered, core.Engaged, core.WrapUp}
	classes := []core.ReasonClass{"", core.ClassBreak, core.ClassTraining, core.ClassOther, core.ClassUnpaid}
	rapid.Check(t, func(t *rapid.T) {
		const now = 2_000_000_000_000_000
		running := kpi.Running{From: now - 50_000}
		var want, got kpi.Tally
		for range rapid.IntRange(0, 20).Draw(t, "intervals") {
			i := core.AgentInterval{
				Presence: rapid.SampledFrom(presences).Draw(t, "presence"), Activity: rapid.SampledFrom(activities).Draw(t, "activity"),
				Class: rapid.SampledFrom(classes).Draw(t, "class"), From: now - core.Instant(rapid.Int64Range(0, 100_000).Draw(t, "age")),
			}
			running.Add(&i)
			if rapid.Bool().Draw(t, "gone") {
				running.Remove(&i)
				continue
			}
			i.To = now
			if cut, ok := kpi.Clip(i, running.From, now); ok {
				want.AddInterval(&cut)
			}
		}
		if running.AddTo(&got, now); got != want {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}
