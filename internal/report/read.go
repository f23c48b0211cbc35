package report

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"turno/internal/store"
	"turno/internal/store/db"
)

// IntervalReach is the longest an agent interval can be: sign-ins end at midnight.
const IntervalReach = 48 * time.Hour

// Reader runs a function in a transaction that sees one state of the store
// (store.Store). It may run it again.
type Reader interface {
	Read(ctx context.Context, fn func(q *db.Queries) error) error
}

// Read counts the facts of a day that are written. Legs and agents' time are read
// side by side: each is a good part of a second of a large house.
func Read(ctx context.Context, s Reader, begin func() *Counter) (*Counter, error) {
	var legs, times *Counter
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		return s.Read(ctx, func(q *db.Queries) error {
			legs = begin()
			return store.EachLeg(ctx, q, legs.Facts(), legs.AddLeg)
		})
	})
	group.Go(func() error {
		return s.Read(ctx, func(q *db.Queries) error {
			times = begin()
			if times.filter.OfWork() {
				return nil
			}
			f := times.Facts()
			return store.EachInterval(ctx, q, f, f.From.Add(-IntervalReach), times.AddInterval)
		})
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	legs.takeTimes(times)
	return legs, nil
}

// takeTimes takes over what another counter of the same day counted of intervals.
func (c *Counter) takeTimes(o *Counter) {
	c.total.tally.Merge(&o.total.tally)
	for _, both := range []struct{ mine, theirs map[string]*group }{
		{c.sites, o.sites}, {c.agents, o.agents}, {c.hours, o.hours},
	} {
		for key, g := range both.theirs {
			in(both.mine, key).tally.Merge(&g.tally)
		}
	}
	c.states, c.ofAgent = o.states, o.ofAgent
}

// Facts is the widest choice of facts that the store can make for the report: the
// counter looks at each again.
func (c *Counter) Facts() store.FactFilter {
	f := store.FactFilter{From: c.day.From, To: c.day.To, Queue: c.filter.Queue, Channel: c.filter.Channel}
	for _, h := range c.day.Hours() {
		if h.Key == c.filter.Hour {
			f.From, f.To = h.From, h.To
		}
	}
	if c.filter.Site != None {
		f.Site = c.filter.Site
	}
	if f.Site == "" && len(c.day.sites) == 1 && !c.day.whole {
		for site := range c.day.sites {
			f.Site = site
		}
	}
	return f
}
