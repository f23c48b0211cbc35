package routing

import (
	"testing"
	"unsafe"
)

// Ensure that a work is made of whole cache lines of 64 bytes, each of which
// begins where it is meant to: the engine's speed depends on it.
func TestWorkIsMadeOfLines(t *testing.T) {
	t.Parallel()
	var w work
	if at := unsafe.Offsetof(w.ID); at != 64 {
		t.Errorf("the second line begins at %d", at)
	}
	if at := unsafe.Offsetof(w.agent); at != 128 {
		t.Errorf("the third line begins at %d", at)
	}
	if size := unsafe.Sizeof(w); size != 192 {
		t.Errorf("a work has %d bytes, not three lines", size)
	}
}
