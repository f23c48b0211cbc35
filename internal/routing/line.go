package routing

import "turno/internal/core"

// entry is a work in a line, with the two numbers that nearly always decide the
// order beside the pointer, so that searching does not chase pointers.
type entry struct {
	score   int64 // higher first
	arrived core.Instant
	w       *work
}

// before is the serving order within a queue.
func (a *entry) before(b *entry) bool {
	if a.score != b.score {
		return a.score > b.score
	}
	if a.arrived != b.arrived {
		return a.arrived < b.arrived
	}
	return a.w.comesFirst(b.w)
}

// comesFirst breaks the tie of two works with equal score and arrival.
func (w *work) comesFirst(o *work) bool {
	if w == o {
		return false // without a look at the details
	}
	if c := w.orderID.Compare(o.orderID); c != 0 {
		return c < 0
	}
	if w.behind != o.behind {
		return w.behind < o.behind
	}
	return w.ID.Compare(o.ID) < 0
}

// line keeps works in serving order and knows the place of each: runs of at
// most runMax entries, sorted within and among themselves.
type line struct {
	runs []run
	n    int
	one  [1]run // where runs begins: most lines are short
}

// run is a sorted stretch; the live entries are buf[lo:], so that taking the
// first one moves nothing.
type run struct {
	buf []entry
	lo  int
}

const runMax = 128

func (r *run) live() []entry { return r.buf[r.lo:] }

// search is the number of entries before x.
func (r *run) search(x *entry) int {
	live := r.live()
	lo, hi := 0, len(live)
	if hi > 0 && live[hi-1].before(x) {
		return hi // where who comes last goes
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		m := &live[mid]
		switch {
		case m.w == x.w:
			return mid
		case m.before(x):
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return lo
}

// shortRun is so short that going through it is quicker than searching.
const shortRun = 16

// find is the position of x, which must be there. The first is the one that is
// served.
func (r *run) find(x *entry) int {
	live := r.live()
	if len(live) > shortRun {
		if live[0].w == x.w {
			return 0
		}
		return r.search(x)
	}
	i := 0
	for live[i].w != x.w {
		i++
	}
	return i
}

func (r *run) insert(i int, x entry) {
	if r.lo > 0 && (i < len(r.buf)-r.lo-i || len(r.buf) == cap(r.buf)) {
		r.lo--
		copy(r.buf[r.lo:], r.buf[r.lo+1:r.lo+1+i])
		r.buf[r.lo+i] = x
		return
	}
	r.buf = append(r.buf, entry{})
	live := r.live()
	copy(live[i+1:], live[i:])
	live[i] = x
}

func (r *run) remove(i int) {
	live := r.live()
	if i < len(live)/2 {
		copy(live[1:i+1], live[:i])
		live[0] = entry{}
		r.lo++
		return
	}
	copy(live[i:], live[i+1:])
	live[len(live)-1] = entry{}
	r.buf = r.buf[:len(r.buf)-1]
}

// runOf is the index of the run where x is or belongs.
func (l *line) runOf(x *entry) int {
	lo, hi := 0, len(l.runs)-1
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		live := l.runs[mid].live()
		if live[len(live)-1].before(x) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// insert puts x in its place; it must not be there yet.
func (l *line) insert(x entry) {
	l.n++
	if len(l.runs) == 0 {
		l.runs = append(l.one[:0], run{buf: make([]entry, 0, 2)})
	}
	at := l.runOf(&x)
	r := &l.runs[at]
	if len(r.live()) == runMax {
		live := r.live()
		// Keep the first part full when the newcomer goes to the end, which is
		// the common case: works arrive in order.
		cut := runMax / 2
		if live[runMax-1].before(&x) {
			cut = runMax
		}
		second := run{buf: make([]entry, 0, runMax)}
		second.buf = append(second.buf, live[cut:]...)
		clear(live[cut:])
		r.buf = r.buf[:r.lo+cut]
		l.runs = append(l.runs, run{})
		copy(l.runs[at+2:], l.runs[at+1:])
		l.runs[at+1] = second
		if cut == runMax || l.runs[at+1].live()[0].before(&x) {
			at++
		}
		r = &l.runs[at]
	}
	r.insert(r.search(&x), x)
}

// remove takes x out; it must be there.
func (l *line) remove(x *entry) {
	l.n--
	at := l.runOf(x)
	r := &l.runs[at]
	r.remove(r.find(x))
	if len(r.live()) > 0 {
		return
	}
	if len(l.runs) == 1 {
		r.buf, r.lo = r.buf[:0], 0
		if cap(r.buf) > 16 {
			r.buf = make([]entry, 0, 2)
		}
		return
	}
	copy(l.runs[at:], l.runs[at+1:])
	l.runs[len(l.runs)-1] = run{}
	l.runs = l.runs[:len(l.runs)-1]
}

// ahead is the number of entries before x, whether or not x is there.
func (l *line) ahead(x *entry) int {
	if l.n == 0 {
		return 0
	}
	at := l.runOf(x)
	n := l.runs[at].search(x)
	for i := range at {
		n += len(l.runs[i].live())
	}
	return n
}

// first is the head; the line must not be empty.
func (l *line) first() *entry {
	r := &l.runs[0]
	return &r.buf[r.lo]
}

// at is the i-th entry, from 0; it must exist.
func (l *line) at(i int) *entry {
	for n := range l.runs {
		live := l.runs[n].live()
		if i < len(live) {
			return &live[i]
		}
		i -= len(live)
	}
	return nil
}

// each calls f in serving order until it returns false. f must not change the
// line.
func (l *line) each(f func(w *work) bool) {
	for n := range l.runs {
		for i := range l.runs[n].live() {
			if !f(l.runs[n].live()[i].w) {
				return
			}
		}
	}
}
