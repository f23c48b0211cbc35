package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// load drives an engine with contacts in simulated time and measures each step.
// It keeps as many works waiting as the size says. With idle, those that wait
// speak a language that nobody signed in does, and the others come at a rate
// that leaves three agents in ten without a contact.
type load struct {
	size
	idle   bool
	r      *rand.Rand
	engine *routing.Engine
	now    core.Instant
	events events

	slots   []slot // by the number in a work's id
	vacant  []int
	waiting []int // slots of works that may be cancelled

	// What works are made of, so that making them costs nothing.
	queueKeys, speaks []string
	needs             []routing.Needs
	commands          commands

	base    time.Time
	took    []time.Duration // of each measured step
	inSteps time.Duration
	clock   float64       // ns that one reading of the clock costs
	changes time.Duration // in TakeChanges
	fired   int           // steps of queues that fired
	collect bool
	sinceIt int // steps since the changes were taken
}

// slot is a work as the load knows it.
type slot struct {
	id    core.ID
	agent core.ID
	offer uint64
	at    int // in waiting, or −1
}

func newLoad(s size, idle bool) (*load, error) {
	engine, err := routing.New(s.config())
	if err != nil {
		return nil, err
	}
	l := &load{size: s, idle: idle, r: rand.New(rand.NewPCG(1, uint64(s.agents))), engine: engine, now: begins, base: time.Now(), collect: true}
	room := s.waiting + 3*s.agents
	l.slots, l.vacant, l.waiting = make([]slot, 0, room), make([]int, 0, room), make([]int, 0, room)
	l.events = make(events, 0, room)
	l.took = make([]time.Duration, 0, s.steps)
	for i := range s.queues {
		l.queueKeys = append(l.queueKeys, queueKey(i))
	}
	for i := range s.languages {
		l.speaks = append(l.speaks, language(i))
		l.needs = append(l.needs, routing.Needs{{{Skill: language(i), Level: levelNeeded}}})
	}
	return l, nil
}

// spoken is how many languages the agents speak; with idle agents the last one
// belongs to those who wait.
func (l *load) spoken() int {
	if l.idle {
		return l.languages - 1
	}
	return l.languages
}

// step hands one command to the engine and follows its effects.
func (l *load) step(cmd routing.Command) error {
	began := time.Since(l.base)
	effects, err := l.engine.Step(l.now, cmd)
	took := time.Since(l.base) - began
	if len(l.took) < cap(l.took) {
		l.took = append(l.took, took)
	}
	l.inSteps += took
	if err != nil {
		return fmt.Errorf("step %T: %w", cmd, err)
	}
	for i := range effects {
		l.follow(&effects[i])
	}
	if l.sinceIt++; l.collect && l.sinceIt >= changesEvery {
		l.sinceIt = 0
		began := time.Since(l.base)
		l.engine.TakeChanges()
		l.changes += time.Since(l.base) - began
	}
	return nil
}

func (l *load) follow(e *routing.Effect) {
	switch e.Kind {
	case routing.Offered:
		n := numberOf(e.Work)
		l.slots[n].agent, l.slots[n].offer = e.Agent, e.Offer
		l.forget(n)
		l.events.add(event{at: l.now.Add(time.Second + time.Duration(l.r.Int64N(int64(acceptMax)-int64(time.Second)))), kind: accepts, slot: n})
	case routing.Stepped:
		l.fired++
	default:
	}
}

// commands are used again and again, because the engine does not keep them: what
// is garbage in the measured time shall be the engine's.
type commands struct {
	enqueue routing.Enqueue
	cancel  routing.Cancel
	accept  routing.Accept
	release routing.Release
	close   routing.CloseWrapUp
}

// forget takes a slot off the list of works that may be cancelled.
func (l *load) forget(n int) {
	at, last := l.slots[n].at, len(l.waiting)-1
	if at < 0 {
		return
	}
	moved := l.waiting[last]
	l.waiting[at] = moved
	l.slots[moved].at = at
	l.waiting = l.waiting[:last]
	l.slots[n].at = -1
}

// enqueue brings a new work; stays says that it is one of those that nobody
// can take.
func (l *load) enqueue(stays bool) error {
	n := len(l.slots)
	if last := len(l.vacant) - 1; last >= 0 {
		n = l.vacant[last]
		l.vacant = l.vacant[:last]
	} else {
		l.slots = append(l.slots, slot{})
	}
	queue, speaks := l.r.IntN(l.queues), l.r.IntN(l.spoken())
	if stays {
		speaks = l.languages - 1
	}
	id := newID(l.r, l.now, n)
	l.slots[n] = slot{id: id, at: -1}
	if stays || !l.idle {
		l.slots[n].at = len(l.waiting)
		l.waiting = append(l.waiting, n)
	}
	c := &l.commands.enqueue
	*c = routing.Enqueue{Work: routing.Work{
		ID: id, Channel: channelOf(queue), Queue: l.queueKeys[queue], Language: l.speaks[speaks], Needs: l.needs[speaks],
	}}
	if l.r.IntN(premierOf) == 0 {
		c.Work.Priority = premierPoints
	}
	c.Head = l.head()
	return l.step(c)
}

func (l *load) head() routing.Head { return routing.Head{ID: newID(l.r, l.now, l.r.IntN(1<<31))} }

// cancel ends a random waiting work.
func (l *load) cancel() error {
	if len(l.waiting) == 0 {
		return nil
	}
	n := l.waiting[l.r.IntN(len(l.waiting))]
	l.forget(n)
	l.vacant = append(l.vacant, n)
	c := &l.commands.cancel
	*c = routing.Cancel{Head: l.head(), Work: l.slots[n].id}
	return l.step(c)
}

// next carries out the next thing that happens.
func (l *load) next() error {
	x := l.events.take()
	l.now = max(l.now, x.at)
	work := &l.slots[x.slot]
	switch x.kind {
	case arrives:
		if l.idle {
			l.events.add(event{at: l.now.Add(l.gap()), kind: arrives})
		}
		if l.r.IntN(cancelledOf) == 0 {
			if err := l.cancel(); err != nil {
				return err
			}
			if err := l.enqueue(l.idle); err != nil {
				return err
			}
		}
		return l.enqueue(false)
	case accepts:
		l.events.add(event{at: l.now.Add(l.about(handleMean)), kind: ends, slot: x.slot})
		if !l.idle {
			l.events.add(event{at: l.now.Add(time.Duration(l.r.Int64N(int64(time.Second)))), kind: arrives})
		}
		c := &l.commands.accept
		*c = routing.Accept{Head: l.head(), Work: work.id, Agent: work.agent, Offer: work.offer}
		return l.step(c)
	case ends:
		l.events.add(event{at: l.now.Add(l.about(wrapUpMean)), kind: closes, slot: x.slot})
		c := &l.commands.release
		*c = routing.Release{Head: l.head(), Work: work.id}
		return l.step(c)
	case closes:
		c := &l.commands.close
		*c = routing.CloseWrapUp{Head: l.head(), Work: work.id}
		l.vacant = append(l.vacant, x.slot)
		return l.step(c)
	}
	return fmt.Errorf("no event of kind %d", x.kind)
}

// about is an exponentially distributed time, cut where a wrap-up would end by
// itself.
func (l *load) about(mean time.Duration) time.Duration {
	return time.Duration(min(l.r.ExpFloat64(), 20) * float64(mean))
}

// gap between two arrivals when seven agents in ten are to have a contact.
func (l *load) gap() time.Duration {
	return l.about(contactMean * 10 / 7 / time.Duration(l.agents))
}
