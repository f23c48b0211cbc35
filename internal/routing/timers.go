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

// timerRef is a work's or agent's single timer: the earliest of its own.
type timerRef struct {
	pos  int // in the heap, plus one; zero when unset
	at   core.Instant
	kind timerKind
	id   core.ID
	w    *work
	a    *agent
}

// timerEntry repeats the instant beside the pointer so that sifting rarely
// follows it.
type timerEntry struct {
	at  core.Instant
	ref *timerRef
}

func (x *timerEntry) before(y *timerEntry) bool {
	if x.at != y.at {
		return x.at < y.at
	}
	if x.ref.kind != y.ref.kind {
		return x.ref.kind < y.ref.kind
	}
	return x.ref.id.Compare(y.ref.id) < 0
}

// timers is a 4-ary heap by (instant, kind, id).
type timers struct{ heap []timerEntry }

// set moves ref to the instant and kind, adding it if need be.
func (t *timers) set(ref *timerRef, at core.Instant, kind timerKind) {
	if ref.pos != 0 && ref.at == at && ref.kind == kind {
		return
	}
	ref.at, ref.kind = at, kind
	if ref.pos == 0 {
		t.heap = append(t.heap, timerEntry{at: at, ref: ref})
		ref.pos = len(t.heap)
		t.up(ref.pos - 1)
		return
	}
	i := ref.pos - 1
	t.heap[i].at = at
	t.down(t.up(i))
}

// remove takes ref out; it may be unset.
func (t *timers) remove(ref *timerRef) {
	if ref.pos == 0 {
		return
	}
	i, last := ref.pos-1, len(t.heap)-1
	ref.pos = 0
	if i != last {
		t.heap[i] = t.heap[last]
		t.heap[i].ref.pos = i + 1
	}
	t.heap[last] = timerEntry{}
	t.heap = t.heap[:last]
	if i != last {
		t.down(t.up(i))
	}
}

func (t *timers) up(i int) int {
	x := t.heap[i]
	for i > 0 {
		parent := (i - 1) / 4
		if !x.before(&t.heap[parent]) {
			break
		}
		t.heap[i] = t.heap[parent]
		t.heap[i].ref.pos = i + 1
		i = parent
	}
	t.heap[i] = x
	x.ref.pos = i + 1
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
			if t.heap[c].before(&t.heap[least]) {
				least = c
			}
		}
		if !t.heap[least].before(&x) {
			break
		}
		t.heap[i] = t.heap[least]
		t.heap[i].ref.pos = i + 1
		i = least
	}
	t.heap[i] = x
	x.ref.pos = i + 1
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
	for i := range w.wrapUps {
		next.offer(w.wrapUps[i].deadline, timerWrapUp)
	}
	if w.waits() {
		w.nextWhileWaiting(&next)
	}
	if next.at == 0 {
		e.timers.remove(&w.timer)
		return
	}
	e.timers.set(&w.timer, next.at, next.kind)
}

func (w *work) nextWhileWaiting(next *earliest) {
	if w.status == StatusOffered {
		next.offer(w.deadline, timerOffer)
	}
	next.offer(w.notBefore, timerDefer)
	if w.reserved != nil {
		next.offer(w.reservedTill, timerReservation)
	}
	if s := w.nextStep(); s != nil {
		next.offer(w.queued.Add(s.after), timerStep)
	}
	if w.slice < len(w.queue.delays) {
		next.offer(w.queued.Add(w.queue.delays[w.slice]), timerDelay)
	}
	for i := range w.declined {
		next.offer(w.declined[i].Until, timerDeclined)
	}
	if w.status == StatusWaiting {
		if after, ok := w.nextWaited(); ok {
			next.offer(w.queued.Add(after), timerOverflow)
		}
	}
}
