package erlang

import "math"

// palm is the steady state of Erlang A. The offered wait V, what somebody of
// endless patience would wait, has at x > 0 the density
//
//	v(x) = λ π e(x),  e(x) = exp(λ(1 − e^−θx)/θ − nμx),
//
// where π is the share of time with n − 1 busy and θ, μ, λ are the rates of patience,
// service and arrivals. Every figure is an integral over it. The exponent is concave, so
// e has one summit; all is measured against it (top) so that nothing overflows.
type palm struct {
	lambda, theta, drain float64 // drain is nμ
	top                  float64 // the exponent's largest value
	peak, end            float64 // where it is, and where nothing is left behind it
	idle                 float64 // weight of being answered at once
	busy                 float64 // weight of waiting
	weight               float64 // λ × blocked with one agent less: what an integral of e weighs
}

// tail is how far below its summit the exponent is negligible: e^−45 is 3·10⁻²⁰.
const tail = 45

func (q Queue) impatient(agents int, load float64) Figures {
	a := palm{lambda: q.PerSecond, theta: 1 / q.PatienceS, drain: float64(agents) / q.ServiceS}
	if a.lambda > a.drain {
		a.peak = math.Log(a.lambda/a.drain) / a.theta
	}
	a.top = a.exponent(a.peak)
	a.end = a.fallen()
	a.weight = a.lambda * Blocked(agents-1, load)
	a.idle = math.Exp(-a.top)
	a.busy = a.weight * a.integral(0, a.end, one)
	all := a.idle + a.busy

	f := Figures{Waits: a.busy / all, queue: q, agents: agents}
	f.MeanWaitS = a.weight * a.integral(0, a.end, a.patienceSpent) / all
	f.Abandons = f.MeanWaitS * a.theta
	f.Length = f.MeanWaitS * a.lambda
	f.Occupancy = (a.idle + a.weight*a.integral(0, a.end, a.stays)) / all * load / float64(agents)
	f.a = a
	return f
}

// answered is the share answered within so many seconds.
func (a *palm) answered(withinS float64) float64 {
	in := a.weight * a.integral(0, min(withinS, a.end), a.stays)
	return min((a.idle+in)/(a.idle+a.busy), 1)
}

// later is the share that still waits after so many seconds.
func (a *palm) later(withinS float64) float64 {
	if withinS >= a.end {
		return 0
	}
	return a.weight * a.stays(withinS) * a.integral(withinS, a.end, one) / (a.idle + a.busy)
}

func one(float64) float64 { return 1 }

// stays is the chance that patience outlasts x.
func (a *palm) stays(x float64) float64 { return math.Exp(-a.theta * x) }

// patienceSpent is the mean wait of somebody whose offered wait is x.
func (a *palm) patienceSpent(x float64) float64 { return -math.Expm1(-a.theta*x) / a.theta }

func (a *palm) exponent(x float64) float64 { return a.lambda*a.patienceSpent(x) - a.drain*x }

// fallen is where, behind its summit, the exponent has fallen by tail.
func (a *palm) fallen() float64 {
	step := 1 / (a.lambda + a.drain)
	for a.top-a.exponent(a.peak+step) < tail {
		step *= 2
	}
	low, high := a.peak+step/2, a.peak+step
	for range 60 {
		if mid := (low + high) / 2; a.top-a.exponent(mid) < tail {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// risen is where, before its summit, the exponent is within tail of it.
func (a *palm) risen() float64 {
	if a.peak == 0 || a.top < tail {
		return 0
	}
	low, high := 0.0, a.peak
	for range 60 {
		if mid := (low + high) / 2; a.top-a.exponent(mid) > tail {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// integral is ∫ g(x) e(x) dx over [from, to], with e measured against its summit.
func (a *palm) integral(from, to float64, g func(float64) float64) float64 {
	from = max(from, a.risen())
	if from >= to {
		return 0
	}
	sum := 0.0
	// Where patience is far shorter than service, all that bends is at the beginning.
	for _, cut := range [2]float64{a.peak, tail / a.theta} {
		if from < cut && cut < to {
			return a.integral(from, cut, g) + a.integral(cut, to, g)
		}
	}
	width := (to - from) / panels
	for p := range panels {
		middle, half := from+(float64(p)+0.5)*width, width/2
		for i, node := range nodes {
			for _, x := range [2]float64{middle - half*node, middle + half*node} {
				sum += weights[i] * half * g(x) * math.Exp(a.exponent(x)-a.top)
			}
		}
	}
	return sum
}

// An integral is cut into panels, each taken with Gauss and Legendre's rule of ten
// points (Abramowitz and Stegun, table 25.4), exact for polynomials of degree 19.
// Over one panel the exponent changes by about two, which that rule takes to 10⁻¹⁵.
const panels = 32

//nolint:gochecknoglobals // constants of an array type
var (
	nodes   = [5]float64{0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717}
	weights = [5]float64{0.2955242247147529, 0.2692667193099963, 0.2190863625159820, 0.1494513491505806, 0.0666713443086881}
)
