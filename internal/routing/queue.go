package routing

import (
	"slices"
	"time"

	"turno/internal/core"
)

// queue is a configured (or removed, but not empty) queue. What every search
// asks stands together at the top.
type queue struct {
	line    line     // waiting and offered works in serving order
	filled  []uint64 // buckets that are not empty
	heads   []entry  // of each bucket; meaningful where filled has its bit
	buckets []*bucket
	// threshold in µs.
	threshold int64
	agents    []seat // signed in with a profile that holds it, by id
	choice    Choice
	key       string
	idx       int // among the engine's queues, in order of key
	steps     []stepRule

	// delays are the distinct delays above zero with which profiles see the
	// queue, ascending: a work passes from slice to slice as it waits.
	delays      []time.Duration
	refs        int // works, and wrap-ups, of this queue
	lastOffered core.ID
	rate        departures
	handle      handleTime

	dirty, known, gone, closed bool
	// hand is who opened or closed it last, if that was a person.
	hand ByHand

	rows   []queueRow // profiles that hold it
	groups []*group   // groups whose profile holds it
	byKey  map[bucketKey]*bucket
	def    Queue
	// removed is set on a queue that the configuration no longer has.
	removed *RemovedQueue
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
	return q
}

// choice is the rule by which the work's agent is chosen: its queue's, or the
// default of its channel.
func (w *work) choice() Choice {
	switch {
	case w.queue.choice != "":
		return w.queue.choice
	case w.Channel == core.Chat:
		return Fill
	default:
		return LongestIdle
	}
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
	id     core.ID
	a      *agent
	group  int32
	number int32 // in the roster
}

func compareSeats(s seat, id core.ID) int { return s.id.Compare(id) }

// addAgent notes that an agent of a profile with this queue has come.
func (q *queue) addAgent(a *agent) {
	i, _ := slices.BinarySearchFunc(q.agents, a.ID, compareSeats)
	q.agents = slices.Insert(q.agents, i, seat{id: a.ID, a: a, group: int32(a.group.idx), number: a.number})
}

func (q *queue) removeAgent(a *agent) {
	if i, ok := slices.BinarySearchFunc(q.agents, a.ID, compareSeats); ok {
		q.agents = slices.Delete(q.agents, i, i+1)
	}
}
