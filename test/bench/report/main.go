// Command report measures how long a report of one day of a large house takes: 50 000
// legs and four times as many stretches of agents' time, with the days around it in
// the store, from the question until all divisions are counted.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/report"
	"turno/internal/store"
	"turno/test/figure"
)

const (
	agents  = 500
	legs    = 50_000
	perLeg  = 4 // offered, with the customer, wrap-up, ready again
	days    = 3
	repeats = 7
	chunk   = 5_000
	date    = "2026-11-23"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	folder, err := os.MkdirTemp("", "turno-bench-report")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	s, err := store.Open(ctx, store.SQLiteURL(filepath.Join(folder, "turno.db")), store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	o := &org.Organisation{Timezone: "UTC"}
	day, err := report.NewDay(o, org.NodeOrg, date)
	if err != nil {
		return err
	}
	if err := fill(ctx, s, day.From); err != nil {
		return err
	}
	begin := func() *report.Counter {
		return report.NewCounter(day, report.Filter{}, func(string) float64 { return 0.8 })
	}
	var times []time.Duration
	cpu := figure.CPU()
	for range repeats {
		started := time.Now()
		counter, err := report.Read(ctx, s, begin)
		if err != nil {
			return err
		}
		r := counter.Report(2000, report.ByQueue, report.BySite, report.ByService, report.ByAgent, report.ByHour)
		times = append(times, time.Since(started))
		if got := r.Total.Figures["offered"].Num; got != legs || len(r.Agents) != agents {
			return core.Errorf(core.Internal, "the report counts %d legs of %d agents", got, len(r.Agents))
		}
	}
	used := figure.CPU() - cpu
	sorted := figure.Sorted(times)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	if err := figure.Print(os.Stdout, "report_day_ms", ms(figure.Percentile(sorted, 0.5)), "ms"); err != nil {
		return err
	}
	if err := figure.Print(os.Stdout, "report_day_max_ms", ms(sorted[len(sorted)-1]), "ms"); err != nil {
		return err
	}
	return figure.Print(os.Stdout, "report_day_cpu_ms", ms(used/repeats), "ms")
}

// fill writes the day and those before it, twelve hours of work each.
func fill(ctx context.Context, s *store.Store, day core.Instant) error {
	ids := make([]core.ID, agents)
	for i := range ids {
		ids[i] = clock.NewID()
	}
	for back := days - 1; back >= 0; back-- {
		start := day.Add(-time.Duration(back) * 24 * time.Hour).Add(8 * time.Hour)
		for n := 0; n < legs; n += chunk {
			ended := make([]core.Leg, 0, chunk)
			spent := make([]core.AgentInterval, 0, chunk*perLeg)
			for i := n; i < n+chunk; i++ {
				at := start.Add(time.Duration(i) * 12 * time.Hour / legs)
				agent := ids[i%agents]
				ended = append(ended, leg(i, at, agent))
				spent = append(spent, stretches(at, agent)...)
			}
			err := s.Write(ctx, func(tx *store.Tx) error {
				if err := tx.InsertLegs(ctx, ended); err != nil {
					return err
				}
				return tx.InsertIntervals(ctx, spent)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func leg(i int, at core.Instant, agent core.ID) core.Leg {
	wait := time.Duration(i%900) * time.Second
	l := core.Leg{
		ID: clock.NewID(), Contact: clock.NewID(), Work: clock.NewID(), Number: 1, Channel: core.Visit, Direction: core.Inbound,
		Site: fmt.Sprintf("site_%d", i%40), Queue: fmt.Sprintf("queue_%d", i%12), Service: fmt.Sprintf("service_%d", i%30),
		Reason: fmt.Sprintf("reason_%d", i%60), Outcome: fmt.Sprintf("result_%d", i%6), Language: "es", Customer: clock.NewID(),
		Agent: agent, Arrived: at, Queued: at, Answered: at.Add(wait), End: core.Handled, Announced: -time.Microsecond,
		SLThreshold: 10 * time.Minute, ShortAbandon: 5 * time.Second,
	}
	l.Released = l.Answered.Add(3 * time.Minute)
	l.Wrapped = l.Released.Add(30 * time.Second)
	if i%11 == 0 {
		l.Agent, l.Answered, l.End, l.Reason, l.Outcome = core.NoID, 0, core.Abandoned, "", ""
		l.Released, l.Wrapped = at.Add(wait), at.Add(wait)
	}
	return l
}

func stretches(at core.Instant, agent core.ID) []core.AgentInterval {
	all := make([]core.AgentInterval, 0, perLeg)
	for n, activity := range []core.Activity{core.Offered, core.Engaged, core.WrapUp, core.Idle} {
		from := at.Add(time.Duration(n) * 100 * time.Second)
		all = append(all, core.AgentInterval{
			ID: clock.NewID(), Agent: agent, Site: "site_1", Team: "team_1", Profile: "counter", Presence: core.Ready,
			Activity: activity, Channel: core.Visit, Works: 1, From: from, To: from.Add(100 * time.Second),
		})
	}
	return all
}
