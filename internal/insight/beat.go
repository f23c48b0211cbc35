package insight

import (
	"context"
	"maps"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// look is what only the engine knows of a queue.
type queueLook struct {
	key      string
	open     bool
	hand     routing.ByHand
	expected time.Duration
	order    []core.ID
}

func lookAt(e *routing.Engine, key string) queueLook {
	info, ok := e.QueueInfo(key)
	if !ok {
		return queueLook{key: key, expected: -1}
	}
	return queueLook{key: key, open: info.Open, hand: info.ByHand, expected: info.Expected, order: e.Waiting(key, lineMax)}
}

func (q *queue) take(l queueLook) {
	if q.open != l.open {
		q.turns++
	}
	q.open, q.hand, q.expected, q.order = l.open, l.hand, l.expected, l.order
}

// setPlaces gives the works of a queue their places, as of the newest look.
func (m *mirror) setPlaces(q *queue) {
	for _, w := range q.waiting {
		w.spot = 0
	}
	for i, id := range q.order {
		if w, ok := q.waiting[id]; ok {
			w.spot = i + 1
		}
	}
	for _, w := range q.waiting {
		if w.place != w.spot {
			w.place, w.desk, w.floor = w.spot, nil, nil
		}
	}
}

// looksMax bounds the queues and tickets looked at in one view, so that the floor
// is never held up.
const looksMax = 64

// slowEvery is how often figures that change with the clock alone are refreshed:
// occupancies and expected waits.
const slowEvery = 10 * time.Second

// beat brings up to date what need not be immediate: lines, lists, figures, hours.
func (b *Boards) beat(ctx context.Context) error {
	work, ok := b.collect()
	if !ok {
		return nil
	}
	for from := 0; from < len(work.queues) || from < len(work.turns); from += looksMax {
		if err := b.view(ctx, work, from); err != nil {
			b.restore(work)
			return err
		}
	}
	b.refresh(work)
	err := b.explain(ctx)
	b.visits(ctx)
	b.renewCalls(ctx)
	return err
}

// chores is what one beat has to do.
type chores struct {
	queues  []string
	turns   []core.ID // works whose place a visitor watches
	floors  bool
	clocks  bool // a second has passed
	slow    bool
	touched map[string]struct{}
	desks   map[string]struct{} // queues that desks are to be told of
}

// ticketPlace is a place as of the newest look.
type ticketPlace struct {
	place    int
	expected time.Duration
}

// collect takes what has become dirty; ok is false when there is nothing to do.
func (b *Boards) collect() (chores, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.m == nil {
		return chores{}, false
	}
	now := b.now()
	c := chores{slow: now >= b.slowAt, touched: b.dirty.queues}
	if c.clocks = now >= b.clockAt; c.clocks {
		b.clockAt = now.Add(time.Second)
	}
	if c.slow {
		b.slowAt = now.Add(slowEvery)
		for _, key := range b.m.keys {
			c.touched[key] = struct{}{}
		}
		b.fade()
	}
	c.floors = c.slow || b.dirty.rows || b.dirty.figures || len(c.touched) > 0
	for key := range c.touched {
		c.queues = append(c.queues, key)
	}
	c.turns = b.watched(c.touched)
	c.desks = b.due(c.touched, now)
	b.dirty = dirt{queues: map[string]struct{}{}, desks: b.dirty.desks}
	return c, true
}

// With many desks, lines go out less often: each change is a write to each of them.
const (
	manyDesks      = 200
	manyDesksEvery = 500 * time.Millisecond
)

// due are the queues of which desks are told in this beat.
func (b *Boards) due(touched map[string]struct{}, now core.Instant) map[string]struct{} {
	if len(b.desks) <= manyDesks && len(b.dirty.desks) == 0 {
		return touched
	}
	maps.Copy(b.dirty.desks, touched)
	if now < b.desksAt {
		return nil
	}
	b.desksAt = now
	if len(b.desks) > manyDesks {
		b.desksAt = now.Add(manyDesksEvery)
	}
	due := b.dirty.desks
	b.dirty.desks = map[string]struct{}{}
	return due
}

// fade lets go of rows whose figures change with the clock.
func (b *Boards) fade() {
	for _, a := range b.m.agents {
		a.doc = nil
	}
}

// restore keeps for the next beat what this one could not do.
func (b *Boards) restore(c chores) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key := range c.touched {
		b.dirty.queues[key] = struct{}{}
	}
	maps.Copy(b.dirty.desks, c.desks)
	b.dirty.rows = true
}

func part[T any](list []T, from int) []T {
	if from >= len(list) {
		return nil
	}
	return list[from:min(from+looksMax, len(list))]
}

// view asks the engine about some of the queues and tickets.
func (b *Boards) view(ctx context.Context, c chores, from int) error {
	looks := make([]queueLook, 0, looksMax)
	places := map[core.ID]ticketPlace{}
	err := b.opts.Floor.View(ctx, func(v floor.View) error {
		e := v.Engine()
		for _, key := range part(c.queues, from) {
			looks = append(looks, lookAt(e, key))
		}
		for _, id := range part(c.turns, from) {
			if place, expected, ok := e.Place(id); ok {
				places[id] = ticketPlace{place, expected}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range looks {
		if q, ok := b.m.queues[l.key]; ok {
			q.take(l)
			b.m.setPlaces(q)
			b.m.stamp++
		}
	}
	b.place(places)
	return nil
}

// refresh shows what changed, one topic at a time, so that a batch that comes
// meanwhile does not wait.
func (b *Boards) refresh(c chores) {
	if len(c.desks) > 0 || c.slow {
		for _, d := range list(b, b.allDesks) {
			b.locked(func() {
				if d.serves(b, c.desks) || c.slow {
					d.ambient(b)
					if c.slow {
						d.urgent(b)
					}
					d.send(false)
				}
			})
		}
	}
	if len(c.touched) > 0 || c.clocks {
		for _, k := range list(b, func() map[*kiosk]struct{} { return b.kiosks }) {
			b.locked(func() { k.show(b); k.send(false) })
		}
		for _, d := range list(b, func() map[*display]struct{} { return b.displays }) {
			b.locked(func() { d.show(b); d.send(false) })
		}
	}
	if !c.floors {
		return
	}
	for _, f := range list(b, func() map[*floorBoard]struct{} { return b.floors }) {
		b.locked(func() { f.show(b); f.send(false) })
	}
}

func (b *Boards) locked(fn func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fn()
}

// list is a copy of a set of topics.
func list[T comparable](b *Boards, set func() map[T]struct{}) []T {
	b.mu.Lock()
	defer b.mu.Unlock()
	topics := set()
	all := make([]T, 0, len(topics))
	for t := range topics {
		all = append(all, t)
	}
	return all
}

// showAll shows every topic anew, after the floor was read anew.
func (b *Boards) showAll() {
	for d := range b.allDesks() {
		d.urgent(b)
		d.ambient(b)
		d.send(false)
	}
	for _, turns := range b.turns {
		for t := range turns {
			t.stale = true
			t.show(b)
			t.send(false)
		}
	}
	for d := range b.displays {
		d.stale = true
		for contact := range b.m.contacts {
			d.call(b, contact)
		}
		d.show(b)
		d.send(false)
	}
	b.dirty.rows, b.slowAt, b.clockAt, b.desksAt = true, 0, 0, 0
	b.poke()
}
