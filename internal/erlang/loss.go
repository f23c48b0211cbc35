package erlang

import "math"

// Blocked is Erlang B: the share of contacts that find all agents busy and are
// lost, when load erlangs (contacts per time × mean service) are offered to so many
// agents. It is 1 without agents and 0 without load; NaN for a load that is negative
// or not a number. It takes one pass over the agents.
//
// The recursion B(n) = aB(n−1) / (n + aB(n−1)) adds and divides positive numbers
// only, so rounding does not grow.
func Blocked(agents int, load float64) float64 {
	switch {
	case math.IsNaN(load) || load < 0:
		return math.NaN()
	case agents <= 0:
		return 1
	case math.IsInf(load, 1):
		return 1
	}
	b := 1.0
	for n := 1; n <= agents; n++ {
		b = load * b / (float64(n) + load*b)
	}
	return b
}

// Waits is Erlang C: the share of contacts that find all agents busy and wait. It
// is 1 at a load of as many erlangs as there are agents or more, where the line grows for ever.
func Waits(agents int, load float64) float64 {
	switch b := Blocked(agents, load); {
	case math.IsNaN(b):
		return b
	case load >= float64(agents):
		return 1
	default:
		n := float64(agents)
		return n * b / (n - load*(1-b))
	}
}
