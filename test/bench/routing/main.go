// Command routing measures the engine alone, on one core: steps per second, how
// long a step takes, and the memory of waiting works and of agents. It plays
// whole contacts (Enqueue, Accept, Release, CloseWrapUp, 2 % Cancel) with
// explanations and command ids, once with everybody busy and once with three
// agents in ten idle.
//
// The engine is alone: nobody takes its changes, as the floor would after each
// batch to write them to the store. What that costs is measured after it.
//
// A step counts only when a command was handed in; the queues' own steps that
// fire meanwhile are part of it. Steps per second is per second of processor
// time, garbage collection included, so that others on the same machine spoil
// it little; on a quiet machine it is the time on the wall. The time of one
// reading of the clock per step is taken off (clock_ns says what it was).
// Percentiles are of the wall, with it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"time"

	"turno/test/figure"
)

func main() {
	only := flag.String("only", "", "make this run only: 1k, 1k_idle, 10k or 10k_idle")
	profile := flag.String("cpuprofile", "", "write a processor profile of the measured steps to this file")
	flag.Parse()
	if err := run(os.Stdout, *only, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "bench-routing:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, only, profile string) (err error) {
	runtime.GOMAXPROCS(1)
	stop, err := figure.Profile(profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	for _, s := range sizes() {
		for _, idle := range []bool{false, true} {
			if only != "" && only != runName(s, idle) {
				continue
			}
			if err := measure(out, s, idle); err != nil {
				return fmt.Errorf("%s, idle %v: %w", s.name, idle, err)
			}
		}
	}
	return nil
}

// measure fills one engine, lets it become steady, measures, and prints.
func measure(out io.Writer, s size, idle bool) error {
	l, err := newLoad(s, idle)
	if err != nil {
		return err
	}
	var m memory
	if err := l.fill(&m); err != nil {
		return err
	}
	for range 4 * s.waiting { // every one of the works waiting now is served
		if err := l.next(); err != nil {
			return err
		}
	}
	alone, err := l.measured(l.steps, false)
	if err != nil {
		return err
	}
	if err := l.print(out, alone); err != nil {
		return err
	}
	collected, err := l.measured(l.steps/4, true)
	if err != nil {
		return err
	}
	m.full = heap()
	return l.printCollected(out, collected, &m)
}

// measured plays so many steps and returns the processor time they took. With
// collect it takes the changes after each batch, as the floor does; their price
// is told apart, but the garbage they make is everybody's.
func (l *load) measured(steps int, collect bool) (time.Duration, error) {
	l.took, l.inSteps, l.changes, l.fired, l.collect = l.took[:0:steps], 0, 0, 0, collect
	l.engine.TakeChanges()
	runtime.GC()
	began, used := time.Since(l.base), figure.CPU()
	for len(l.took) < steps {
		if err := l.next(); err != nil {
			return 0, err
		}
	}
	used = figure.CPU() - used
	wall := time.Since(l.base) - began
	l.clock = clockRead()
	inSteps := l.inSteps - time.Duration(float64(len(l.took))*l.clock)
	return time.Duration(float64(used) * float64(inSteps) / float64(wall)), nil
}

// clockRead is what one reading of the clock costs in nanoseconds, at best: each
// measured step has one of them in it.
func clockRead() float64 {
	const reads = 10_000
	best, base := math.Inf(1), time.Now()
	for range 100 {
		began := time.Since(base)
		for range reads - 1 {
			_ = time.Since(base)
		}
		best = min(best, float64(time.Since(base)-began)/reads)
	}
	return best
}
