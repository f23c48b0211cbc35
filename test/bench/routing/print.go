package main

import (
	"io"
	"time"

	"turno/test/figure"
)

// print writes the figures of the engine alone; those of a run with idle agents
// have their own names.
func (l *load) print(out io.Writer, cpu time.Duration) error {
	steps, sorted := float64(len(l.took)), figure.Sorted(l.took)
	name := runName(l.size, l.idle)
	lines := []struct {
		metric string
		value  float64
		unit   string
	}{
		{"routing_steps_per_s_" + name, steps / cpu.Seconds(), "1/s"},
		{"routing_step_p99_us_" + name, micros(figure.Percentile(sorted, 0.99)), "us"},
		{"routing_step_p50_us_" + name, micros(figure.Percentile(sorted, 0.5)), "us"},
		{"routing_step_p999_us_" + name, micros(figure.Percentile(sorted, 0.999)), "us"},
		{"routing_step_max_us_" + name, micros(sorted[len(sorted)-1]), "us"},
		{"routing_idle_share_" + name, 1 - float64(min(len(l.events), l.agents))/float64(l.agents), "share"},
		{"routing_queue_steps_per_step_" + name, float64(l.fired) / steps, "1"},
		{"routing_clock_ns_" + name, l.clock, "ns"},
	}
	for _, x := range lines {
		if err := figure.Print(out, x.metric, x.value, x.unit); err != nil {
			return err
		}
	}
	return nil
}

// printCollected writes what it costs when the changes are taken as the floor
// takes them, and the memory; that of the smaller size has a name of its own.
func (l *load) printCollected(out io.Writer, cpu time.Duration, m *memory) error {
	steps, name := float64(len(l.took)), runName(l.size, l.idle)
	if err := figure.Print(out, "routing_collected_steps_per_s_"+name, steps/cpu.Seconds(), "1/s"); err != nil {
		return err
	}
	if err := figure.Print(out, "routing_changes_us_per_step_"+name, micros(l.changes)/steps, "us"); err != nil {
		return err
	}
	if l.idle {
		return nil
	}
	suffix := "_" + l.name
	if l.name == sizes()[len(sizes())-1].name {
		suffix = ""
	}
	if err := figure.Print(out, "routing_bytes_per_work"+suffix, m.perWork(len(l.slots)-len(l.vacant)), "bytes"); err != nil {
		return err
	}
	return figure.Print(out, "routing_bytes_per_agent"+suffix, m.perAgent(), "bytes")
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// runName tells the four runs apart.
func runName(s size, idle bool) string {
	if idle {
		return s.name + "_idle"
	}
	return s.name
}
