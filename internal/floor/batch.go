package floor

import (
	"context"
	"errors"
	"fmt"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
)

// batchRun is one transaction on its way: what its requests did so far, and what
// is to be written for them.
type batchRun struct {
	f       *Floor
	jobs    []*job
	at      core.Instant
	results []outcome
	steps   []StepEvent
	rows    rows

	attempts   int
	hooked     bool // a Before has run: the same rows cannot just be written again
	collected  bool // every request was stepped, and rows says what is to be written
	stepped    bool // engine or facts have moved
	configured bool
	wrote      bool // and so has asked the store who owns the floor
}

func newBatchRun(f *Floor, jobs []*job) *batchRun {
	return &batchRun{f: f, jobs: jobs, results: make([]outcome, len(jobs))}
}

// run is the body of the transaction. The store may run it again after a
// collision: the steps are not repeated, only what is written, unless a hook
// that came before a step might now decide otherwise.
func (b *batchRun) run(ctx context.Context, tx *store.Tx) error {
	b.attempts++
	if b.attempts > 1 {
		return b.again(ctx, tx)
	}
	b.at = b.f.now()
	for i := range b.jobs {
		b.timers()
		if err := b.request(ctx, tx, i); err != nil {
			return err
		}
	}
	b.collect()
	return b.write(ctx, tx)
}

func (b *batchRun) again(ctx context.Context, tx *store.Tx) error {
	if b.hooked || !b.collected {
		return core.Wrap(core.Unavailable, "", errAgain)
	}
	for i, j := range b.jobs {
		if b.results[i].err != nil {
			continue
		}
		if err := b.with(ctx, tx, j, &b.results[i].result); err != nil {
			return err
		}
	}
	return b.write(ctx, tx)
}

// timersMax bounds the ticks before one request; what is still due then waits
// for the next wake.
const timersMax = 64

// timers fires what is due, each in a step of its own, so that a request's
// effects are only its own.
func (b *batchRun) timers() {
	for range timersMax {
		if next, ok := b.f.engine.Next(); !ok || next > b.at {
			return
		}
		b.step(&routing.Tick{Head: routing.Head{By: core.BySystem}}, nil, nil) //nolint:errcheck,gosec // a tick is never refused
	}
}

// request carries out one request. What it is refused is its own result; an
// error of this method ends the whole transaction.
func (b *batchRun) request(ctx context.Context, tx *store.Tx, i int) error {
	j := b.jobs[i]
	if j.ctx != nil && j.ctx.Err() != nil {
		b.results[i].err = core.Wrap(core.Unavailable, "", j.ctx.Err())
		return nil //nolint:nilerr // it is this caller's error, not the batch's
	}
	if err := b.check(&j.request); err != nil {
		b.results[i].err = err
		return nil //nolint:nilerr // it is this caller's error, not the batch's
	}
	if b.repeats(j.request.Command) {
		return b.perform(ctx, tx, i) // the engine says so
	}
	if err := b.look(j.request.Check); err != nil {
		b.results[i].err = err
		return nil //nolint:nilerr // it is this caller's error, not the batch's
	}
	if j.request.Before == nil {
		return b.perform(ctx, tx, i)
	}
	b.hooked = true
	var fatal error
	refusal := tx.Nested(ctx, func() error {
		if err := guard(func() error { return j.request.Before(ctx, tx) }); err != nil {
			return err
		}
		fatal = b.perform(ctx, tx, i)
		if fatal != nil {
			return fatal
		}
		return b.results[i].err // undoes what Before wrote
	})
	switch {
	case fatal != nil:
		return fatal
	case refusal != nil && ofStore(refusal):
		return refusal
	case refusal != nil:
		b.results[i].err = refusal
	}
	return nil
}

// ofStore tells a fault of the store from a refusal by a hook.
func ofStore(err error) bool {
	code := core.CodeOf(err)
	return code == core.Unavailable || code == core.Internal
}

// perform steps the engine for a request, as often as it wants, and runs its With.
func (b *batchRun) perform(ctx context.Context, tx *store.Tx, i int) error {
	j := b.jobs[i]
	result := &b.results[i].result
	result.At = b.at
	effects, err := b.step(j.request.Command, j.request.Meta, j.request.Note)
	if err != nil {
		b.results[i].err = err
		return nil //nolint:nilerr // it is this caller's error, not the batch's
	}
	result.Effects = effects
	if err := b.then(j.request.Then, result); err != nil {
		return err
	}
	return b.with(ctx, tx, j, result)
}

func (b *batchRun) with(ctx context.Context, tx *store.Tx, j *job, result *Result) error {
	if j.request.With == nil {
		return nil
	}
	return guard(func() error { return j.request.With(ctx, tx, result) })
}

// guard turns a panic of a caller's function into an error of that caller: one
// screen's defect must not end everybody's floor.
func guard(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &core.Error{Code: core.Internal, Message: "a defect of ours", Err: fmt.Errorf("panic: %v", p)}
		}
	}()
	return fn()
}

// check refuses what can be refused without a step.
func (b *batchRun) check(r *Request) error {
	if r.Command == nil && r.Note == nil && r.With == nil && r.Before == nil {
		return core.Errorf(core.Invalid, "the request asks for nothing")
	}
	if r.Note == nil {
		return nil
	}
	return b.f.facts.checkNote(r.Note, creates(r.Command), r.Command != nil)
}

// creates is the work that a command makes, if any.
func creates(command routing.Command) core.ID {
	if work := newWork(command); work != nil {
		return work.ID
	}
	return core.NoID
}

func newWork(command routing.Command) *routing.Work {
	switch c := command.(type) {
	case *routing.Enqueue:
		return &c.Work
	case *routing.Start:
		return &c.Work
	default:
		return nil
	}
}

// step moves the engine and the facts. The effects are copies. A nil command is
// a note alone.
func (b *batchRun) step(command routing.Command, meta *Meta, note Note) ([]routing.Effect, error) {
	f := b.f
	b.stepped = true
	var effects []routing.Effect
	if command != nil {
		raw, err := f.engine.Step(b.at, command)
		f.metrics.steps.Inc()
		effects = copyEffects(raw)
		if err != nil {
			f.facts.step(effects)
			b.event(effects, nil)
			return nil, refusal(err)
		}
	}
	first := f.facts.noteFirst(note)
	if work := newWork(command); work != nil {
		f.facts.create(work, meta)
	}
	if first {
		f.facts.note(note, b.at)
	}
	f.facts.step(effects)
	if !first {
		f.facts.note(note, b.at)
	}
	if c, ok := command.(*routing.Configure); ok {
		b.configured = true
		f.config = c.Config
	}
	b.event(effects, note)
	return effects, nil
}

func (b *batchRun) event(effects []routing.Effect, note Note) {
	if len(effects) > 0 || note != nil {
		b.steps = append(b.steps, StepEvent{At: b.at, Effects: effects, Note: note})
	}
}

// refusal is the engine's error with a code.
func refusal(err error) error {
	if _, coded := errors.AsType[*core.Error](err); coded {
		return err
	}
	return core.Wrap(core.Internal, "", err)
}

func copyEffects(raw []routing.Effect) []routing.Effect {
	if len(raw) == 0 {
		return nil
	}
	effects := make([]routing.Effect, len(raw))
	copy(effects, raw)
	for i := range effects {
		if why := effects[i].Why; why != nil {
			decision := *why
			decision.Verdicts = append([]routing.Verdict(nil), why.Verdicts...)
			effects[i].Why = &decision
		}
	}
	return effects
}
