package floor

import (
	"context"
	"errors"
	"time"

	"turno/internal/core"
	"turno/internal/store"
)

// transactionMax bounds one transaction, hooks included.
const transactionMax = 30 * time.Second

// carryOut steps, persists, answers and publishes one batch; false when another
// process owns the floor and this one has to stop.
//
// When the transaction fails nothing of it happened: the engine is rebuilt from
// the store. If the store is at fault every caller is told so. Otherwise one
// request's hook is, and the batch is run again one by one, so that only the
// culprit fails.
func (f *Floor) carryOut(jobs []*job) bool {
	err := f.attempt(jobs)
	switch {
	case err == nil:
		return true
	case fenced(err):
		f.yield()
		answerAll(jobs, err)
		return false
	case core.CodeOf(err) == core.Unavailable && !errors.Is(err, errAgain):
		answerAll(jobs, err)
		return true
	case len(jobs) == 1 && !errors.Is(err, errAgain):
		answerAll(jobs, err)
		return true
	}
	for i, j := range jobs {
		err := f.attempt(jobs[i : i+1])
		if errors.Is(err, errAgain) {
			err = f.attempt(jobs[i : i+1])
		}
		if errors.Is(err, errAgain) {
			err = core.Errorf(core.Unavailable, "the store is busy: try again")
		}
		if fenced(err) {
			f.yield()
			answerAll(jobs[i:], err)
			return false
		}
		if err != nil {
			answerAll([]*job{j}, err)
		}
	}
	return true
}

// attempt runs one batch in one transaction. On success everybody was answered;
// on failure nobody was and the floor needs a rebuild.
func (f *Floor) attempt(jobs []*job) error {
	ctx, cancel := context.WithTimeout(context.Background(), transactionMax)
	defer cancel()
	if f.broken {
		if err := f.rebuild(ctx); err != nil {
			f.failed(err)
			return err
		}
	}
	b := newBatchRun(f, jobs)
	began := f.now()
	err := f.store.Write(ctx, func(tx *store.Tx) error { return b.run(ctx, tx) })
	f.metrics.commit.Observe(f.now().Sub(began).Seconds())
	if err != nil {
		f.broken = b.stepped
		if errors.Is(err, store.ErrNotOwner) {
			err = errTaken()
		}
		f.failed(err)
		return err
	}
	f.retry = retryState{}
	f.health.set(nil)
	if b.wrote {
		f.proven.Add(1)
	}
	b.answer()
	b.publish()
	return nil
}

// failed takes note of a failed transaction. What one request's hook did wrong
// is its caller's affair; a store that cannot write is the operator's.
func (f *Floor) failed(err error) {
	f.metrics.failures.Inc()
	if core.CodeOf(err) == core.Unavailable && !errors.Is(err, errAgain) {
		f.retry.failed(f.now())
		f.health.set(err)
		f.log.Error("floor: transaction failed; nothing of it happened", "error", err, "failures", f.retry.failures)
	}
}

func answerAll(jobs []*job, err error) {
	for _, j := range jobs {
		j.answer(outcome{err: err})
	}
}

// errAgain: the store wants the transaction run again, which needs the engine of
// before.
var errAgain = errors.New("the transaction has to be stepped again")
