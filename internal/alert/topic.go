package alert

import (
	"bytes"
	"context"
	"time"

	"turno/internal/core"
	"turno/internal/insight"
	"turno/internal/org"
)

const (
	// recentFor and recentMax are how long, and how many, alerts that are over are shown.
	recentFor = 12 * time.Hour
	recentMax = 100
	// readyMax is how long a topic waits for the alerts to be read.
	readyMax = 10 * time.Second
)

// topic is one open topic: which alerts it shows, and what was sent.
type topic struct {
	shows func(o *org.Organisation, occurrence *Occurrence) bool
	sink  insight.Sink
	sent  map[string][]byte
	of    *org.Organisation // it was shown with
}

// Own are the alerts of which a user is told; the key is the user's id.
func (s *Service) Own() insight.Source {
	return func(ctx context.Context, key string, sink insight.Sink) (func(), error) {
		id, err := core.ParseID(key)
		if err != nil {
			return nil, core.Errorf(core.NotFound, "there is no such user")
		}
		return s.openTopic(ctx, sink, func(o *org.Organisation, occurrence *Occurrence) bool {
			u, ok := o.UserByID(id)
			a, known := o.Alert(occurrence.Finding.Alert)
			return ok && known && told(o, a, u, occurrence.Node())
		})
	}
}

// Place are the alerts in and under a node.
func (s *Service) Place() insight.Source {
	return func(ctx context.Context, node string, sink insight.Sink) (func(), error) {
		if !s.opts.Organisation().HasNode(node) {
			return nil, core.Errorf(core.NotFound, "there is no node %q", node)
		}
		return s.openTopic(ctx, sink, func(o *org.Organisation, occurrence *Occurrence) bool {
			return o.Contains(node, occurrence.Node())
		})
	}
}

func (s *Service) openTopic(ctx context.Context, sink insight.Sink, shows func(*org.Organisation, *Occurrence) bool) (func(), error) {
	ctx, cancel := context.WithTimeout(ctx, readyMax)
	defer cancel()
	select {
	case <-s.started:
	case <-ctx.Done():
		return nil, core.Errorf(core.Unavailable, "the alerts are not read yet")
	}
	t := &topic{shows: shows, sink: sink, sent: map[string][]byte{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.showTopic(s.opts.Organisation(), t, true)
	s.topics[t] = struct{}{}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.topics, t)
	}, nil
}

// outdated reports a topic that was shown with another organisation.
func (s *Service) outdated(o *org.Organisation) bool {
	for t := range s.topics {
		if t.of != o {
			return true
		}
	}
	return false
}

// show brings all topics up to date. The caller holds the lock.
func (s *Service) show() {
	o := s.opts.Organisation()
	for t := range s.topics {
		s.showTopic(o, t, false)
	}
}

func (s *Service) showTopic(o *org.Organisation, t *topic, whole bool) {
	t.of = o
	var rows []insight.Row
	now := make(map[string]struct{}, len(s.open)+len(s.recent))
	put := func(occurrence *Occurrence) {
		if !t.shows(o, occurrence) {
			return
		}
		row := s.row(o, occurrence)
		now[row.ID] = struct{}{}
		if !bytes.Equal(t.sent[row.ID], row.Doc) {
			t.sent[row.ID] = row.Doc
			rows = append(rows, row)
		}
	}
	for _, occurrence := range s.open {
		put(occurrence)
	}
	for _, occurrence := range s.recent {
		put(occurrence)
	}
	for id := range t.sent {
		if _, still := now[id]; !still {
			delete(t.sent, id)
			rows = append(rows, insight.Row{Kind: rowAlert, ID: id})
		}
	}
	if len(rows) > 0 || whole {
		t.sink(rows, whole)
	}
}
