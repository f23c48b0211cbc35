package store

import (
	"errors"

	"turno/internal/core"
)

// WorkRow is one open work as the floor keeps it: the engine's exact state, and
// what the facts need until the leg ends.
type WorkRow struct {
	ID        core.ID
	Doc, Meta []byte
}

// AgentRow is one signed-in agent: the engine's exact state and the interval
// that is still open.
type AgentRow struct {
	ID        core.ID
	Doc, Open []byte
}

// QueueRow is a queue's state in the engine.
type QueueRow struct {
	Key string
	Doc []byte
}

// CommandRow is a command that was carried out, so that it is not carried out twice.
type CommandRow struct {
	ID core.ID
	At core.Instant
}

// DecisionRow is why a work went to an agent.
type DecisionRow struct {
	Work  core.ID
	Leg   int
	At    core.Instant
	Seq   uint64 // of the engine's effect; orders the decisions of a leg
	Agent core.ID
	Doc   []byte
}

// kind is a column's type, where the engines want it said.
type kind byte

const (
	textKind kind = iota
	bigintKind
	booleanKind
)

// insert is one INSERT of many rows, for an engine to spell.
type insert struct {
	table   string
	columns []string
	kinds   []kind
	onClash string // an ON CONFLICT clause, or ""
	upsert  bool   // the clause changes the row whose first column, a text, is the same
	refusal *refusal
}

// statement is one to carry out without asking for its result.
type statement struct {
	text    string
	args    []any
	refusal *refusal
}

// explain gives an error of the statement the meaning it has.
func (s *statement) explain(e engine, err error) error { return s.refusal.explain(e, err) }

// refusal gives a meaning of its own to one verdict of the engine on a statement.
type refusal struct {
	of      verdict
	code    core.Code
	message string
	cause   error // joins the engine's error, for errors.Is; may be nil
}

func (r *refusal) explain(e engine, err error) error {
	if r == nil {
		return err
	}
	if v, ok := e.judge(err); !ok || v != r.of {
		return err
	}
	return &core.Error{Code: r.code, Message: r.message, Err: errors.Join(r.cause, err)}
}

// savepoint is where a nested part of a transaction began.
type savepoint struct {
	trips, queued int // PostgreSQL's: what had been sent, and what waited
}

// rows is how an engine asks for what to insert: n rows, and row i's values
// appended to dst in the order of the columns, each string, int64 or bool.
type rows struct {
	n    int
	fill func(dst []any, i int) []any
}
