package sim

import (
	"math"
	"math/rand/v2"
	"time"
)

// Shape is a distribution's family.
type Shape uint8

// The shapes. The zero shape is no distribution: never, or none.
const (
	None Shape = iota
	Constant
	Exponential
	Lognormal
	Gamma
	Empirical
)

// Dist is a distribution of times, in seconds.
type Dist struct {
	Shape  Shape
	Mean   float64
	CV     float64   // standard deviation ÷ mean, of Lognormal and Gamma
	Values []float64 // of Empirical, each as likely as the others
}

// Average is the mean in seconds.
func (d *Dist) Average() float64 {
	if d.Shape != Empirical {
		return d.Mean
	}
	sum := 0.0
	for _, v := range d.Values {
		sum += v
	}
	return sum / float64(len(d.Values))
}

// draw is one time, cut to the microsecond, at most a hundred years.
func (d *Dist) draw(r *rand.Rand) time.Duration {
	seconds := 0.0
	switch d.Shape {
	case None:
	case Constant:
		seconds = d.Mean
	case Exponential:
		seconds = d.Mean * r.ExpFloat64()
	case Lognormal:
		s2 := math.Log1p(d.CV * d.CV)
		seconds = d.Mean * math.Exp(math.Sqrt(s2)*r.NormFloat64()-s2/2)
	case Gamma:
		seconds = d.Mean * gamma(r, d.CV)
	case Empirical:
		seconds = d.Values[r.IntN(len(d.Values))]
	}
	const longest = 100 * 365 * 24 * 3600
	return time.Duration(min(seconds, longest)*1e6) * time.Microsecond
}

// gamma draws from the gamma distribution of mean 1 and that coefficient of
// variation: Marsaglia and Tsang, "A simple method for generating gamma variables",
// ACM Trans. Math. Softw. 26 (2000).
func gamma(r *rand.Rand, cv float64) float64 {
	if cv == 0 {
		return 1
	}
	shape := 1 / (cv * cv)
	boost := 1.0
	k := shape
	if k < 1 {
		boost = math.Pow(r.Float64(), 1/k)
		k++
	}
	d := k - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return boost * d * v / shape
		}
	}
}
