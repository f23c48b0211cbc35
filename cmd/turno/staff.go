package main

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/document"
	"turno/internal/erlang"
	"turno/internal/org"
)

// staffCmd is `turno staff`: how many agents a goal takes, by Erlang C, or by
// Erlang A where customers have patience.
type staffCmd struct {
	Calls     string       `help:"Contacts in a period, as 350/30m." placeholder:"N/TIME" required:""`
	AHT       org.Duration `help:"Mean handle time: talk, hold and wrap-up." name:"aht" placeholder:"TIME" required:""`
	Goal      string       `help:"Service level: percent answered within a time." placeholder:"80/20s" required:""`
	Patience  org.Duration `help:"Mean time until who waits leaves; nobody does without it." placeholder:"TIME"`
	Shrinkage float64      `help:"Share of paid time in which agents are not there, 0 to 1." placeholder:"0.3"`
	Occupancy float64      `help:"Let agents be busy at most this share of their time, 0 to 1." placeholder:"0.85"`
	JSON      bool         `help:"Write JSON." name:"json"`
}

func (c *staffCmd) Run(e *env) error {
	q, goal, err := c.question()
	if err != nil {
		return err
	}
	agents, err := q.AgentsFor(goal)
	if err != nil {
		return err
	}
	a := c.answer(q, goal, agents)
	if c.JSON {
		encoder := json.NewEncoder(e.stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(a)
	}
	c.print(e, q, goal, &a)
	return nil
}

// question reads the flags.
func (c *staffCmd) question() (erlang.Queue, erlang.Goal, error) {
	fail := func(err error) (erlang.Queue, erlang.Goal, error) { return erlang.Queue{}, erlang.Goal{}, err }
	calls, period, err := perTime("--calls", c.Calls)
	if err != nil {
		return fail(err)
	}
	percent, within, err := perTime("--goal", c.Goal)
	switch {
	case err != nil:
		return fail(err)
	case period == 0:
		return fail(core.FieldErrorf(core.Invalid, "--calls", "the period is longer than nothing"))
	case percent <= 0 || percent >= 100:
		return fail(core.FieldErrorf(core.Invalid, "--goal", "%g is not over 0 and under 100 percent", percent))
	case c.AHT <= 0:
		return fail(core.FieldErrorf(core.Invalid, "--aht", "a handle time is longer than nothing"))
	case c.Patience == org.Never:
		c.Patience = 0
	}
	if !(c.Shrinkage >= 0 && c.Shrinkage < 1) {
		return fail(core.FieldErrorf(core.Invalid, "--shrinkage", "%g is not from 0 to under 1", c.Shrinkage))
	}
	if !(c.Occupancy >= 0 && c.Occupancy <= 1) {
		return fail(core.FieldErrorf(core.Invalid, "--occupancy", "%g is not from 0 to 1", c.Occupancy))
	}
	q := erlang.Queue{PerSecond: calls / period.Seconds(), ServiceS: c.AHT.Std().Seconds(), PatienceS: c.Patience.Std().Seconds()}
	if q.Load() > erlang.AgentsMax {
		return fail(core.FieldErrorf(core.Invalid, "--calls", "%.0f erlangs are more than %d", q.Load(), erlang.AgentsMax))
	}
	return q, erlang.Goal{Share: percent / 100, WithinS: within.Seconds(), Occupancy: c.Occupancy}, nil
}

// perTime reads a number and a time: 350/30m.
func perTime(flag, text string) (float64, time.Duration, error) {
	number, length, ok := strings.Cut(text, "/")
	n, err := strconv.ParseFloat(number, 64)
	d, errTime := document.ParseDuration(length)
	if !ok || length == "" || err != nil || errTime != nil || d < 0 || !(n >= 0) || math.IsInf(n, 1) {
		return 0, 0, core.FieldErrorf(core.Invalid, flag, "%q is not a number and a time as 80/20s", text)
	}
	return n, d.Std(), nil
}

// staffAnswer is what `turno staff --json` writes.
type staffAnswer struct {
	Model  string      `json:"model"` // erlang_a or erlang_c
	Load   float64     `json:"load_erlangs"`
	Agents int         `json:"agents"` // at work at once
	Roster int         `json:"roster"` // paid, so that so many are at work
	Around []staffLine `json:"around"`
}

// staffLine are the figures with so many agents. Waits are in seconds; null where
// the line grows for ever.
type staffLine struct {
	Agents    int      `json:"agents"`
	Meets     bool     `json:"meets_goal"`
	Level     float64  `json:"service_level"`
	Waits     float64  `json:"waits"`
	MeanWait  *float64 `json:"mean_wait_s"`
	Abandons  float64  `json:"abandonment"`
	Occupancy float64  `json:"occupancy"`
}

func (c *staffCmd) answer(q erlang.Queue, goal erlang.Goal, agents int) staffAnswer {
	a := staffAnswer{
		Model: "erlang_c", Load: q.Load(), Agents: agents,
		// A little less, so that 70 ÷ (1 − 0.3) is 100 and not 101.
		Roster: int(math.Ceil(float64(agents)/(1-c.Shrinkage) - 1e-9)),
	}
	if q.PatienceS > 0 {
		a.Model = "erlang_a"
	}
	step := max(agents/30, 1)
	for i := -3; i <= 3; i++ {
		if n := agents + i*step; n > 0 {
			a.Around = append(a.Around, lineOf(n, q.Staffed(n), goal))
		}
	}
	return a
}

func lineOf(n int, f erlang.Figures, goal erlang.Goal) staffLine {
	l := staffLine{Agents: n, Meets: goal.Met(f), Level: f.Level(goal.WithinS), Waits: f.Waits, Abandons: f.Abandons, Occupancy: f.Occupancy}
	if !math.IsInf(f.MeanWaitS, 1) {
		l.MeanWait = &f.MeanWaitS
	}
	return l
}

func (c *staffCmd) print(e *env, q erlang.Queue, goal erlang.Goal, a *staffAnswer) {
	e.printf("%s contacts, %s each: %.1f erlangs.\n", c.Calls, c.AHT, a.Load)
	if q.PatienceS > 0 {
		e.printf("Who waits leaves after %s on average (Erlang A).\n", c.Patience)
	} else {
		e.printf("Nobody leaves, however long the wait (Erlang C).\n")
	}
	e.printf("\n%d agents answer %g %% within %s", a.Agents, goal.Share*100, org.Duration(goal.WithinS*float64(time.Second)))
	if goal.Occupancy > 0 {
		e.printf(", busy at most %g %% of their time", goal.Occupancy*100)
	}
	e.printf(".\n")
	if c.Shrinkage > 0 {
		e.printf("With %g %% shrinkage that takes %d agents on the roster.\n", c.Shrinkage*100, a.Roster)
	}
	e.printf("\n  %8s  %8s  %8s  %10s  %9s  %9s\n", "agents", "level", "wait", "mean wait", "leave", "occupancy")
	for i := range a.Around {
		l := &a.Around[i]
		mark := "  "
		if l.Agents == a.Agents {
			mark = "> "
		}
		wait := "endless"
		if l.MeanWait != nil {
			wait = strconv.FormatFloat(*l.MeanWait, 'f', 1, 64) + " s"
		}
		e.printf("%s%8d  %6.1f %%  %6.1f %%  %10s  %7.2f %%  %7.1f %%\n", mark, l.Agents, l.Level*100, l.Waits*100, wait, l.Abandons*100, l.Occupancy*100)
	}
}
