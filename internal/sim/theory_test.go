package sim

import (
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/erlang"
	"turno/internal/kpi"
	"turno/internal/routing"
)

// one is a queue before agents who are all alike, night and day.
func one(q erlang.Queue, agents, days int, seed uint64) *Scenario {
	sc := &Scenario{
		Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Days: days, Seed: seed,
		Queues:  []Queue{{Queue: routing.Queue{Key: "calls", ServiceLevel: routing.ServiceLevel{Threshold: 20 * time.Second, Goal: 0.8}}, Channel: core.Voice}},
		Streams: []Stream{{Name: "all", Queue: "calls", PerDay: q.PerSecond * 86400, Weekdays: always, Handle: Dist{Shape: Exponential, Mean: q.ServiceS}}},
		Groups:  []Group{{Name: "team", Count: agents, Profile: []routing.ProfileQueue{{Queue: "calls"}}, Shifts: []Shift{{0, 24 * time.Hour}}, Days: allDays}},
	}
	if q.PatienceS > 0 {
		sc.Streams[0].Patience = Dist{Shape: Exponential, Mean: q.PatienceS}
	}
	return sc
}

var (
	always  = [7]float64{1, 1, 1, 1, 1, 1, 1}
	allDays = [7]bool{true, true, true, true, true, true, true}
)

// long reports whether the long runs are wanted: `make soak`.
func long() bool { return os.Getenv("TURNO_SOAK") != "" }

// samples are the values of a figure, one per batch of legs or per run.
type samples []float64

func (s samples) mean() float64 {
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / float64(len(s))
}

// interval is half the width of the confidence interval of the mean.
func (s samples) interval(quantile float64) float64 {
	mean, square := s.mean(), 0.0
	for _, v := range s {
		square += (v - mean) * (v - mean)
	}
	n := float64(len(s))
	return quantile * math.Sqrt(square/(n-1)/n)
}

// batch are the sums of some thousand consecutive customers.
type batch struct{ n, waited, left, in, wait float64 }

// observe runs a scenario and sums customers up in so many batches by the instant
// at which they came, after a warm-up.
func observe(t *testing.T, sc *Scenario, batches int, holds func(*core.Leg) bool) ([]batch, *Result) {
	t.Helper()
	list := make([]batch, batches)
	start, end := core.InstantOf(sc.Start), core.InstantOf(sc.Start.AddDate(0, 0, sc.Days))
	warm := start.Add(end.Sub(start) / 20)
	length := end.Sub(warm) / time.Duration(batches)
	res, err := RunWith(sc, Options{Leg: func(l *core.Leg) {
		if l.Queued < warm || l.Queued >= end || !holds(l) || l.Answered == 0 && l.Released == 0 {
			return
		}
		b := &list[min(int(l.Queued.Sub(warm)/length), batches-1)]
		b.n++
		b.wait += l.Wait().Seconds()
		if l.Wait() > 0 {
			b.waited++
		}
		if l.Answered == 0 {
			b.left++
		} else if l.Wait() <= l.SLThreshold {
			b.in++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return list, res
}

func figure(list []batch, of func(*batch) float64) samples {
	var s samples
	for i := range list {
		if list[i].n > 0 {
			s = append(s, of(&list[i])/list[i].n)
		}
	}
	return s
}

// The quantile of Student's t with 29 degrees of freedom, 99 % on two sides.
const (
	batches  = 30
	quantile = 2.756
)

// Ensure that waits follow Erlang C, and with patience Erlang A, within the 99 %
// confidence interval: 1 to 500 agents, occupancy 0.5 to 0.98, for A also a load above 1.
//
// A figure far in the tail is shown by too few customers for its interval to be
// true; so a figure is compared where at least a thousand customers make it up.
func TestErlang(t *testing.T) {
	t.Parallel()
	contacts := 60_000.0
	if long() {
		contacts = 3_000_000
	}
	for i, p := range []struct {
		agents         int
		load, patience float64 // load per agent; patience in services
	}{
		{1, 0.5, 0},
		{1, 0.8, 0},
		{2, 0.7, 0},
		{5, 0.8, 0},
		{12, 0.7, 0},
		{12, 0.9, 0},
		{50, 0.9, 0},
		{200, 0.95, 0},
		{500, 0.98, 0},
		{1, 0.5, 1},
		{1, 1.5, 0.5},
		{3, 0.9, 2},
		{14, 0.8, 1.5},
		{30, 1.1, 1},
		{50, 0.96, 2},
		{100, 1.2, 0.5},
		{500, 0.98, 1},
		{500, 1.05, 2},
	} {
		t.Run(fmt.Sprintf("%d agents, load %g, patience %g", p.agents, p.load, p.patience), func(t *testing.T) {
			t.Parallel()
			q := erlang.Queue{ServiceS: 180, PatienceS: p.patience * 180}
			q.PerSecond = p.load * float64(p.agents) / q.ServiceS
			// The heavier the traffic, the longer one batch remembers the last.
			n := contacts
			if p.patience == 0 && p.load >= 0.9 {
				n *= 3
			}
			days := int(math.Ceil(n / q.PerSecond / 86400))
			list, res := observe(t, one(q, p.agents, days, uint64(i)), batches, func(*core.Leg) bool { return true })
			f := q.Staffed(p.agents)
			within(t, "share that waits", figure(list, func(b *batch) float64 { return b.waited }), f.Waits, n)
			within(t, "mean wait", figure(list, func(b *batch) float64 { return b.wait }), f.MeanWaitS, n)
			within(t, "answered in 20 s", figure(list, func(b *batch) float64 { return b.in }), f.Answered(20), n)
			if p.patience > 0 {
				within(t, "abandons", figure(list, func(b *batch) float64 { return b.left }), f.Abandons, n)
			}
			if o := res.Scopes[0].Value("occupancy", 0); math.Abs(o.V-f.Occupancy) > 0.02 {
				t.Errorf("occupancy %.4f, Erlang %.4f", o.V, f.Occupancy)
			}
		})
	}
}

func within(t *testing.T, what string, s samples, want, n float64) {
	t.Helper()
	if want < 1 && min(want, 1-want)*n < 1000 {
		return
	}
	half := s.interval(quantile)
	t.Logf("%s: %.5g ± %.2g, formula %.5g", what, s.mean(), half, want)
	if math.Abs(s.mean()-want) > half {
		t.Errorf("%s: %.5g ± %.2g, the formula says %.5g", what, s.mean(), half, want)
	}
}

// Ensure that two classes with priorities wait as Cobham's formula says (Cobham,
// "Priority assignment in waiting line problems", Operations Research 2, 1954): with
// one service rate and n agents the mean waits are
// C·s/n ÷ (1 − ρ₁) and C·s/n ÷ ((1 − ρ₁)(1 − ρ)).
func TestCobham(t *testing.T) {
	t.Parallel()
	const agents, service = 10, 180.0
	for i, loads := range [][2]float64{{0.3, 0.5}, {0.5, 0.3}, {0.2, 0.68}} {
		sc := one(erlang.Queue{PerSecond: loads[0] * agents / service, ServiceS: service}, agents, 80, uint64(40+i))
		first := &sc.Streams[0]
		first.Segment, first.Priority = "first", 50
		second := *first
		second.Name, second.Segment, second.Priority = "second", "second", 0
		second.PerDay = loads[1] * agents / service * 86400
		sc.Streams = append(sc.Streams, second)
		unit := erlang.Waits(agents, (loads[0]+loads[1])*agents) * service / agents
		for segment, want := range map[string]float64{
			"first":  unit / (1 - loads[0]),
			"second": unit / (1 - loads[0]) / (1 - loads[0] - loads[1]),
		} {
			list, _ := observe(t, sc, batches, func(l *core.Leg) bool { return l.Segment == segment })
			within(t, segment, figure(list, func(b *batch) float64 { return b.wait }), want, 1e9)
		}
	}
}

// Ensure that the figures of a run are those that package kpi makes of its legs:
// recalls counted as they happen equal recalls counted afterwards.
func TestRecallsAreThoseOfKPI(t *testing.T) {
	t.Parallel()
	sc := one(erlang.Queue{PerSecond: 0.05, ServiceS: 180, PatienceS: 200}, 11, 8, 5)
	sc.Streams[0].RecallShare, sc.Streams[0].RecallWithin = 0.2, 3*24*time.Hour
	sc.Streams[0].Segment = "SME"
	var legs []core.Leg
	var tally kpi.Tally
	res, err := RunWith(sc, Options{Leg: func(l *core.Leg) {
		tally.Add(l)
		if l.End != "" { // what is still open at the end is no fact yet
			legs = append(legs, *l)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	end := core.InstantOf(sc.Start.AddDate(0, 0, sc.Days))
	whole := kpi.NewContacts(legs, kpi.Whole{Window: kpi.RecallWindow, Now: end, Meaning: func(string) core.Outcome { return "" }})
	var want kpi.Part
	for i := range legs {
		p := whole.Of("recall", &legs[i])
		want.Num += p.Num
		want.Den += p.Den
	}
	if got := res.Scopes[0].Value("recall", 0); got.Num != want.Num || got.Den != want.Den || got.Num < 1000 {
		t.Errorf("recall %d/%d, package kpi says %d/%d", got.Num, got.Den, want.Num, want.Den)
	}
	if got := res.Scopes[0].Tally; got.Handled != tally.Handled || got.Abandoned != tally.Abandoned || got.Answer != tally.Answer {
		t.Errorf("tally %+v, of the legs %+v", got, tally)
	}
}
