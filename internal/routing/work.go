package routing

import (
	"slices"
	"time"

	"turno/internal/core"
)

// work is the engine's side of a WorkState. There are many, and a step's time is
// the cache lines it touches, so each line of 64 bytes has what is asked together.
// What is hardly ever asked is apart, in its details.
type work struct {
	// What says where a waiting work stands, and when something will happen to it.
	queue        *queue
	needs        *needset // in force
	added        *addedSet
	bucket       *bucket // where it is, or was last
	queued       core.Instant
	score        int64 // order within the queue; see entry
	orderArrived core.Instant
	stepAfter    time.Duration

	ID           core.ID
	reserved     *agent
	leg          int
	timer        timerRef
	stepPriority int32
	slice        int32
	stage        uint16
	basis        int8 // priority without steps and ageing, 0 to 100
	channel      uint8
	status       standing

	exposed bool // to agents, in its bucket
	inLine  bool
	// Whether the details speak of agents who may not take it, of a preferred one,
	// of wrap-ups, and of an instant before which it is left alone.
	exceptional, prefers, hasWrapUps, deferred            bool
	lowered, kept, touched, untested, reservedHard, dirty bool

	// What changes when an agent gets it or loses it.
	agent    *agent // offered to, assigned to
	why      *reasons
	offer    uint64
	deadline core.Instant
	since    core.Instant
	parkedBy *agent // who set it aside, if an agent did
	dirtyAt  int32  // among the dirty works; meaningful where dirty
	held     bool
	known    bool
	gone     bool
	*details
}

// details is the part of a work that a step seldom looks at.
type details struct {
	Work         // its ID is the work's
	orderID      core.ID
	behind       uint64
	order        *Order // set by Defer: replaces priority, arrival and id
	waitTested   time.Duration
	reservedTill core.Instant
	notBefore    core.Instant
	declined     []Declined
	visited      []string // queues it has been in; nil when only in this one
	wrapUps      []wrapUp
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
		return &work{details: &details{}}
	}
	w := e.gone[last]
	e.gone[last], e.gone = nil, e.gone[:last]
	d := w.details
	*d = details{wrapUps: d.wrapUps[:0]}
	*w = work{details: d}
	return w
}

// waits reports whether the work is in its queue's line.
func (w *work) waits() bool { return w.status == waiting || w.status == offered }

// ended reports whether the last leg has ended.
func (w *work) ended() bool { return w.status == wrapping }

func (w *work) entry() entry { return entry{score: w.score, arrived: w.orderArrived, w: w} }

// digest keeps beside the rest what is asked of the details all the time:
// whether some agents may not take the work for reasons of their own, and whether
// it prefers one.
func (w *work) digest() {
	w.exceptional = len(w.Excluded) > 0 || len(w.declined) > 0
	w.prefers = !w.Preferred.IsZero()
}

// leaveAlone keeps the work from everybody until an instant; zero ends that.
func (w *work) leaveAlone(until core.Instant) {
	if w.deferred || until != 0 {
		w.notBefore, w.deferred = until, until != 0
	}
}

// leftAlone reports whether nobody may take it yet, at the customer's wish.
func (w *work) leftAlone(now core.Instant) bool { return w.deferred && w.notBefore > now }

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
func (w *work) priority() int { return int(w.basis) + int(w.stepPriority) }

// rekey computes the order from priority and arrival. The work must not be in
// a line.
func (e *Engine) rekey(w *work) {
	w.basis = int8(w.base())
	priority, arrived := w.priority(), w.Arrived
	w.orderID, w.behind = w.ID, 0
	if w.order != nil {
		priority = w.order.Priority + int(w.stepPriority)
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
	if w.status != waiting || w.leftAlone(e.now) {
		return
	}
	if w.reserved != nil {
		return // found through that agent
	}
	w.bucket, w.exposed = e.bucketFor(w), true
	w.bucket.insert(w)
}

// hide undoes expose.
func (e *Engine) hide(w *work) {
	if w.exposed {
		w.bucket.remove(w)
		w.exposed = false
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
	if !w.touched && w.status == waiting {
		w.touched = true
		e.touchedWorks = append(e.touchedWorks, w)
	}
}

// setStatus changes status, since when, and nothing else.
func (e *Engine) setStatus(w *work, s standing) {
	w.status, w.since = s, e.now
	e.saveWork(w)
}

// finish drops a work whose last leg has ended and that has no wrap-up left.
func (e *Engine) finish(w *work) {
	if w.hasWrapUps {
		if w.status != wrapping {
			e.setStatus(w, wrapping)
		}
		e.retime(w)
		return
	}
	w.status = wrapping
	w.gone = true
	e.timers.remove(&w.timer)
	e.setReserved(w, nil, 0, false)
	e.dropWhy(w)
	e.works.remove(&w.ID)
	e.letGo(w.queue)
	e.forgetWork(w)
	e.recycle(w)
}
