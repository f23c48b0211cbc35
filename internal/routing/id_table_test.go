package routing

import (
	"math/rand/v2"
	"testing"

	"turno/internal/core"
)

// Ensure a table of ids holds what a map would, through growth and removal, also
// when the ids are as alike as ids can be.
func TestIDTable(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	var table idTable[int]
	want := map[core.ID]*int{}
	for range 200_000 {
		id := core.ID{0: byte(r.IntN(2)), 14: byte(r.IntN(8)), 15: byte(r.IntN(256))}
		switch {
		case want[id] == nil && r.IntN(3) > 0:
			want[id] = new(int)
			table.put(id, want[id])
		case want[id] != nil && r.IntN(2) == 0:
			delete(want, id)
			table.remove(&id)
		}
		if got := table.get(&id); got != want[id] {
			t.Fatalf("%s: got %p, want %p", id, got, want[id])
		}
	}
	if table.n != len(want) {
		t.Fatalf("%d ids, want %d", table.n, len(want))
	}
	for p := range table.all() {
		*p++
	}
	for id, p := range want {
		if *p != 1 || table.get(&id) != p {
			t.Fatalf("%s was seen %d times", id, *p)
		}
	}
}
