package routing

import (
	"encoding/binary"
	"iter"

	"turno/internal/core"
)

// hashID mixes all bits of an id: not every id is a UUID with a random end.
func hashID(id *core.ID) uint64 {
	high, low := binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
	x := low ^ high*0x9e3779b97f4a7c15
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	return (x ^ x>>33) * 0xc4ceb9fe1a85ec53
}

// idTable finds works and agents by id. It is an open hash table with the ids
// inside, because a step's time goes into cache misses and a look-up here is
// one, where Go's map needs two or three.
type idTable[T any] struct {
	slots []idSlot[T] // a power of two of them, at most three in four taken
	n     int
}

type idSlot[T any] struct {
	id core.ID
	p  *T // nil: nobody is here
}

const idSlotsMin = 64

func (t *idTable[T]) home(id *core.ID) uint64 {
	return hashID(id) >> 32 & uint64(len(t.slots)-1)
}

// get is nil for an unknown id.
func (t *idTable[T]) get(id *core.ID) *T {
	if t.n == 0 {
		return nil
	}
	mask := uint64(len(t.slots) - 1)
	for i := t.home(id); ; i = (i + 1) & mask {
		s := &t.slots[i]
		if s.p == nil || s.id == *id {
			return s.p
		}
	}
}

// put adds an id that is not there yet.
func (t *idTable[T]) put(id core.ID, p *T) {
	if 4*(t.n+1) > 3*len(t.slots) {
		t.grow()
	}
	t.n++
	mask := uint64(len(t.slots) - 1)
	i := t.home(&id)
	for t.slots[i].p != nil {
		i = (i + 1) & mask
	}
	t.slots[i] = idSlot[T]{id: id, p: p}
}

func (t *idTable[T]) grow() {
	old := t.slots
	t.slots, t.n = make([]idSlot[T], max(2*len(old), idSlotsMin)), 0
	for i := range old {
		if old[i].p != nil {
			t.put(old[i].id, old[i].p)
		}
	}
}

// remove takes an id out, which must be there, and closes the gap it leaves.
func (t *idTable[T]) remove(id *core.ID) {
	t.n--
	mask := uint64(len(t.slots) - 1)
	i := t.home(id)
	for t.slots[i].id != *id || t.slots[i].p == nil {
		i = (i + 1) & mask
	}
	for j := (i + 1) & mask; t.slots[j].p != nil; j = (j + 1) & mask {
		if home := t.home(&t.slots[j].id); (j-home)&mask >= (j-i)&mask {
			t.slots[i] = t.slots[j]
			i = j
		}
	}
	t.slots[i] = idSlot[T]{}
}

// all are in no order that means anything.
func (t *idTable[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := range t.slots {
			if p := t.slots[i].p; p != nil && !yield(p) {
				return
			}
		}
	}
}
