package live

import (
	"sync"

	"turno/internal/core"
)

// presence counts sockets per user and reports each change in order, never
// holding up whoever comes or goes: of changes that wait, the last counts.
type presence struct {
	report func(user core.ID, sockets int)
	kick   chan struct{} // capacity 1

	mu      sync.Mutex
	sockets map[core.ID]int
	changed []core.ID
}

func newPresence(report func(core.ID, int)) *presence {
	return &presence{report: report, kick: make(chan struct{}, 1), sockets: make(map[core.ID]int)}
}

func (p *presence) change(user core.ID, by int) {
	if p.report == nil || user.IsZero() {
		return
	}
	p.mu.Lock()
	p.sockets[user] += by
	p.changed = append(p.changed, user)
	p.mu.Unlock()
	select {
	case p.kick <- struct{}{}:
	default:
	}
}

func (p *presence) run(stop <-chan struct{}) {
	told := make(map[core.ID]int)
	for {
		select {
		case <-stop:
			return // the sockets that we close ourselves are nobody's disconnection
		case <-p.kick:
		}
		for {
			user, n, ok := p.next()
			if !ok {
				break
			}
			if told[user] == n {
				continue
			}
			told[user] = n
			if n == 0 {
				delete(told, user)
			}
			p.report(user, n)
		}
	}
}

func (p *presence) next() (core.ID, int, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.changed) == 0 {
		return core.NoID, 0, false
	}
	user := p.changed[0]
	p.changed = p.changed[1:]
	n := p.sockets[user]
	if n == 0 {
		delete(p.sockets, user)
	}
	return user, n, true
}
