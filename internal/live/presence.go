package live

import "sync"

// presence counts sockets per user, or per device, and reports each change in
// order, never holding up whoever comes or goes: of changes that wait, the last
// counts.
type presence[K comparable] struct {
	report func(who K, sockets int)
	kick   chan struct{} // capacity 1

	mu      sync.Mutex
	sockets map[K]int
	changed []K
}

func newPresence[K comparable](report func(K, int)) *presence[K] {
	return &presence[K]{report: report, kick: make(chan struct{}, 1), sockets: make(map[K]int)}
}

// change counts sockets of somebody; of nobody (the zero value) none.
func (p *presence[K]) change(who K, by int) {
	var nobody K
	if p.report == nil || who == nobody {
		return
	}
	p.mu.Lock()
	p.sockets[who] += by
	p.changed = append(p.changed, who)
	p.mu.Unlock()
	select {
	case p.kick <- struct{}{}:
	default:
	}
}

func (p *presence[K]) run(stop <-chan struct{}) {
	told := make(map[K]int)
	for {
		select {
		case <-stop:
			return // the sockets that we close ourselves are nobody's disconnection
		case <-p.kick:
		}
		for {
			who, n, ok := p.next()
			if !ok {
				break
			}
			if told[who] == n {
				continue
			}
			told[who] = n
			if n == 0 {
				delete(told, who)
			}
			p.report(who, n)
		}
	}
}

func (p *presence[K]) next() (who K, sockets int, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.changed) == 0 {
		return who, 0, false
	}
	who = p.changed[0]
	p.changed = p.changed[1:]
	sockets = p.sockets[who]
	if sockets == 0 {
		delete(p.sockets, who)
	}
	return who, sockets, true
}
