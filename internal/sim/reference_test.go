package sim

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/erlang"
	"turno/internal/kpi"
	"turno/internal/routing"
)

// days runs so many independent days and returns one value per day and figure.
func days(t *testing.T, n int, scenario func(seed uint64) *Scenario, read func(*Result, *kpi.Tally) map[string]float64, team string, open time.Duration) map[string]samples {
	t.Helper()
	all := map[string]samples{}
	for seed := range n {
		sc := scenario(uint64(seed) + 1)
		start := core.InstantOf(sc.Start)
		var busy kpi.Tally
		res, err := RunWith(sc, Options{Interval: func(i *core.AgentInterval) {
			if part, ok := kpi.Clip(*i, start, start.Add(open)); ok && strings.HasPrefix(i.Team, team) {
				busy.AddInterval(&part)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range read(res, &busy) {
			all[name] = append(all[name], v)
		}
	}
	return all
}

// published compares with a published mean and its 95 % interval of 1 000 days. A
// long run has to lie inside; a short one has to agree with it: their difference is
// no larger than the published half interval and our own of 99.7 % together.
func published(t *testing.T, what string, s samples, mean, low, high float64) {
	t.Helper()
	half := s.interval(3)
	t.Logf("%s: %.5g ± %.2g, published %.5g [%.5g, %.5g]", what, s.mean(), half, mean, low, high)
	slack := half
	if long() {
		slack = 0
	}
	if s.mean() < low-slack || s.mean() > high+slack {
		t.Errorf("%s: %.5g ± %.2g, published %.5g [%.5g, %.5g]", what, s.mean(), half, mean, low, high)
	}
}

func referenceDays() int {
	if long() {
		return 4000
	}
	return 100
}

// eightHours is a day of 4.2 calls a minute for 8 hours before 12 agents, which
// starts empty and ends when the last is served.
func eightHours(seed uint64) *Scenario {
	sc := one(erlang.Queue{PerSecond: 4.2 / 60, ServiceS: 120}, 12, 1, seed)
	sc.Streams[0].PerDay = 4.2 * 480
	for h := range 8 {
		sc.Streams[0].Hours[h] = 1
	}
	return sc
}

// Ensure that the model MMC comes out as published.
func TestReferenceMMC(t *testing.T) {
	t.Parallel()
	got := days(t, referenceDays(), eightHours, func(res *Result, busy *kpi.Tally) map[string]float64 {
		all := &res.Scopes[0]
		return map[string]float64{
			"level": all.Value("service_level", 0).V, "wait": all.Value("asa", 0).V / 6e7, "occupancy": busy.Value("occupancy").V,
		}
	}, "", 8*time.Hour)
	published(t, "service level", got["level"], 0.902, 0.900, 0.904)
	published(t, "mean wait, minutes", got["wait"], 0.099, 0.097, 0.102)
	published(t, "occupancy", got["occupancy"], 0.695, 0.690, 0.700) // published without an interval
}

// Ensure that the model MMCAb, patience of a minute, comes out as published. Its
// service level is of the answered: the steady state has 0.974 by that formula, and
// 0.968 by the house's own.
func TestReferenceMMCAb(t *testing.T) {
	t.Parallel()
	impatient := func(seed uint64) *Scenario {
		sc := eightHours(seed)
		sc.Streams[0].Patience = Dist{Shape: Exponential, Mean: 60}
		return sc
	}
	got := days(t, referenceDays(), impatient, func(res *Result, busy *kpi.Tally) map[string]float64 {
		all := &res.Scopes[0]
		return map[string]float64{
			"left": float64(all.Tally.Abandoned), "level": all.Value("service_level.answered", 0).V, "occupancy": busy.Value("occupancy").V,
		}
	}, "", 8*time.Hour)
	published(t, "abandoned", got["left"], 58.61, 57.66, 59.56)
	published(t, "service level", got["level"], 0.975, 0.973, 0.977)
	published(t, "occupancy", got["occupancy"], 0.675, 0.670, 0.680)
}

// threeTypes is SimpleMSK: 3 call types, 2 agent groups, 3 periods of two hours.
func threeTypes(seed uint64) *Scenario {
	perMinute := [3][3]float64{{4.2, 5.3, 3.2}, {5.1, 4.3, 4.8}, {6.3, 5.2, 4.8}}
	serve, leave := [3]float64{0.5, 0.6, 0.4}, [3]float64{0.3, 0.4, 0.2}
	sc := one(erlang.Queue{}, 1, 1, seed)
	sc.Queues, sc.Streams, sc.Groups = nil, nil, nil
	for kind := range 3 {
		name := fmt.Sprintf("type%d", kind)
		q := Queue{Queue: routing.Queue{Key: name, Choice: routing.BestSkilled, ServiceLevel: routing.ServiceLevel{Threshold: 20 * time.Second}}, Channel: core.Voice}
		sc.Queues = append(sc.Queues, q)
		for period := range 3 {
			s := Stream{
				Name: fmt.Sprint(name, period), Queue: name, PerDay: perMinute[kind][period] * 120, Weekdays: always,
				DayNoise: 1 / math.Sqrt(28.7), Noise: "day", Needs: routing.Needs{{{Skill: name, Level: 1}}},
				Handle: Dist{Shape: Exponential, Mean: 60 / serve[period]}, Patience: Dist{Shape: Exponential, Mean: 60 / leave[period]},
			}
			s.Hours[2*period], s.Hours[2*period+1] = 1, 1
			sc.Streams = append(sc.Streams, s)
		}
	}
	// Agents by period are {12, 18, 9} and {15, 20, 11}; the last period's stay until all is done.
	team := func(name string, counts [3]int, queues []routing.ProfileQueue, skills []routing.Need) {
		for i, shift := range []Shift{{0, 24 * time.Hour}, {0, 4 * time.Hour}, {2 * time.Hour, 4 * time.Hour}} {
			sc.Groups = append(sc.Groups, Group{
				Name: fmt.Sprint(name, i), Count: counts[i], Profile: queues, Skills: skills, Shifts: []Shift{shift}, Days: allDays,
			})
		}
	}
	team("g0-", [3]int{9, 3, 6}, []routing.ProfileQueue{{Queue: "type0"}, {Queue: "type1"}}, []routing.Need{{Skill: "type0", Level: 5}, {Skill: "type1", Level: 5}})
	team("g1-", [3]int{11, 4, 5}, []routing.ProfileQueue{{Queue: "type1"}, {Queue: "type2"}}, []routing.Need{{Skill: "type1", Level: 3}, {Skill: "type2", Level: 5}})
	return sc
}

// Ensure that SimpleMSK comes out as published.
func TestReferenceSimpleMSK(t *testing.T) {
	t.Parallel()
	in, of := 0.0, 0.0
	got := days(t, referenceDays(), threeTypes, func(res *Result, busy *kpi.Tally) map[string]float64 {
		v := res.Scopes[0].Value("service_level", 0)
		in, of = in+float64(v.Num), of+float64(v.Den)
		return map[string]float64{
			"served": float64(res.Scopes[0].Tally.Handled), "left": float64(res.Scopes[0].Tally.Abandoned), "level": v.V,
			"occupancy": busy.Value("occupancy").V,
		}
	}, "g0-", 6*time.Hour)
	published(t, "served", got["served"], 4297.3, 4270.2, 4324.5)
	published(t, "abandoned", got["left"], 910.3, 876.1, 944.5)
	published(t, "occupancy of g0", got["occupancy"], 0.881, 0.876, 0.886)
	// A ratio of means over all days; its interval is near that of the days' own.
	level, half := in/of, got["level"].interval(3)
	t.Logf("service level: %.4f, published 0.501 [0.494, 0.509]", level)
	if long() {
		half = 0
	}
	if level < 0.494-half || level > 0.509+half {
		t.Errorf("service level: %.4f, published 0.501 [0.494, 0.509]", level)
	}
}
