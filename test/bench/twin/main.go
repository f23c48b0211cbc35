// Command twin measures how fast the twin runs: a week of business-care.yaml and a
// year of global-retail.yaml, each one pass with the staff already found, in processor
// seconds. With -cpuprofile it writes a profile of the year.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"turno/internal/scenario"
	"turno/internal/sim"
	"turno/test/figure"
)

func main() {
	profile := flag.String("cpuprofile", "", "write a processor profile of the year to this file")
	flag.Parse()
	if err := run(*profile); err != nil {
		fmt.Fprintln(os.Stderr, "twin:", err)
		os.Exit(1)
	}
}

func run(profile string) error {
	runtime.GOMAXPROCS(1) // one core, the collector on it too
	week, err := pass("business-care.yaml", "")
	if err != nil {
		return err
	}
	year, err := pass("global-retail.yaml", profile)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		metric string
		value  float64
		unit   string
	}{
		{"twin_week_s", week.seconds, "s"},
		{"twin_week_contacts", float64(week.contacts), "contacts"},
		{"twin_year_s", year.seconds, "s"},
		{"twin_year_contacts", float64(year.contacts), "contacts"},
		{"twin_year_memory", year.memoryMiB, "MiB"},
		{"twin_contacts_per_s", float64(year.contacts) / year.seconds, "contacts/s"},
		{"twin_steps_per_s", float64(year.steps) / year.seconds, "steps/s"},
	} {
		if err := figure.Print(os.Stdout, f.metric, f.value, f.unit); err != nil {
			return err
		}
	}
	return nil
}

type measured struct {
	seconds, memoryMiB float64
	contacts, steps    int64
}

// pass runs a shipped scenario once.
func pass(name, profile string) (*measured, error) {
	f, err := os.Open(filepath.Join("scenarios", name))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	variants, err := scenario.Read(f)
	if err != nil {
		return nil, err
	}
	sc := variants[0].Scenario
	sc = sim.StaffByFormula(&sc).Apply(sc)
	stop, err := figure.Profile(profile)
	if err != nil {
		return nil, err
	}
	begin := figure.CPU()
	result, err := sim.Run(&sc)
	if err := errors.Join(err, stop()); err != nil {
		return nil, err
	}
	m := &measured{seconds: (figure.CPU() - begin).Seconds(), steps: result.Steps, contacts: result.Scopes[0].Tally.Offered + result.Scopes[0].Tally.Outbound}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	m.memoryMiB = float64(memory.Sys) / (1 << 20)
	return m, nil
}
