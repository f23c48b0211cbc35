package live

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	"turno/internal/auth"
	"turno/internal/clock"
	"turno/internal/core"
)

// What a client may ask for.
const (
	frameBytesMax   = 4 << 10
	topicsMax       = 32
	topicLengthMax  = 200
	framesPerSecond = 20 // in the long run
	framesAtOnce    = 60
)

// closing is how a connection ends.
type closing struct {
	code   websocket.StatusCode
	reason string
}

// The ways a connection ends by our will.
const (
	codePolicy  = websocket.StatusPolicyViolation // malformed frame, too many frames, signed out
	codeTooBig  = websocket.StatusMessageTooBig
	codeRestart = websocket.StatusServiceRestart
)

// client is one socket.
type client struct {
	hub     *Hub
	conn    *websocket.Conn
	wire    *wire
	request *http.Request // as it came, to authenticate again
	wake    chan struct{} // capacity 1

	subMu sync.Mutex
	peer  auth.Principal
	subs  map[string]*topic // by name

	mu     sync.Mutex
	queue  []pending
	bytes  int
	stale  map[*topic]struct{} // to be given a snapshot
	ending *closing
	done   bool
}

// run serves the socket until it is closed by either side.
func (c *client) run(ctx context.Context) {
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.write()
	}()
	c.send(hello{Op: "hello", Now: clock.Now(), Build: c.hub.opts.Build})
	c.close(c.read(ctx))
	<-written
	c.leaveAll()
	_ = c.conn.CloseNow() // it is closed already but where the writer failed
}

// read takes the client's frames until one is wrong or the socket is closed, and
// returns how to end it.
func (c *client) read(ctx context.Context) closing {
	limit := rate.NewLimiter(framesPerSecond, framesAtOnce)
	for {
		kind, text, err := c.conn.Read(ctx)
		if err != nil {
			// A frame that was too long has been answered with 1009 by the library.
			return closing{code: websocket.StatusNormalClosure}
		}
		c.hub.stats.read.Inc()
		var op operation
		if kind != websocket.MessageText || json.Unmarshal(text, &op) != nil {
			return closing{code: codePolicy, reason: "malformed frame"}
		}
		if !limit.AllowN(clock.Now().Time(), 1) {
			return closing{code: codePolicy, reason: "too many frames"}
		}
		if !c.serve(ctx, op) {
			return closing{code: codePolicy, reason: "unknown op"}
		}
	}
}

// operation is what a client may say.
type operation struct {
	Op    string `json:"op"`
	Topic string `json:"topic"`
}

func (c *client) serve(ctx context.Context, op operation) bool {
	switch op.Op {
	case "ping":
		c.send(pong{Op: "pong", Now: clock.Now()})
	case "sub":
		if err := c.subscribe(ctx, op.Topic); err != nil {
			c.hub.refused(c, op.Topic, err)
			c.sendFrame(refusalFrame(op.Topic, err))
		}
	case "unsub":
		c.unsubscribe(op.Topic)
	default:
		return false
	}
	return true
}

func (c *client) subscribe(ctx context.Context, name string) error {
	if name == "" || len(name) > topicLengthMax {
		return core.Boundf(core.Invalid, "topic", core.FaultTooLong, topicLengthMax, "a topic has 1 to %d bytes", topicLengthMax)
	}
	c.subMu.Lock()
	peer, have, count := c.peer, c.subs[name], len(c.subs)
	c.subMu.Unlock()
	if have != nil { // it has seen a gap
		have.join(c)
		c.awake()
		return nil
	}
	if count >= topicsMax {
		return core.Boundf(core.TooLarge, "topic", core.FaultTooMany, topicsMax, "at most %d topics on one connection", topicsMax)
	}
	family, key, err := c.hub.resolve(ctx, peer, name)
	if err != nil {
		return err
	}
	t, err := c.hub.acquire(ctx, family, topicKey{name, key})
	if err != nil {
		return err
	}
	c.subMu.Lock()
	c.subs[name] = t
	c.subMu.Unlock()
	if family.Presence {
		c.hub.presence.change(peer.UserID, 1)
	}
	t.join(c)
	c.awake()
	return nil
}

func (c *client) unsubscribe(name string) {
	c.subMu.Lock()
	t, peer := c.subs[name], c.peer
	delete(c.subs, name)
	c.subMu.Unlock()
	if t == nil {
		return
	}
	t.leave(c)
	if t.family.Presence {
		c.hub.presence.change(peer.UserID, -1)
	}
	c.hub.release(t)
}

func (c *client) leaveAll() {
	c.mu.Lock()
	c.done = true
	c.mu.Unlock()
	for _, name := range c.topics() {
		c.unsubscribe(name)
	}
}

func (c *client) topics() []string {
	c.subMu.Lock()
	defer c.subMu.Unlock()
	names := make([]string, 0, len(c.subs))
	for name := range c.subs {
		names = append(names, name)
	}
	return names
}

// recheck asks again who is there and whether they may read what they read. A
// person who has signed out is disconnected; a topic that is no longer allowed is
// ended with a refusal. A store that cannot answer now changes nothing.
func (c *client) recheck(ctx context.Context) {
	peer, err := c.hub.opts.Authenticate(c.request.WithContext(ctx))
	switch core.CodeOf(err) {
	case "":
	case core.Unauthenticated, core.Forbidden, core.NotFound:
		c.close(closing{code: codePolicy, reason: "signed out"})
		return
	default:
		return
	}
	c.subMu.Lock()
	same := peer.Kind == c.peer.Kind && peer.UserID == c.peer.UserID
	if same {
		c.peer = peer
	}
	c.subMu.Unlock()
	if !same {
		c.close(closing{code: codePolicy, reason: "signed out"})
		return
	}
	for _, name := range c.topics() {
		_, _, err := c.hub.resolve(ctx, peer, name)
		if code := core.CodeOf(err); code == core.Forbidden || code == core.NotFound {
			c.unsubscribe(name)
			c.sendFrame(refusalFrame(name, err))
		}
	}
}

func (c *client) send(message any) { c.sendFrame(textFrame(message)) }

func (c *client) sendFrame(f frame) {
	c.push(f, nil)
	c.awake()
}

// close asks the writer to end the connection after what waits is written.
func (c *client) close(how closing) {
	c.mu.Lock()
	c.end(how)
	c.mu.Unlock()
	c.awake()
}

// write is the only place that writes to the socket, apart from the library's own
// control frames.
func (c *client) write() {
	var batch []pending
	for range c.wake {
		for {
			taken, stale, end := c.take(batch[:0])
			switch {
			case end != nil:
				_ = c.conn.Close(end.code, end.reason) // the peer may be gone already
				return
			case stale != nil:
				stale.resync(c)
				continue
			case len(taken) > 0:
				if err := c.wire.writeAll(taken); err != nil {
					_ = c.conn.CloseNow() // which ends read, too
					return
				}
				clear(taken)
				batch = taken
				continue
			}
			break
		}
	}
}
