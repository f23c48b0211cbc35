package floor

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store/db"
)

// start rebuilds the engine, withdraws what a crash left pending, and applies
// the configuration of today.
func (f *Floor) start(ctx context.Context) error {
	wanted := f.opts.Config
	if _, err := routing.New(wanted); err != nil {
		return err
	}
	if err := f.rebuild(ctx); err != nil {
		return err
	}
	f.loseDesks(f.now())
	commands := []routing.Command{&routing.Recover{Head: routing.Head{By: core.BySystem}}}
	// The very first start keeps its configuration too: the next one rebuilds with it.
	commands = append(commands, &routing.Configure{Head: routing.Head{By: core.BySystem}, Config: wanted})
	for _, command := range commands {
		j := f.internalJob(command)
		if err := f.attempt([]*job{j}); err != nil {
			return err
		}
		if o := <-j.done; o.err != nil {
			return o.err
		}
	}
	return nil
}

// commandsMax is how many command ids an engine remembers.
const commandsMax = 65536

// rowsPage bounds what one query reads.
const rowsPage = 5000

// rebuild makes engine and facts exactly those of the last transaction.
func (f *Floor) rebuild(ctx context.Context) error {
	var stored saved
	err := f.store.Read(ctx, func(q *db.Queries) error {
		stored = saved{facts: newFacts(f.rules())} // Read may run it again
		return stored.read(ctx, q)
	})
	if err != nil {
		return err
	}
	config := f.config
	if stored.config != nil {
		config = *stored.config
	}
	engine, err := routing.Restore(config, stored.snapshot)
	if err != nil {
		return fmt.Errorf("floor: the stored state cannot be restored: %w", err)
	}
	// What Restore itself marks as changed is on disk already.
	engine.TakeChanges()
	f.engine, f.facts, f.config = engine, stored.facts, config
	f.broken, f.fresh = false, true
	f.metrics.rebuilds.Inc()
	f.log.Info("floor: rebuilt from the store",
		"works", len(stored.snapshot.Works), "agents", len(stored.snapshot.Agents), "epoch", f.epoch)
	return nil
}

// saved is what the store has of the floor.
type saved struct {
	snapshot routing.Snapshot
	config   *routing.Config
	facts    *facts
}

func (s *saved) read(ctx context.Context, q *db.Queries) error {
	scalar, err := q.GetFloorScalar(ctx)
	if err != nil {
		return err
	}
	if scalar.Doc != "" {
		if err := decode(scalar.Doc, &s.snapshot.Scalars); err != nil {
			return err
		}
	}
	return firstError(
		func() error { return s.readQueues(ctx, q) },
		func() error { return s.readWorks(ctx, q) },
		func() error { return s.readAgents(ctx, q) },
		func() error { return s.readCommands(ctx, q) },
	)
}

func (s *saved) readQueues(ctx context.Context, q *db.Queries) error {
	queues, err := q.ListFloorQueues(ctx)
	if err != nil {
		return err
	}
	for _, row := range queues {
		if row.Queue == configKey {
			s.config = &routing.Config{}
			if err := decode(row.Doc, s.config); err != nil {
				return err
			}
			continue
		}
		var state routing.QueueState
		if err := decode(row.Doc, &state); err != nil {
			return err
		}
		s.snapshot.Queues = append(s.snapshot.Queues, state)
	}
	return nil
}

func (s *saved) readWorks(ctx context.Context, q *db.Queries) error {
	for after := ""; ; {
		page, err := q.ListFloorWorks(ctx, after, rowsPage)
		if err != nil {
			return err
		}
		for i := range page {
			var state routing.WorkState
			w := &workFacts{}
			if err := decode(page[i].Doc, &state); err != nil {
				return err
			}
			if err := decode(page[i].Meta, w); err != nil {
				return err
			}
			s.snapshot.Works = append(s.snapshot.Works, state)
			s.facts.works[state.ID] = w
		}
		if len(page) < rowsPage {
			return nil
		}
		after = page[len(page)-1].WorkID
	}
}

func (s *saved) readAgents(ctx context.Context, q *db.Queries) error {
	agents, err := q.ListFloorAgents(ctx)
	if err != nil {
		return err
	}
	for i := range agents {
		var state routing.AgentState
		o := &openInterval{}
		if err := decode(agents[i].Doc, &state); err != nil {
			return err
		}
		if err := decode(agents[i].Open, o); err != nil {
			return err
		}
		s.snapshot.Agents = append(s.snapshot.Agents, state)
		s.facts.agents[state.ID] = o
	}
	return nil
}

func (s *saved) readCommands(ctx context.Context, q *db.Queries) error {
	ids, err := q.ListLastFloorCommands(ctx, commandsMax)
	if err != nil {
		return err
	}
	s.snapshot.Commands = make([]core.ID, 0, len(ids))
	for _, text := range slices.Backward(ids) {
		id, err := core.ParseID(text)
		if err != nil {
			return err
		}
		s.snapshot.Commands = append(s.snapshot.Commands, id)
	}
	return nil
}

// decode reads what encode wrote. What cannot be read was written by something
// else: nothing is guessed.
func decode(doc string, into any) error {
	if err := json.Unmarshal([]byte(doc), into); err != nil {
		return &core.Error{
			Code: core.Internal, Message: "the stored state of the floor is damaged",
			Err: fmt.Errorf("%s: %w", reflect.TypeOf(into), err),
		}
	}
	return nil
}
