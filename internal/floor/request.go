package floor

import (
	"context"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
)

// Request is one thing to do, in one transaction: a command to the engine, a
// note for the facts, rows of the caller's own, or any of these together. It is
// carried out whole or not at all.
//
// The floor keeps what it needs: after Do has returned the caller may reuse
// everything the request points to.
type Request struct {
	// Command goes to the engine; nil when there is only something to note. Its
	// Head should carry an ID (clock.NewID), so that a repeat is recognised.
	Command routing.Command
	// Meta is what facts and screens need of a new work and the engine does not;
	// read with Enqueue and Start only.
	Meta *Meta
	// Note is what the channel tells about a work that is no routing command.
	// A note about a work that is in an agent's hands is taken before the command
	// (the reason of a Release belongs to the leg that ends), any other after it
	// (the call that follows an Accept).
	Note Note
	// Check looks at the floor in the loop, right before everything else, and may
	// refuse the request, which costs nothing. It only reads.
	Check func(v View) error
	// Before runs inside the transaction before the engine's step. It is the
	// place for what may be refused (a rule of the channel's own) and for what
	// Command or Meta must still be told (a ticket number): its error refuses
	// this request alone and undoes what it wrote.
	Before func(ctx context.Context, tx *store.Tx) error
	// Then makes one request of several steps, at one instant and in one
	// transaction: after the command, and after each further step, it looks at the
	// floor and says what is to be done next; false when that is all. It may be
	// asked from the beginning again, so it goes by nothing but the view. A step
	// that is refused undoes the whole request, at the cost of a rebuild of the
	// engine: Then asks for what it can see will be accepted (Engine.CheckPick).
	Then func(v View) (Step, bool)
	// With runs inside the transaction after the steps and may read r.Effects.
	// Its error refuses the request too, but costs a rebuild of the engine: it is
	// for what cannot fail but by a fault. It may run again when the transaction
	// has to be repeated, so it must do nothing but write to tx.
	With func(ctx context.Context, tx *store.Tx, r *Result) error
}

// Step is a further step of a request; see Request.Then. Command, Note or both.
type Step struct {
	Command routing.Command // makes no work; without an ID: the request's is enough
	Note    Note            // taken as Request.Note is
}

// Meta is what is known of a work beside its routing. It is kept until its last
// leg is written and copied into each of them.
type Meta struct {
	Contact   core.ID        `json:"contact,omitzero"` // zero: the work's own id
	Direction core.Direction `json:"direction,omitempty"`
	Program   string         `json:"program,omitempty"`
	Site      string         `json:"site,omitempty"` // where the customer is, whatever queue it waits in
	Service   string         `json:"service,omitempty"`
	Case      core.ID        `json:"case,omitzero"`
	Customer  core.ID        `json:"customer,omitzero"`
	Segment   string         `json:"segment,omitempty"`
	Language  string         `json:"language,omitempty"`
	Label     string         `json:"label,omitempty"`    // what people call it: A-014
	Position  string         `json:"position,omitempty"` // where a started work is served
	// SLThreshold and ShortAbandon are of the queue it enters first; zero takes
	// them from Options.Targets.
	SLThreshold  time.Duration `json:"sl_threshold,omitempty"`
	ShortAbandon time.Duration `json:"short_abandon,omitempty"`
}

// Result is what a request did.
type Result struct {
	At core.Instant
	// Effects of this request's own steps, shared with the readers of the bus:
	// read only.
	Effects []routing.Effect
}

// Do carries out a request and returns once it is on disk. Errors are
// *core.Error: the engine's refusal, the hook's own error, Repeated for a
// command that was carried out before (neither Check nor Before is asked then),
// or Unavailable when the store could not
// write (nothing happened then, and the same request may be tried again) or when
// ctx ended while it was under way (it may have happened: try again with the
// same command id).
func (f *Floor) Do(ctx context.Context, req Request) (Result, error) {
	j := &job{request: req, ctx: ctx, done: make(chan outcome, 1)}
	return f.submit(ctx, j)
}

// Configure gives the engine a new configuration at once.
func (f *Floor) Configure(ctx context.Context, config routing.Config) error {
	command := &routing.Configure{Head: routing.Head{By: core.BySystem}, Config: config}
	_, err := f.Do(ctx, Request{Command: command})
	return err
}

// job is a request on its way through the loop; view is set instead of a
// request by View.
type job struct {
	request Request
	view    func(View) error
	ctx     context.Context
	failed  func()       // told in the loop when the request was not carried out; may be nil
	done    chan outcome // buffered: the loop never waits for a caller
	at      core.Instant // when it was handed in, for the metrics
}

type outcome struct {
	result Result
	err    error
}

func (f *Floor) submit(ctx context.Context, j *job) (Result, error) {
	j.at = f.now()
	select {
	case f.jobs <- j:
	case <-ctx.Done():
		return Result{}, core.Wrap(core.Unavailable, "", ctx.Err())
	case <-f.stopping:
		return Result{}, f.ended()
	}
	select {
	case o := <-j.done:
		return o.result, o.err
	case <-ctx.Done():
		return Result{}, core.Wrap(core.Unavailable, "", ctx.Err())
	case <-f.stopped:
		select {
		case o := <-j.done: // answered by the last batch
			return o.result, o.err
		default:
			return Result{}, f.ended()
		}
	}
}

func (j *job) answer(o outcome) {
	if o.err != nil && j.failed != nil && core.CodeOf(o.err) == core.Unavailable {
		j.failed()
	}
	j.done <- o
}
