package erlang

import (
	"fmt"
	"math/big"
	"testing"
)

// The formulas again, from their definitions, with 256 binary digits: the states
// of the chain are summed one by one, and nothing of the package is used.

const precision = 256

func num(v float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(v) }

func op(f func(z, x, y *big.Float) *big.Float, x, y *big.Float) *big.Float {
	return f(new(big.Float).SetPrec(precision), x, y)
}
func mul(x, y *big.Float) *big.Float { return op((*big.Float).Mul, x, y) }
func quo(x, y *big.Float) *big.Float { return op((*big.Float).Quo, x, y) }
func add(x, y *big.Float) *big.Float { return op((*big.Float).Add, x, y) }
func sub(x, y *big.Float) *big.Float { return op((*big.Float).Sub, x, y) }

func float(x *big.Float) float64 {
	v, _ := x.Float64()
	return v
}

// exactBlocked is (aⁿ/n!) ÷ Σ aᵏ/k!.
func exactBlocked(agents int, load float64) float64 {
	term, sum := num(1), num(1)
	for k := 1; k <= agents; k++ {
		term = quo(mul(term, num(load)), num(float64(k)))
		sum = add(sum, term)
	}
	return float(quo(term, sum))
}

// exact is the chain of Erlang A, or C where nobody leaves.
type exact struct{ waits, abandons, meanWaitS, occupancy, within float64 }

// exactly sums the chain. The drain over the patience rate, c, has to be a whole
// number for within: a wait behind j others is then the j-th smallest of c + j
// exponential times, and the share of those answered within t a sum of binomials.
func exactly(q Queue, agents, c int, withinS *big.Float) exact {
	lambda, mu := num(q.PerSecond), quo(num(1), num(q.ServiceS))
	theta := num(0)
	if q.PatienceS > 0 {
		theta = quo(num(1), num(q.PatienceS))
	}
	term, sum, busy, length := num(1), num(1), num(0), num(0)
	waiting, in := num(0), num(0)
	small := new(big.Float).SetPrec(precision).SetMantExp(num(1), -120)
	for k := 1; ; k++ {
		leave := mul(num(float64(min(k, agents))), mu)
		if k > agents {
			leave = add(leave, mul(num(float64(k-agents)), theta))
		}
		term = quo(mul(term, lambda), leave)
		sum = add(sum, term)
		busy = add(busy, mul(term, num(float64(min(k, agents)))))
		if k < agents {
			continue
		}
		j := k - agents
		waiting = add(waiting, term)
		length = add(length, mul(term, num(float64(j))))
		if c > 0 {
			in = add(in, mul(term, served(c, j, withinS)))
		}
		if k > agents+10 && quo(term, sum).Cmp(small) < 0 {
			break
		}
	}
	mean := quo(quo(length, sum), lambda)
	return exact{
		waits:     float(quo(waiting, sum)),
		abandons:  float(mul(mean, theta)),
		meanWaitS: float(mean),
		occupancy: float(quo(quo(busy, sum), num(float64(agents)))),
		within:    float(quo(add(sub(sum, waiting), in), sum)),
	}
}

// served is the chance that somebody with j before them in line is answered before
// stays (e^−θt) of the customers have left: E[y; y ≥ stays] of y ~ Beta(c, j+1).
func served(c, j int, stays *big.Float) *big.Float {
	// = c/(c+j+1) × P(Beta(c+1, j+1) ≥ stays), which is P(Binomial(c+j+1, stays) ≤ c).
	n := c + j + 1
	goes := sub(num(1), stays)
	term := num(1)
	for range n {
		term = mul(term, goes)
	}
	sum := num(0)
	for i := 0; i <= c; i++ {
		sum = add(sum, term)
		term = quo(mul(mul(term, stays), num(float64(n-i))), mul(goes, num(float64(i+1))))
	}
	return mul(quo(num(float64(c)), num(float64(n))), sum)
}

// Ensure that Erlang B equals its definition.
func TestBlockedExactly(t *testing.T) {
	t.Parallel()
	for _, agents := range []int{1, 2, 7, 50, 321, 2000, 20000} {
		for _, share := range []float64{0.1, 0.8, 0.99, 1, 1.2, 3} {
			load := share * float64(agents)
			want := exactBlocked(agents, load)
			near(t, fmt.Sprintf("%d agents, load %g", agents, load), Blocked(agents, load), want, 1e-11*want+1e-300)
		}
	}
}

// Ensure that 100 000 agents are no trouble: the recursion with 256 binary digits
// says the same.
func TestHundredThousandAgents(t *testing.T) {
	t.Parallel()
	const agents = 100_000
	for _, load := range []float64{99_900, 100_000, 101_000} {
		b := num(1)
		for n := 1; n <= agents; n++ {
			x := mul(num(load), b)
			b = quo(x, add(num(float64(n)), x))
		}
		want := float(b)
		near(t, fmt.Sprintf("blocked at %g", load), Blocked(agents, load), want, 1e-11*want)
		if load < agents {
			n := num(agents)
			c := float(quo(mul(n, b), sub(n, mul(num(load), sub(num(1), b)))))
			near(t, fmt.Sprintf("waits at %g", load), Waits(agents, load), c, 1e-10*c)
		}
		q := Queue{PerSecond: load / 300, ServiceS: 300, PatienceS: 300}
		got, want2 := q.Staffed(agents), exactly(q, agents, 0, nil)
		near(t, fmt.Sprintf("A waits at %g", load), got.Waits, want2.waits, 1e-9)
		near(t, fmt.Sprintf("A abandons at %g", load), got.Abandons, want2.abandons, 1e-9)
		near(t, fmt.Sprintf("A mean wait at %g", load), got.MeanWaitS, want2.meanWaitS, 1e-8*want2.meanWaitS+1e-12)
		near(t, fmt.Sprintf("A occupancy at %g", load), got.Occupancy, want2.occupancy, 1e-9)
	}
}

// Ensure that Erlang C and A equal the sums of their chains: small and large,
// hardly loaded and far overloaded, patient and not.
func TestChainExactly(t *testing.T) {
	t.Parallel()
	for _, agents := range []int{1, 3, 12, 60, 500} {
		for _, share := range []float64{0.3, 0.8, 0.95, 1, 1.3, 4} {
			for _, patience := range []float64{0, 0.05, 0.5, 1, 4} { // of a service
				if patience == 0 && share >= 1 {
					continue
				}
				q := Queue{PerSecond: share * float64(agents) / 180, ServiceS: 180, PatienceS: patience * 180}
				c := float64(agents) * patience
				whole := 0
				if c == float64(int(c)) && c <= 240 {
					whole = int(c)
				}
				within, stays := 20.0, num(0)
				if whole > 0 {
					// e^−θt for the t that makes it a number without end of digits.
					stays = num(0.9375)
					within = -patience * 180 * lnExact
				}
				got, want := q.Staffed(agents), exactly(q, agents, whole, stays)
				what := fmt.Sprintf("%d agents, load %g, patience %g: ", agents, q.Load(), q.PatienceS)
				near(t, what+"waits", got.Waits, want.waits, 1e-11)
				near(t, what+"abandons", got.Abandons, want.abandons, 1e-11)
				near(t, what+"mean wait", got.MeanWaitS, want.meanWaitS, 1e-10*want.meanWaitS+1e-13)
				near(t, what+"occupancy", got.Occupancy, want.occupancy, 1e-11)
				if whole > 0 {
					near(t, what+"within", got.Answered(within), want.within, 1e-11)
				}
			}
		}
	}
}

// lnExact is ln 0.9375.
const lnExact = -0.064538521137571171672923915683992928
