package sim

import (
	"encoding/binary"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// role says why a contact is there.
type role uint8

const (
	customer  role = iota // came by itself
	task                  // was taken charge of
	recontact             // our own call after a task
	promised              // our own call instead of waiting
)

// contact is one work and what the facts need of it. Contacts live in a slab
// and their places are used again.
type contact struct {
	id     core.ID
	serial uint32
	role   role
	stream int32
	line   int32
	agent  int32
	key    key // of the customer's encounter
	again  bool

	segment  string
	priority int
	person   core.ID // the customer, the same when it comes again
	charged  core.Instant

	arrived, queued, offered, answered, released core.Instant
	leg, stages, place, offers, effective        int
	announced                                    time.Duration
	offer                                        uint64

	releaseAt   core.Instant
	pausedSince core.Instant
	paused      time.Duration
	wrapUp      time.Duration
	wrapping    bool
}

// newContact takes a place in the slab.
func (r *run) newContact(stream int32, k key, as role) int32 {
	r.serial++
	var slot int32
	if n := len(r.spare); n > 0 {
		slot = r.spare[n-1]
		r.spare = r.spare[:n-1]
	} else {
		slot = int32(len(r.contacts))
		r.contacts = append(r.contacts, contact{})
	}
	c := &r.contacts[slot]
	*c = contact{serial: uint32(r.serial), role: as, stream: stream, key: k, agent: -1}
	binary.BigEndian.PutUint64(c.id[:8], r.serial)
	binary.BigEndian.PutUint32(c.id[8:12], uint32(slot))
	return slot
}

// slotOf is the place of the contact with a work's id.
func slotOf(id *core.ID) int32 { return int32(binary.BigEndian.Uint32(id[8:12])) }

func (r *run) free(slot int32) {
	r.contacts[slot].serial = 0
	r.spare = append(r.spare, slot)
}

// live is the contact that an event speaks of, or nil when it is gone.
func (r *run) live(e *event) *contact {
	c := &r.contacts[e.ref]
	if c.serial != e.gen {
		return nil
	}
	return c
}

// arrive lets the next customer of a stream come.
func (r *run) arrive(n int32) {
	a := r.streams[n]
	k := r.due[n]
	if at, next, ok := a.next(r.dice); ok {
		r.due[n] = next
		r.calendar.add(at, evArrival, n, 0)
	}
	slot := r.newContact(n, k, customer)
	c := &r.contacts[slot]
	c.person = c.id
	r.dress(c)
	r.come(slot)
}

// dress gives a customer segment and priority.
func (r *run) dress(c *contact) {
	s := r.streams[c.stream].s
	c.segment, c.priority = s.Segment, s.Priority
	if !r.sc.Plain && r.dice.chance(c.key, drawPremier, s.Premier) {
		c.segment, c.priority = "Premier", min(c.priority+20, 100)
	}
}

// come puts a customer into the queue; who will not wait leaves at once.
func (r *run) come(slot int32) {
	c := &r.contacts[slot]
	s := r.streams[c.stream].s
	c.line = r.lineOf(s.Queue, s.Site)
	r.count.came++
	serial := c.serial
	if !r.enqueue(slot, s.Needs) {
		return
	}
	c = &r.contacts[slot] // the slab may have grown
	if c.serial != serial || c.answered != 0 {
		return
	}
	if c.offer == 0 && r.dice.chance(c.key, drawBalk, s.Balk) {
		r.leave(c)
		return
	}
	if s.Patience.Shape != None {
		patience := s.Patience.draw(r.dice.at(c.key, drawPatience))
		r.calendar.add(c.arrived.Add(patience), evLeave, slot, serial)
	}
}

// enqueue hands a contact to the engine, and reports whether it was taken.
func (r *run) enqueue(slot int32, needs routing.Needs) bool {
	c := &r.contacts[slot]
	l := &r.lines[c.line]
	c.arrived = r.now
	r.cmd.enqueue = routing.Enqueue{Work: routing.Work{
		ID: c.id, Channel: l.def.Channel, Queue: l.key, Priority: c.priority, Needs: needs,
	}}
	if core.CodeOf(r.step(&r.cmd.enqueue)) == core.QueueFull {
		r.count.refused++
		r.free(slot)
		return false
	}
	r.settle()
	return r.err == nil
}

// leave ends a waiting contact: the customer has had enough.
func (r *run) leave(c *contact) {
	r.cmd.cancel = routing.Cancel{Head: routing.Head{By: core.ByCustomer}, Work: c.id, End: core.Abandoned}
	r.must(&r.cmd.cancel)
}

// handleTime is how long a contact takes its agent, wrap-up among it: until the
// customer is let go, and from then on.
func (r *run) handleTime(c *contact) (talk, wrapUp time.Duration) {
	s := r.streams[c.stream].s
	handle := &s.Handle
	what := drawHandle
	switch c.role {
	case task:
		handle, what = &s.Charge.Work, drawTask
	case recontact:
		handle = &s.Charge.Call
	case customer, promised:
	}
	whole := handle.draw(r.dice.at(c.key, what))
	if d := &r.lines[c.line].def.WrapUp; d.Shape != None {
		wrapUp = min(d.draw(r.dice.at(c.key.child(uint64(c.role)+7), drawWrapUp)), whole)
	}
	return whole - wrapUp, wrapUp
}

// followUp does what follows a handled contact: work that the agent took charge
// of, the outbound contact after it, and whether the customer comes again.
func (r *run) followUp(slot int32) {
	c := r.contacts[slot]
	s := r.streams[c.stream].s
	switch c.role {
	case customer:
		charged := s.Charge != nil && r.dice.chance(c.key, drawCharge, s.Charge.Share)
		if charged {
			r.count.charged(s.Charge.Task)
			r.queueFollower(&c, task, s.Charge.Task, r.now)
		}
		r.count.resolved(&c, r.recall(&c, s), charged)
	case task:
		if s.Charge.Then == "" {
			r.count.done(s.Charge.Task, r.now.Sub(c.charged))
			return
		}
		r.queueFollower(&c, recontact, s.Charge.Then, c.charged)
	case recontact:
		r.count.done(s.Charge.Task, c.answered.Sub(c.charged))
	case promised:
	}
}

// queueFollower puts the task or the call after a contact into its queue, once
// this step is over.
func (r *run) queueFollower(before *contact, as role, queue string, charged core.Instant) {
	slot := r.newContact(before.stream, before.key.child(uint64(as)), as)
	c := &r.contacts[slot]
	c.segment, c.person, c.charged = before.segment, before.person, charged
	c.line = r.lineOf(queue, r.streams[c.stream].s.Site)
	r.pending = append(r.pending, pending{kind: pendEnqueue, ref: slot})
}

// recall decides whether the customer comes again, and when; zero if never. A
// customer who would come after the end comes too late to be seen.
func (r *run) recall(c *contact, s *Stream) core.Instant {
	if !r.dice.chance(c.key, drawRecall, s.RecallShare) {
		return 0
	}
	u := r.dice.at(c.key, drawRecallAt).Float64()
	at, ok := r.streams[c.stream].again(r.now, u)
	if !ok {
		return 0
	}
	if at < r.end {
		slot := r.newContact(c.stream, c.key.child(0), customer)
		next := &r.contacts[slot]
		next.person, next.again = c.person, true
		next.segment, next.priority = c.segment, c.priority
		r.calendar.add(at, evAgain, slot, next.serial)
	}
	return at
}
