package routing

import "turno/internal/core"

// timerKind orders timers that are due at the same instant.
type timerKind uint8

const (
	timerOffer timerKind = iota + 1
	timerWrapUp
	timerBreather
	timerDefer
	timerReservation
	timerStep
	timerDelay
	timerDeclined
	timerOverflow
)

// timerRef is a work's or agent's single timer, the earliest of its own: its
// slot in timers, plus one; zero when unset.
type timerRef int32

// timerOwner is whose timer it is: a work's or an agent's.
type timerOwner struct {
	w *work
	a *agent
}

func (o *timerOwner) ref() *timerRef {
	if o.w != nil {
		return &o.w.timer
	}
	return &o.a.timer
}

func (o *timerOwner) id() *core.ID {
	if o.w != nil {
		return &o.w.ID
	}
	return &o.a.ID
}

// timerEntry has all that sifting looks at, but for the id of two timers of one
// kind at one instant.
type timerEntry struct {
	at   core.Instant
	slot int32
	kind timerKind
}

// timers is a 4-ary heap by (instant, kind, id). Where an entry stands is kept
// by slot, densely, because sifting changes it for every entry it passes: a
// look into the works themselves would be a cache miss each.
type timers struct {
	heap   []timerEntry
	at     []int32      // by slot: position in the heap
	owners []timerOwner // by slot
	vacant []int32
}

func (t *timers) before(x, y *timerEntry) bool {
	if x.at != y.at {
		return x.at < y.at
	}
	if x.kind != y.kind {
		return x.kind < y.kind
	}
	return t.owners[x.slot].id().Compare(*t.owners[y.slot].id()) < 0
}

// first is the timer that is due next; ok is false when there is none.
func (t *timers) first() (at core.Instant, ok bool) {
	if len(t.heap) == 0 {
		return 0, false
	}
	return t.heap[0].at, true
}

// set moves the owner's timer to the instant and kind, adding it if need be.
func (t *timers) set(owner timerOwner, at core.Instant, kind timerKind) {
	ref := owner.ref()
	if *ref == 0 {
		*ref = t.take(owner)
		t.heap = append(t.heap, timerEntry{at: at, slot: int32(*ref) - 1, kind: kind})
		t.up(len(t.heap) - 1)
		return
	}
	i := int(t.at[*ref-1])
	x := &t.heap[i]
	if x.at == at && x.kind == kind {
		return
	}
	x.at, x.kind = at, kind
	t.down(t.up(i))
}

// take gives the owner a slot.
func (t *timers) take(owner timerOwner) timerRef {
	if last := len(t.vacant) - 1; last >= 0 {
		slot := t.vacant[last]
		t.vacant = t.vacant[:last]
		t.owners[slot] = owner
		return timerRef(slot + 1)
	}
	t.owners, t.at = append(t.owners, owner), append(t.at, 0)
	return timerRef(len(t.owners))
}

// remove takes a timer out; it may be unset.
func (t *timers) remove(ref *timerRef) {
	if *ref == 0 {
		return
	}
	slot := int32(*ref) - 1
	i, last := int(t.at[slot]), len(t.heap)-1
	*ref, t.owners[slot] = 0, timerOwner{}
	t.vacant = append(t.vacant, slot)
	if i != last {
		t.heap[i] = t.heap[last]
	}
	t.heap = t.heap[:last]
	if i != last {
		t.down(t.up(i))
	}
}

func (t *timers) up(i int) int {
	x := t.heap[i]
	for i > 0 {
		parent := (i - 1) / 4
		if !t.before(&x, &t.heap[parent]) {
			break
		}
		t.put(i, t.heap[parent])
		i = parent
	}
	t.put(i, x)
	return i
}

func (t *timers) down(i int) {
	x := t.heap[i]
	for {
		least := 4*i + 1
		if least >= len(t.heap) {
			break
		}
		end := min(least+4, len(t.heap))
		for c := least + 1; c < end; c++ {
			if t.before(&t.heap[c], &t.heap[least]) {
				least = c
			}
		}
		if !t.before(&t.heap[least], &x) {
			break
		}
		t.put(i, t.heap[least])
		i = least
	}
	t.put(i, x)
}

func (t *timers) put(i int, x timerEntry) {
	t.heap[i] = x
	t.at[x.slot] = int32(i)
}

// earliest is a candidate for a work's next timer.
type earliest struct {
	at   core.Instant
	kind timerKind
}

func (x *earliest) offer(at core.Instant, kind timerKind) {
	if at != 0 && (x.at == 0 || at < x.at || (at == x.at && kind < x.kind)) {
		x.at, x.kind = at, kind
	}
}

// retime sets a work's timer to the earliest thing that will happen to it. All
// of it follows from the work's state, so a restored work has the same timer.
func (e *Engine) retime(w *work) {
	var next earliest
	if w.hasWrapUps {
		for i := range w.wrapUps {
			next.offer(w.wrapUps[i].deadline, timerWrapUp)
		}
	}
	if w.waits() {
		w.nextWhileWaiting(&next)
	}
	if next.at == 0 {
		e.timers.remove(&w.timer)
		return
	}
	e.timers.set(timerOwner{w: w}, next.at, next.kind)
}

func (w *work) nextWhileWaiting(next *earliest) {
	if w.status == offered {
		next.offer(w.deadline, timerOffer)
	}
	if w.deferred {
		next.offer(w.notBefore, timerDefer)
	}
	if w.reserved != nil {
		next.offer(w.reservedTill, timerReservation)
	}
	if s := w.nextStep(); s != nil {
		next.offer(w.queued.Add(s.after), timerStep)
	}
	if int(w.slice) < len(w.queue.delays) {
		next.offer(w.queued.Add(w.queue.delays[w.slice]), timerDelay)
	}
	if w.exceptional {
		for i := range w.declined {
			next.offer(w.declined[i].Until, timerDeclined)
		}
	}
	if w.status == waiting {
		if after, ok := w.nextWaited(); ok {
			next.offer(w.queued.Add(after), timerOverflow)
		}
	}
}
