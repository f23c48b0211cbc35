package routing

import (
	"encoding/binary"
	"testing"

	"turno/internal/core"
)

// Ensure the last ids are found and older ones are not, also when the numbers
// that the marks keep begin again.
func TestCommandLog(t *testing.T) {
	t.Parallel()
	id := func(n uint64) (id core.ID) {
		binary.BigEndian.PutUint64(id[8:], n+1)
		return id
	}
	var l commandLog
	l.init()
	// As if that many were long forgotten: a multiple of the ring's length.
	l.added = numberMask + 1 - commandsMax
	const last = 3 * commandsMax
	for n := range uint64(last) {
		added := id(n)
		if l.has(&added) {
			t.Fatalf("%d is found before it is added", n)
		}
		l.add(&added)
		if !l.has(&added) {
			t.Fatalf("%d is lost", n)
		}
	}
	for n := range uint64(last) {
		added := id(n)
		if kept := n >= last-commandsMax; l.has(&added) != kept {
			t.Fatalf("%d of %d: found %v", n, last, !kept)
		}
	}
	if all := l.all(); len(all) != commandsMax || all[0] != id(last-commandsMax) || all[commandsMax-1] != id(last-1) {
		t.Error("the ids kept are not the last, oldest first")
	}
}
