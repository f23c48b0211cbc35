package live

// What waits to be written to one client, at most. A reader that is further
// behind than this is better served with a new snapshot.
const (
	queueFramesMax = 256
	queueBytesMax  = 512 << 10
)

// pending is a frame on its way to a client; topic is nil for messages that
// belong to none (hello, pong, bye, refusals).
type pending struct {
	frame frame
	topic *topic
}

// push queues a frame. If the client is too far behind, its pending changes of all
// topics are dropped and it gets snapshots instead, once it has caught up.
func (c *client) push(f frame, t *topic) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done || c.ending != nil {
		return
	}
	if t != nil {
		if _, ok := c.stale[t]; ok {
			return // a snapshot that holds this change will come
		}
	}
	if len(c.queue) >= queueFramesMax || len(c.queue) > 0 && c.bytes+len(f) > queueBytesMax {
		c.overflow()
		if t != nil {
			c.stale[t] = struct{}{}
			return
		}
		if len(c.queue) >= queueFramesMax {
			// Only messages of our own answers wait: it sends and does not read.
			c.end(closing{code: codePolicy, reason: "does not read"})
			return
		}
	}
	c.queue = append(c.queue, pending{f, t})
	c.bytes += len(f)
}

// overflow drops what belongs to topics. The caller holds the lock.
func (c *client) overflow() {
	c.hub.stats.resync()
	kept := c.queue[:0]
	c.bytes = 0
	for _, p := range c.queue {
		if p.topic != nil {
			c.stale[p.topic] = struct{}{}
			continue
		}
		kept = append(kept, p)
		c.bytes += len(p.frame)
	}
	clear(c.queue[len(kept):])
	c.queue = kept
}

// outdated marks a topic for a snapshot.
func (c *client) outdated(t *topic) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stale[t] = struct{}{}
}

// renew queues a snapshot, whatever its size: the queue is empty but for what the
// same round put there.
func (c *client) renew(snap frame, t *topic) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.stale[t]; !ok || c.done {
		return
	}
	delete(c.stale, t)
	c.queue = append(c.queue, pending{snap, t})
	c.bytes += len(snap)
}

// forget drops all that waits of a topic.
func (c *client) forget(t *topic) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.stale, t)
	kept := c.queue[:0]
	for _, p := range c.queue {
		if p.topic == t {
			c.bytes -= len(p.frame)
			continue
		}
		kept = append(kept, p)
	}
	clear(c.queue[len(kept):])
	c.queue = kept
}

// take empties the queue into batch and returns it, with a topic that wants a
// snapshot when there was nothing to take, and how the connection is to end when
// there is nothing left at all.
func (c *client) take(batch []pending) (_ []pending, stale *topic, end *closing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.queue) > 0 {
		batch = append(batch, c.queue...)
		clear(c.queue)
		c.queue = c.queue[:0]
		c.bytes = 0
		return batch, nil, nil
	}
	if c.ending != nil {
		return batch, nil, c.ending
	}
	for t := range c.stale {
		return batch, t, nil
	}
	return batch, nil, nil
}

// end asks the writer to close the connection when it has written what waits. The
// caller holds the lock.
func (c *client) end(how closing) {
	if c.ending == nil {
		c.ending = &how
		clear(c.stale)
	}
}

// awake tells the writer that something waits.
func (c *client) awake() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
