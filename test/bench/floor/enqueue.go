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

// How long callers enqueue: first to fill caches and the log, then measured.
const (
	enqueueWarm = 500 * time.Millisecond
	enqueueSpan = 3 * time.Second
)

func enqueueConfig() routing.Config {
	var c routing.Config
	for _, key := range []string{"billing@centro", "sales@centro", "billing@mixco", "sales@mixco"} {
		c.Queues = append(c.Queues, routing.Queue{Key: key, ServiceLevel: routing.ServiceLevel{Threshold: 15 * time.Minute}})
	}
	c.Profiles = []routing.Profile{{Key: "all", Queues: []routing.ProfileQueue{{Queue: "billing@centro"}}}}
	return c
}

// enqueues measures callers that enqueue one work after the other, each of which
// is on disk when the call returns. Nobody is signed in: it is the cost of the
// durable arrival alone.
func (b *bench) enqueues(ctx context.Context, engine store.Engine, callers int) error {
	s, err := b.open(ctx, engine)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // a store that is thrown away
	config := enqueueConfig()
	f, err := floor.Open(ctx, floor.Options{Store: s, Config: config})
	if err != nil {
		return err
	}
	defer f.Close(ctx) //nolint:errcheck // as above

	if _, err := call(ctx, f, &config, callers, enqueueWarm); err != nil {
		return err
	}
	used, began := figure.CPU(), time.Now()
	took, err := call(ctx, f, &config, callers, enqueueSpan)
	if err != nil {
		return err
	}
	wall, used := time.Since(began), figure.CPU()-used
	sorted, n := figure.Sorted(took), float64(len(took))
	name := fmt.Sprintf("%s_%d", engine, callers)
	b.print("floor_enqueues_per_s_"+name, n/wall.Seconds(), "1/s")
	b.print("floor_enqueue_p50_ms_"+name, millis(figure.Percentile(sorted, 0.5)), "ms")
	b.print("floor_enqueue_p99_ms_"+name, millis(figure.Percentile(sorted, 0.99)), "ms")
	b.print("floor_enqueue_cpu_us_"+name, used.Seconds()*1e6/n, "us")
	return nil
}

// call has so many callers enqueue for a while and returns how long each call
// took.
func call(ctx context.Context, f *floor.Floor, config *routing.Config, callers int, span time.Duration) ([]time.Duration, error) {
	var over sync.WaitGroup
	took := make([][]time.Duration, callers)
	failed := make([]error, callers)
	began := time.Now()
	for i := range callers {
		over.Go(func() {
			for n := 0; time.Since(began) < span && failed[i] == nil; n++ {
				request := arrival(config.Queues[(i+n)%len(config.Queues)].Key)
				start := time.Now()
				_, failed[i] = f.Do(ctx, request)
				took[i] = append(took[i], time.Since(start))
			}
		})
	}
	over.Wait()
	var all []time.Duration
	for _, list := range took {
		all = append(all, list...)
	}
	return all, errors.Join(failed...)
}

// arrival is a visitor as a kiosk hands it in.
func arrival(queue string) floor.Request {
	work := routing.Work{
		ID: clock.NewID(), Channel: core.Visit, Queue: queue, Language: "es",
		Needs: routing.Needs{{{Skill: "es", Level: 3}, {Skill: "billing", Level: 2}}},
	}
	return floor.Request{
		Command: &routing.Enqueue{Head: head(), Work: work},
		Meta: &floor.Meta{
			Contact: clock.NewID(), Direction: core.Inbound, Program: "main", Site: "centro", Service: "billing",
			Segment: "premier", Language: "es", Label: "A-014",
		},
	}
}

func head() routing.Head { return routing.Head{ID: clock.NewID(), By: core.ByCustomer} }

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
