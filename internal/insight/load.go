package insight

import (
	"context"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/store"
	"turno/internal/store/db"
)

// loading is a reading of today's facts under way, while batches go on.
type loading struct {
	figures *figures     // of whoever reads, until they are taken over
	ends    core.Instant // of the day that ends first
	// Facts are numbered in the order in which they are made: one made before the
	// mirror was read has an id below the boundary. Those read that were made
	// later will come, or have come, by a batch too.
	boundary core.ID
	twice    map[core.ID]struct{}
	batches  []*floor.Batch // since the mirror was read
}

// snapshot is what a view of the floor copies out.
type snapshot struct {
	seq      uint64
	at       core.Instant
	boundary core.ID
	mirror   *mirror
	works    []floor.WorkView
	agents   []floor.AgentView
}

// resync reads the floor anew. It returns the reading of today's figures that has
// to follow (count).
func (b *Boards) resync(ctx context.Context) (*loading, error) {
	org := b.opts.Organisation()
	var s snapshot
	err := b.opts.Floor.View(ctx, func(v floor.View) error {
		s = snapshot{seq: v.Seq(), at: v.Now(), boundary: clock.NewID(), works: v.Works(), agents: v.Agents()}
		s.mirror = newMirror(v.Config(), v.Engine().QueueKeys(), org)
		for _, key := range s.mirror.keys {
			s.mirror.queues[key].take(lookAt(v.Engine(), key))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m := s.mirror
	m.seq = s.seq
	for i := range s.works {
		m.setWork(&s.works[i], org)
	}
	for i := range s.agents {
		m.setAgent(&s.agents[i], org)
	}
	for _, q := range m.queues {
		m.setPlaces(q)
	}
	l := &loading{figures: newFigures(org, max(s.at, b.now())), boundary: s.boundary, twice: map[core.ID]struct{}{}}
	l.ends = l.figures.ends

	b.mu.Lock()
	defer b.mu.Unlock()
	b.org, b.m, b.loading = org, m, l
	b.adoptNames()
	b.showAll()
	select {
	case <-b.mirrored:
	default:
		close(b.mirrored)
	}
	return l, nil
}

// reach is the longest an agent interval can be: sign-ins end at midnight.
const reach = 48 * time.Hour

// count reads today's facts from the store, then takes in what happened meanwhile.
func (b *Boards) count(ctx context.Context, l *loading) error {
	f := l.figures
	err := b.opts.Store.Read(ctx, func(q *db.Queries) error {
		*f = *newFigures(f.org, f.at) // Read may run it again
		clear(l.twice)
		if err := l.readLegs(ctx, q); err != nil {
			return err
		}
		return l.readIntervals(ctx, q)
	})
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.loading != l {
		return nil // another reading has begun since
	}
	b.loading, b.f = nil, f
	for _, batch := range l.batches {
		f.written(batch, l.twice)
	}
	for id, w := range b.m.works {
		f.setOpen(id, b.openLegs(&w.WorkView))
	}
	for id, a := range b.m.agents {
		f.setInterval(id, a.Interval)
	}
	b.dirty.figures = true
	b.poke()
	select {
	case <-b.counted:
	default:
		close(b.counted)
	}
	return nil
}

// always is beyond every instant that facts have.
const always = core.Instant(1 << 62)

func (l *loading) readLegs(ctx context.Context, q *db.Queries) error {
	filter := store.FactFilter{From: l.figures.earliest(), To: always}
	for {
		legs, err := store.LegsBetween(ctx, q, filter)
		if err != nil {
			return err
		}
		for i := range legs {
			l.figures.addLeg(&legs[i])
			l.note(legs[i].ID)
			filter.After = store.CursorOfLeg(&legs[i])
		}
		if len(legs) < store.MaxFactPage {
			return nil
		}
	}
}

func (l *loading) readIntervals(ctx context.Context, q *db.Queries) error {
	filter := store.FactFilter{From: l.figures.earliest().Add(-reach), To: always}
	for {
		intervals, err := store.IntervalsBetween(ctx, q, filter)
		if err != nil {
			return err
		}
		for i := range intervals {
			l.figures.addInterval(&intervals[i])
			l.note(intervals[i].ID)
			filter.After = store.CursorOfInterval(&intervals[i])
		}
		if len(intervals) < store.MaxFactPage {
			return nil
		}
	}
}

func (l *loading) note(id core.ID) {
	if id.Compare(l.boundary) > 0 {
		l.twice[id] = struct{}{}
	}
}

// written counts the facts of a batch but those that were counted already.
func (f *figures) written(batch *floor.Batch, before map[core.ID]struct{}) {
	for i := range batch.Legs {
		if _, twice := before[batch.Legs[i].ID]; !twice {
			f.addLeg(&batch.Legs[i])
		}
	}
	for i := range batch.Intervals {
		if _, twice := before[batch.Intervals[i].ID]; !twice {
			f.addInterval(&batch.Intervals[i])
		}
	}
}

// openLegs are the legs of a work that count already and are not written yet.
func (b *Boards) openLegs(w *floor.WorkView) []core.Leg {
	var legs []core.Leg
	one := *w
	for i := range w.Wrapping {
		one.Leg = &w.Wrapping[i]
		if leg, ok := b.opts.Floor.Provisional(one); ok {
			legs = append(legs, leg)
		}
	}
	if w.Leg != nil && w.Leg.Answered != 0 {
		if leg, ok := b.opts.Floor.Provisional(*w); ok {
			legs = append(legs, leg)
		}
	}
	return legs
}
