package insight

import (
	"context"
	"database/sql"
	"errors"

	"turno/internal/core"
	"turno/internal/store/db"
)

// names are those of customers who are on the floor, looked up once each.
type names struct {
	known  map[core.ID]string
	wanted map[core.ID]struct{}
}

func newNames() names {
	return names{known: map[core.ID]string{}, wanted: map[core.ID]struct{}{}}
}

// wantName gives a work the name of its customer, now or as soon as it is read:
// no desk waits for it.
func (b *Boards) wantName(w *work) {
	id := w.Meta.Customer
	if id.IsZero() {
		return
	}
	if name, ok := b.names.known[id]; ok {
		w.name = name
		return
	}
	b.names.wanted[id] = struct{}{}
	signal(b.look)
}

// adoptNames keeps the names of those who are still there.
func (b *Boards) adoptNames() {
	old := b.names.known
	b.names = newNames()
	for _, w := range b.m.works {
		if name, ok := old[w.Meta.Customer]; ok {
			b.names.known[w.Meta.Customer] = name
		}
		b.wantName(w)
	}
}

// lookUp reads the names that are wanted until ctx ends.
func (b *Boards) lookUp(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.look:
		}
		if err := b.readNames(ctx); err != nil && ctx.Err() == nil {
			b.log.WarnContext(ctx, "insight: names cannot be read now", "error", err)
			pause(ctx, retryEvery)
			signal(b.look)
		}
	}
}

func (b *Boards) readNames(ctx context.Context) error {
	b.mu.Lock()
	wanted := make([]core.ID, 0, len(b.names.wanted))
	for id := range b.names.wanted {
		wanted = append(wanted, id)
	}
	b.mu.Unlock()
	if len(wanted) == 0 {
		return nil
	}
	found := make(map[core.ID]string, len(wanted))
	err := b.opts.Store.Read(ctx, func(q *db.Queries) error {
		for _, id := range wanted {
			customer, err := q.GetCustomer(ctx, id.String())
			if err != nil && !errors.Is(err, sql.ErrNoRows) && core.CodeOf(err) != core.NotFound {
				return err
			}
			found[id] = customer.Name // empty for one that is gone
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.locked(func() { b.setNames(found) })
	return nil
}

func (b *Boards) setNames(found map[core.ID]string) {
	for id, name := range found {
		b.names.known[id] = name
		delete(b.names.wanted, id)
	}
	t := newTouch()
	for _, w := range b.m.works {
		name, ok := found[w.Meta.Customer]
		if !ok || name == w.name {
			continue
		}
		w.name, w.floor = name, nil
		for _, agent := range w.holders() {
			t.desks[agent] = struct{}{}
		}
	}
	b.dirty.rows = true
	b.tell(t)
}
