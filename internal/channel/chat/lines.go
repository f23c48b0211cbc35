package chat

import (
	"context"
	"sync"

	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// lines knows which queues are open, by the engine: somebody may have closed one by
// hand. It answers without asking the floor, for pages ask all the time.
type lines struct {
	mu   sync.Mutex
	open map[string]bool
}

// Takes reports whether an inbox takes conversations now: its queue is open.
func (s *Service) Takes(in *org.Inbox) bool {
	s.lines.mu.Lock()
	open, known := s.lines.open[in.Queue]
	s.lines.mu.Unlock()
	if known {
		return open
	}
	return s.org().QueueOpenAt(in.Queue, s.now()) // before Run has looked
}

// look reads which queues of inboxes are open.
func (l *lines) look(ctx context.Context, s *Service) error {
	o := s.org()
	open := map[string]bool{}
	err := s.floor.View(ctx, func(v floor.View) error {
		for i := range o.Inboxes {
			if info, ok := v.Engine().QueueInfo(o.Inboxes[i].Queue); ok {
				open[o.Inboxes[i].Queue] = info.Open
			}
		}
		return nil
	})
	if err == nil {
		l.mu.Lock()
		l.open = open
		l.mu.Unlock()
	}
	return err
}

// follow takes in what a batch says of queues.
func (l *lines) follow(batch *floor.Batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range batch.Steps {
		for j := range batch.Steps[i].Effects {
			if e := &batch.Steps[i].Effects[j]; e.Kind == routing.QueueChanged && l.open != nil {
				if _, known := l.open[e.Queue]; known {
					l.open[e.Queue] = e.Open
				}
			}
		}
	}
}
