package insight

import (
	"cmp"
	"context"
	"slices"

	"turno/internal/core"
	"turno/internal/routing"
)

// desk is an agent's own desk: me and the own works, which never wait, and the
// lines the agent serves, which follow at the next beat.
type desk struct {
	topic

	agent   core.ID
	profile string // whose queues were shown last
}

// deskWaitingMax is how many waiting works a desk lists.
const deskWaitingMax = 50

func (b *Boards) openDesk(ctx context.Context, key string, sink Sink) (func(), error) {
	id, err := core.ParseID(key)
	if err != nil || id.IsZero() {
		return nil, core.Errorf(core.NotFound, "there is no such desk")
	}
	if err := await(ctx, b.mirrored); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, _, _, _, ok := b.org.AgentSeat(id); !ok && b.m.agents[id] == nil {
		return nil, core.Errorf(core.NotFound, "there is no such desk")
	}
	d := &desk{topic: newTopic(sink), agent: id}
	d.urgent(b)
	d.ambient(b)
	d.send(true)
	if b.desks[id] == nil {
		b.desks[id] = map[*desk]struct{}{}
	}
	b.desks[id][d] = struct{}{}
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		d.ended = true
		delete(b.desks[id], d)
		if len(b.desks[id]) == 0 {
			delete(b.desks, id)
		}
	}, nil
}

func (b *Boards) allDesks() map[*desk]struct{} {
	all := make(map[*desk]struct{}, len(b.desks))
	for _, desks := range b.desks {
		for d := range desks {
			all[d] = struct{}{}
		}
	}
	return all
}

// urgent puts me and the own works.
func (d *desk) urgent(b *Boards) {
	d.begin()
	d.put("me", "me", docOf(b.me(d.agent)))
	for _, w := range b.m.hands[d.agent] {
		d.putWork(b, w)
	}
	d.sweep("me", "work")
}

// putWork puts the rows of a work in the agent's hands: the work itself, and its
// wrap-ups by this agent. One of them has the work's id for its row, the others add
// the leg: a work that was passed on may come back while its wrap-up still goes on.
func (d *desk) putWork(b *Boards, w *work) {
	id := w.ID.String()
	taken := w.live() && w.Status != routing.StatusWaiting && w.Agent == d.agent
	if taken {
		d.put("work", id, docOf(b.deskWork(w)))
	}
	for i := len(w.WrapUps) - 1; i >= 0; i-- {
		up := &w.WrapUps[i]
		if up.Agent != d.agent {
			continue
		}
		row := id
		if taken {
			row += "/" + itoa(up.Leg)
		}
		taken = true
		d.put("work", row, docOf(b.deskWrapUp(w, up)))
	}
}

// serves reports whether any of the queues is on the desk.
func (d *desk) serves(b *Boards, queues map[string]struct{}) bool {
	if len(queues) == 0 {
		return false
	}
	for _, key := range d.queues(b) {
		if _, ok := queues[key]; ok {
			return true
		}
	}
	return false
}

// now is the profile in force; before the shift, the one of the organisation.
func (d *desk) now(b *Boards) string {
	if a, ok := b.m.agents[d.agent]; ok {
		return a.Profile
	}
	if _, site, _, profile, ok := b.org.AgentSeat(d.agent); ok {
		return b.org.ProfileKey(profile, site)
	}
	return ""
}

// queues are those that the agent's profile serves.
func (d *desk) queues(b *Boards) []string {
	if p, ok := b.m.profiles[d.now(b)]; ok {
		return p.queues
	}
	return nil
}

// ambient puts the queues and who waits in them.
func (d *desk) ambient(b *Boards) {
	d.profile = d.now(b)
	d.begin()
	p, ok := b.m.profiles[d.profile]
	if !ok {
		p = &profile{}
	}
	for _, key := range p.queues {
		d.put("queue", key, b.m.queues[key].deskDoc())
	}
	for _, w := range b.m.next(p) {
		if w.Status != routing.StatusOffered || w.Agent != d.agent { // that one lies on the desk already
			d.put("waiting", w.ID.String(), w.deskDoc())
		}
	}
	d.sweep("queue", "waiting")
}

// next are those who come next for agents of a profile: the first in each line
// before the second in any.
func (m *mirror) next(p *profile) []*work {
	if p.stamp == m.stamp && p.first != nil {
		return p.first
	}
	first := []*work{}
	for _, key := range p.queues {
		q := m.queues[key]
		for _, id := range q.order[:min(len(q.order), deskWaitingMax)] {
			if w, ok := q.waiting[id]; ok {
				first = append(first, w)
			}
		}
	}
	slices.SortFunc(first, func(a, b *work) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.Arrived, b.Arrived), a.ID.Compare(b.ID))
	})
	p.first, p.stamp = first[:min(len(first), deskWaitingMax)], m.stamp
	return p.first
}
