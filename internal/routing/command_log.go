package routing

import "turno/internal/core"

// commandsMax is how many accepted command ids are remembered.
const commandsMax = 1 << 16

// commandLog remembers the last accepted command ids in a ring, with an open
// hash table of twice that size over it.
type commandLog struct {
	ring  []core.ID // grows to commandsMax, then is overwritten from next on
	next  int
	table []uint32 // position in ring plus one; 0 is empty
}

const tableMask = 2*commandsMax - 1

func (l *commandLog) init() { l.table = make([]uint32, 2*commandsMax) }

// slot is where the search for an id begins. The last eight bytes of a UUID are
// random; ids that are not only share slots, which costs time, not truth.
func slot(id *core.ID) uint64 {
	var low, high uint64
	for i := range 8 {
		high = high<<8 | uint64(id[i])
		low = low<<8 | uint64(id[8+i])
	}
	x := (low ^ high*0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9
	return (x ^ x>>29) & tableMask
}

func (l *commandLog) has(id core.ID) bool {
	for i := slot(&id); ; i = (i + 1) & tableMask {
		at := l.table[i]
		if at == 0 {
			return false
		}
		if l.ring[at-1] == id {
			return true
		}
	}
}

func (l *commandLog) add(id core.ID) {
	if len(l.ring) < commandsMax {
		l.ring = append(l.ring, id)
		l.enter(id, len(l.ring))
		return
	}
	l.forget(l.ring[l.next], l.next+1)
	l.ring[l.next] = id
	l.enter(id, l.next+1)
	l.next = (l.next + 1) % commandsMax
}

func (l *commandLog) enter(id core.ID, at int) {
	i := slot(&id)
	for l.table[i] != 0 {
		i = (i + 1) & tableMask
	}
	l.table[i] = uint32(at) //nolint:gosec // at most commandsMax
}

// forget takes an entry out and closes the gap it leaves in its run.
func (l *commandLog) forget(id core.ID, at int) {
	i := slot(&id)
	for l.table[i] != uint32(at) { //nolint:gosec // at most commandsMax
		i = (i + 1) & tableMask
	}
	for j := (i + 1) & tableMask; l.table[j] != 0; j = (j + 1) & tableMask {
		home := slot(&l.ring[l.table[j]-1])
		if (j-home)&tableMask >= (j-i)&tableMask {
			l.table[i] = l.table[j]
			i = j
		}
	}
	l.table[i] = 0
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
