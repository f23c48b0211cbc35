package insight

import (
	"slices"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// mirror is the floor as of its batch number seq: read once, then kept by batches.
type mirror struct {
	seq      uint64
	works    map[core.ID]*work
	agents   map[core.ID]*agent
	queues   map[string]*queue // by the engine's key
	keys     []string          // of the queues, sorted
	profiles map[string]*profile
	stamp    uint64 // counts changes of lines
	crowds   uint64 // counts how often the first agent came or the last one went

	hands    map[core.ID]map[core.ID]*work // works with, or offered to, an agent
	contacts map[core.ID]map[core.ID]*work // works of one contact: a visit may have several
	parked   map[core.ID]*work
}

// work is a work on the floor and what was made of it.
type work struct {
	floor.WorkView

	queue   *queue
	version uint64 // counts changes
	name    string // of the customer, once it was looked up
	place   int    // 0: not in line, or too far behind
	spot    int    // the place while places are given

	why   *whyDoc
	seen  uint64       // what why was made from
	whyAt core.Instant // when

	desk, floor []byte // waiting rows, made when they are needed
}

// agent is a signed-in agent.
type agent struct {
	floor.AgentView

	name string
	doc  []byte // the floor's row, made when it is needed
}

// newMirror makes the frame: queues and profiles.
func newMirror(config routing.Config, keys []string, org Organisation) *mirror {
	m := &mirror{
		works: map[core.ID]*work{}, agents: map[core.ID]*agent{},
		queues: make(map[string]*queue, len(keys)), keys: keys,
		profiles: make(map[string]*profile, len(config.Profiles)),
		hands:    map[core.ID]map[core.ID]*work{}, contacts: map[core.ID]map[core.ID]*work{}, parked: map[core.ID]*work{},
	}
	for _, key := range keys {
		m.addQueue(key, org)
	}
	for i := range config.Queues {
		c := &config.Queues[i]
		q, ok := m.queues[c.Key]
		if !ok {
			continue
		}
		q.goal, q.priority = c.ServiceLevel.Goal, c.Priority
		q.autoAccept, q.extension = c.Offer.AutoAccept, c.WrapUp.Extension
		if c.ServiceLevel.Threshold > 0 {
			q.threshold = c.ServiceLevel.Threshold
		}
	}
	for i := range config.Profiles {
		c := &config.Profiles[i]
		p := &profile{}
		m.profiles[c.Key] = p
		for _, pq := range c.Queues {
			if q, ok := m.queues[pq.Queue]; ok {
				p.queues = append(p.queues, pq.Queue)
				q.profiles = append(q.profiles, p)
			}
		}
	}
	return m
}

// addQueue makes a queue known; one that the configuration no longer has lives
// until it is empty.
func (m *mirror) addQueue(key string, org Organisation) *queue {
	q := &queue{key: key, threshold: defaultThreshold, channel: org.ChannelOf(key), waiting: map[core.ID]*work{}, expected: -1}
	q.base, q.site = org.QueueNames(key)
	m.queues[key] = q
	return q
}

// setWork takes in how a work is now, and returns it with the agents who have, or
// had, to do with it.
func (m *mirror) setWork(view *floor.WorkView, org Organisation) (*work, []core.ID) {
	var involved []core.ID
	w, ok := m.works[view.ID]
	if ok {
		involved = m.unlink(w)
	} else {
		w = &work{}
		m.works[view.ID] = w
	}
	if w.Meta.Customer != view.Meta.Customer {
		w.name = ""
	}
	w.WorkView = *view
	w.version++
	w.desk, w.floor = nil, nil
	q, ok := m.queues[view.Queue]
	if !ok {
		q = m.addQueue(view.Queue, org)
		m.keys = append(slices.Clip(m.keys), view.Queue)
		slices.Sort(m.keys)
	}
	if w.queue != q {
		w.queue, w.place = q, 0
	}
	return w, m.link(w, involved)
}

func (m *mirror) link(w *work, involved []core.ID) []core.ID {
	m.stamp++
	if w.inLine() {
		w.queue.waiting[w.ID] = w
		w.queue.longest = 0
	} else {
		w.place, w.why = 0, nil
	}
	if w.Status == routing.StatusParked {
		m.parked[w.ID] = w
	}
	for _, id := range w.holders() {
		index(m.hands, id, w)
		if !slices.Contains(involved, id) {
			involved = append(involved, id)
		}
	}
	index(m.contacts, w.Meta.Contact, w)
	return involved
}

// unlink takes a work off the indexes and returns who had to do with it.
func (m *mirror) unlink(w *work) []core.ID {
	m.stamp++
	delete(w.queue.waiting, w.ID)
	w.queue.longest = 0
	delete(m.parked, w.ID)
	holders := w.holders()
	for _, id := range holders {
		unindex(m.hands, id, w)
	}
	unindex(m.contacts, w.Meta.Contact, w)
	return holders
}

func (m *mirror) dropWork(w *work) []core.ID {
	delete(m.works, w.ID)
	return m.unlink(w)
}

func index(in map[core.ID]map[core.ID]*work, id core.ID, w *work) {
	set, ok := in[id]
	if !ok {
		set = map[core.ID]*work{}
		in[id] = set
	}
	set[w.ID] = w
}

func unindex(in map[core.ID]map[core.ID]*work, id core.ID, w *work) {
	delete(in[id], w.ID)
	if len(in[id]) == 0 {
		delete(in, id)
	}
}

func (m *mirror) setAgent(view *floor.AgentView, org Organisation) {
	a, ok := m.agents[view.ID]
	if ok {
		m.count(&a.AgentView, -1)
	} else {
		a = &agent{}
		a.name, _, _, _, _ = org.AgentSeat(view.ID)
		m.agents[view.ID] = a
	}
	if !ok && len(m.agents) == 1 {
		m.crowds++
	}
	a.AgentView, a.doc = *view, nil
	m.count(view, 1)
}

func (m *mirror) dropAgent(id core.ID) {
	if a, ok := m.agents[id]; ok {
		m.count(&a.AgentView, -1)
		delete(m.agents, id)
		if len(m.agents) == 0 {
			m.crowds++
		}
	}
}

func (m *mirror) count(a *floor.AgentView, by int) {
	p, ok := m.profiles[a.Profile]
	if !ok {
		p = &profile{} // of a profile that was removed under its agents
		m.profiles[a.Profile] = p
	}
	p.crowd.add(a, by)
	p.version++
}

// inLine reports whether the work waits in its queue, offered or not.
func (w *work) inLine() bool {
	return w.Status == routing.StatusWaiting || w.Status == routing.StatusOffered
}

// live reports whether the work goes on beyond wrap-ups.
func (w *work) live() bool { return w.Status != routing.StatusWrapUp }

// holders are the agents on whose desk the work lies.
func (w *work) holders() []core.ID {
	holders := make([]core.ID, 0, 2)
	if w.live() && w.Status != routing.StatusWaiting && !w.Agent.IsZero() {
		holders = append(holders, w.Agent)
	}
	for i := range w.WrapUps {
		if id := w.WrapUps[i].Agent; !slices.Contains(holders, id) {
			holders = append(holders, id)
		}
	}
	return holders
}

// of is the work in which a contact goes on: the newest that is not only wrapped
// up, or nil.
func (m *mirror) of(contact core.ID) *work {
	var newest *work
	for _, w := range m.contacts[contact] {
		if w.live() && (newest == nil || w.ID.Compare(newest.ID) > 0) {
			newest = w
		}
	}
	return newest
}

// priorityMax bounds a work's priority before steps, as the engine does.
const priorityMax = 100

// priority is base and steps, as the engine counts them, without ageing.
func (w *work) priority() int {
	return min(max(w.queue.priority+w.Priority, 0), priorityMax) + w.StepPriority
}
