package store

import (
	"context"
	"errors"

	"turno/internal/core"
)

// The inserts of the hot path. Functions, because a slice cannot be a constant.

func workInsert() *insert {
	return &insert{
		table: "floor_work", columns: []string{"work_id", "doc", "meta"},
		kinds: []kind{textKind, textKind, textKind}, upsert: true,
		onClash: "ON CONFLICT (work_id) DO UPDATE SET doc = excluded.doc, meta = excluded.meta",
	}
}

func agentInsert() *insert {
	return &insert{
		table: "floor_agent", columns: []string{"agent_id", "doc", "open"},
		kinds: []kind{textKind, textKind, textKind}, upsert: true,
		onClash: "ON CONFLICT (agent_id) DO UPDATE SET doc = excluded.doc, open = excluded.open",
	}
}

func queueInsert() *insert {
	return &insert{
		table: "floor_queue", columns: []string{"queue", "doc"},
		kinds: []kind{textKind, textKind}, upsert: true,
		onClash: "ON CONFLICT (queue) DO UPDATE SET doc = excluded.doc",
	}
}

func commandInsert() *insert {
	return &insert{
		table: "floor_command", columns: []string{"id", "at"}, kinds: []kind{textKind, bigintKind},
		refusal: &refusal{of: duplicate, code: core.Repeated, message: "this command was carried out before"},
	}
}

func decisionInsert() *insert {
	return &insert{
		table: "decision", columns: []string{"work_id", "leg", "at", "seq", "agent", "doc"},
		kinds: []kind{textKind, bigintKind, bigintKind, bigintKind, textKind, textKind},
	}
}

// UpsertWorks writes the state of works, new or changed. Of two rows with one id
// the last counts.
func (tx *Tx) UpsertWorks(ctx context.Context, works []WorkRow) error {
	return tx.t.bulk(ctx, workInsert(), rows{n: len(works), fill: func(dst []any, i int) []any {
		w := &works[i]
		return append(dst, w.ID.String(), string(w.Doc), string(w.Meta))
	}})
}

// UpsertAgents writes the state of signed-in agents, new or changed.
func (tx *Tx) UpsertAgents(ctx context.Context, agents []AgentRow) error {
	return tx.t.bulk(ctx, agentInsert(), rows{n: len(agents), fill: func(dst []any, i int) []any {
		a := &agents[i]
		return append(dst, a.ID.String(), string(a.Doc), string(a.Open))
	}})
}

// UpsertQueues writes the state of queues, new or changed.
func (tx *Tx) UpsertQueues(ctx context.Context, queues []QueueRow) error {
	return tx.t.bulk(ctx, queueInsert(), rows{n: len(queues), fill: func(dst []any, i int) []any {
		return append(dst, queues[i].Key, string(queues[i].Doc))
	}})
}

// InsertCommands remembers commands as carried out. One that was remembered
// before is refused with Repeated, at once or by the commit.
func (tx *Tx) InsertCommands(ctx context.Context, commands []CommandRow) error {
	return tx.t.bulk(ctx, commandInsert(), rows{n: len(commands), fill: func(dst []any, i int) []any {
		return append(dst, commands[i].ID.String(), int64(commands[i].At))
	}})
}

// InsertDecisions keeps why works went to agents.
func (tx *Tx) InsertDecisions(ctx context.Context, decisions []DecisionRow) error {
	return tx.t.bulk(ctx, decisionInsert(), rows{n: len(decisions), fill: func(dst []any, i int) []any {
		d := &decisions[i]
		return append(dst, d.Work.String(), int64(d.Leg), int64(d.At), int64(d.Seq),
			d.Agent.String(), string(d.Doc))
	}})
}

// DeleteWorks removes works that ended. Unknown ids are no error.
func (tx *Tx) DeleteWorks(ctx context.Context, works []core.ID) error {
	return tx.t.remove(ctx, "floor_work", "work_id", texts(works))
}

// DeleteAgents removes agents that signed out. Unknown ids are no error.
func (tx *Tx) DeleteAgents(ctx context.Context, agents []core.ID) error {
	return tx.t.remove(ctx, "floor_agent", "agent_id", texts(agents))
}

// DeleteQueues removes queues that are gone. Unknown keys are no error.
func (tx *Tx) DeleteQueues(ctx context.Context, keys []string) error {
	return tx.t.remove(ctx, "floor_queue", "queue", keys)
}

// SaveScalar writes the floor's scalars, and makes sure that the caller still owns
// the floor. Where the store has another epoch the transaction fails, at once or
// by the commit: its error is ErrNotOwner, a Conflict.
//
// The check is part of the statement, so that nobody has to wait for its answer
// before the rest is sent: an epoch that is not the caller's would become NULL.
func (tx *Tx) SaveScalar(ctx context.Context, epoch int64, doc []byte) error {
	return tx.t.later(ctx, statement{
		text: "UPDATE floor_scalar SET doc = $1, epoch = CASE WHEN epoch = $2 THEN epoch END WHERE one = 1",
		args: []any{string(doc), epoch},
		refusal: &refusal{
			of: lacking, code: core.Conflict, message: "another process owns the floor now", cause: ErrNotOwner,
		},
	})
}

// ErrNotOwner is wrapped by the error of a former owner's SaveScalar.
var ErrNotOwner = errors.New("the floor has another owner")

func texts(ids []core.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id.String()
	}
	return out
}
