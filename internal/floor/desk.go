package floor

import (
	"sync"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// DeskTimes say how long a lost desk connection is forgiven, counted from its
// loss. Zero takes the default.
type DeskTimes struct {
	Grace      time.Duration // then not ready (disconnected), and offers are withdrawn; default 30 s
	ChatReturn time.Duration // then conversations go back to their place; default 2 min
}

const (
	defaultGrace      = 30 * time.Second
	defaultChatReturn = 2 * time.Minute
)

// DeskConnected tells how many desk connections an agent has now. It never
// waits. An agent whose last connection is lost has a grace time to come back,
// and nothing happens if it does; then it is made not ready (disconnected) and
// stays so until it says ready. A visit stays with its counter, a mail or task
// with its agent; a conversation goes back to its place a little later. An agent
// that never had a connection since it signed in (a machine at the API) is left
// alone, but after a restart everybody who is signed in has the grace time.
func (f *Floor) DeskConnected(agent core.ID, connections int) {
	f.inbox.put(agent, connections)
}

// desk is the connection of one agent's desk.
type desk struct {
	connections int
	lost        core.Instant // zero while connected
	away        bool         // the grace time is over and was acted upon
	returned    bool         // conversations were given back
}

// deskInbox takes what the live feed tells until the loop looks.
type deskInbox struct {
	mu   sync.Mutex
	news map[core.ID]int
	ping chan struct{}
}

func newDeskInbox() deskInbox {
	return deskInbox{news: map[core.ID]int{}, ping: make(chan struct{}, 1)}
}

func (b *deskInbox) put(agent core.ID, connections int) {
	b.mu.Lock()
	b.news[agent] = connections
	b.mu.Unlock()
	select {
	case b.ping <- struct{}{}:
	default:
	}
}

func (b *deskInbox) take() map[core.ID]int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.news) == 0 {
		return nil
	}
	news := b.news
	b.news = map[core.ID]int{}
	return news
}

// takeDesks takes in the news of connections.
func (f *Floor) takeDesks() {
	news := f.inbox.take()
	if len(news) == 0 {
		return
	}
	defer f.planDesks()
	now := f.now()
	for agent, connections := range news {
		d, known := f.desks[agent]
		if !known {
			if connections == 0 {
				continue
			}
			d = &desk{}
			f.desks[agent] = d
		}
		before := d.connections > 0
		d.connections = connections
		switch {
		case connections > 0:
			d.lost, d.away, d.returned = 0, false, false
		case d.lost == 0:
			d.lost = now
		}
		if before != (connections > 0) || !known {
			f.publishAgent(agent)
		}
		if connections == 0 && !f.signedIn(agent) {
			delete(f.desks, agent)
		}
	}
}

func (f *Floor) signedIn(agent core.ID) bool {
	_, ok := f.facts.agents[agent]
	return ok
}

func (f *Floor) connected(agent core.ID) bool {
	d, ok := f.desks[agent]
	return !ok || d.connections > 0
}

// forgetDesk is for an agent that signed out. A connection that is still open
// stays known: the agent may sign in again on it.
func (f *Floor) forgetDesk(agent core.ID) {
	if d, ok := f.desks[agent]; ok && d.connections == 0 {
		delete(f.desks, agent)
	}
}

// loseDesks begins everybody's grace time: after a start nobody is connected.
func (f *Floor) loseDesks(now core.Instant) {
	for agent := range f.facts.agents {
		f.desks[agent] = &desk{lost: now}
	}
	f.planDesks()
}

func (f *Floor) deskTimes() DeskTimes {
	times := f.opts.Desk()
	if times.Grace <= 0 {
		times.Grace = defaultGrace
	}
	if times.ChatReturn <= 0 {
		times.ChatReturn = defaultChatReturn
	}
	return times
}

// due is when the desk wants attention next.
func (d *desk) due(times DeskTimes) (at core.Instant, ok bool) {
	if d.lost == 0 {
		return 0, false
	}
	if !d.away {
		at, ok = d.lost.Add(times.Grace), true
	}
	if back := d.lost.Add(times.ChatReturn); !d.returned && (!ok || back < at) {
		at, ok = back, true
	}
	return at, ok
}

// planDesks finds when the first desk wants attention. It is kept, because the
// loop asks at every turn and there may be thousands of desks.
func (f *Floor) planDesks() {
	times := f.deskTimes()
	f.deskDue = 0
	for _, d := range f.desks {
		if at, ok := d.due(times); ok && (f.deskDue == 0 || at < f.deskDue) {
			f.deskDue = at
		}
	}
}

// attendDesks takes in news and deals with desks that stayed away too long; false
// when the floor has to stop.
func (f *Floor) attendDesks() bool {
	f.takeDesks()
	now := f.now()
	if f.broken || f.deskDue == 0 || f.deskDue > now {
		return true
	}
	batch := f.dueDesks(now)
	ok := len(batch) == 0 || f.carryOut(batch)
	f.planDesks()
	return ok
}

// dueDesks are the requests for desks that stayed away too long. A desk whose
// request fails is tried again.
func (f *Floor) dueDesks(now core.Instant) []*job {
	times := f.deskTimes()
	var batch []*job
	for agent, d := range f.desks {
		if d.lost == 0 || len(batch) >= batchMax/2 {
			continue
		}
		state, ok := f.engine.Agent(agent)
		if !ok {
			delete(f.desks, agent)
			continue
		}
		if !d.away && now >= d.lost.Add(times.Grace) {
			batch = append(batch, f.awayJobs(d, &state)...)
		}
		if !d.returned && now >= d.lost.Add(times.ChatReturn) {
			batch = append(batch, f.returnJobs(d, &state)...)
		}
	}
	return batch
}

// awayJobs makes the agent not ready. One that said so itself keeps its reason:
// a lunch stays a lunch though the desk is switched off.
func (f *Floor) awayJobs(d *desk, state *routing.AgentState) []*job {
	d.away = true
	if state.Presence != core.Ready || state.Pending == core.NotReady {
		return nil
	}
	j := f.internalJob(&routing.SetPresence{Agent: state.ID, Presence: core.NotReady, Reason: core.ReasonDisconnected})
	j.failed = func() { d.away = false }
	return []*job{j}
}

// returnJobs gives conversations back to their place, in hand or set aside, where
// somebody else sees the customer.
func (f *Floor) returnJobs(d *desk, state *routing.AgentState) []*job {
	d.returned = true
	var batch []*job
	for _, held := range state.Works {
		work, ok := f.engine.Work(held.Work)
		if !ok || held.WrapUp || !conversation(work.Channel) {
			continue
		}
		batch = append(batch, f.internalJob(&routing.Return{Work: held.Work}))
	}
	for _, id := range f.engine.Aside(state.ID) {
		if work, ok := f.engine.Work(id); ok && conversation(work.Channel) {
			batch = append(batch, f.internalJob(&routing.Unpark{Work: id}))
		}
	}
	for _, j := range batch {
		j.failed = func() { d.returned = false }
	}
	return batch
}

// conversation reports a channel where a customer sits and waits for the next
// line; mails and tasks wait for their agent, calls end by themselves.
func conversation(channel core.Channel) bool {
	switch channel {
	case core.Chat, core.WhatsApp, core.Facebook, core.X:
		return true
	case core.Visit, core.Voice, core.Email, core.Callback, core.Task:
		return false
	default:
		return false
	}
}
