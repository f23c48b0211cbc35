package sim

import (
	"math/bits"
	"time"
)

// Histogram counts durations in buckets that are at most a 64th of their value wide,
// from a microsecond on.
type Histogram struct {
	buckets []int64
	N       int64
}

const histogramBits = 6

func bucketOf(us uint64) int {
	if us < 1<<histogramBits {
		return int(us)
	}
	exponent := bits.Len64(us) - 1 - histogramBits
	return exponent<<histogramBits + int(us>>exponent)
}

func middleOf(bucket int) uint64 {
	if bucket < 2<<histogramBits {
		return uint64(bucket)
	}
	exponent := bucket>>histogramBits - 1
	return uint64(bucket-exponent<<histogramBits)<<exponent + 1<<exponent/2
}

// Add counts one; what is negative counts as zero.
func (h *Histogram) Add(d time.Duration) {
	b := bucketOf(uint64(max(d.Microseconds(), 0)))
	for len(h.buckets) <= b {
		h.buckets = append(h.buckets, make([]int64, 1<<histogramBits)...)
	}
	h.buckets[b]++
	h.N++
}

// At is the least duration that share of all (0–1) do not exceed, to a 128th; zero
// where there are none.
func (h *Histogram) At(share float64) time.Duration {
	want := max(int64(share*float64(h.N)), 1)
	for b, n := range h.buckets {
		if want -= n; want <= 0 {
			return time.Duration(middleOf(b)) * time.Microsecond
		}
	}
	return 0
}
