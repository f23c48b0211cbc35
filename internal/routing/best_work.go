package routing

import (
	"math/bits"

	"turno/internal/core"
)

// bestWork is the work the agent takes next, or nil: reserved ones first, then
// the best rank, then the serving order.
func (e *Engine) bestWork(a *agent) *work {
	if len(a.reserved) > 0 {
		if w := e.bestReserved(a); w != nil {
			return w
		}
	}
	if a.full() {
		return nil
	}
	c := e.classOf(a)
	if !c.any {
		return nil
	}
	w := e.bestInRows(c, nil)
	if w != nil && w.exceptional && w.bars(a.ID) {
		w = e.bestInRows(c, a)
	}
	if w != nil {
		return w
	}
	return e.bestAdded(a, c)
}

// bestInRows is the first of the works in the best rank that has any. Those that
// bar the agent are passed over when one is named; it is seldom so, and to ask
// each head would be a look at each work.
func (e *Engine) bestInRows(c *class, barred *agent) *work {
	var best *entry
	var from *queue
	g := c.group
	for i := range g.rows {
		row := &g.rows[i]
		if best != nil && row.rank != g.rows[i-1].rank {
			break
		}
		if row.q.line.n == 0 {
			continue
		}
		if int(row.known) < len(row.q.buckets) {
			row.look(g)
		}
		if x := row.best(c, barred); x != nil && (best == nil || e.goesBefore(x, row.q, best, from)) {
			best, from = x, row.q
		}
	}
	if best == nil {
		return nil
	}
	return best.w
}

// bestReserved is the best of the works reserved for the agent that it has room
// for, without regard to rank and delay.
func (e *Engine) bestReserved(a *agent) *work {
	var best *work
	for _, w := range a.reserved {
		if !w.takeable(e.now) || a.roomFor(w.channel) == noRoom || w.bars(a.ID) {
			continue
		}
		if best == nil || e.servedBefore(w, best) {
			best = w
		}
	}
	return best
}

// best is the first of the works that stand for the row's buckets, each its
// head, or its first that does not bar the agent; nil for none.
func (r *groupRow) best(c *class, barred *agent) *entry {
	q := r.q
	var best *entry
	fits := r.fits
	for i, filled := range q.filled {
		if i > 0 {
			fits = c.group.more[r.more][i-1]
		}
		m := fits & filled
		for m != 0 {
			n := i*64 + nextBit(&m)
			head := &q.heads[n]
			if best != nil && !head.before(best) {
				continue
			}
			if !c.all && c.room[q.buckets[n].channel] == noRoom {
				continue
			}
			if barred != nil && head.w.exceptional && head.w.bars(barred.ID) {
				head = q.buckets[n].firstFor(barred)
			}
			if head != nil && (best == nil || head.before(best)) {
				best = head
			}
		}
	}
	return best
}

// firstFor is the first work of the bucket that does not bar the agent.
func (b *bucket) firstFor(a *agent) *entry {
	for n := range b.line.runs {
		live := b.line.runs[n].live()
		for i := range live {
			if w := live[i].w; !w.exceptional || !w.bars(a.ID) {
				return &live[i]
			}
		}
	}
	return nil
}

// bestAdded is the best work among those to which a step added the agent's
// profile.
func (e *Engine) bestAdded(a *agent, c *class) *work {
	var best *work
	for _, b := range a.profile.added {
		if b.line.n == 0 || c.room[b.channel] == noRoom || !a.group.fitsNeeds(b.needs) {
			continue
		}
		if head := b.firstFor(a); head != nil && (best == nil || e.servedBefore(head.w, best)) {
			best = head.w
		}
	}
	return best
}

// servedBefore is the serving order of works of any queues: effective priority,
// share of the target that was waited, arrival, id.
func (e *Engine) servedBefore(a, b *work) bool {
	x, y := a.entry(), b.entry()
	return e.goesBefore(&x, a.queue, &y, b.queue)
}

// goesBefore is servedBefore of what stands in lines of the queues p and q.
func (e *Engine) goesBefore(a *entry, p *queue, b *entry, q *queue) bool {
	if a.score != b.score {
		return a.score > b.score
	}
	if p.threshold != q.threshold {
		if c := compareRatios(e.now-a.arrived, p.threshold, e.now-b.arrived, q.threshold); c != 0 {
			return c > 0
		}
	}
	if a.arrived != b.arrived {
		return a.arrived < b.arrived
	}
	return a.w.comesFirst(b.w)
}

// compareRatios compares p/q with r/s exactly: microseconds times a threshold
// of hours do not fit 64 bits. p and r are not negative, q and s positive.
func compareRatios(p core.Instant, q int64, r core.Instant, s int64) int {
	leftHigh, leftLow := bits.Mul64(uint64(p), uint64(s))
	rightHigh, rightLow := bits.Mul64(uint64(r), uint64(q))
	switch {
	case leftHigh > rightHigh:
		return 1
	case leftHigh < rightHigh:
		return -1
	case leftLow > rightLow:
		return 1
	case leftLow < rightLow:
		return -1
	}
	return 0
}
