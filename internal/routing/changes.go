package routing

import (
	"slices"

	"turno/internal/core"
)

// changes notes what differs from what TakeChanges has told. A work that came
// and went in between was never known to the caller and is not told at all, so
// the lists stay bounded when nobody asks.
type changes struct {
	dirtyWorks  []*work
	dirtyAgents []*agent
	dirtyQueues []*queue
	goneWorks   []core.ID
	goneAgents  []core.ID
	goneQueues  []string
	newCommands int
}

func (e *Engine) saveWork(w *work) {
	if w.dirty || w.gone {
		return
	}
	if n := len(e.dirtyWorks); n == cap(e.dirtyWorks) && n > 1024 {
		e.closeDirtyGaps()
		e.dirtyWorks = slices.Grow(e.dirtyWorks, n/2) // not again after the next few
	}
	w.dirty, w.dirtyAt = true, int32(len(e.dirtyWorks))
	e.dirtyWorks = append(e.dirtyWorks, w)
}

// forgetWork notes that a work is gone: nothing is to be written of it, and who
// knows of it has to delete it.
func (e *Engine) forgetWork(w *work) {
	if w.dirty {
		e.dirtyWorks[w.dirtyAt] = nil
		w.dirty = false
	}
	if w.known {
		e.goneWorks = append(e.goneWorks, w.ID)
	}
}

// closeDirtyGaps takes out the places of works that are gone.
func (e *Engine) closeDirtyGaps() {
	e.dirtyWorks = slices.DeleteFunc(e.dirtyWorks, func(w *work) bool { return w == nil })
	for i, w := range e.dirtyWorks {
		w.dirtyAt = int32(i)
	}
}

func (e *Engine) saveAgent(a *agent) {
	if a.dirty {
		return
	}
	a.dirty = true
	if n := len(e.dirtyAgents); n == cap(e.dirtyAgents) && n > 1024 {
		e.dirtyAgents = slices.DeleteFunc(e.dirtyAgents, func(a *agent) bool { return a.out })
		e.dirtyAgents = slices.Grow(e.dirtyAgents, n/2)
	}
	e.dirtyAgents = append(e.dirtyAgents, a)
}

func (e *Engine) saveQueue(q *queue) {
	if !q.dirty {
		q.dirty = true
		e.dirtyQueues = append(e.dirtyQueues, q)
	}
}

// TakeChanges returns what differs since the last call, or since New or Restore:
// each thing once, as it is now. Delete before you write: an id may be in both
// lists' history, never in both lists.
func (e *Engine) TakeChanges() Changes {
	c := Changes{
		Scalars: e.scalars(),
		Works:   make([]WorkState, 0, len(e.dirtyWorks)), Agents: make([]AgentState, 0, len(e.dirtyAgents)),
	}
	for _, w := range e.dirtyWorks {
		if w == nil {
			continue
		}
		w.dirty = false
		w.known = true
		c.Works = append(c.Works, e.workState(w))
	}
	for _, id := range e.goneWorks {
		if e.works.get(&id) == nil {
			c.Gone = append(c.Gone, id)
		}
	}
	for _, a := range e.dirtyAgents {
		a.dirty = false
		if !a.out {
			a.known = true
			c.Agents = append(c.Agents, e.agentState(a))
		}
	}
	for _, id := range e.goneAgents {
		if e.agents.get(&id) == nil {
			c.SignedOut = append(c.SignedOut, id)
		}
	}
	for _, q := range e.dirtyQueues {
		q.dirty = false
		if !q.gone {
			q.known = true
			c.Queues = append(c.Queues, e.queueState(q))
		}
	}
	for _, key := range e.goneQueues {
		if e.queues[key] == nil {
			c.Removed = append(c.Removed, key)
		}
	}
	c.Commands = e.commands.last(e.newCommands)
	clear(e.dirtyWorks)
	clear(e.dirtyAgents)
	clear(e.dirtyQueues)
	e.changes = changes{
		dirtyWorks: e.dirtyWorks[:0], dirtyAgents: e.dirtyAgents[:0], dirtyQueues: e.dirtyQueues[:0],
		goneWorks: e.goneWorks[:0], goneAgents: e.goneAgents[:0], goneQueues: e.goneQueues[:0],
	}
	return c
}
