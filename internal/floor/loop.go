package floor

import (
	"context"
	"runtime"
	"sync"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// batchMax bounds the requests of one transaction, so that the first of them
// does not wait for ever longer ones.
const batchMax = 512

// run is the floor: it takes what waits, carries it out in one transaction,
// answers, publishes, and wakes by itself for the engine's timers.
func (f *Floor) run() {
	defer close(f.stopped)
	defer f.refuseWaiting()
	ctx, cancel := context.WithCancel(context.Background())
	var watch sync.WaitGroup
	watch.Go(func() { f.watchOwner(ctx) })
	defer func() { cancel(); watch.Wait() }()
	timer := time.NewTimer(0)
	defer timer.Stop()
	batch := make([]*job, 0, batchMax)
	for {
		timer.Reset(f.untilNext())
		select {
		case j := <-f.jobs:
			if batch = f.gather(append(batch[:0], j)); !f.serve(batch) {
				return
			}
			// Those who were answered go first. With work always waiting the loop never
			// blocks, and on few processors they would wait until the runtime takes it off.
			runtime.Gosched()
		case <-f.inbox.ping:
			if !f.attendDesks() {
				return
			}
		case <-timer.C:
			if !f.wake() {
				return
			}
		case <-f.taken:
			f.yield()
			return
		case <-f.stopping:
			return
		}
	}
}

// gather adds the requests that wait already. A view ends the batch: it sees
// what was asked for before it.
func (f *Floor) gather(batch []*job) []*job {
	for len(batch) < batchMax && batch[len(batch)-1].view == nil {
		select {
		case j := <-f.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// serve carries out a batch and the view that may end it; false when the floor
// has to stop.
func (f *Floor) serve(batch []*job) bool {
	if !f.attendDesks() {
		answerAll(batch, f.ended())
		return false
	}
	last := batch[len(batch)-1]
	if last.view != nil {
		batch = batch[:len(batch)-1]
	}
	if len(batch) > 0 && !f.carryOut(batch) {
		if last.view != nil {
			last.done <- outcome{err: f.ended()}
		}
		return false
	}
	if last.view != nil {
		last.done <- outcome{err: f.look(last.view)}
	}
	return true
}

// wake does what time brings: desks that stayed away, the engine's timers, and
// housekeeping.
func (f *Floor) wake() bool {
	now := f.now()
	f.planDesks() // the settings may have changed
	if !f.attendDesks() {
		return false
	}
	if next, ok := f.nextTimer(); f.broken || f.retry.failures > 0 || ok && next <= now {
		if !f.carryOut([]*job{f.internalJob(&routing.Tick{})}) {
			return false
		}
	}
	f.prune(now)
	return true
}

func (f *Floor) nextTimer() (core.Instant, bool) {
	if f.broken {
		return 0, false
	}
	return f.engine.Next()
}

// idleWake is how often the loop looks around when nothing is due.
const idleWake = time.Minute

// untilNext is how long the loop may sleep. After a failure it sleeps a little
// longer each time, so that a full disk is not hammered.
func (f *Floor) untilNext() time.Duration {
	now := f.now()
	if f.broken || f.retry.failures > 0 {
		return min(max(f.retry.at.Sub(now), 0), retryMost)
	}
	wait := idleWake
	if next, ok := f.nextTimer(); ok {
		wait = min(wait, next.Sub(now))
	}
	if f.deskDue != 0 {
		wait = min(wait, f.deskDue.Sub(now))
	}
	return max(wait, 0)
}

// retryState spaces the attempts after failed transactions.
type retryState struct {
	failures int
	at       core.Instant
}

const (
	retryFirst = 100 * time.Millisecond
	retryMost  = 5 * time.Second
)

func (r *retryState) failed(now core.Instant) {
	r.failures++
	r.at = now.Add(min(retryFirst<<min(r.failures-1, 6), retryMost))
}

// internalJob is a request of the floor itself, whom nobody waits for.
func (f *Floor) internalJob(command routing.Command) *job {
	command.Header().By = core.BySystem
	return &job{request: Request{Command: command}, done: make(chan outcome, 1), at: f.now()}
}

// refuseWaiting answers those who came too late.
func (f *Floor) refuseWaiting() {
	f.stop.Do(func() { close(f.stopping) })
	for {
		select {
		case j := <-f.jobs:
			j.done <- outcome{err: f.ended()}
		default:
			return
		}
	}
}
