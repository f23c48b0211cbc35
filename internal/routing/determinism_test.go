package routing_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"turno/internal/core"
	"turno/internal/routing"
)

// recording is what a workload did, to be played again.
type recording struct {
	config routing.Config
	at     []core.Instant
	cmds   []routing.Command
	out    [][]byte // the answer to each command
}

// answer is all that a step says, as bytes.
func answer(t fataler, effects []routing.Effect, err error) []byte {
	t.Helper()
	text := ""
	if err != nil {
		text = err.Error()
	}
	out, failed := json.Marshal(struct {
		Effects []routing.Effect
		Err     string
	}{append([]routing.Effect{}, effects...), text})
	if failed != nil {
		t.Fatalf("marshal effects: %v", failed)
	}
	return out
}

// record plays a seeded workload and keeps it.
func record(t fataler, n uint64, steps int) *recording {
	t.Helper()
	c := seed(n)
	w := newWorkload(t, c, 2+c.below(8))
	r := &recording{config: w.config}
	w.after = func(now core.Instant, cmd routing.Command, effects []routing.Effect, err error) {
		r.at, r.cmds, r.out = append(r.at, now), append(r.cmds, cmd), append(r.out, answer(t, effects, err))
	}
	w.run(steps)
	return r
}

// Ensure that the same configuration, commands and instants give the same
// effects, byte for byte.
func TestDeterminism(t *testing.T) {
	t.Parallel()
	for n := uint64(1000); n < 1040; n++ {
		first := record(t, n, 300)
		engine, err := routing.New(first.config)
		if err != nil {
			t.Fatal(err)
		}
		for i, cmd := range first.cmds {
			effects, err := engine.Step(first.at[i], cmd)
			if again := answer(t, effects, err); !bytes.Equal(again, first.out[i]) {
				t.Fatalf("seed %d, step %d, %s:\nfirst %s\nagain %s", n, i, commandText(first.at[i], cmd), first.out[i], again)
			}
		}
	}
}

// Ensure that taking the changes, which lets the engine use gone works again,
// changes nothing of what it does.
func TestTakingChangesChangesNothing(t *testing.T) {
	t.Parallel()
	for n := uint64(1500); n < 1540; n++ {
		first := record(t, n, 300)
		engine, err := routing.New(first.config)
		if err != nil {
			t.Fatal(err)
		}
		for i, cmd := range first.cmds {
			effects, err := engine.Step(first.at[i], cmd)
			if again := answer(t, effects, err); !bytes.Equal(again, first.out[i]) {
				t.Fatalf("seed %d, step %d, %s:\nfirst %s\nagain %s", n, i, commandText(first.at[i], cmd), first.out[i], again)
			}
			if i%(1+int(n%4)) == 0 {
				engine.TakeChanges()
			}
		}
	}
}

// Ensure that a command is not changed by the engine, and that the caller may
// change what it handed over afterwards.
func TestCommandsAreNotKept(t *testing.T) {
	t.Parallel()
	for n := uint64(2000); n < 2010; n++ {
		first := record(t, n, 200)
		engine, err := routing.New(cloneJSON(t, first.config))
		if err != nil {
			t.Fatal(err)
		}
		for i, cmd := range first.cmds {
			before := answerCommand(t, cmd)
			effects, err := engine.Step(first.at[i], cmd)
			if again := answer(t, effects, err); !bytes.Equal(again, first.out[i]) {
				t.Fatalf("seed %d, step %d: not the same after the commands before were spoilt:\nfirst %s\nagain %s", n, i, first.out[i], again)
			}
			if !bytes.Equal(before, answerCommand(t, cmd)) {
				t.Fatalf("seed %d, step %d: the engine changed %s", n, i, before)
			}
			spoil(cmd)
		}
	}
}

func answerCommand(t fataler, cmd routing.Command) []byte {
	t.Helper()
	out, err := json.Marshal(cmd)
	if err != nil {
		t.Fatalf("marshal %T: %v", cmd, err)
	}
	return out
}

func cloneJSON[T any](t fataler, v T) T {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("marshal: %v", err)
	}
	var again T
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatalf("unmarshal: %v", err)
	}
	return again
}

// spoil writes over everything that a command refers to.
func spoil(cmd routing.Command) {
	switch c := cmd.(type) {
	case *routing.Enqueue:
		spoilWork(&c.Work)
	case *routing.Start:
		spoilWork(&c.Work)
	case *routing.SignIn:
		spoilNeeds(c.Agent.Skills)
	case *routing.MoveAgent:
		spoilNeeds(c.Skills)
	case *routing.Transfer:
		if c.Needs != nil {
			for _, all := range *c.Needs {
				spoilNeeds(all)
			}
		}
	case *routing.Configure:
		for i := range c.Config.Queues {
			q := &c.Config.Queues[i]
			clear(q.Steps)
			clear(q.Overflow)
		}
		clear(c.Config.Queues)
		for i := range c.Config.Profiles {
			clear(c.Config.Profiles[i].Queues)
			clear(c.Config.Profiles[i].Capacity)
		}
		clear(c.Config.Profiles)
	}
}

func spoilWork(w *routing.Work) {
	for _, all := range w.Needs {
		spoilNeeds(all)
	}
	for i := range w.Excluded {
		w.Excluded[i] = alias('a', 77)
	}
}

func spoilNeeds(all []routing.Need) {
	for i := range all {
		all[i] = routing.Need{Skill: "spoilt", Level: 5}
	}
}
