// Package figure is what the programs that measure share: one line per figure,
// percentiles, and the processor time that was used.
package figure

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// Print writes one figure: `metric value unit`, with as many decimals as a
// value of its size deserves.
func Print(w io.Writer, metric string, value float64, unit string) error {
	decimals := 0
	switch {
	case value < 10:
		decimals = 2
	case value < 100:
		decimals = 1
	}
	_, err := fmt.Fprintf(w, "%s %s %s\n", metric, strconv.FormatFloat(value, 'f', decimals, 64), unit)
	return err
}

// Percentile is the smallest of the sorted values that share of all (0 to 1) do
// not exceed; zero where there is none.
func Percentile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// Sorted is a sorted copy.
func Sorted(values []time.Duration) []time.Duration {
	out := slices.Clone(values)
	slices.Sort(out)
	return out
}

// CPU is the processor time that this process has used so far, in the user's
// and the system's mode. Where others work on the same machine it says more
// than the clock on the wall.
func CPU() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0 // it never fails for the calling process
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
