package insight

import (
	"context"
	"sync"
	"time"

	"turno/internal/bus"
	"turno/internal/core"
	"turno/internal/floor"
)

// busBuffer is how many of the floor's batches may wait. A reader that is further
// behind reads the floor anew.
const busBuffer = 1024

// beatEvery is how often what need not be immediate is brought up to date.
const beatEvery = 200 * time.Millisecond

// kickedEvery spaces the beats that were asked for.
const kickedEvery = 20 * time.Millisecond

// retryEvery is how long a failed reading waits before the next.
const retryEvery = 500 * time.Millisecond

// Run follows the floor until ctx ends. What concerns one desk, one visitor or a
// call on a display goes out with the very batch that brings it; lines, lists and
// figures follow at the next beat.
func (b *Boards) Run(ctx context.Context) error {
	batches := b.opts.Bus.Subscribe("insight", busBuffer)
	defer batches.Close()
	var over sync.WaitGroup
	defer over.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b.renew(ctx, &over)
	over.Go(func() { b.beats(ctx) })
	over.Go(func() { b.lookUp(ctx) })
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-b.again:
			b.renew(ctx, &over)
		case event, ok := <-batches.C:
			if !ok {
				return nil
			}
			b.event(ctx, batches, event, &over)
		}
	}
}

func (b *Boards) event(ctx context.Context, batches *bus.Subscription, event bus.Event, over *sync.WaitGroup) {
	lost := batches.Lost()
	batch, is := event.(*floor.Batch)
	switch {
	case lost:
		b.log.WarnContext(ctx, "insight: batches were lost, the floor is read anew", "dropped", batches.Dropped())
		b.renew(ctx, over)
	case is && !b.take(batch):
		b.renew(ctx, over)
	}
}

// renew reads the floor, and today's figures in the background: they may be many
// rows, and no desk waits for them. It tries until it succeeds or ctx ends.
func (b *Boards) renew(ctx context.Context, over *sync.WaitGroup) {
	for ctx.Err() == nil {
		l, err := b.resync(ctx)
		if err == nil {
			over.Go(func() { b.countOrRetry(ctx, l) })
			return
		}
		b.log.WarnContext(ctx, "insight: the floor cannot be read now", "error", err)
		pause(ctx, retryEvery)
	}
}

func (b *Boards) countOrRetry(ctx context.Context, l *loading) {
	for ctx.Err() == nil {
		err := b.count(ctx, l)
		if err == nil || ctx.Err() != nil {
			return
		}
		b.log.WarnContext(ctx, "insight: today's figures cannot be read now", "error", err)
		pause(ctx, retryEvery)
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// beats brings up to date what need not be immediate.
func (b *Boards) beats(ctx context.Context) {
	ticker := time.NewTicker(beatEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-b.kick:
			pause(ctx, kickedEvery)
		}
		if b.outdated() {
			signal(b.again)
		}
		if err := b.beat(ctx); err != nil && ctx.Err() == nil {
			b.log.WarnContext(ctx, "insight: the boards are behind the floor", "error", err)
			pause(ctx, retryEvery)
		}
	}
}

// outdated reports that a day has ended somewhere, or that the organisation is
// another: then all is read anew.
func (b *Boards) outdated() bool {
	org := b.opts.Organisation()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.m == nil {
		return false
	}
	var ends core.Instant
	switch {
	case b.loading != nil:
		ends = b.loading.ends
	case b.f != nil:
		ends = b.f.ends
	}
	return org != b.org || ends != 0 && b.now() >= ends
}
