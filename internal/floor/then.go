package floor

import (
	"slices"

	"turno/internal/core"
	"turno/internal/routing"
)

// stepsMax bounds the further steps of one request: more is a Then that never
// sees its wish fulfilled.
const stepsMax = 64

// repeats reports whether the engine will refuse a command because it was
// carried out before.
func (b *batchRun) repeats(command routing.Command) bool {
	return command != nil && b.f.engine.Repeats(command.Header().ID)
}

// look asks a request's Check, if it has one.
func (b *batchRun) look(check func(View) error) error {
	if check == nil {
		return nil
	}
	return guard(func() error { return check(View{b.f}) })
}

// then takes the further steps of a request. Its error ends the transaction: the
// engine has moved, and only a rebuild takes that back.
func (b *batchRun) then(next func(View) (Step, bool), result *Result) error {
	if next == nil {
		return nil
	}
	for range stepsMax {
		var step Step
		more := false
		err := guard(func() error {
			step, more = next(View{b.f})
			return nil
		})
		if err != nil || !more {
			return err
		}
		effects, err := b.further(step)
		if err != nil {
			return err
		}
		result.Effects = slices.Concat(result.Effects, effects)
	}
	return core.Errorf(core.Internal, "a request of more than %d steps", stepsMax)
}

// further is one of them.
func (b *batchRun) further(step Step) ([]routing.Effect, error) {
	if err := b.check(&Request{Command: step.Command, Note: step.Note}); err != nil {
		return nil, err
	}
	return b.step(step.Command, nil, step.Note)
}
