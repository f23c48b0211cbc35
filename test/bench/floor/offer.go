package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/test/figure"
)

const (
	offerWarm  = 2 * time.Second
	offerSpan  = 8 * time.Second
	stopWithin = 10 * time.Second
	lateMax    = 20 * time.Second // for the last offers to come, on a machine that has too much to do
)

// offers measures the time from the call of Enqueue to the moment when the
// agent's browser has read the frame with the offer.
func (b *bench) offers(ctx context.Context, engine store.Engine) (err error) {
	s, err := b.open(ctx, engine)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // a store that is thrown away
	h, err := openHouse(ctx, s)
	if err != nil {
		return err
	}
	t := &timing{began: map[core.ID]time.Time{}}
	working, stop := context.WithCancel(ctx)
	defer func() {
		stop()
		ctx, cancel := context.WithTimeout(ctx, stopWithin)
		defer cancel()
		err = errors.Join(err, h.close(ctx))
	}()
	if err := h.staff(working, t); err != nil {
		return err
	}
	h.arrivals(working, t, offerWarm)
	t.reset()
	used, began := figure.CPU(), time.Now()
	h.arrivals(working, t, offerSpan)
	used, wall := figure.CPU()-used, time.Since(began)
	if err := t.settled(lateMax); err != nil {
		return err
	}
	return b.printOffers(string(engine), t, used, wall)
}

func (b *bench) printOffers(engine string, t *timing, used, wall time.Duration) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return t.err
	}
	sorted, answers := figure.Sorted(t.took), figure.Sorted(t.answers)
	b.print("floor_offer_p50_ms_"+engine, millis(figure.Percentile(sorted, 0.5)), "ms")
	b.print("floor_offer_p99_ms_"+engine, millis(figure.Percentile(sorted, 0.99)), "ms")
	b.print("floor_offer_answer_p99_ms_"+engine, millis(figure.Percentile(answers, 0.99)), "ms")
	b.print("floor_offer_rate_per_s_"+engine, float64(len(sorted))/wall.Seconds(), "1/s")
	b.print("floor_offer_cores_"+engine, used.Seconds()/wall.Seconds(), "cores")
	return nil
}

// staff signs all agents in, each with its socket, and opens the screens of
// those who lead.
func (h *house) staff(ctx context.Context, t *timing) error {
	for i := range h.org.Users {
		u := &h.org.Users[i]
		signIn := &routing.SignIn{Head: routing.Head{ID: clock.NewID()}, Agent: h.org.AgentFor(u), Ready: true}
		if _, err := h.floor.Do(ctx, floor.Request{Command: signIn}); err != nil {
			return err
		}
		conn, err := h.dial(ctx, "agent="+u.ID.String(), "desk")
		if err != nil {
			return err
		}
		a := &agent{id: u.ID, floor: h.floor, conn: conn, timing: t}
		h.duties.Go(func() { a.read(ctx) })
	}
	for range leads {
		conn, err := h.dial(ctx, "", "floor:org")
		if err != nil {
			return err
		}
		h.duties.Go(func() {
			for {
				if _, _, err := conn.Read(ctx); err != nil {
					return
				}
			}
		})
	}
	return nil
}

// arrivals enqueues evenly, whether or not the ones before are answered; what
// the clock brought late is caught up at once.
func (h *house) arrivals(ctx context.Context, t *timing, span time.Duration) {
	const gap = time.Second / enqueuesPerS
	var over sync.WaitGroup
	next := time.NewTimer(0)
	defer next.Stop()
	began := time.Now()
	for n := range int(span / gap) {
		next.Reset(time.Until(began.Add(time.Duration(n) * gap)))
		<-next.C
		over.Go(func() { h.arrive(ctx, t, n) })
	}
	over.Wait()
}

func (h *house) arrive(ctx context.Context, t *timing, n int) {
	work := routing.Work{ID: clock.NewID(), Channel: core.Voice, Queue: queueKey(n)}
	request := floor.Request{Command: &routing.Enqueue{Head: head(), Work: work}, Meta: &floor.Meta{Contact: work.ID}}
	began := t.begin(work.ID)
	if _, err := h.floor.Do(ctx, request); err != nil {
		t.fail(err)
	}
	t.answered(time.Since(began))
}

// timing takes the times.
type timing struct {
	mu      sync.Mutex
	began   map[core.ID]time.Time
	took    []time.Duration // from the enqueue to the offer on the socket
	answers []time.Duration // of the enqueue itself
	err     error
}

func (t *timing) begin(work core.ID) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	t.began[work] = now
	return now
}

func (t *timing) answered(took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.answers = append(t.answers, took)
}

// offered notes an offer; false for one that was noted before.
func (t *timing) offered(work core.ID, seen time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	began, ok := t.began[work]
	if ok {
		t.took = append(t.took, seen.Sub(began))
		delete(t.began, work)
	}
	return ok
}

// settled waits for the offers that are still to come; one that never does is an
// error, whatever the figures of the others say.
func (t *timing) settled(wait time.Duration) error {
	outstanding := func() int {
		t.mu.Lock()
		defer t.mu.Unlock()
		return len(t.began)
	}
	for began := time.Now(); outstanding() > 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > wait {
			return fmt.Errorf("%d works were never offered", outstanding())
		}
	}
	return nil
}

func (t *timing) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		t.err = err
	}
}

func (t *timing) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took, t.answers = nil, nil
}
