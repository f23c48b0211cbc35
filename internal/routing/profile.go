package routing

import (
	"slices"
	"time"
)

// rankAdded is the rank of a profile that a step added.
const rankAdded = 100

// profile is a routing profile with numbers instead of names.
type profile struct {
	key   string
	loads []load       // by channel number
	below uint64       // channels whose works may be interrupted, a bit each
	rows  []profileRow // by rank, then queue
	byQ   []int16      // by queue number: index into rows, or −1

	groups []*group // of agents with this profile
	// added are the buckets of works to which a step added this profile.
	added []*bucket
}

type profileRow struct {
	q     *queue
	rank  int
	delay time.Duration
	slice int // of q from which works are visible
}

// row is the profile's row for a queue, or nil.
func (p *profile) row(q *queue) *profileRow {
	if i := p.byQ[q.idx]; i >= 0 {
		return &p.rows[i]
	}
	return nil
}

// addedSet is an interned set of profiles added by steps; nil is the empty one.
type addedSet struct {
	idx      int
	keys     []string // sorted
	profiles []*profile
}

func (s *addedSet) has(p *profile) bool {
	return s != nil && slices.Contains(s.profiles, p)
}

// group is all agents with the same profile and the same skills: what they may
// take differs only by what they hold.
type group struct {
	idx     int
	profile *profile
	skills  skillSet
	rows    []groupRow
	more    [][]uint64 // see groupRow
	idle    class      // the empty-handed ones
	classes []*class   // by load; the first is idle
	members int
	freeAt  int // in the engine's list of groups with somebody free
}

// groupRow is a profile's row as a group sees it, with all that the search for
// the best work looks at in one place.
type groupRow struct {
	q     *queue
	fits  uint64 // the first 64 buckets of the queue, a bit for each that the group may serve
	known int32  // buckets looked at so far
	slice int32
	rank  int16
	more  int16 // where the group has the bits of the others, or −1
}

// fitsNeeds reports whether the group's skills meet the needs.
func (g *group) fitsNeeds(n *needset) bool {
	if g.idx >= len(n.fit) {
		n.fit = append(n.fit, make([]fitness, g.idx+1-len(n.fit))...)
	}
	if n.fit[g.idx] == unknownFitness {
		n.fit[g.idx] = unfit
		if n.metBy(g.skills) {
			n.fit[g.idx] = fits
		}
	}
	return n.fit[g.idx] == fits
}

// look brings the row's view of the queue's buckets up to date.
func (r *groupRow) look(g *group) {
	for ; int(r.known) < len(r.q.buckets); r.known++ {
		b := r.q.buckets[r.known]
		word := &r.fits
		if n := int(r.known)/64 - 1; n >= 0 {
			word = r.moreBits(g, n)
		}
		if b.slice >= r.slice && g.fitsNeeds(b.needs) {
			*word |= 1 << (r.known % 64)
		}
	}
}

// moreBits is the n-th word of the bits of buckets beyond the first 64.
func (r *groupRow) moreBits(g *group, n int) *uint64 {
	if r.more < 0 {
		r.more = int16(len(g.more))
		g.more = append(g.more, nil)
	}
	words := &g.more[r.more]
	if n == len(*words) {
		*words = append(*words, 0)
	}
	return &(*words)[n]
}
