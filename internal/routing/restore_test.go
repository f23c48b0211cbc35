package routing_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"turno/internal/core"
	"turno/internal/routing"
)

// Ensure that an engine restored at any step, through JSON, goes on exactly like
// the original.
func TestRestoreAnywhere(t *testing.T) {
	t.Parallel()
	for n := uint64(3000); n < 3025; n++ {
		first := record(t, n, 250)
		cut := seed(n + 1).below(len(first.cmds))
		config := first.config
		engine, err := routing.New(config)
		if err != nil {
			t.Fatal(err)
		}
		for i, cmd := range first.cmds {
			if i == cut {
				before := engine
				engine = restored(t, config, engine)
				sameState(t, before, engine)
			}
			effects, err := engine.Step(first.at[i], cmd)
			if again := answer(t, effects, err); !bytes.Equal(again, first.out[i]) {
				t.Fatalf("seed %d, restored before step %d, differs at step %d, %s:\nfirst %s\nagain %s",
					n, cut, i, commandText(first.at[i], cmd), first.out[i], again)
			}
			if c, ok := cmd.(*routing.Configure); ok && err == nil {
				config = c.Config
			}
		}
	}
}

// sameState compares what two engines tell about themselves.
func sameState(t *testing.T, a, b *routing.Engine) {
	t.Helper()
	an, ao := a.Next()
	bn, bo := b.Next()
	if an != bn || ao != bo || a.Now() != b.Now() {
		t.Fatalf("next %d %t and %d %t, now %d and %d", an, ao, bn, bo, a.Now(), b.Now())
	}
	if !bytes.Equal(rowsOf(t, a.Snapshot()).bytes(t), rowsOf(t, b.Snapshot()).bytes(t)) {
		t.Fatalf("snapshots differ:\n%s\n%s", rowsOf(t, a.Snapshot()).bytes(t), rowsOf(t, b.Snapshot()).bytes(t))
	}
	for _, key := range a.QueueKeys() {
		if !slices.Equal(a.Waiting(key, 1000), b.Waiting(key, 1000)) {
			t.Fatalf("%s waits in another order", key)
		}
		ai, _ := a.QueueInfo(key)
		bi, _ := b.QueueInfo(key)
		if ai != bi {
			t.Fatalf("%s: %+v and %+v", key, ai, bi)
		}
		for _, id := range a.Waiting(key, 1000) {
			ax, aerr := a.Explain(id)
			bx, berr := b.Explain(id)
			if aerr != nil || berr != nil {
				t.Fatalf("explain: %v, %v", aerr, berr)
			}
			at, _ := json.Marshal(ax) //nolint:errchkjson // compared only
			bt, _ := json.Marshal(bx) //nolint:errchkjson // compared only
			if !bytes.Equal(at, bt) {
				t.Fatalf("explained otherwise:\n%s\n%s", at, bt)
			}
		}
	}
}

// rows is a snapshot as a store keeps it: one text for each entity.
type rows struct {
	Scalars  string
	Works    map[core.ID]string
	Agents   map[core.ID]string
	Queues   map[string]string
	Commands []core.ID
}

func rowsOf(t fataler, s routing.Snapshot) *rows {
	t.Helper()
	r := &rows{Works: map[core.ID]string{}, Agents: map[core.ID]string{}, Queues: map[string]string{}}
	r.apply(t, routing.Changes{Scalars: s.Scalars, Works: s.Works, Agents: s.Agents, Queues: s.Queues, Commands: s.Commands})
	return r
}

// apply writes one set of changes as the floor would.
func (r *rows) apply(t fataler, c routing.Changes) {
	t.Helper()
	r.Scalars = rowText(t, c.Scalars)
	seen := map[core.ID]bool{}
	for _, w := range c.Works {
		if seen[w.ID] {
			t.Fatalf("work %s twice in one set of changes", w.ID)
		}
		seen[w.ID] = true
		r.Works[w.ID] = rowText(t, w)
	}
	for _, id := range c.Gone {
		if seen[id] {
			t.Fatalf("work %s changed and gone", id)
		}
		delete(r.Works, id)
	}
	for _, a := range c.Agents {
		if seen[a.ID] {
			t.Fatalf("agent %s twice in one set of changes", a.ID)
		}
		seen[a.ID] = true
		r.Agents[a.ID] = rowText(t, a)
	}
	for _, id := range c.SignedOut {
		if seen[id] {
			t.Fatalf("agent %s changed and signed out", id)
		}
		delete(r.Agents, id)
	}
	for _, q := range c.Queues {
		r.Queues[q.Key] = rowText(t, q)
	}
	for _, key := range c.Removed {
		delete(r.Queues, key)
	}
	r.Commands = append(r.Commands, c.Commands...)
	if extra := len(r.Commands) - 65_536; extra > 0 {
		r.Commands = r.Commands[extra:]
	}
}

func (r *rows) bytes(t fataler) []byte {
	t.Helper()
	return []byte(rowText(t, r))
}

func rowText(t fataler, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("marshal %T: %v", v, err)
	}
	return string(text)
}

// Ensure that the changes taken after each step (or after several) add up to
// the snapshot, and that an engine restored from the rows is the same.
func TestChangesRebuildTheSnapshot(t *testing.T) {
	t.Parallel()
	for n := uint64(4000); n < 4012; n++ {
		first := record(t, n, 250)
		c := seed(n + 1)
		engine, err := routing.New(first.config)
		if err != nil {
			t.Fatal(err)
		}
		kept := rowsOf(t, engine.Snapshot())
		engine.TakeChanges()
		for i, cmd := range first.cmds {
			if _, err := engine.Step(first.at[i], cmd); err != nil && core.CodeOf(err) == core.Internal {
				t.Fatal(err)
			}
			if c.below(4) == 0 {
				continue
			}
			kept.apply(t, engine.TakeChanges())
			if want, got := rowsOf(t, engine.Snapshot()).bytes(t), kept.bytes(t); !bytes.Equal(want, got) {
				t.Fatalf("seed %d, step %d, %s:\nsnapshot %s\nrows     %s", n, i, commandText(first.at[i], cmd), want, got)
			}
		}
	}
}
