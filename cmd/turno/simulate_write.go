package main

import (
	"encoding/csv"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"turno/internal/core"
	"turno/internal/sim"
)

// simulationReport is what `turno simulate --json` writes.
type simulationReport struct {
	Name        string          `json:"name"`
	Seed        uint64          `json:"seed"`
	Days        int             `json:"days"`
	Runs        int             `json:"runs"`
	Variants    []variantReport `json:"variants"`
	Differences []comparison    `json:"differences,omitempty"`
}

type variantReport struct {
	Name string `json:"name,omitempty"`
	// Targets over all runs; the report below is of the first.
	Targets []targetReport `json:"targets_of_runs,omitempty"`

	*sim.Report
}

type targetReport struct {
	sim.TargetLine

	Half *float64 `json:"half_interval,omitempty"`
}

type comparison struct {
	Before string       `json:"before"`
	After  string       `json:"after"`
	KPIs   []difference `json:"kpis"`
}

func simulationJSON(outcomes []outcome) *simulationReport {
	first := &outcomes[0]
	p := &simulationReport{Name: first.Scenario.Name, Seed: first.Scenario.Seed, Days: first.Scenario.Days, Runs: len(first.results)}
	for i := range outcomes {
		o := &outcomes[i]
		v := variantReport{Name: o.Name, Report: o.results[0].Report(true)}
		if len(o.results) > 1 {
			v.Targets = targetsOfRuns(o, v.Report.Targets)
		}
		p.Variants = append(p.Variants, v)
		if i > 0 {
			p.Differences = append(p.Differences, comparison{Before: outcomes[i-1].Name, After: o.Name, KPIs: differences(&outcomes[i-1], o)})
		}
	}
	return p
}

// targetsOfRuns judges the means of all runs.
func targetsOfRuns(o *outcome, first []sim.TargetLine) []targetReport {
	var list []targetReport
	for n, t := range first {
		r := targetReport{TargetLine: t}
		if s := samplesOf(o.results, n); len(s) > 0 {
			mean := s.mean()
			r.Value, r.Verdict = &mean, "met"
			if t.AtLeast != nil && mean < *t.AtLeast || t.AtMost != nil && mean > *t.AtMost {
				r.Verdict = "missed"
			}
			if len(s) > 1 {
				half := s.half()
				r.Half = &half
			}
		}
		list = append(list, r)
	}
	return list
}

// writeSimulationCSV writes figures.csv and half_hours.csv of the first runs.
func writeSimulationCSV(dir string, outcomes []outcome) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return core.Wrap(core.Unavailable, "--csv", err)
	}
	figures := [][]string{{"variant", "queue", "channel", "segment", "site", "figure", "value"}}
	halves := [][]string{{"variant", "from", "queue", "figure", "value"}}
	for i := range outcomes {
		name := outcomes[i].Name
		p := outcomes[i].results[0].Report(true)
		for k := range p.Scopes {
			s := &p.Scopes[k]
			at := []string{name, s.Queue, string(s.Channel), s.Segment, s.Site}
			figures = appendFigures(figures, at, counted(s.Offered, s.Handled, s.Abandoned), s.KPIs, s.Waits)
		}
		for k := range p.HalfHours {
			h := &p.HalfHours[k]
			more := map[string]float64{"required": float64(h.Required), "staffed": h.Staffed}
			if h.Occupancy != nil {
				more["occupancy"] = *h.Occupancy
			}
			halves = appendFigures(halves, []string{name, h.From, h.Queue}, counted(h.Offered, h.Handled, h.Abandoned), h.KPIs, more)
		}
	}
	return errors.Join(writeCSV(filepath.Join(dir, "figures.csv"), figures), writeCSV(filepath.Join(dir, "half_hours.csv"), halves))
}

func counted(offered, handled, abandoned int64) map[string]float64 {
	return map[string]float64{"offered": float64(offered), "handled": float64(handled), "abandoned": float64(abandoned)}
}

func appendFigures(rows [][]string, at []string, parts ...map[string]float64) [][]string {
	for _, part := range parts {
		for _, name := range slices.Sorted(maps.Keys(part)) {
			rows = append(rows, append(slices.Clone(at), name, strconv.FormatFloat(part[name], 'f', -1, 64)))
		}
	}
	return rows
}

func writeCSV(path string, rows [][]string) error {
	f, err := os.Create(path) //nolint:gosec // the folder that the person named
	if err != nil {
		return core.Wrap(core.Unavailable, "--csv", err)
	}
	if err := errors.Join(csv.NewWriter(f).WriteAll(rows), f.Close()); err != nil {
		return core.Wrap(core.Unavailable, "--csv", err)
	}
	return nil
}
