package live

import (
	"sync"

	"turno/internal/insight"
)

// topic is a set of rows with the clients who keep a copy of it. It lives from
// its first reader to its last.
type topic struct {
	name   string // as clients say it
	key    topicKey
	family *Family
	hub    *Hub

	// Of the hub's lock.
	refs   int
	opened chan struct{} // closed when the source has filled the rows, or failed

	// Written before opened is closed.
	stop func()
	err  error

	mu      sync.Mutex
	seq     uint64
	rows    map[rowKey][]byte
	changed map[rowKey]struct{} // since the last frame
	order   []rowKey            // the same, in order
	readers map[*client]struct{}
	snap    frame // of seq, made on demand
	due     bool  // waits for the hub's beat
	filled  bool  // the source has filled the rows: frames may go
	closed  bool
}

type topicKey struct{ name, key string }

func newTopic(h *Hub, f *Family, key topicKey) *topic {
	return &topic{
		name: key.name, key: key, family: f, hub: h, opened: make(chan struct{}), seq: 1,
		rows: make(map[rowKey][]byte), changed: make(map[rowKey]struct{}), readers: make(map[*client]struct{}),
	}
}

// sink is what the source pushes into.
func (t *topic) sink(rows []insight.Row, whole bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	for _, k := range apply(t.rows, rows, whole) {
		if _, ok := t.changed[k]; !ok && t.filled {
			t.changed[k] = struct{}{}
			t.order = append(t.order, k)
		}
	}
	if len(t.order) == 0 || t.due {
		return
	}
	if t.family.Gather {
		t.due = true
		t.hub.beat.add(t)
		return
	}
	t.flush()
	t.wake()
}

// fill marks the end of the source's first push: those rows are the snapshot, not
// changes.
func (t *topic) fill() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.filled = true
}

// flush sends what has changed to all readers, as one frame made once. The caller
// holds the lock and wakes the readers afterwards.
func (t *topic) flush() {
	t.due = false
	if len(t.order) == 0 || t.closed {
		return
	}
	t.seq++
	t.snap = nil
	if len(t.readers) > 0 {
		f := changeFrame(t.name, t.seq, t.order, t.rows)
		t.hub.stats.encoded(len(f))
		for c := range t.readers {
			c.push(f, t)
		}
	}
	clear(t.changed)
	t.order = t.order[:0]
}

func (t *topic) wake() {
	for c := range t.readers {
		c.awake()
	}
}

// join makes the client a reader, to be given a snapshot.
func (t *topic) join(c *client) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.readers[c] = struct{}{}
	c.outdated(t)
}

func (t *topic) leave(c *client) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.readers, c)
	c.forget(t)
}

// resync gives the client a snapshot. Changes from then on follow it in the queue,
// because both are put there under the topic's lock.
func (t *topic) resync(c *client) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.readers[c]; !ok {
		c.forget(t)
		return
	}
	if t.snap == nil {
		t.snap = snapFrame(t.name, t.seq, t.rows)
		t.hub.stats.encoded(len(t.snap))
	}
	c.renew(t.snap, t)
}

func (t *topic) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	if t.stop != nil {
		t.stop()
	}
}
