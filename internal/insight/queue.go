package insight

import (
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// profile is a routing profile and how many agents of it do what.
type profile struct {
	queues  []string
	version uint64 // counts changes of its agents
	crowd   crowd

	first []*work // who comes next in all its queues, as of the mirror's stamp
	stamp uint64
}

// queue is a line of the engine.
type queue struct {
	key, base, site string
	channel         core.Channel
	threshold       time.Duration
	goal            float64
	priority        int
	autoAccept      bool
	extension       time.Duration
	profiles        []*profile // that hold it

	waiting map[core.ID]*work // offered ones too
	longest core.Instant      // when the first of them entered; zero: to be found

	// As of the newest look at the engine.
	open     bool
	hand     routing.ByHand // who made it so, if a person did
	turns    uint64         // counts how often it opened or closed
	expected time.Duration
	order    []core.ID // of those in line, the first lineMax

	desk, floor, line queueDoc
}

// lineMax is how many of a queue's waiting works have a place and a row.
const lineMax = 500

// crowd counts agents by what they do; every signed-in agent is in exactly one.
type crowd struct{ ready, offered, engaged, wrapUp, notReady int }

func (c *crowd) add(a *floor.AgentView, by int) {
	switch {
	case a.Activity == core.Engaged:
		c.engaged += by
	case a.Activity == core.Offered:
		c.offered += by
	case a.Activity == core.WrapUp:
		c.wrapUp += by
	case a.Presence == core.Ready:
		c.ready += by
	default:
		c.notReady += by
	}
}

func (c *crowd) merge(o crowd) {
	c.ready += o.ready
	c.offered += o.offered
	c.engaged += o.engaged
	c.wrapUp += o.wrapUp
	c.notReady += o.notReady
}

// busy are those with work before them or in hand.
func (c *crowd) busy() int { return c.engaged + c.offered + c.wrapUp }

func (c *crowd) all() int { return c.busy() + c.ready + c.notReady }

// defaultThreshold is the engine's, for a queue that sets none.
const defaultThreshold = 20 * time.Second

// crowd is what the agents who serve a queue do.
func (q *queue) crowd() crowd {
	var all crowd
	for _, p := range q.profiles {
		all.merge(p.crowd)
	}
	return all
}

// oldest is when the longest waiting work entered the queue; zero when empty.
func (q *queue) oldest() core.Instant {
	if q.longest == 0 {
		for _, w := range q.waiting {
			if q.longest == 0 || w.Queued < q.longest {
				q.longest = w.Queued
			}
		}
	}
	return q.longest
}
