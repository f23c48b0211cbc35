package routing

import "turno/internal/core"

// commandsMax is how many accepted command ids are remembered.
const commandsMax = 1 << 16

// commandLog remembers the last accepted command ids in a ring, and finds them
// by a hash table of buckets that are a cache line each. Nothing is ever taken
// out of the table: a mark too old is in nobody's way.
type commandLog struct {
	ring    []core.ID // grows to commandsMax, then is overwritten from next on
	next    int
	added   uint64 // ids so far
	buckets []commandBucket
}

// commandBucket holds the marks of ids with one hash, as long as there is room;
// the next buckets have the rest.
type commandBucket struct {
	marks [14]commandMark
	// passed is the number of the newest id that went on to the next bucket. When
	// that one is forgotten, a search has no reason to go on.
	passed uint64
}

// commandMark is an id in the table: one bit that is always set, the first 11 bits
// of its hash, and the last 20 bits of its number. Zero is an empty place. Short, because the table is read at every step and should
// stay in the cache. A mark that is so old that its number seems new again costs a
// look at the ring, or a place until it seems old again; it is never taken for another id.
type commandMark uint32

const (
	commandBuckets = commandsMax / 8
	numberMask     = 1<<20 - 1
	markSet        = 1 << 31
)

func markOf(hash, number uint64) commandMark {
	return commandMark(hash>>32&^numberMask | markSet | number&numberMask)
}

// age is how many ids came after the mark's own, as far as the mark can tell.
func (l *commandLog) age(m commandMark) uint64 { return (l.added - uint64(m)) & numberMask }

func (l *commandLog) init() { l.buckets = make([]commandBucket, commandBuckets) }

func (l *commandLog) has(id *core.ID) bool {
	hash := hashID(id)
	wanted := markOf(hash, 0)
	for i := hash % commandBuckets; ; i = (i + 1) % commandBuckets {
		b := &l.buckets[i]
		for _, m := range b.marks {
			if m^wanted <= numberMask && l.remembers(l.age(m), id) {
				return true
			}
		}
		if !l.recent(b.passed) {
			return false
		}
	}
}

// remembers reports whether an id is the one that so many came after.
func (l *commandLog) remembers(age uint64, id *core.ID) bool {
	return age < commandsMax && age < l.added && l.ring[(l.added-age-1)%commandsMax] == *id
}

// recent reports whether the id with a number is remembered.
func (l *commandLog) recent(number uint64) bool {
	return number != 0 && l.added-number < commandsMax
}

func (l *commandLog) add(id *core.ID) {
	if len(l.ring) < commandsMax {
		l.ring = append(l.ring, *id)
	} else {
		l.ring[l.next] = *id
		l.next = (l.next + 1) % commandsMax
	}
	l.added++
	l.enter(hashID(id))
}

// enter marks the newest id.
func (l *commandLog) enter(hash uint64) {
	mark := markOf(hash, l.added)
	for i := hash % commandBuckets; ; i = (i + 1) % commandBuckets {
		b := &l.buckets[i]
		for n, m := range b.marks {
			if m == 0 || l.age(m) >= commandsMax {
				b.marks[n] = mark
				return
			}
		}
		b.passed = l.added
	}
}

// all are the ids, oldest first.
func (l *commandLog) all() []core.ID { return l.last(len(l.ring)) }

// last are the n newest ids, oldest first; nil when there are none.
func (l *commandLog) last(n int) []core.ID {
	n = min(n, len(l.ring))
	if n == 0 {
		return nil
	}
	ids := make([]core.ID, 0, n)
	// The ring's newest entry is before next, which stays 0 until it is full.
	if before := n - l.next; before > 0 {
		ids = append(ids, l.ring[len(l.ring)-before:]...)
		n = l.next
	}
	return append(ids, l.ring[l.next-n:l.next]...)
}
