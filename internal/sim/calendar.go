package sim

import "turno/internal/core"

// eventKind says what is due.
type eventKind uint8

const (
	evArrival  eventKind = iota + 1 // of stream ref, or of contact ref that comes again
	evAgain                         // contact ref comes
	evLeave                         // contact ref has no more patience
	evRelease                       // contact ref is served
	evClose                         // contact ref's wrap-up is done
	evShift                         // agent ref begins the shift of day gen
	evShiftEnd                      // agent ref
	evBreak                         // agent ref takes a break
	evBack                          // agent ref is back
	evPolicy                        // policy ref
)

// event is something to come. gen tells whether it still holds.
type event struct {
	at   core.Instant
	seq  uint64
	kind eventKind
	ref  int32
	gen  uint32
}

func (e *event) before(o *event) bool { return e.at < o.at || e.at == o.at && e.seq < o.seq }

// calendar is a heap of four branches; events of one instant come in the order
// in which they were put in.
type calendar struct {
	heap []event
	seq  uint64
}

func (c *calendar) add(at core.Instant, kind eventKind, ref int32, gen uint32) {
	c.seq++
	e := event{at: at, seq: c.seq, kind: kind, ref: ref, gen: gen}
	c.heap = append(c.heap, e)
	i := len(c.heap) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.before(&c.heap[up]) {
			break
		}
		c.heap[i] = c.heap[up]
		i = up
	}
	c.heap[i] = e
}

// next takes the first event out. The calendar must not be empty.
func (c *calendar) next() event {
	first := c.heap[0]
	n := len(c.heap) - 1
	last := c.heap[n]
	c.heap = c.heap[:n]
	if n == 0 {
		return first
	}
	i := 0
	for {
		least := 4*i + 1
		if least >= n {
			break
		}
		for child := least + 1; child < min(4*i+5, n); child++ {
			if c.heap[child].before(&c.heap[least]) {
				least = child
			}
		}
		if !c.heap[least].before(&last) {
			break
		}
		c.heap[i] = c.heap[least]
		i = least
	}
	c.heap[i] = last
	return first
}
