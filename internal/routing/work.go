package routing

import (
	"slices"
	"time"

	"turno/internal/core"
)

// work is the engine's side of a WorkState. There are many, and a step's time
// is the cache lines it touches: fields used together stand together, and small
// ones share a word at the end.
type work struct {
	Work
	queue    *queue
	needs    *needset // in force
	added    *addedSet
	status   Status
	queued   core.Instant
	since    core.Instant
	deadline core.Instant

	// Order within the queue; see entry.
	score        int64
	orderArrived core.Instant
	orderID      core.ID

	stepAfter  time.Duration
	waitTested time.Duration
	bucket     *bucket // where it can be found by agents, or nil
	lastBucket *bucket

	agent    *agent // offered to, assigned to
	reserved *agent
	why      *reasons
	offer    uint64
	leg      int
	stage    int
	slice    int
	declined []Declined
	wrapUps  []wrapUp
	visited  []string // queues it has been in; nil when only in this one

	stepPriority int
	notBefore    core.Instant
	reservedTill core.Instant
	behind       uint64
	order        *Order // set by Defer: replaces priority, arrival and id above
	parkedBy     *agent // who set it aside, if an agent did

	timer   timerRef
	dirtyAt int32 // among the dirty works; meaningful where dirty
	channel uint8

	lowered, held, kept, reservedHard             bool
	inLine, touched, untested, dirty, known, gone bool
}

// wrapUp is the engine's side of a WrapUpState.
type wrapUp struct {
	leg       int
	agent     *agent
	queue     *queue
	begun     core.Instant
	since     core.Instant
	deadline  core.Instant
	extension time.Duration
	extended  bool
}

// spareWorksMax bounds the works kept for use again.
const spareWorksMax = 1024

// recycle keeps a work that is gone for the next one that comes, unless some
// list of the engine still has it: memory that was just in use is in the cache,
// and asks nothing of the garbage collector.
func (e *Engine) recycle(w *work) {
	if !w.touched && !w.untested && len(e.gone) < spareWorksMax {
		e.gone = append(e.gone, w)
	}
}

// freshWork is a work with nothing in it.
func (e *Engine) freshWork() *work {
	last := len(e.gone) - 1
	if last < 0 {
		return &work{}
	}
	w := e.gone[last]
	e.gone[last], e.gone = nil, e.gone[:last]
	*w = work{wrapUps: w.wrapUps[:0]}
	return w
}

// waits reports whether the work is in its queue's line.
func (w *work) waits() bool { return w.status == StatusWaiting || w.status == StatusOffered }

// ended reports whether the last leg has ended.
func (w *work) ended() bool { return w.status == StatusWrapUp }

func (w *work) entry() entry { return entry{score: w.score, arrived: w.orderArrived, w: w} }

// exceptional reports whether some agents may not take it for reasons of their
// own.
func (w *work) exceptional() bool { return len(w.Excluded) > 0 || len(w.declined) > 0 }

// bars reports whether the work may not go to that agent: excluded, or declined
// a short while ago.
func (w *work) bars(id core.ID) bool {
	if slices.Contains(w.Excluded, id) {
		return true
	}
	return w.declinedBy(id)
}

// declinedBy reports whether the agent declined it in the last 60 s; older ones
// are taken off the list by a timer.
func (w *work) declinedBy(id core.ID) bool {
	for i := range w.declined {
		if w.declined[i].Agent == id {
			return true
		}
	}
	return false
}

// base is the priority without steps and ageing: queue and own, 0 to 100.
func (w *work) base() int {
	return min(max(w.queue.def.Priority+w.Priority, 0), priorityMax)
}

// priority is base and steps, without ageing.
func (w *work) priority() int { return w.base() + w.stepPriority }

// rekey computes the order from priority and arrival. The work must not be in
// a line.
func (e *Engine) rekey(w *work) {
	priority, arrived := w.priority(), w.Arrived
	w.orderID, w.behind = w.ID, 0
	if w.order != nil {
		priority = w.order.Priority + w.stepPriority
		arrived, w.orderID, w.behind = w.order.Arrived, w.order.ID, w.order.Behind
	}
	w.orderArrived = arrived
	w.score = int64(priority)
	if e.ageUnit > 0 {
		w.score = int64(priority)*e.ageUnit - int64(arrived)
	}
}

// reorder changes what the order depends on, in or out of the lines.
func (e *Engine) reorder(w *work, change func()) {
	inLine := w.inLine
	if inLine {
		e.leaveLine(w)
	}
	change()
	e.rekey(w)
	if inLine {
		e.joinLine(w)
	}
	e.saveWork(w)
}

// joinLine puts a waiting or offered work in its queue.
func (e *Engine) joinLine(w *work) {
	w.queue.line.insert(w.entry())
	w.inLine = true
	e.expose(w)
}

// leaveLine takes it out.
func (e *Engine) leaveLine(w *work) {
	e.hide(w)
	if w.inLine {
		x := w.entry()
		w.queue.line.remove(&x)
		w.inLine = false
	}
}

// expose puts the work into the bucket where agents look for it, if they may
// take it at all.
func (e *Engine) expose(w *work) {
	if w.status != StatusWaiting || w.notBefore > e.now {
		return
	}
	if w.reserved != nil {
		return // found through that agent
	}
	w.bucket = e.bucketFor(w)
	w.bucket.insert(w)
}

// hide undoes expose.
func (e *Engine) hide(w *work) {
	if w.bucket != nil {
		w.bucket.remove(w)
		w.bucket = nil
	}
}

// rehome hides and exposes, around a change of who may see the work.
func (e *Engine) rehome(w *work, change func()) {
	e.hide(w)
	change()
	if w.inLine {
		e.expose(w)
	}
	e.saveWork(w)
}

// touch notes that somebody may now be able to take the work.
func (e *Engine) touch(w *work) {
	if !w.touched && w.status == StatusWaiting {
		w.touched = true
		e.touchedWorks = append(e.touchedWorks, w)
	}
}

// setStatus changes status, since when, and nothing else.
func (e *Engine) setStatus(w *work, s Status) {
	w.status, w.since = s, e.now
	e.saveWork(w)
}

// finish drops a work whose last leg has ended and that has no wrap-up left.
func (e *Engine) finish(w *work) {
	if len(w.wrapUps) > 0 {
		if w.status != StatusWrapUp {
			e.setStatus(w, StatusWrapUp)
		}
		e.retime(w)
		return
	}
	w.status = StatusWrapUp
	w.gone = true
	e.timers.remove(&w.timer)
	e.setReserved(w, nil, 0, false)
	e.dropWhy(w)
	e.works.remove(&w.ID)
	e.letGo(w.queue)
	e.forgetWork(w)
	e.recycle(w)
}
