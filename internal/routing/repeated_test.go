package routing_test

import (
	"encoding/binary"
	"testing"

	"turno/internal/core"
	"turno/internal/routing"
)

// Ensure that the engine knows its last 65 536 accepted command ids, no more,
// and that a restored engine knows them too.
func TestRemembersCommands(t *testing.T) {
	t.Parallel()
	const memory = 65_536
	config := routing.Config{Queues: []routing.Queue{{Key: "q"}}}
	engine, err := routing.New(config)
	if err != nil {
		t.Fatal(err)
	}
	open := func(n uint64) core.Code {
		t.Helper()
		cmd := &routing.OpenQueue{Queue: "q"}
		binary.BigEndian.PutUint64(cmd.ID[8:], n)
		cmd.ID[0] = 'c'
		_, err := engine.Step(scriptStart, cmd)
		return core.CodeOf(err)
	}
	for n := uint64(1); n <= memory; n++ {
		if code := open(n); code != "" {
			t.Fatalf("command %d refused: %s", n, code)
		}
	}
	if code := open(1); code != core.Repeated {
		t.Fatalf("the oldest remembered is %q, want repeated", code)
	}
	engine = restored(t, config, engine)
	if code := open(1); code != core.Repeated {
		t.Fatalf("restored, the oldest remembered is %q, want repeated", code)
	}
	if code := open(memory + 1); code != "" {
		t.Fatalf("a new one is refused: %s", code)
	}
	if code := open(1); code != "" {
		t.Fatalf("one too old to be remembered is refused: %s", code)
	}
	if code := open(3); code != core.Repeated {
		t.Fatalf("the third is %q, want repeated", code)
	}
	if got := len(engine.Snapshot().Commands); got != memory {
		t.Fatalf("%d ids are kept, want %d", got, memory)
	}
}
