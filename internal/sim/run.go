package sim

import (
	"encoding/binary"
	"fmt"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// Run goes through the scenario once. It fails with core.Invalid on a scenario
// that cannot be run.
func Run(sc *Scenario) (*Result, error) { return RunWith(sc, Options{}) }

// Options watch a run.
type Options struct {
	// Leg and Interval are told each fact as it is written; valid during the call.
	Leg      func(*core.Leg)
	Interval func(*core.AgentInterval)
	// Stop is asked once per simulated hour whether the run shall end early.
	Stop func() bool
}

// ErrStopped is what a stopped run returns.
var ErrStopped = &core.Error{Code: core.Unavailable, Message: "the run was stopped"}

// run is one run under way.
type run struct {
	sc         *Scenario
	engine     *routing.Engine
	calendar   calendar
	dice       *dice
	now        core.Instant
	start, end core.Instant
	draining   bool
	err        error

	lines  []line
	byKey  map[string]int32
	byBase map[string]int32 // queues that are not per site

	streams []*arrivals
	due     []key // of each stream's next customer

	contacts []contact
	spare    []int32
	serial   uint64
	agents   []agent
	pending  []pending
	count    *counts
	steps    int64
	leg      core.Leg

	cmd struct { // used again and again; the engine keeps none
		enqueue routing.Enqueue
		cancel  routing.Cancel
		accept  routing.Accept
		release routing.Release
		close   routing.CloseWrapUp
		tick    routing.Tick
	}
}

// pending is what has to be done as soon as the effects of a step are read.
type pending struct {
	kind  uint8
	ref   int32
	agent int32
	offer uint64
}

const (
	pendAccept  uint8 = iota // contact ref
	pendSignOut              // agent ref
	pendEnqueue              // contact ref
)

// RunWith is Run with somebody who watches.
func RunWith(sc *Scenario, watch Options) (*Result, error) {
	r, err := newRun(sc, watch)
	if err != nil {
		return nil, err
	}
	r.loop(watch.Stop)
	if r.err != nil {
		return nil, r.err
	}
	return r.finish(), nil
}

func newRun(sc *Scenario, watch Options) (*run, error) {
	if err := sc.check(); err != nil {
		return nil, err
	}
	config, lines := compile(sc)
	engine, err := routing.New(config)
	if err != nil {
		return nil, err
	}
	r := &run{sc: sc, engine: engine, dice: newDice(), lines: lines, byKey: map[string]int32{}, byBase: map[string]int32{}}
	r.start = core.InstantOf(sc.Start)
	r.end = core.InstantOf(sc.Start.AddDate(0, 0, sc.Days))
	r.now = r.start
	for i := range lines {
		r.byKey[lines[i].key] = int32(i)
	}
	r.count = newCounts(sc, r.lines, r.start, r.end, watch)
	r.hire()
	for i := range sc.Streams {
		a := newArrivals(sc, &sc.Streams[i], r.dice)
		r.streams, r.due = append(r.streams, a), append(r.due, 0)
		if at, k, ok := a.next(r.dice); ok {
			r.due[i] = k
			r.calendar.add(at, evArrival, int32(i), 0)
		}
	}
	for i := range sc.Policies {
		r.calendar.add(r.start.Add(sc.Policies[i].Every), evPolicy, int32(i), 0)
	}
	return r, nil
}

// lineOf is the waiting line of a queue at a site.
func (r *run) lineOf(queue, site string) int32 {
	if n, ok := r.byKey[queue]; ok {
		return n
	}
	return r.byKey[queue+"@"+site]
}

// loop goes from instant to instant: the engine's timers first, then the calendar.
func (r *run) loop(stop func() bool) {
	asked := r.start
	for r.err == nil && len(r.calendar.heap) > 0 {
		at := r.calendar.heap[0].at
		timer, ok := r.engine.Next()
		ok = ok && timer <= at
		if ok {
			at = timer
		}
		if at >= r.end && !r.keepOn(at) {
			return
		}
		if stop != nil && at.Sub(asked) >= time.Hour {
			asked = at
			if stop() {
				r.err = ErrStopped
				return
			}
		}
		r.now = max(r.now, at)
		if ok {
			r.must(&r.cmd.tick)
			continue
		}
		e := r.calendar.next()
		r.happen(&e)
	}
}

// keepOn reports whether there is somebody to serve after the end. A week later
// nobody is waited for any more.
func (r *run) keepOn(at core.Instant) bool {
	r.draining = r.sc.Drain
	return r.sc.Drain && len(r.spare) < len(r.contacts) && at < r.end.Add(7*24*time.Hour)
}

// happen carries out what is due.
func (r *run) happen(e *event) {
	switch e.kind {
	case evArrival:
		r.arrive(e.ref)
	case evAgain, evLeave, evRelease, evClose:
		if c := r.live(e); c != nil {
			r.happenTo(c, e)
		}
	case evShift:
		r.beginShift(e.ref, int(e.gen)-1)
	case evShiftEnd:
		r.endShift(e.ref)
	case evBreak:
		r.takeBreak(e.ref, time.Duration(e.gen)*time.Second)
	case evBack:
		if r.agents[e.ref].gen == e.gen {
			r.back(e.ref)
		}
	case evPolicy:
		r.move(&r.sc.Policies[e.ref])
		r.calendar.add(e.at.Add(r.sc.Policies[e.ref].Every), evPolicy, e.ref, 0)
	}
}

// happenTo carries out what is due for a contact, if it still is.
func (r *run) happenTo(c *contact, e *event) {
	switch {
	case e.kind == evAgain:
		r.come(e.ref)
	case e.kind == evLeave && c.answered == 0:
		r.leave(c)
	case e.kind == evRelease && c.releaseAt == e.at && c.pausedSince == 0:
		r.cmd.release = routing.Release{Work: c.id}
		r.must(&r.cmd.release)
	case e.kind == evClose && c.wrapping:
		r.cmd.close = routing.CloseWrapUp{Work: c.id}
		r.must(&r.cmd.close)
	}
}

// must is step and settle for commands that the engine cannot refuse; a refusal is a
// defect of the simulation and ends the run.
func (r *run) must(cmd routing.Command) {
	if err := r.step(cmd); err != nil && r.err == nil {
		r.err = core.Wrap(core.Internal, fmt.Sprintf("%T", cmd), err)
	}
	r.settle()
}

// step takes one step and reads its effects.
func (r *run) step(cmd routing.Command) error {
	effects, err := r.engine.Step(r.now, cmd)
	r.steps++
	for i := range effects {
		r.effect(&effects[i])
	}
	return err
}

// settle does what the effects asked for, and what follows from that.
func (r *run) settle() {
	for len(r.pending) > 0 && r.err == nil {
		p := r.pending[0]
		r.pending = r.pending[:copy(r.pending, r.pending[1:])]
		switch p.kind {
		case pendAccept:
			c := &r.contacts[p.ref]
			if c.offer != p.offer || c.answered != 0 {
				continue // withdrawn meanwhile
			}
			r.cmd.accept = routing.Accept{Work: c.id, Agent: r.agents[p.agent].id, Offer: p.offer}
			r.note(&r.cmd.accept)
		case pendSignOut:
			if a := &r.agents[p.ref]; a.signedIn && a.leaving {
				r.note(&routing.SignOut{Agent: a.id})
			}
		case pendEnqueue:
			r.follow(p.ref)
		}
	}
}

// note is must without settling.
func (r *run) note(cmd routing.Command) {
	if err := r.step(cmd); err != nil && r.err == nil {
		r.err = core.Wrap(core.Internal, fmt.Sprintf("%T", cmd), err)
	}
}

// follow enqueues a task or an outbound contact.
func (r *run) follow(slot int32) {
	c := &r.contacts[slot]
	l := &r.lines[c.line]
	c.arrived = r.now
	r.cmd.enqueue = routing.Enqueue{Work: routing.Work{ID: c.id, Channel: l.def.Channel, Queue: l.key}}
	if c.role != task { // the same customer, the same language
		r.cmd.enqueue.Work.Needs = r.streams[c.stream].s.Needs
	}
	if err := r.step(&r.cmd.enqueue); core.CodeOf(err) == core.QueueFull {
		r.count.refused++
		r.free(slot)
	} else if err != nil && r.err == nil {
		r.err = core.Wrap(core.Internal, "enqueue", err)
	}
}

// agentOf is the number of the agent with an id.
func agentOf(id *core.ID) int32 { return int32(binary.BigEndian.Uint32(id[12:])) }
