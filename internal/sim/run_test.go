package sim

import (
	"math"
	"strings"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/erlang"
	"turno/internal/kpi"
	"turno/internal/routing"
)

// facts are what a run writes.
type facts struct {
	legs      []core.Leg
	intervals []core.AgentInterval
	*Result
}

func observeFacts(t *testing.T, sc *Scenario) *facts {
	t.Helper()
	f := &facts{}
	res, err := RunWith(sc, Options{
		Leg:      func(l *core.Leg) { f.legs = append(f.legs, *l) },
		Interval: func(i *core.AgentInterval) { f.intervals = append(f.intervals, *i) },
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Result = res
	return f
}

// Ensure that a distribution has the mean and the variation it says.
func TestDistributions(t *testing.T) {
	t.Parallel()
	for _, d := range []Dist{
		{Shape: Constant, Mean: 40},
		{Shape: Exponential, Mean: 240, CV: 1},
		{Shape: Lognormal, Mean: 280, CV: 0.9},
		{Shape: Gamma, Mean: 300, CV: 0.3},
		{Shape: Gamma, Mean: 300, CV: 1.7},
		{Shape: Empirical, Values: []float64{1, 2, 6}, CV: 0.7200823},
	} {
		const n = 200_000
		dice, sum, square := newDice(), 0.0, 0.0
		for i := range n {
			x := d.draw(dice.at(key(5).child(uint64(i)), drawHandle)).Seconds()
			sum += x
			square += x * x
		}
		mean := sum / n
		cv := math.Sqrt(max(square/n-mean*mean, 0)) / mean
		if math.Abs(mean/d.Average()-1) > 0.015 || math.Abs(cv-d.CV) > 0.04*max(d.CV, 0.01) {
			t.Errorf("%+v: mean %.3f, cv %.3f", d, mean, cv)
		}
	}
}

// Ensure that agents are there in their local shifts, on their days, gapless, and
// away for the share of it that shrinkage says.
func TestShiftsAndBreaks(t *testing.T) {
	t.Parallel()
	sc := one(erlang.Queue{PerSecond: 0.02, ServiceS: 180}, 40, 14, 3)
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	g := &sc.Groups[0]
	g.Zone, g.Shifts, g.WorkDays, g.Shrinkage = zone, []Shift{{8 * time.Hour, 16 * time.Hour}, {22 * time.Hour, 30 * time.Hour}}, 5, 0.3
	f := observeFacts(t, sc)
	var at kpi.Tally
	last := map[core.ID]core.Instant{}
	for i := range f.intervals {
		x := &f.intervals[i]
		at.AddInterval(x)
		if end := last[x.Agent]; end > x.From {
			t.Fatalf("an interval begins at %v before the last ended at %v", x.From.Time(), end.Time())
		} else if end != 0 && end != x.From && x.From.Sub(end) < 7*time.Hour {
			t.Errorf("%v to %v is missing", end.Time(), x.From.Time())
		}
		last[x.Agent] = x.To
		hour := x.From.Time().In(zone).Hour()
		if hour >= 17 && hour < 22 || hour == 7 {
			t.Errorf("at work at %v", x.From.Time().In(zone))
		}
	}
	paid := at.Contact + at.Ready + at.Break + at.Other
	if share := at.Break.Hours() / paid.Hours(); math.Abs(share-0.3) > 0.01 {
		t.Errorf("away for %.3f of the time", share)
	}
	if want := 40.0 * 10 * 8; math.Abs(paid.Hours()/want-1) > 0.03 { // 5 days a week of 8 hours
		t.Errorf("%.0f hours at work, want about %.0f", paid.Hours(), want)
	}
}

// Ensure that customers come by the clock of their own zone, as many as the day says.
func TestArrivalsByTheClock(t *testing.T) {
	t.Parallel()
	sc := one(erlang.Queue{PerSecond: 1, ServiceS: 10}, 5, 7, 3)
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	s := &sc.Streams[0]
	s.Zone, s.PerDay, s.Weekdays = zone, 5000, [7]float64{1, 1, 1, 1, 1, 0.5, 0}
	s.Hours[9], s.Hours[10] = 3, 1
	count := map[[2]int]float64{}
	for _, l := range observeFacts(t, sc).legs {
		local := l.Arrived.Time().In(zone)
		count[[2]int{weekday(local), local.Hour()}]++
	}
	for at, n := range count {
		want := 5000 * s.Weekdays[at[0]] * s.Hours[at[1]] / 4
		if math.Abs(n-want) > 4*math.Sqrt(want) {
			t.Errorf("day %d hour %d: %.0f came, want about %.0f", at[0], at[1], n, want)
		}
	}
	if len(count) != 12 {
		t.Errorf("they came in %d hours", len(count))
	}
}

// Ensure that a changed staff, and customers beside them, leave the customers the
// same: when they come, how long they take, who comes again.
func TestCommonRandomNumbers(t *testing.T) {
	t.Parallel()
	type life struct{ arrived, talk int64 }
	lives := func(sc *Scenario) map[core.Instant]life {
		all := map[core.Instant]life{}
		for _, l := range observeFacts(t, sc).legs {
			if l.Segment == "A" && l.Wrapped != 0 && l.Answered != 0 {
				all[l.Arrived] = life{int64(l.Arrived), int64(l.Wrapped.Sub(l.Answered))}
			}
		}
		return all
	}
	plain := one(erlang.Queue{PerSecond: 0.05, ServiceS: 180}, 14, 3, 3)
	plain.Streams[0].Segment, plain.Queues[0].WrapUp = "A", Dist{Shape: Exponential, Mean: 20}
	plain.Streams[0].RecallShare, plain.Streams[0].RecallWithin = 0.1, 24*time.Hour
	other := *plain
	other.Groups = []Group{plain.Groups[0]}
	other.Groups[0].Count, other.Groups[0].NoAnswer = 22, 0.02
	b := plain.Streams[0]
	b.Name, b.Segment = "B", "B"
	other.Streams = []Stream{b, plain.Streams[0]}
	one, two := lives(plain), lives(&other)
	same, missing := 0, 0
	for at, l := range one {
		switch o, ok := two[at]; {
		case !ok:
			missing++ // comes again at another time, after another end of the first contact
		case o == l:
			same++
		default:
			t.Fatalf("%v took %v, and beside others %v", at.Time(), l, o)
		}
	}
	if same < 12_000 || missing > same/8 {
		t.Errorf("%d are the same, %d are not there", same, missing)
	}
}

// Ensure that who misses an offer is not ready for a while, and that the customer
// is offered to somebody else.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	sc := one(erlang.Queue{PerSecond: 0.02, ServiceS: 180}, 8, 4, 3)
	sc.Groups[0].NoAnswer = 0.1
	f := observeFacts(t, sc)
	again, missed := 0.0, 0
	for i := range f.legs {
		if f.legs[i].Offers > 1 {
			again++
		}
	}
	for i := range f.intervals {
		if x := &f.intervals[i]; x.Reason == core.ReasonNoAnswer {
			missed++
			if x.Length() > noticing+time.Second {
				t.Errorf("not ready for %v", x.Length())
			}
		}
	}
	if share := again / float64(len(f.legs)); math.Abs(share-0.1) > 0.02 || missed < 400 {
		t.Errorf("%.3f were offered again, %d offers missed", share, missed)
	}
}

// Ensure that charged work becomes a task and then our own call, that turnaround
// runs from the first contact to that call, and that calls of ours are no recalls.
func TestTakeCharge(t *testing.T) {
	t.Parallel()
	sc := one(erlang.Queue{PerSecond: 0.02, ServiceS: 180}, 9, 10, 3)
	sc.Queues = append(sc.Queues, Queue{Queue: routing.Queue{Key: "office"}, Channel: core.Task}, Queue{Queue: routing.Queue{Key: "back"}, Channel: core.Callback})
	sc.Streams[0].Charge = &Charge{Share: 0.2, Task: "office", Work: Dist{Shape: Constant, Mean: 600}, Then: "back", Call: Dist{Shape: Constant, Mean: 60}}
	sc.Groups[0].Profile = append(sc.Groups[0].Profile, routing.ProfileQueue{Queue: "back", Rank: 2})
	sc.Groups = append(sc.Groups, Group{Name: "office", Count: 4, Profile: []routing.ProfileQueue{{Queue: "office"}}, Shifts: []Shift{{0, 24 * time.Hour}}, Days: allDays})
	res := observeFacts(t, sc)
	calls, office, back := res.Scope(Filter{Queue: "calls"}), res.Scope(Filter{Queue: "office"}), res.Scope(Filter{Queue: "back"})
	if share := float64(office.Tally.Offered) / float64(calls.Tally.Handled); math.Abs(share-0.2) > 0.01 {
		t.Errorf("%.3f were taken charge of", share)
	}
	if back.Tally.Outbound == 0 || back.Tally.Offered != 0 || office.Charged-office.Done > 10 || back.Tally.Outbound != office.Done {
		t.Errorf("%d calls of ours, %d offered, %d of %d done", back.Tally.Outbound, back.Tally.Offered, office.Done, office.Charged)
	}
	if v := office.Value(kpiTurnaround, 0); Amount(kpiTurnaround, v) < 600 || Amount(kpiTurnaround, v) > 900 {
		t.Errorf("turnaround %v", v)
	}
	if v := res.Scopes[0].Value(kpiRecall, 0); v.Num != 0 || v.Den == 0 {
		t.Errorf("recall %v", v)
	}
	if v := res.Scopes[0].Value(kpiResolved, 0); math.Abs(v.V-0.8) > 0.01 {
		t.Errorf("resolved at first contact %v", v)
	}
}

// Ensure that an agent holds as many chats as capacity says, at once, and that a call
// comes on top of a mail, which then takes that much longer.
func TestSeveralAtOnce(t *testing.T) {
	t.Parallel()
	sc := one(erlang.Queue{PerSecond: 0.05, ServiceS: 300}, 6, 2, 3)
	sc.Queues[0].Channel = core.Chat
	sc.Groups[0].Capacity = []Capacity{{core.Chat, 3}}
	most := 0
	f := observeFacts(t, sc)
	for i := range f.intervals {
		most = max(most, f.intervals[i].Works)
	}
	if most != 3 || f.Scopes[0].Tally.Handled < 8000 {
		t.Errorf("%d chats at once, %d handled", most, f.Scopes[0].Tally.Handled)
	}

	sc = one(erlang.Queue{PerSecond: 0.002, ServiceS: 120}, 2, 4, 3)
	sc.Queues = append(sc.Queues, Queue{Queue: routing.Queue{Key: "mail"}, Channel: core.Email})
	mail := sc.Streams[0]
	mail.Name, mail.Queue, mail.Handle = "mail", "mail", Dist{Shape: Constant, Mean: 600}
	sc.Streams = append(sc.Streams, mail)
	sc.Groups[0].Profile = append(sc.Groups[0].Profile, routing.ProfileQueue{Queue: "mail", Rank: 2})
	paused := 0
	f = observeFacts(t, sc)
	for i := range f.legs {
		l := &f.legs[i]
		if l.Channel == core.Email && l.End == core.Handled && l.Talk() != 10*time.Minute {
			t.Fatalf("a mail took %v, paused %v", l.Talk(), l.Paused)
		}
		if l.Paused > 0 {
			paused++
		}
	}
	if paused < 50 {
		t.Errorf("%d mails were interrupted", paused)
	}
}

// Ensure that Premier customers are that share and wait less, and that who will not
// wait leaves at once.
func TestPremierAndBalk(t *testing.T) {
	t.Parallel()
	sc := one(erlang.Queue{PerSecond: 0.05, ServiceS: 180, PatienceS: 600}, 9, 4, 3)
	sc.Streams[0].Premier, sc.Streams[0].Balk = 0.1, 0.2
	f := observeFacts(t, sc)
	all, premier := f.Scope(Filter{}), f.Scope(Filter{Segment: "Premier"})
	if share := float64(premier.Tally.Offered) / float64(all.Tally.Offered); math.Abs(share-0.1) > 0.01 {
		t.Errorf("%.3f are Premier", share)
	}
	if p, a := premier.Value("asa", 0).V, all.Value("asa", 0).V; p > a/2 {
		t.Errorf("Premier wait %v, all %v", p, a)
	}
	atOnce, waited := 0.0, 0.0
	for i := range f.legs {
		if l := &f.legs[i]; l.End == core.Abandoned && l.Wait() == 0 {
			atOnce++
		} else if l.Wait() > 0 {
			waited++
		}
	}
	if share := atOnce / (atOnce + waited); math.Abs(share-0.2) > 0.02 {
		t.Errorf("%.3f of those who had to wait left at once", share)
	}
}

// twoSites is a metropolitan area with a quiet and a busy branch.
func twoSites(policies []Policy) *Scenario {
	sc := one(erlang.Queue{}, 1, 5, 3)
	sc.Sites = []Site{{Name: "Quiet", Metro: "City"}, {Name: "Busy", Metro: "City"}}
	sc.Queues = []Queue{{Queue: routing.Queue{Key: "care", ServiceLevel: routing.ServiceLevel{Threshold: 15 * time.Minute}}, Channel: core.Visit, PerSite: true}}
	sc.Streams, sc.Groups = nil, nil
	for i, perDay := range []float64{60, 330} {
		site := sc.Sites[i].Name
		s := Stream{Name: site, Site: site, Queue: "care", PerDay: perDay, Weekdays: always, Handle: Dist{Shape: Exponential, Mean: 540}, Patience: Dist{Shape: Exponential, Mean: 3600}}
		for h := 8; h < 18; h++ {
			s.Hours[h] = 1
		}
		sc.Streams = append(sc.Streams, s)
		sc.Groups = append(sc.Groups, Group{
			Name: site, Site: site, Count: 4, Profile: []routing.ProfileQueue{{Queue: "care"}}, Shifts: []Shift{{8 * time.Hour, 18*time.Hour + 30*time.Minute}}, Days: allDays,
		})
	}
	sc.Policies = policies
	return sc
}

// Ensure that agents are moved to where customers wait longest, travel, and are at
// home again the next day, and that it helps.
func TestMoveAgents(t *testing.T) {
	t.Parallel()
	stay := observeFacts(t, twoSites(nil))
	move := observeFacts(t, twoSites([]Policy{{Every: 30 * time.Minute, Most: 2, Travel: 20 * time.Minute}}))
	before, after := stay.Scopes[0].Value("service_level.strict", 0).V, move.Scopes[0].Value("service_level.strict", 0).V
	if after < before+0.1 {
		t.Errorf("%.3f in time with those who stay, %.3f with those who move", before, after)
	}
	travelled, away := 0, 0
	for i := range move.intervals {
		x := &move.intervals[i]
		if x.Reason == reasonTravel {
			travelled++
			if x.Length() != 20*time.Minute && x.To.Time().Hour() < 18 {
				t.Errorf("travelled for %v", x.Length())
			}
		}
		if x.Team == "Quiet" && x.Site == "Busy" {
			away++
			if x.From.Time().Hour() == 8 && x.From.Time().Minute() < 30 {
				t.Error("did not come home")
			}
		}
	}
	if travelled < 5 || away < 5 {
		t.Errorf("%d travelled, %d intervals of work at the other site", travelled, away)
	}
}

// Ensure that `auto` is staffed with whole shifts that meet the targets with no more
// than Erlang A asks for, and that a target out of reach is said to be.
func TestStaff(t *testing.T) {
	t.Parallel()
	share := 0.8
	sc := one(erlang.Queue{PerSecond: 0.05, ServiceS: 180, PatienceS: 180}, 0, 3, 3)
	sc.Targets = []Target{{KPI: "service_level", Queue: "calls", AtLeast: &share}}
	g := &sc.Groups[0]
	g.Auto, g.Shrinkage, g.Shifts = true, 0.25, []Shift{{0, 8 * time.Hour}, {8 * time.Hour, 16 * time.Hour}, {16 * time.Hour, 24 * time.Hour}}
	found, err := Staff(sc, nil)
	if err != nil || !found.Met || found.Hours > found.Formula*1.1 || found.Runs < 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	staffed := found.Apply(*sc)
	res, err := Run(&staffed)
	if err != nil || !res.Verdicts[0].Met {
		t.Errorf("%+v, %v", res.Verdicts, err)
	}
	fewer := staffed
	fewer.Groups = []Group{staffed.Groups[0]}
	fewer.Groups[0].PerShift = []int{lessASeventh(staffed, 0), lessASeventh(staffed, 1), lessASeventh(staffed, 2)}
	if res, err := Run(&fewer); err != nil || res.Verdicts[0].Met {
		t.Errorf("a seventh fewer meet the target too: %+v, %v", res.Verdicts, err)
	}
	never := 1.01
	sc.Targets = []Target{{KPI: "service_level", Queue: "calls", AtLeast: &never}}
	if found, err := Staff(sc, nil); err != nil || found.Met {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := Staff(sc, func() bool { return true }); core.CodeOf(err) != core.Unavailable {
		t.Errorf("stopped: %v", err)
	}
	if _, err := Run(sc); core.CodeOf(err) != core.Invalid || !strings.Contains(err.Error(), "not staffed") {
		t.Errorf("run without staff: %v", err)
	}
}

func lessASeventh(sc Scenario, shift int) int { return sc.Groups[0].PerShift[shift] * 6 / 7 }
