package sim

import "math/rand/v2"

// key names a source of chance: a stream, a customer, a day of an agent.
type key uint64

// draw says what is drawn from a key.
type draw uint64

const (
	drawArrivals draw = iota + 1
	drawNoise
	drawHandle
	drawPatience
	drawBalk
	drawPremier
	drawWrapUp
	drawCharge
	drawTask
	drawRecall
	drawRecallAt
	drawBreaks
	drawAnswer
)

// mix spreads the bits of x (splitmix64: Steele, Lea and Flood, OOPSLA 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (k key) child(n uint64) key { return key(mix(uint64(k) ^ mix(n))) }

func (k key) named(name string) key {
	h := uint64(14695981039346656037) // FNV-1a
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return k.child(h)
}

// dice draws by key. It is one generator that is seeded anew for each draw.
type dice struct {
	pcg rand.PCG
	r   *rand.Rand
}

func newDice() *dice {
	d := &dice{}
	d.r = rand.New(&d.pcg)
	return d
}

// at is the generator of a draw, at its beginning; good until the next call.
func (d *dice) at(k key, what draw) *rand.Rand {
	d.pcg.Seed(uint64(k), mix(uint64(k)+uint64(what)))
	return d.r
}

// chance is true for that share of keys.
func (d *dice) chance(k key, what draw, share float64) bool {
	return share > 0 && d.at(k, what).Float64() < share
}
