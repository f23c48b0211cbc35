package routing

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// compile takes over a checked configuration: queues keep their state, profiles
// are made anew. The caller reindexes afterwards.
func (e *Engine) compile(c Config) {
	before := e.queues
	e.cfg = Config{AgeUnit: c.AgeUnit, Breather: c.Breather}
	e.ageUnit = int64(c.AgeUnit / time.Microsecond)
	e.cap = 0
	if c.Breather.Cap > 0 {
		e.cap = max(uint64(math.Round(c.Breather.Cap*float64(one32))), 1)
	}
	e.queues = make(map[string]*queue, len(c.Queues))
	for i := range c.Queues {
		fresh := newQueue(c.Queues[i])
		if old := before[fresh.key]; old != nil {
			reopened := old.removed != nil
			old.def, old.threshold, old.choice = fresh.def, fresh.threshold, fresh.choice
			if reopened {
				old.removed, old.closed, old.hand = nil, false, ByHand{}
			}
			fresh = old
		}
		e.queues[fresh.key] = fresh
	}
	for key, q := range before {
		if e.queues[key] == nil {
			e.queues[key] = q
			e.markRemoved(q)
		}
	}
	e.queueList = e.queueList[:0]
	for _, q := range e.queues {
		e.queueList = append(e.queueList, q)
	}
	slices.SortFunc(e.queueList, func(a, b *queue) int { return strings.Compare(a.key, b.key) })
	for i, q := range e.queueList {
		q.idx = i
	}
	e.compileProfiles(c)
	e.compileSteps()
	e.reindex()
}

// markRemoved closes a queue that the configuration no longer has and notes who
// served it.
func (e *Engine) markRemoved(q *queue) {
	if q.removed != nil {
		return
	}
	q.removed = &RemovedQueue{Queue: q.def}
	for _, row := range q.rows {
		q.removed.Served = append(q.removed.Served, ServedQueue{Profile: row.profile.key, Rank: row.rank, Delay: row.delay})
	}
	slices.SortFunc(q.removed.Served, func(a, b ServedQueue) int { return strings.Compare(a.Profile, b.Profile) })
	if q.refs == 0 {
		e.removedEmpty = true
	}
}

func (e *Engine) compileProfiles(c Config) {
	e.profiles = make(map[string]*profile, len(c.Profiles))
	for i := range c.Profiles {
		def := &c.Profiles[i]
		p := &profile{key: def.Key, loads: compileLoads(e.in, def.Capacity)}
		p.below = interruptible(p.loads)
		for _, row := range def.Queues {
			p.rows = append(p.rows, profileRow{q: e.queues[row.Queue], rank: max(row.Rank, 1), delay: row.Delay})
		}
		e.profiles[p.key] = p
	}
	e.ghosts = map[string]*profile{}
	for _, q := range e.queueList {
		q.rows, q.delays = q.rows[:0], nil
		if q.removed == nil {
			continue
		}
		for _, row := range q.removed.Served {
			if p := e.profiles[row.Profile]; p != nil {
				p.rows = append(p.rows, profileRow{q: q, rank: row.Rank, delay: row.Delay})
			}
		}
	}
	for _, p := range e.profiles {
		for i := range p.rows {
			row := &p.rows[i]
			row.q.rows = append(row.q.rows, queueRow{profile: p, rank: row.rank, delay: row.delay})
			if row.delay > 0 {
				row.q.delays = append(row.q.delays, row.delay)
			}
		}
	}
	for _, q := range e.queueList {
		slices.Sort(q.delays)
		q.delays = slices.Compact(q.delays)
	}
	for _, p := range e.profiles {
		e.compileRows(p)
	}
}

// compileRows orders a profile's rows and makes them findable by queue.
func (e *Engine) compileRows(p *profile) {
	slices.SortFunc(p.rows, func(a, b profileRow) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.q.idx, b.q.idx))
	})
	p.byQ = make([]int16, len(e.queueList))
	for i := range p.byQ {
		p.byQ[i] = -1
	}
	for i := range p.rows {
		row := &p.rows[i]
		p.byQ[row.q.idx] = int16(i)
		row.slice = row.q.sliceAt(row.delay)
		if row.delay == 0 {
			row.slice = 0
		}
	}
}

func (e *Engine) compileSteps() {
	for _, q := range e.queueList {
		q.steps = make([]stepRule, 0, len(q.def.Steps))
		for _, s := range q.def.Steps {
			q.steps = append(q.steps, stepRule{
				after: s.After, priority: s.Priority, lower: s.Lower, add: e.profiles[s.AddProfile],
				lowered: map[*needset]*needset{},
			})
		}
	}
}

// profileFor is the agent's profile; one that the configuration no longer has
// serves nothing.
func (e *Engine) profileFor(key string) *profile {
	if p := e.profiles[key]; p != nil {
		return p
	}
	if p := e.ghosts[key]; p != nil {
		return p
	}
	p := &profile{key: key, loads: compileLoads(e.in, nil)}
	p.below = interruptible(p.loads)
	e.compileRows(p)
	e.ghosts[key] = p
	return p
}

// reindex builds all lines, buckets, groups and classes anew from works and
// agents.
func (e *Engine) reindex() {
	e.groups, e.groupList, e.free, e.freeList = map[string]*group{}, nil, nil, nil
	for _, n := range e.in.sets {
		n.fit = n.fit[:0] // groups are numbered anew
	}
	e.addedSets = map[string]*addedSet{}
	e.busyWords = e.busyWords[:0]
	for _, p := range e.profiles {
		p.groups, p.added = nil, nil
	}
	for _, p := range e.ghosts {
		p.groups, p.added = nil, nil
	}
	for _, q := range e.queueList {
		q.line = line{}
		q.groups, q.agents, q.buckets, q.heads, q.filled = nil, nil, nil, nil, nil
		q.byKey = map[bucketKey]*bucket{}
		for i := range q.steps {
			q.steps[i].widened = map[*addedSet]*addedSet{} // of the sets there were before
		}
	}
	for a := range e.agents.all() {
		a.class = nil
		a.profile = e.profileFor(a.Profile)
		e.joinGroup(a)
	}
	for w := range e.works.all() {
		w.bucket, w.exposed = nil, false
		if w.added != nil {
			w.added = e.addedFor(w.added.keys)
		}
		if w.inLine {
			w.slice = int32(w.queue.sliceAt(e.now.Sub(w.queued)))
		}
		e.rekey(w)
		if w.inLine {
			e.joinLine(w)
		}
	}
	for a := range e.agents.all() {
		e.enlist(a)
	}
}

// configure replaces the configuration.
func (e *Engine) configure(c *Configure) error {
	if err := checkConfig(&c.Config); err != nil {
		return err
	}
	reopened := map[*queue]bool{}
	for i := range c.Config.Queues {
		if q := e.queues[c.Config.Queues[i].Key]; q != nil && q.removed != nil {
			reopened[q] = true
		}
	}
	e.compile(c.Config)
	for _, q := range e.queueList {
		if q.removed != nil && !q.closed {
			e.setClosed(q, true)
		}
		if reopened[q] {
			ef := e.emit(QueueChanged)
			ef.Queue, ef.Open = q.key, true
		}
		e.saveQueue(q)
		q.line.each(func(w *work) bool {
			w.waitTested = -1
			e.untest(w)
			e.retime(w)
			e.saveWork(w)
			return true
		})
	}
	for _, id := range e.Agents() {
		e.afterMove(e.agents.get(&id))
	}
	return nil
}

// dropEmptied forgets removed queues that have become empty.
func (e *Engine) dropEmptied() {
	if !e.removedEmpty {
		return
	}
	e.removedEmpty = false
	kept := e.queueList[:0]
	for _, q := range e.queueList {
		if q.removed == nil || q.refs > 0 {
			kept = append(kept, q)
			continue
		}
		delete(e.queues, q.key)
		if q.known {
			e.goneQueues = append(e.goneQueues, q.key)
		}
		q.gone = true
	}
	clear(e.queueList[len(kept):])
	e.queueList = kept
	for i, q := range e.queueList {
		q.idx = i
	}
	for _, p := range e.profiles {
		p.rows = slices.DeleteFunc(p.rows, func(r profileRow) bool { return r.q.gone })
	}
	for _, p := range e.profiles {
		e.compileRows(p)
	}
	for _, p := range e.ghosts {
		e.compileRows(p)
	}
	e.reindex()
}
