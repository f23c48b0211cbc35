package routing

import (
	"math/bits"

	"turno/internal/core"
)

// class is the agents of a group who hold the same: they have the same units in
// use and the same room. Its free list holds those who may be offered
// something, in order of (idle since, id).
type class struct {
	group *group
	units int
	room  []room // by channel number
	any   bool   // some channel has room
	all   bool   // every channel has
	free  []freeAgent
	lo    int
}

type freeAgent struct {
	since core.Instant
	a     *agent
}

func (c *class) live() []freeAgent { return c.free[c.lo:] }

func (c *class) search(since core.Instant, a *agent) int {
	live := c.live()
	lo, hi := 0, len(live)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		m := &live[mid]
		if m.since < since || (m.since == since && m.a.ID.Compare(a.ID) < 0) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (c *class) insert(a *agent) {
	i := c.search(a.idleSince, a)
	x := freeAgent{since: a.idleSince, a: a}
	if c.lo > 0 && (i < len(c.free)-c.lo-i || len(c.free) == cap(c.free)) {
		c.lo--
		copy(c.free[c.lo:], c.free[c.lo+1:c.lo+1+i])
		c.free[c.lo+i] = x
		return
	}
	c.free = append(c.free, freeAgent{})
	live := c.live()
	copy(live[i+1:], live[i:])
	live[i] = x
}

func (c *class) remove(since core.Instant, a *agent) {
	live := c.live()
	i := c.search(since, a)
	if i < len(live)/2 {
		copy(live[1:i+1], live[:i])
		live[0] = freeAgent{}
		c.lo++
	} else {
		copy(live[i:], live[i+1:])
		live[len(live)-1] = freeAgent{}
		c.free = c.free[:len(c.free)-1]
	}
	if c.lo == len(c.free) {
		c.free, c.lo = c.free[:0], 0
	}
}

// classOf is the class an agent belongs to by what it holds.
func (e *Engine) classOf(a *agent) *class {
	if len(a.held) == 0 {
		return &a.group.idle
	}
	for _, c := range a.group.classes[1:] {
		if a.sameLoad(c) {
			return c
		}
	}
	return e.newClass(a)
}

// sameLoad compares by what matters: units in use, and room for each channel.
func (a *agent) sameLoad(c *class) bool {
	if c.units != a.units() {
		return false
	}
	for channel := range c.room {
		if c.room[channel] != a.roomFor(uint8(channel)) {
			return false
		}
	}
	return true
}

func (e *Engine) newClass(a *agent) *class {
	c := &class{group: a.group, units: a.units(), room: make([]room, len(e.in.names))}
	c.all = true
	for channel := range c.room {
		c.room[channel] = a.roomFor(uint8(channel))
		c.any = c.any || c.room[channel] != noRoom
		c.all = c.all && c.room[channel] != noRoom
	}
	a.group.classes = append(a.group.classes, c)
	return c
}

// refresh brings the free lists up to date with an agent that may have changed,
// and notes what else follows from the change: occupancy, activity, saving.
func (e *Engine) refresh(a *agent) {
	e.noteOccupancy(a)
	e.noteActivity(a)
	e.saveAgent(a)
	if w := a.offered; w != nil && len(a.held) > 0 && a.roomFor(w.channel) == noRoom {
		e.withdraw(w, CauseCapacity) // refreshes a again
		return
	}
	e.enlist(a)
}

// enlist puts an agent into the free list where it belongs now, if any.
func (e *Engine) enlist(a *agent) {
	var want *class
	if a.available() && a.group != nil && !a.full() {
		if c := e.classOf(a); c.any {
			want = c
		}
	}
	if want == a.class && (want == nil || a.freeSince == a.idleSince) {
		return
	}
	if a.class != nil {
		a.class.remove(a.freeSince, a)
		if a.class != want && len(a.class.live()) == 0 {
			e.noteFree(a.group)
		}
	}
	a.class = want
	if want != nil {
		a.freeSince = a.idleSince
		want.insert(a)
		e.setFree(a.group)
	}
}

// setFree notes that a group has somebody free.
func (e *Engine) setFree(g *group) {
	if !e.hasFree(int32(g.idx)) {
		e.free[g.idx/64] |= 1 << (g.idx % 64)
		g.freeAt = len(e.freeList)
		e.freeList = append(e.freeList, g)
	}
}

// noteFree recomputes whether a group still has anybody free.
func (e *Engine) noteFree(g *group) {
	for _, c := range g.classes {
		if len(c.live()) > 0 {
			return
		}
	}
	e.free[g.idx/64] &^= 1 << (g.idx % 64)
	last := len(e.freeList) - 1
	moved := e.freeList[last]
	e.freeList[g.freeAt], moved.freeAt = moved, g.freeAt
	e.freeList[last] = nil
	e.freeList = e.freeList[:last]
}

// hasFree reports whether a group has anybody free.
func (e *Engine) hasFree(group int32) bool {
	return e.free[uint32(group)/64]&(1<<(uint32(group)%64)) != 0
}

// eachBit calls f for the positions of the bits set in both masks.
func nextBit(m *uint64) int {
	i := bits.TrailingZeros64(*m)
	*m &= *m - 1
	return i
}

// leaveFree takes an agent out of the free lists for good.
func (e *Engine) leaveFree(a *agent) {
	if a.class == nil {
		return
	}
	a.class.remove(a.freeSince, a)
	if len(a.class.live()) == 0 {
		e.noteFree(a.group)
	}
	a.class = nil
}
