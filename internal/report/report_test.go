package report_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/report"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// house is an organisation of two sites with clocks of their own.
type house map[string]string

func (h house) SitesUnder(node string) []string {
	switch node {
	case "org":
		return []string{"mixco", "lisboa"}
	case "site:mixco":
		return []string{"mixco"}
	case "site:lisboa":
		return []string{"lisboa"}
	}
	return nil
}

func (h house) Location(site string) *time.Location {
	zone, ok := h[site]
	if !ok {
		zone = "UTC"
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	return location
}

func (h house) DayStart(site string, at core.Instant) core.Instant { return h.midnight(site, at, 0) }

func (h house) DayEnd(site string, at core.Instant) core.Instant { return h.midnight(site, at, 1) }

func (h house) midnight(site string, at core.Instant, days int) core.Instant {
	y, m, d := at.Time().In(h.Location(site)).Date()
	return core.InstantOf(time.Date(y, m, d+days, 0, 0, 0, 0, h.Location(site)))
}

var demo = house{"mixco": "America/Guatemala", "lisboa": "Europe/Lisbon"}

func day(tb testing.TB, node, date string) *report.Day {
	tb.Helper()
	d, err := report.NewDay(demo, node, date)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// at is a time of day at a site.
func at(site, clock string) core.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", "2026-11-23 "+clock, demo.Location(site))
	if err != nil {
		panic(err)
	}
	return core.InstantOf(t)
}

var ana, luis = clock.NewID(), clock.NewID()

// leg is one that was queued at a time of the day, and answered after a wait by an
// agent, with two minutes of talk and one of wrap-up; nobody's ends when the wait does.
func leg(site, queue, clockTime string, wait time.Duration, agent core.ID, end core.End) core.Leg {
	l := core.Leg{
		ID: clock.NewID(), Contact: clock.NewID(), Work: clock.NewID(), Number: 1,
		Channel: core.Visit, Direction: core.Inbound, Site: site, Queue: queue, Service: "pay",
		Queued: at(site, clockTime), End: end, Announced: -1, SLThreshold: 5 * time.Minute, ShortAbandon: 5 * time.Second,
	}
	l.Arrived = l.Queued
	l.Released = l.Queued.Add(wait)
	if !agent.IsZero() {
		l.Agent, l.Answered = agent, l.Released
		l.Released = l.Answered.Add(2 * time.Minute)
	}
	l.Wrapped = l.Released
	if !agent.IsZero() {
		l.Wrapped = l.Released.Add(time.Minute)
		l.Reason, l.Outcome = "bill", "resolved"
	}
	return l
}

// sample is a day counted by hand below.
func sample() ([]core.Leg, []core.AgentInterval) {
	chat := leg("", "chat", "09:00:00", 30*time.Second, luis, core.Handled)
	chat.Channel, chat.Service, chat.Reason = core.Chat, "", ""
	legs := []core.Leg{
		leg("mixco", "billing", "08:00:00", time.Minute, ana, core.Handled),
		leg("mixco", "billing", "08:10:00", 0, ana, core.Handled), // a second matter: began at once
		leg("mixco", "billing", "08:20:00", 10*time.Minute, luis, core.Handled),
		leg("mixco", "billing", "08:59:59", 20*time.Minute, core.NoID, core.Abandoned),
		leg("mixco", "care", "09:00:00", 3*time.Minute, core.NoID, core.NoShow),
		leg("mixco", "care", "23:59:59", 2*time.Minute, ana, core.Handled),
		leg("lisboa", "billing", "08:30:00", 4*time.Minute, luis, core.Handled),
		chat,
	}
	legs[2].Hold, legs[2].Paused, legs[2].Parked = 10*time.Second, 5*time.Second, 20*time.Second // hold is handling, the others are not
	before := leg("mixco", "care", "00:00:00", time.Minute, ana, core.Handled)
	before.Queued-- // the day before
	legs = append(legs, before)
	time := func(agent core.ID, from, to string, presence core.Presence, activity core.Activity, reason string) core.AgentInterval {
		i := core.AgentInterval{
			ID: clock.NewID(), Agent: agent, Site: "mixco", Presence: presence, Activity: activity, Reason: reason,
			From: at("mixco", from), To: at("mixco", to),
		}
		if reason != "" {
			i.Class = core.ClassBreak
		}
		return i
	}
	return legs, []core.AgentInterval{
		time(ana, "07:30:00", "08:01:00", core.Ready, core.Idle, ""),
		time(ana, "08:01:00", "08:03:00", core.Ready, core.Engaged, ""),
		time(ana, "08:03:00", "08:04:00", core.Ready, core.WrapUp, ""),
		time(ana, "08:04:00", "09:04:00", core.NotReady, core.Idle, "lunch"),
		time(luis, "09:00:00", "09:30:00", core.Ready, core.Idle, ""),
	}
}

func noGoal(string) float64 { return 0 }

func count(d *report.Day, f report.Filter, goal func(string) float64, legs []core.Leg, times []core.AgentInterval) *report.Counter {
	c := report.NewCounter(d, f, goal)
	for i := range legs {
		c.AddLeg(&legs[i])
	}
	for i := range times {
		c.AddInterval(&times[i])
	}
	return c
}

var every = []report.By{report.ByQueue, report.BySite, report.ByService, report.ByAgent, report.ByHour}

func want(t *testing.T, of string, row report.Row, name string, num, den int64) {
	t.Helper()
	f, ok := row.Figures[name]
	if !ok || f.Num != num || f.Den != den {
		t.Errorf("%s: %s is %d/%d, want %d/%d", of, name, f.Num, f.Den, num, den)
	}
}

func rowOf(t *testing.T, rows []report.Row, key string) report.Row {
	t.Helper()
	for _, row := range rows {
		if row.Key == key {
			return row
		}
	}
	t.Fatalf("no row %q", key)
	return report.Row{}
}

const minute = int64(60_000_000)

// Ensure a day that was counted by hand comes out, as a whole and in every division.
func TestSample(t *testing.T) {
	t.Parallel()
	legs, times := sample()
	goal := func(queue string) float64 { return map[string]float64{"billing": 0.8, "care": 0.5}[queue] }
	r := count(day(t, "org", "2026-11-23"), report.Filter{}, goal, legs, times).Report(500, every...)

	for name, figure := range map[string][2]int64{
		"offered": {8, 0}, "handled": {6, 0}, "handled.at_once": {1, 0}, "abandoned": {1, 0}, "no_show": {1, 0},
		"service_level": {5, 7}, "abandonment": {1, 8}, "asa": {17*minute + 30_000_000, 6},
		"wait.p90": {10 * minute, 6}, "wait.longest": {20 * minute, 8}, "aht": {18*minute - 25_000_000, 6},
		"occupancy": {3 * minute, 64 * minute}, "contacts_per_hour": {6, 64 * minute},
	} {
		want(t, "the day", r.Total, name, figure[0], figure[1])
	}
	// Service level counts 5 legs of billing and 1 of care; the chat has no goal.
	if r.Total.Goal == nil || *r.Total.Goal < 0.7499 || *r.Total.Goal > 0.7501 {
		t.Errorf("the goal is %v, want (5 × 0.8 + 1 × 0.5) / 6", r.Total.Goal)
	}
	billing := rowOf(t, r.Queues, "billing")
	want(t, "billing", billing, "offered", 5, 0)
	want(t, "billing", billing, "wait.p90", 10*minute, 4)
	want(t, "billing", billing, "occupancy", 0, 0)
	want(t, "lisboa", rowOf(t, r.Sites, "lisboa"), "asa", 4*minute, 1)
	want(t, "no site", rowOf(t, r.Sites, ""), "handled", 1, 0)
	want(t, "no service", rowOf(t, r.Services, ""), "handled", 1, 0)
	mine := rowOf(t, r.Agents, ana.String())
	want(t, "ana", mine, "handled", 3, 0)
	want(t, "ana", mine, "service_level", 3, 3)
	want(t, "ana", mine, "occupancy", 3*minute, 34*minute)
	if r.Queues[0].Key != "billing" || r.Sites[0].Key != "mixco" {
		t.Errorf("rows do not begin with those with most work: %v %v", r.Queues, r.Sites)
	}
	if len(r.Hours) != 24 || r.Hours[8].Key != "08" {
		t.Fatalf("%d hours, the ninth %+v", len(r.Hours), r.Hours[8])
	}
	want(t, "08", r.Hours[8].Row, "offered", 5, 0) // four at Mixco and one in Lisbon, each by its own clock
	want(t, "08", r.Hours[8].Row, "occupancy", 3*minute, 4*minute)
	want(t, "09", r.Hours[9].Row, "offered", 2, 0)
	want(t, "23", r.Hours[23].Row, "handled", 1, 0)

	if diff := cmp.Diff([]report.Portion{{Key: "bill", Count: 5}, {Key: "", Count: 1}}, r.Reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]report.Portion{{Key: "resolved", Count: 6}}, r.Results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]report.StateTime{
		{State: "engaged", Time: 2 * minute},
		{State: "wrap_up", Time: minute},
		{State: "ready", Time: 61 * minute},
		{State: "not_ready", Reason: "lunch", Time: 60 * minute},
	}, r.States); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	if len(r.Times) != 2 || r.Times[0].Agent != ana || len(r.Times[0].States) != 4 {
		t.Errorf("times: %+v", r.Times)
	}
}

// Ensure a report that is narrowed counts what it says and nothing else, and that
// agents' time is in none that asks for work of one kind.
func TestFilter(t *testing.T) {
	t.Parallel()
	legs, times := sample()
	for _, c := range []struct {
		name           string
		node           string
		filter         report.Filter
		offered, ready int64
	}{
		{"one place", "site:mixco", report.Filter{}, 6, 61},
		{"a place without a site's legs", "site:lisboa", report.Filter{}, 1, 0},
		{"queue", "org", report.Filter{Queue: "care"}, 2, 0},
		{"channel", "org", report.Filter{Channel: core.Chat}, 1, 0},
		{"no site", "org", report.Filter{Site: report.None}, 1, 0},
		{"no service", "org", report.Filter{Service: report.None}, 1, 0},
		{"agent", "org", report.Filter{Agent: luis}, 3, 30},
		{"hour", "org", report.Filter{Hour: "09"}, 2, 30},
		{"an hour the day has not", "org", report.Filter{Hour: "02.2"}, 0, 0},
		{"no reason", "org", report.Filter{Reason: report.None}, 3, 0},
		{"result", "org", report.Filter{Result: "resolved"}, 6, 0},
		{"state", "org", report.Filter{State: "not_ready", Pause: "lunch"}, 8, 0},
	} {
		r := count(day(t, c.node, "2026-11-23"), c.filter, noGoal, legs, times).Report(500, every...)
		var ready int64
		for _, s := range r.States {
			if s.State == "ready" {
				ready = s.Time / minute
			}
		}
		if got := r.Total.Figures["offered"].Num; got != c.offered || ready != c.ready {
			t.Errorf("%s: %d offered, %d minutes ready, want %d and %d", c.name, got, ready, c.offered, c.ready)
		}
	}
	r := count(day(t, "org", "2026-11-23"), report.Filter{}, noGoal, legs, times).Report(1, every...)
	if len(r.Queues) != 1 || len(r.Agents) != 1 || r.LeftOff != 2 {
		t.Errorf("%d queues, %d agents, %d left off", len(r.Queues), len(r.Agents), r.LeftOff)
	}
}

// Ensure a day on which clocks are put forward has 23 hours, and one on which they
// are put back 25, of which one comes twice.
func TestClockChange(t *testing.T) {
	t.Parallel()
	spring := day(t, "site:lisboa", "2026-03-29")
	if h := spring.Hours(); len(h) != 23 || h[0].Key != "00" || h[1].Key != "02" || spring.To.Sub(spring.From) != 23*time.Hour {
		t.Errorf("spring: %+v", h)
	}
	autumn := day(t, "site:lisboa", "2026-10-25")
	h := autumn.Hours()
	if len(h) != 25 || h[1].Key != "01" || h[2].Key != "01.2" || h[3].Key != "02" || autumn.To.Sub(autumn.From) != 25*time.Hour {
		t.Fatalf("autumn: %+v", h)
	}
	var legs []core.Leg
	for i := range 25 {
		l := leg("lisboa", "billing", "00:00:00", time.Minute, ana, core.Handled)
		l.Queued = autumn.From.Add(time.Duration(i) * time.Hour)
		legs = append(legs, l)
	}
	night := core.AgentInterval{Agent: ana, Site: "lisboa", Presence: core.Ready, Activity: core.Idle, From: autumn.From - 5, To: autumn.To + 5}
	r := count(autumn, report.Filter{}, noGoal, legs, []core.AgentInterval{night}).Report(500, every...)
	for _, row := range r.Hours {
		want(t, row.Key, row.Row, "offered", 1, 0)
		want(t, row.Key, row.Row, "occupancy", 0, 60*minute)
	}
	want(t, "the day", r.Total, "offered", 25, 0)
	want(t, "the day", r.Total, "occupancy", 0, 25*60*minute)
	again := count(autumn, report.Filter{Hour: "01.2"}, noGoal, legs, nil).Report(500)
	want(t, "the second 01", again.Total, "offered", 1, 0)
}

// Ensure what is no date, or of no century of ours, is refused.
func TestNoDate(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"", "yesterday", "2026-13-01", "2026-02-30", "1999-12-31", "20261123"} {
		if _, err := report.NewDay(demo, "org", date); core.CodeOf(err) != core.Invalid {
			t.Errorf("%q: %v", date, err)
		}
	}
}

// Ensure the rows of every division add up to the whole, whatever the facts: counts
// and both sides of every ratio; ranks of the whole are those of all waits together.
func TestRowsAddUp(t *testing.T) {
	t.Parallel()
	d := day(t, "org", "2026-11-23")
	ends := []core.End{core.Handled, core.Abandoned, core.NoShow, core.FlowedOut, core.Redirected, core.ClosedOut, core.Failed}
	rapid.Check(t, func(rt *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		sites, queues := []string{"mixco", "lisboa", "", "gone"}, []string{"billing", "care", "chat"}
		var legs []core.Leg
		for range random.IntN(60) {
			agent := []core.ID{ana, luis, core.NoID}[random.IntN(3)]
			l := leg(sites[random.IntN(4)], queues[random.IntN(3)], "00:00:00", time.Duration(random.Int64N(1e12)), agent, ends[random.IntN(len(ends))])
			l.Queued = l.Queued.Add(time.Duration(random.Int64N(int64(24 * time.Hour))))
			l.Released = max(l.Released, l.Queued)
			if l.Answered != 0 {
				l.Answered = l.Queued.Add(time.Duration(random.Int64N(int64(time.Hour))))
				l.Released = l.Answered.Add(time.Minute)
				l.Wrapped = l.Released
			}
			l.Service = []string{"", "pay", "ask"}[random.IntN(3)]
			legs = append(legs, l)
		}
		var times []core.AgentInterval
		for range random.IntN(30) {
			from := d.From.Add(time.Duration(random.Int64N(int64(30*time.Hour))) - 2*time.Hour)
			times = append(times, core.AgentInterval{
				Agent: []core.ID{ana, luis}[random.IntN(2)], Site: sites[random.IntN(3)], Presence: core.Ready,
				Activity: []core.Activity{core.Idle, core.Engaged, core.WrapUp}[random.IntN(3)],
				From:     from, To: from.Add(time.Duration(random.Int64N(int64(5 * time.Hour)))),
			})
		}
		r := count(d, report.Filter{}, noGoal, legs, times).Report(500, every...)
		var hours []report.Row
		for _, row := range r.Hours {
			hours = append(hours, row.Row)
		}
		for _, def := range kpi.All() {
			if _, shown := r.Total.Figures[def.Name]; !shown || def.Kind == kpi.Rank {
				continue
			}
			ofTime := len(def.Facts) > 0 && def.Facts[len(def.Facts)-1] == "agent_interval"
			for division, rows := range map[string][]report.Row{"queues": r.Queues, "sites": r.Sites, "services": r.Services, "hours": hours} {
				if ofTime && (division == "queues" || division == "services") {
					continue // agents' time is of none
				}
				var num, den int64
				for _, row := range rows {
					num, den = num+row.Figures[def.Name].Num, den+row.Figures[def.Name].Den
				}
				if whole := r.Total.Figures[def.Name]; num != whole.Num || den != whole.Den {
					rt.Fatalf("%s: the %s add up to %d/%d, the whole is %d/%d", def.Name, division, num, den, whole.Num, whole.Den)
				}
			}
		}
		var most int64
		for _, row := range r.Queues {
			most = max(most, row.Figures["wait.longest"].Num)
		}
		if most != r.Total.Figures["wait.longest"].Num {
			rt.Fatalf("the longest of the queues is %d, of the whole %d", most, r.Total.Figures["wait.longest"].Num)
		}
	})
}

// Ensure that what is read from a store is what was written into it, on both: a leg
// and an interval that were corrected count as corrected, and one that reaches into
// the day from the evening before counts from midnight.
func TestRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		legs, times := sample()
		d := day(t, "org", "2026-11-23")
		begin := func() *report.Counter { return report.NewCounter(d, report.Filter{}, noGoal) }
		late := times[len(times)-1]
		late.ID, late.From, late.To = clock.NewID(), at("mixco", "00:00:00").Add(-time.Hour), at("mixco", "00:10:00")
		times = append(times, late)
		wantReport := count(d, report.Filter{}, noGoal, legs, times).Report(500, every...)

		wrong := legs[0]
		wrong.ID, wrong.End, wrong.Answered = clock.NewID(), core.Abandoned, 0
		legs[0].Corrects = wrong.ID
		long := times[0]
		long.ID, long.To = clock.NewID(), long.To.Add(time.Hour)
		times[0].Corrects = long.ID
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			if err := tx.InsertLegs(t.Context(), append(legs, wrong)); err != nil {
				return err
			}
			return tx.InsertIntervals(t.Context(), append(times, long))
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := report.Read(t.Context(), s, begin)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wantReport, got.Report(500, every...)); diff != "" {
			t.Errorf("(-counted +read):\n%s", diff)
		}
		one := func() *report.Counter {
			return report.NewCounter(day(t, "site:mixco", "2026-11-23"), report.Filter{Queue: "care", Hour: "23"}, noGoal)
		}
		got, err = report.Read(t.Context(), s, one)
		if err != nil {
			t.Fatal(err)
		}
		r := got.Report(500)
		want(t, "care at 23", r.Total, "offered", 1, 0)
		if len(r.States) != 0 {
			t.Errorf("a queue has agents' time: %+v", r.States)
		}
		// A reader that runs a function twice counts nothing twice.
		got, err = report.Read(t.Context(), twice{s}, begin)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wantReport, got.Report(500, every...)); diff != "" {
			t.Errorf("read twice (-counted +read):\n%s", diff)
		}
	})
}

// twice runs every function two times, as a store does after a conflict.
type twice struct{ *store.Store }

func (s twice) Read(ctx context.Context, fn func(q *db.Queries) error) error {
	return s.Store.Read(ctx, func(q *db.Queries) error {
		if err := fn(q); err != nil {
			return err
		}
		return fn(q)
	})
}
