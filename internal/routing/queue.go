package routing

import (
	"slices"
	"time"

	"turno/internal/core"
)

// queue is a configured (or removed, but not empty) queue.
type queue struct {
	idx    int // among the engine's queues, in order of key
	key    string
	def    Queue
	closed bool
	// removed is set on a queue that the configuration no longer has.
	removed *RemovedQueue

	threshold int64 // µs
	steps     []stepRule
	choice    Choice

	line line // waiting and offered works in serving order

	// delays are the distinct delays above zero with which profiles see the
	// queue, ascending: a work passes from slice to slice as it waits.
	delays  []time.Duration
	rows    []queueRow // profiles that hold it
	groups  []*group   // groups whose profile holds it
	agents  []seat     // signed in with such a profile, by id
	buckets []*bucket
	heads   []entry  // of each bucket; meaningful where filled has its bit
	filled  []uint64 // buckets that are not empty
	byKey   map[bucketKey]*bucket

	refs        int // works, and wrap-ups, of this queue
	lastOffered core.ID
	rate        departures
	handle      handleTime

	dirty, known, gone bool
}

// queueRow is a profile's row for a queue.
type queueRow struct {
	profile *profile
	rank    int
	delay   time.Duration
}

// stepRule is a Step with its profile looked up.
type stepRule struct {
	after    time.Duration
	priority int
	lower    []Need
	add      *profile
	// What the step makes of needs and added profiles, as far as it was asked.
	lowered map[*needset]*needset
	widened map[*addedSet]*addedSet
}

// newQueue compiles a queue's definition; rows and delays follow when the
// profiles are known.
func newQueue(def Queue) *queue {
	q := &queue{key: def.Key, def: cloneQueue(def), byKey: map[bucketKey]*bucket{}}
	q.threshold = int64(def.ServiceLevel.Threshold / time.Microsecond)
	if q.threshold <= 0 {
		q.threshold = int64(defaultThreshold / time.Microsecond)
	}
	q.choice = def.Choice
	if q.choice == "" {
		q.choice = LongestIdle
	}
	return q
}

func cloneQueue(def Queue) Queue {
	def.Steps = slices.Clone(def.Steps)
	for i := range def.Steps {
		def.Steps[i].Lower = slices.Clone(def.Steps[i].Lower)
	}
	def.Overflow = slices.Clone(def.Overflow)
	return def
}

// timeout is how long an offer of this queue lasts; negative means for ever.
func (q *queue) timeout() time.Duration {
	if q.def.Offer.Timeout == 0 {
		return defaultTimeout
	}
	return q.def.Offer.Timeout
}

// sliceAt is the slice of a work that has waited that long.
func (q *queue) sliceAt(waited time.Duration) int {
	n := 0
	for n < len(q.delays) && q.delays[n] <= waited {
		n++
	}
	return n
}

// staffed reports whether anybody who serves the queue is signed in.
func (q *queue) staffed() bool { return len(q.agents) > 0 }

// seat is an agent who serves a queue, with what explanations ask first beside
// the pointer, which is then rarely followed.
type seat struct {
	id    core.ID
	a     *agent
	group int32
}

func compareSeats(s seat, id core.ID) int { return s.id.Compare(id) }

// addAgent notes that an agent of a profile with this queue has come.
func (q *queue) addAgent(a *agent) {
	i, _ := slices.BinarySearchFunc(q.agents, a.ID, compareSeats)
	q.agents = slices.Insert(q.agents, i, seat{id: a.ID, a: a, group: int32(a.group.idx)})
}

func (q *queue) removeAgent(a *agent) {
	if i, ok := slices.BinarySearchFunc(q.agents, a.ID, compareSeats); ok {
		q.agents = slices.Delete(q.agents, i, i+1)
	}
}
