package routing

import "bytes"

// candidate is an agent who may take a work, with what the choice looks at.
// Smaller is better in every field, in order.
type candidate struct {
	a         *agent
	preferred bool
	rank      int
	onTop     bool
	units     int   // negative for fill
	rule      int64 // of the queue's choice rule
	wrapped   bool  // round robin: its id is not after the pointer
}

// ranking is the best candidates found so far, best first.
type ranking struct {
	list [keptMax]candidate
	n    int
	rule Choice
}

// decides is the first criterion by which x beats y, and whether it does.
func (r *ranking) decides(x, y *candidate) (word, bool) {
	switch {
	case x.preferred != y.preferred:
		return wordPreferredFree, x.preferred
	case x.rank != y.rank:
		return wordNone, x.rank < y.rank
	case x.onTop != y.onTop:
		return wordInterrupts, y.onTop
	case x.units != y.units:
		if r.rule == Fill {
			return wordMoreUnits, x.units < y.units
		}
		return wordFewerUnits, x.units < y.units
	case x.rule != y.rule:
		if r.rule == LeastOccupied {
			return wordLessOccupied, x.rule < y.rule
		}
		return wordBetterSkilled, x.rule < y.rule
	}
	if r.rule == RoundRobin {
		if x.wrapped != y.wrapped {
			return wordRoundRobin, y.wrapped
		}
		return wordRoundRobin, bytes.Compare(x.a.ID[:], y.a.ID[:]) < 0
	}
	if x.a.idleSince != y.a.idleSince {
		return wordLongerIdle, x.a.idleSince < y.a.idleSince
	}
	return wordSmallerID, bytes.Compare(x.a.ID[:], y.a.ID[:]) < 0
}

func (r *ranking) before(x, y *candidate) bool {
	_, better := r.decides(x, y)
	return better
}

// add keeps c if it is among the best; it reports whether it is.
func (r *ranking) add(c *candidate) bool {
	if r.n == len(r.list) && !r.before(c, &r.list[r.n-1]) {
		return false
	}
	if r.n < len(r.list) {
		r.n++
	}
	i := r.n - 1
	for i > 0 && r.before(c, &r.list[i-1]) {
		r.list[i] = r.list[i-1]
		i--
	}
	r.list[i] = *c
	return true
}

// bestAgent is the agent a waiting work goes to, or nil. The runners-up are in
// e.top afterwards.
func (e *Engine) bestAgent(w *work) *agent {
	e.rankAgents(w)
	if e.top.n == 0 {
		return nil
	}
	return e.top.list[0].a
}

// rankAgents fills e.top with the agents who may take w now.
func (e *Engine) rankAgents(w *work) {
	r := &e.top
	r.n, r.rule = 0, w.choice()
	if w.reserved != nil {
		if e.mayTake(w.reserved, w) {
			r.add(&candidate{a: w.reserved, preferred: true})
		}
		return
	}
	preferred := e.preferredFor(w)
	if preferred != nil {
		rank, _ := e.rankOf(preferred.group, w)
		r.add(&candidate{a: preferred, preferred: true, rank: rank})
	}
	if len(e.freeList) <= fewGroups {
		e.rankFree(w, preferred)
		return
	}
	for _, x := range e.bucketFor(w).candidates() {
		if e.hasFree(x.idx) {
			e.rankGroup(w, e.groupList[x.idx], int(x.rank), preferred)
		}
	}
}

// fewGroups is so few that it is better to ask whether they see the work than to
// go through all that do.
const fewGroups = 4

// rankFree adds those groups with somebody free that see the work. On a busy
// floor there are none: whoever had a free hand would not have stayed free.
func (e *Engine) rankFree(w *work, preferred *agent) {
	for _, g := range e.freeList {
		if rank, sees := e.rankOf(g, w); sees && g.fitsNeeds(w.needs) {
			e.rankGroup(w, g, rank, preferred)
		}
	}
}

// preferredFor is the work's preferred agent if it may take the work.
func (e *Engine) preferredFor(w *work) *agent {
	if !w.prefers {
		return nil
	}
	if a := e.agents.get(&w.Preferred); a != nil && e.mayTake(a, w) {
		return a
	}
	return nil
}

// rankGroup adds a group's free agents to e.top.
func (e *Engine) rankGroup(w *work, g *group, rank int, preferred *agent) {
	mastery := int64(0)
	if e.top.rule == BestSkilled {
		mastery = int64(w.needs.mastery(g.skills))
	}
	for _, c := range g.classes {
		live := c.live()
		if len(live) == 0 || c.room[w.channel] == noRoom {
			continue
		}
		cand := candidate{rank: rank, onTop: c.room[w.channel] == roomOnTop, units: c.units, rule: -mastery}
		if e.top.rule == Fill {
			cand.units = -c.units
		}
		e.rankClass(w, live, &cand, preferred)
	}
}

// rankClass adds those of a class, of which cand tells what they have in common.
func (e *Engine) rankClass(w *work, live []freeAgent, cand *candidate, preferred *agent) {
	r := &e.top
	exceptional := w.exceptional
	for i := range live {
		a := live[i].a
		if a == preferred || (exceptional && w.bars(a.ID)) {
			continue
		}
		cand.a = a
		switch r.rule {
		case LeastOccupied:
			cand.rule = e.decay.occupancyOrder(a)
		case RoundRobin:
			cand.wrapped = a.ID.Compare(w.queue.lastOffered) <= 0
		case LongestIdle, BestSkilled, Fill:
		}
		// By these rules the rest of the class stands behind a.
		if !r.add(cand) && r.rule != LeastOccupied && r.rule != RoundRobin {
			return
		}
	}
}

// candidateOf is one agent as a candidate, for explanations.
func (e *Engine) candidateOf(a *agent, w *work) candidate {
	rank, _ := e.rankOf(a.group, w)
	units := a.units()
	c := candidate{a: a, preferred: w.prefers && a.ID == w.Preferred, rank: rank, units: units}
	c.onTop = a.roomFor(w.channel) == roomOnTop
	switch e.top.rule {
	case Fill:
		c.units = -units
	case BestSkilled:
		c.rule = -int64(w.needs.mastery(a.group.skills))
	case LeastOccupied:
		c.rule = e.decay.occupancyOrder(a)
	case RoundRobin:
		c.wrapped = a.ID.Compare(w.queue.lastOffered) <= 0
	case LongestIdle:
	}
	return c
}
