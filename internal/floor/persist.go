package floor

import (
	"context"
	"encoding/json"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
)

// rows is what one transaction writes, and what the readers of the bus are told.
type rows struct {
	changes   routing.Changes
	works     []store.WorkRow
	agents    []store.AgentRow
	queues    []store.QueueRow
	gone      []core.ID
	commands  []store.CommandRow
	decisions []store.DecisionRow
	legs      []core.Leg
	intervals []core.AgentInterval
	scalars   []byte
	views     map[core.ID]WorkView
	seats     map[core.ID]AgentView
}

// configKey is the row of floor_queue that holds the configuration in force. A
// rebuild needs that very one, and no queue has an empty key.
const configKey = ""

// collect gathers what the steps changed. It runs once per batch, whatever the
// store has to repeat.
func (b *batchRun) collect() {
	f, r := b.f, &b.rows
	r.changes = f.engine.TakeChanges()
	r.views = make(map[core.ID]WorkView, len(r.changes.Works))
	r.seats = make(map[core.ID]AgentView, len(r.changes.Agents))
	b.forget()
	for i := range r.changes.Works {
		b.addWork(&r.changes.Works[i])
	}
	for i := range r.changes.Agents {
		b.addAgent(&r.changes.Agents[i])
	}
	b.addTouched()
	for i := range r.changes.Queues {
		r.queues = append(r.queues, store.QueueRow{Key: r.changes.Queues[i].Key, Doc: encode(&r.changes.Queues[i])})
	}
	if b.configured {
		r.queues = append(r.queues, store.QueueRow{Key: configKey, Doc: encode(&f.config)})
	}
	for _, id := range r.changes.Commands {
		r.commands = append(r.commands, store.CommandRow{ID: id, At: b.at})
	}
	b.addDecisions()
	r.legs, r.intervals = f.facts.take()
	r.scalars = encode(&r.changes.Scalars)
	b.collected = true
}

// forget lets go of works that are over. One that came and went within the batch
// may be unknown to the engine's changes.
func (b *batchRun) forget() {
	f := b.f
	b.rows.gone = b.rows.changes.Gone
	over := map[core.ID]bool{}
	for _, id := range b.rows.gone {
		over[id] = true
	}
	for id := range f.facts.touchedWorks {
		if _, ok := f.engine.Work(id); !ok && !over[id] {
			over[id] = true
			b.rows.gone = append(b.rows.gone, id)
		}
	}
	for _, id := range b.rows.gone {
		if f.facts.gone(id, b.at) {
			f.log.Error("floor: a work ended without the end of its leg", "work", id.String())
		}
		delete(f.facts.touchedWorks, id)
	}
}

func (b *batchRun) addWork(state *routing.WorkState) {
	if _, done := b.rows.views[state.ID]; done {
		return
	}
	w := b.f.facts.works[state.ID]
	if w == nil {
		w = &workFacts{Channel: state.Channel}
	}
	b.rows.works = append(b.rows.works, store.WorkRow{ID: state.ID, Doc: encode(state), Meta: encode(w)})
	b.rows.views[state.ID] = w.view(state)
}

func (b *batchRun) addAgent(state *routing.AgentState) {
	if _, done := b.rows.seats[state.ID]; done {
		return
	}
	o := b.f.facts.agents[state.ID]
	if o == nil {
		o = &openInterval{}
	}
	b.rows.agents = append(b.rows.agents, store.AgentRow{ID: state.ID, Doc: encode(state), Open: encode(o)})
	b.rows.seats[state.ID] = b.f.agentView(state, o)
}

// addTouched adds those that only the facts know to have changed (a note).
func (b *batchRun) addTouched() {
	f := b.f
	for id := range f.facts.touchedWorks {
		if _, done := b.rows.views[id]; done {
			continue
		}
		if state, ok := f.engine.Work(id); ok {
			b.addWork(&state)
		}
	}
	for id := range f.facts.touchedAgents {
		if _, done := b.rows.seats[id]; done {
			continue
		}
		if state, ok := f.engine.Agent(id); ok {
			b.addAgent(&state)
		}
	}
}

// addDecisions keeps why works were offered. The acceptance of an offer carries
// the same decision and adds none. They count legs as the facts do, so that a
// reader finds both together: the engine goes on with its leg where an answered
// work was taken from its agent, and the facts begin another.
func (b *batchRun) addDecisions() {
	for _, step := range b.steps {
		for i := range step.Effects {
			e := &step.Effects[i]
			if e.Kind != routing.Offered || e.Why == nil {
				continue
			}
			why := *e.Why
			if number, ok := b.f.facts.offers[e.Seq]; ok {
				why.Leg = number
			}
			b.rows.decisions = append(b.rows.decisions, store.DecisionRow{
				Work: e.Work, Leg: why.Leg, At: e.At, Seq: e.Seq, Agent: e.Agent, Doc: encode(&why),
			})
		}
	}
}

// empty reports that there is nothing to write: a tick that changed nothing.
func (r *rows) empty() bool {
	return len(r.works) == 0 && len(r.agents) == 0 && len(r.queues) == 0 && len(r.gone) == 0 &&
		len(r.changes.SignedOut) == 0 && len(r.changes.Removed) == 0 && len(r.commands) == 0 &&
		len(r.legs) == 0 && len(r.intervals) == 0
}

// write puts everything into the transaction. The scalars come first: they hold
// the epoch, so that a floor that was taken over writes nothing at all.
func (b *batchRun) write(ctx context.Context, tx *store.Tx) error {
	r := &b.rows
	if r.empty() && len(b.steps) == 0 {
		return nil
	}
	b.wrote = true
	return firstError(
		func() error { return tx.SaveScalar(ctx, b.f.epoch, r.scalars) },
		func() error { return tx.InsertCommands(ctx, r.commands) },
		func() error { return tx.UpsertWorks(ctx, r.works) },
		func() error { return tx.UpsertAgents(ctx, r.agents) },
		func() error { return tx.UpsertQueues(ctx, r.queues) },
		func() error { return tx.InsertDecisions(ctx, r.decisions) },
		func() error { return tx.InsertLegs(ctx, r.legs) },
		func() error { return tx.InsertIntervals(ctx, r.intervals) },
		func() error { return tx.DeleteWorks(ctx, r.gone) },
		func() error { return tx.DeleteAgents(ctx, r.changes.SignedOut) },
		func() error { return tx.DeleteQueues(ctx, r.changes.Removed) },
	)
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// encode is for the floor's own plain structs, which cannot fail to marshal.
func encode(v any) []byte {
	doc, err := json.Marshal(v)
	if err != nil {
		panic("floor: " + err.Error())
	}
	return doc
}
