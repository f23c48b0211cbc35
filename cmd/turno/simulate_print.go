package main

import (
	"fmt"
	"strings"
	"time"

	"turno/internal/sim"
)

// printSimulation writes the outcomes for a person.
func printSimulation(e *env, outcomes []outcome) {
	first := &outcomes[0].Scenario
	e.printf("%s\n%s, %d days from %s, seed %d", first.Name, count(len(outcomes[0].results), "run"), first.Days, first.Start.Format(time.DateOnly), first.Seed)
	e.printf("\n")
	for i := range outcomes {
		o := &outcomes[i]
		if o.Name != "" {
			e.printf("\n── %s ──\n", o.Name)
		}
		printStaffing(e, o)
		if len(o.results) > 1 {
			e.printf("\nMeans of %d runs with their 95 %% intervals; the tables below are of the first run.\n", len(o.results))
		}
		printTargets(e, o)
		printScopes(e, o.results[0])
		printGroups(e, o.results[0])
	}
	printDifferences(e, outcomes)
}

// printStaffing says who was found for `count: auto`.
func printStaffing(e *env, o *outcome) {
	s := o.staffing
	if s == nil {
		return
	}
	e.printf("\nStaffed in %s with %s: Erlang A alone asks for %.0f agent hours a day, simulation for %.0f.\n",
		short(o.staffed), count(s.Runs, "trial"), s.Formula, s.Hours)
	if !s.Met {
		e.printf("No staff that was tried meets the targets.\n")
	}
	for i := range o.Scenario.Groups {
		if g := &o.Scenario.Groups[i]; s.PerShift[i] != nil {
			e.printf("  %-30s %5d agents, by shift %v\n", g.Name, g.Count, s.PerShift[i])
		}
	}
}

// printTargets says met or missed for each target.
func printTargets(e *env, o *outcome) {
	if len(o.results[0].Verdicts) == 0 {
		return
	}
	e.printf("\nTargets\n")
	for i := range o.results[0].Verdicts {
		v := &o.results[0].Verdicts[i]
		s := samplesOf(o.results, i)
		verdict := "missed"
		switch {
		case len(s) == 0:
			verdict = "no value"
		case v.AtLeast != nil && s.mean() < *v.AtLeast, v.AtMost != nil && s.mean() > *v.AtMost:
		default:
			verdict = "met"
		}
		e.printf("  %-8s  %-46s %s", verdict, title(&v.Target), shown(v.KPI, s.mean(), len(s) > 0))
		if len(s) > 1 {
			e.printf(" ± %s", shown(v.KPI, s.half(), true))
		}
		e.printf("  (%s)\n", wanted(&v.Target))
	}
}

// title names a target: `service_level of business`.
func title(t *sim.Target) string {
	words := []string{t.KPI}
	if t.Threshold > 0 {
		words = append(words, short(t.Threshold))
	}
	for _, part := range []string{t.Queue, string(t.Channel), t.Segment} {
		if part != "" {
			words = append(words, "of "+part)
		}
	}
	return strings.Join(words, " ")
}

func wanted(t *sim.Target) string {
	var parts []string
	if t.AtLeast != nil {
		parts = append(parts, "at least "+shown(t.KPI, *t.AtLeast, true))
	}
	if t.AtMost != nil {
		parts = append(parts, "at most "+shown(t.KPI, *t.AtMost, true))
	}
	return strings.Join(parts, ", ")
}

// shown is a figure as people read it.
func shown(name string, x float64, ok bool) string {
	switch {
	case !ok:
		return "–"
	case sim.IsDuration(name):
		return short(time.Duration(x * float64(time.Second)))
	default:
		return fmt.Sprintf("%.2f %%", x*100)
	}
}

// short is a duration to three digits or so.
func short(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%.1fd", d.Hours()/24)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%.1fh", d.Hours())
	case d >= 2*time.Minute:
		return fmt.Sprintf("%.1fm", d.Minutes())
	default:
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
}

func printScopes(e *env, res *sim.Result) {
	e.printf("\n  %-30s %9s %9s %7s %8s %8s %8s %8s %8s %8s\n", "", "offered", "handled", "left", "level", "left", "wait", "p90", "p99", "handle")
	for i := range res.Scopes {
		s := &res.Scopes[i]
		if s.Tally.Offered == 0 && s.Tally.Outbound == 0 {
			continue
		}
		figure := func(name string) string {
			v := s.Value(name, 0)
			return shown(name, sim.Amount(name, v), v.OK)
		}
		e.printf("  %-30s %9d %9d %7d %8s %8s %8s %8s %8s %8s\n", scopeName(&s.Filter), s.Tally.Offered, s.Tally.Handled, s.Tally.Abandoned,
			figure("service_level"), figure("abandonment"), figure("asa"), short(s.Waits.At(0.9)), short(s.Waits.At(0.99)), figure("aht"))
	}
	if res.EWTOf > 0 {
		e.printf("\nWaits announced at place 12 or later: median error %.0f %% of the real wait.\n", res.EWTError*100)
	}
	if res.Waiting+res.InHand > 0 {
		e.printf("At the end %d were waiting and %d being served.\n", res.Waiting, res.InHand)
	}
}

func scopeName(f *sim.Filter) string {
	name := "all"
	for _, part := range []string{"queue " + f.Queue, "channel " + string(f.Channel), "segment " + f.Segment, "site " + f.Site} {
		if !strings.HasSuffix(part, " ") {
			name = strings.TrimPrefix(name+" "+part, "all ")
		}
	}
	if r := []rune(name); len(r) > 30 {
		name = string(r[:29]) + "…"
	}
	return name
}

func printGroups(e *env, res *sim.Result) {
	e.printf("\n  %-30s %9s %9s %10s\n", "", "agents", "hours", "occupancy")
	hours := 0.0
	for i := range res.Groups {
		g := &res.Groups[i]
		v := g.Tally.Value("occupancy")
		hours += g.PaidHours()
		e.printf("  %-30s %9d %9.0f %10s\n", g.Group, g.Agents, g.PaidHours(), shown("occupancy", v.V, v.OK))
	}
	e.printf("  %-30s %9s %9.0f\n", "together", "", hours)
}

// printDifferences compares each variant with the one before it, on the same
// customers.
func printDifferences(e *env, outcomes []outcome) {
	for i := 1; i < len(outcomes); i++ {
		list := differences(&outcomes[i-1], &outcomes[i])
		e.printf("\n%s less %s, the same customers\n", outcomes[i].Name, outcomes[i-1].Name)
		for _, d := range list {
			e.printf("  %-46s %s", d.KPI, shown(d.KPI, d.Mean, true))
			if d.Half != nil {
				e.printf(" ± %s", shown(d.KPI, *d.Half, true))
			}
			e.printf("\n")
		}
	}
}
