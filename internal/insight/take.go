package insight

import (
	"slices"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// take takes in a batch and tells the topics that cannot wait. It reports false
// when the floor has to be read anew.
func (b *Boards) take(batch *floor.Batch) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := b.m
	if m == nil {
		return false
	}
	if batch.Seq <= m.seq {
		return true // the mirror holds it already
	}
	if batch.Seq != m.seq+1 || batch.Configured || batch.Fresh || corrects(batch) {
		return false
	}
	m.seq = batch.Seq
	if b.loading != nil {
		b.loading.batches = append(b.loading.batches, batch)
	}
	t := newTouch()
	for _, id := range batch.GoneWorks {
		b.dropWork(id, t)
	}
	for id := range batch.Works {
		view := batch.Works[id]
		b.setWork(&view, t)
	}
	for _, id := range batch.GoneAgents {
		b.dropAgent(id, t)
	}
	for id := range batch.Agents {
		view := batch.Agents[id]
		b.setAgent(&view, t)
	}
	b.steps(batch, t)
	b.facts(batch, t)
	b.tell(t)
	return true
}

// corrects reports a fact that replaces another: rare, and simplest read anew.
func corrects(batch *floor.Batch) bool {
	return slices.ContainsFunc(batch.Legs, func(l core.Leg) bool { return !l.Corrects.IsZero() }) ||
		slices.ContainsFunc(batch.Intervals, func(i core.AgentInterval) bool { return !i.Corrects.IsZero() })
}

// touch is what a batch changed, as far as somebody has to be told at once.
type touch struct {
	desks    map[core.ID]struct{} // agents
	contacts map[core.ID]struct{}
}

func newTouch() *touch {
	return &touch{desks: map[core.ID]struct{}{}, contacts: map[core.ID]struct{}{}}
}

func (b *Boards) setWork(view *floor.WorkView, t *touch) {
	if old, ok := b.m.works[view.ID]; ok {
		b.touchQueue(old)
	}
	w, involved := b.m.setWork(view, b.org)
	b.touchQueue(w)
	b.involve(t, involved, w.Meta.Contact)
	b.wantName(w)
	if b.f != nil {
		b.f.setOpen(w.ID, b.openLegs(view))
	}
}

func (b *Boards) dropWork(id core.ID, t *touch) {
	w, ok := b.m.works[id]
	if !ok {
		return
	}
	b.touchQueue(w)
	involved := b.m.dropWork(w)
	b.involve(t, involved, w.Meta.Contact)
	if b.f != nil {
		b.f.setOpen(id, nil)
	}
}

// touchQueue notes that a work was, or is, in line or beside it.
func (b *Boards) touchQueue(w *work) {
	b.dirty.rows = true
	if w.inLine() || w.Status == routing.StatusParked {
		b.dirty.queues[w.queue.key] = struct{}{}
	}
}

func (b *Boards) involve(t *touch, agents []core.ID, contact core.ID) {
	for _, id := range agents {
		t.desks[id] = struct{}{}
		if a, ok := b.m.agents[id]; ok {
			a.doc = nil
		}
	}
	t.contacts[contact] = struct{}{}
}

func (b *Boards) setAgent(view *floor.AgentView, t *touch) {
	b.m.setAgent(view, b.org)
	b.dirty.rows = true
	t.desks[view.ID] = struct{}{}
	if b.f != nil {
		b.f.setInterval(view.ID, view.Interval)
	}
}

func (b *Boards) dropAgent(id core.ID, t *touch) {
	b.m.dropAgent(id)
	b.dirty.rows = true
	t.desks[id] = struct{}{}
	if b.f != nil {
		b.f.setInterval(id, core.AgentInterval{})
	}
}

// steps looks for what no work and no agent shows.
func (b *Boards) steps(batch *floor.Batch, t *touch) {
	for i := range batch.Steps {
		for j := range batch.Steps[i].Effects {
			switch e := &batch.Steps[i].Effects[j]; e.Kind {
			case routing.QueueChanged:
				b.dirty.queues[e.Queue] = struct{}{}
			case routing.Deferred:
				b.deferred(e, t)
			default:
			}
		}
	}
}

// facts counts what was written.
func (b *Boards) facts(batch *floor.Batch, t *touch) {
	if b.f == nil {
		return
	}
	if len(batch.Legs)+len(batch.Intervals)+len(batch.Works) > 0 {
		b.dirty.figures = true
	}
	b.f.written(batch, nil)
	for i := range batch.Legs {
		if id := batch.Legs[i].Agent; batch.Legs[i].Answered != 0 && !id.IsZero() {
			t.desks[id] = struct{}{}
			if a, ok := b.m.agents[id]; ok {
				a.doc = nil
			}
		}
	}
}

// tell tells desks, visitors and displays, each with all that the batch brought.
func (b *Boards) tell(t *touch) {
	for id := range t.desks {
		for d := range b.desks[id] {
			d.urgent(b)
			if d.profile != d.now(b) {
				d.ambient(b)
			}
			d.send(false)
		}
	}
	for contact := range t.contacts {
		for v := range b.turns[contact] {
			v.show(b)
			v.send(false)
			if b.m.of(contact) == nil {
				b.poke() // the store says how it ended
			}
		}
		b.calls(contact)
	}
}
