package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/scenario"
	"turno/internal/sim"
)

// simulateCmd is `turno simulate`: it runs a scenario through the engine.
type simulateCmd struct {
	File    string `arg:"" help:"Scenario file; - is standard input."`
	Runs    int    `help:"Run so often, each time with other customers, and give confidence intervals." default:"1" placeholder:"N"`
	Seed    uint64 `help:"Use this seed instead of the file's." placeholder:"N"`
	Days    int    `help:"Run so many days instead of the file's." placeholder:"N"`
	Workers int    `help:"Run so many at once; one per processor without it." placeholder:"N"`
	JSON    bool   `help:"Write JSON." name:"json" xor:"form"`
	CSV     string `help:"Write CSV files into this folder too." name:"csv" placeholder:"DIR" type:"path"`
}

// runsMax is how often a scenario is run at most.
const runsMax = 10_000

func (c *simulateCmd) Run(e *env) error {
	if c.Runs < 1 || c.Runs > runsMax {
		return core.FieldErrorf(core.Invalid, "--runs", "%d is not from 1 to %d", c.Runs, runsMax)
	}
	variants, err := c.read(e)
	if err != nil {
		return err
	}
	outcomes, err := c.simulate(e, variants)
	if err != nil {
		return err
	}
	if c.CSV != "" {
		if err := writeSimulationCSV(c.CSV, outcomes); err != nil {
			return err
		}
	}
	if c.JSON {
		encoder := json.NewEncoder(e.stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(simulationJSON(outcomes))
	}
	printSimulation(e, outcomes)
	return nil
}

// read reads the file and applies the flags.
func (c *simulateCmd) read(e *env) ([]scenario.Variant, error) {
	in := e.stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if errors.Is(err, os.ErrNotExist) {
			return nil, core.Errorf(core.NotFound, "there is no file %s", c.File)
		}
		if err != nil {
			return nil, core.Wrap(core.Unavailable, "", err)
		}
		defer func() { _ = f.Close() }() // it was only read
		in = io.Reader(f)
	}
	variants, err := scenario.Read(in)
	if err != nil {
		return nil, err
	}
	for i := range variants {
		sc := &variants[i].Scenario
		if c.Seed != 0 {
			sc.Seed = c.Seed
		}
		if c.Days < 0 || c.Days > sc.Days {
			return nil, core.FieldErrorf(core.Invalid, "--days", "%d is not from 1 to the file's %d", c.Days, sc.Days)
		}
		if c.Days != 0 {
			sc.Days = c.Days
		}
	}
	return variants, nil
}

// staff finds the agents of groups whose count is auto, and says what it took.
func (c *simulateCmd) staff(e *env, o *outcome) error {
	auto := false
	for i := range o.Scenario.Groups {
		auto = auto || o.Scenario.Groups[i].Auto
	}
	if !auto {
		return nil
	}
	begin := clock.Now()
	found, err := sim.Staff(&o.Scenario, func() bool { return e.ctx.Err() != nil })
	if err != nil {
		return err
	}
	o.staffing, o.staffed = found, clock.Now().Sub(begin)
	o.Scenario = found.Apply(o.Scenario)
	return nil
}

// outcome are the runs of one variant.
type outcome struct {
	scenario.Variant

	staffing *sim.Staffing // nil where the file says all counts
	staffed  time.Duration // that finding it took
	results  []*sim.Result
}

// simulate runs every variant as often as asked. The n-th run of every variant has
// the same customers; whatever runs beside whatever, the results are the same.
func (c *simulateCmd) simulate(e *env, variants []scenario.Variant) ([]outcome, error) {
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	group, ctx := errgroup.WithContext(e.ctx)
	group.SetLimit(workers)
	outcomes := make([]outcome, len(variants))
	for v := range variants {
		outcomes[v] = outcome{Variant: variants[v], results: make([]*sim.Result, c.Runs)}
		if err := c.staff(e, &outcomes[v]); err != nil {
			return nil, err
		}
		for n := range c.Runs {
			group.Go(func() error {
				sc := outcomes[v].Scenario
				sc.Seed += uint64(n)
				res, err := sim.RunWith(&sc, sim.Options{Stop: func() bool { return ctx.Err() != nil }})
				outcomes[v].results[n] = res
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return outcomes, nil
}
