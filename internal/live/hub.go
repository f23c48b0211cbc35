package live

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"turno/internal/auth"
	"turno/internal/channel/door"
	"turno/internal/core"
)

// Family is a kind of topic: `floor` of `floor:org`.
type Family struct {
	Name   string
	Source door.Source
	Allow  door.Allow
	// Gather sends changes that come close together as one; otherwise they go at
	// once.
	Gather bool
	// Presence counts the user's sockets that read it and reports them to
	// Options.Presence.
	Presence bool
}

// Options are a hub's needs. Authenticate is required.
type Options struct {
	// Authenticate says who asks; its error becomes the HTTP answer. It is asked
	// again every minute for as long as the socket is open.
	Authenticate func(r *http.Request) (auth.Principal, error)
	// Presence is told, in order, how many sockets of a user read a topic of a
	// family with Presence. It may block; then only later reports wait.
	Presence func(user core.ID, sockets int)
	// Devices is told the same of the sockets of a kiosk, display or wall, by its
	// key, whatever they read.
	Devices func(device string, sockets int)
	// Origins are hosts besides our own whose pages may connect, as patterns of
	// path.Match.
	Origins []string
	// Admits says whether pages of an origin may connect for somebody, besides
	// those; nil: no others.
	Admits func(peer auth.Principal, origin, host string) bool
	Build  string
	Log    *slog.Logger
	// Registry takes the metrics; nil keeps them to the hub.
	Registry prometheus.Registerer
	// SocketsMax is the number of sockets beyond which new ones are refused;
	// zero means 20 000.
	SocketsMax int
}

// recheckEvery is how long a socket may outlive its session.
const recheckEvery = time.Minute

// Hub is the WebSocket server. Its methods are safe for concurrent use.
type Hub struct {
	opts     Options
	log      *slog.Logger
	stats    *stats
	beat     *beat
	presence *presence[core.ID]
	devices  *presence[string]
	families map[string]*Family
	stopping chan struct{}
	over     sync.WaitGroup // clients and own goroutines

	mu      sync.Mutex
	stopped bool
	sockets int // clients, and those that are being let in
	clients map[*client]struct{}
	topics  map[topicKey]*topic
}

// New starts a hub. Stop it when done.
func New(opts Options, families ...Family) *Hub {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.SocketsMax == 0 {
		opts.SocketsMax = 20_000
	}
	h := &Hub{
		opts: opts, log: opts.Log, stats: newStats(opts.Registry), beat: newBeat(),
		presence: newPresence(opts.Presence), devices: newPresence(opts.Devices),
		families: make(map[string]*Family), stopping: make(chan struct{}),
		clients: make(map[*client]struct{}), topics: make(map[topicKey]*topic),
	}
	for i := range families {
		h.families[families[i].Name] = &families[i]
	}
	h.over.Go(func() { h.beat.run(h.stopping) })
	h.over.Go(func() { h.presence.run(h.stopping) })
	h.over.Go(func() { h.devices.run(h.stopping) })
	h.over.Go(h.recheck)
	return h
}

// ServeHTTP serves one socket until it is closed. It implements http.Handler.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	peer, err := h.opts.Authenticate(r)
	if err != nil {
		http.Error(w, string(core.CodeOf(err)), status(err))
		return
	}
	c := &client{
		hub: h, request: r, peer: peer, wake: make(chan struct{}, 1),
		subs: make(map[string]*topic), stale: make(map[*topic]struct{}),
	}
	if !h.enter() {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "no more sockets now", http.StatusServiceUnavailable)
		return
	}
	defer h.leave(c)
	t := &tap{ResponseWriter: w, hub: h}
	admitted := h.opts.Admits != nil && h.opts.Admits(peer, r.Header.Get("Origin"), r.Host)
	conn, err := websocket.Accept(t, r, &websocket.AcceptOptions{
		OriginPatterns: h.opts.Origins, InsecureSkipVerify: admitted, // it has just been verified
	})
	if err != nil {
		h.log.Debug("socket refused", "error", err) // the answer has been written
		return
	}
	conn.SetReadLimit(frameBytesMax)
	c.conn, c.wire = conn, t.wire
	if !h.greet(c) {
		_ = conn.CloseNow() // it came in while we closed
		return
	}
	h.devices.change(peer.Device, 1)
	defer h.devices.change(peer.Device, -1)
	// The request's context ends with the request, which a hijacked socket outlives.
	c.run(context.WithoutCancel(r.Context()))
}

func status(err error) int {
	switch core.CodeOf(err) {
	case core.Unauthenticated:
		return http.StatusUnauthorized
	case core.Forbidden:
		return http.StatusForbidden
	case core.NotFound:
		return http.StatusNotFound
	case core.Throttled:
		return http.StatusTooManyRequests
	case core.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// enter counts a client in, unless there are too many or the hub is stopping.
func (h *Hub) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped || h.sockets >= h.opts.SocketsMax {
		return false
	}
	h.sockets++
	h.over.Add(1)
	h.stats.sockets.Inc()
	return true
}

// greet makes a client known whose socket is open, unless the hub is stopping.
func (h *Hub) greet(c *client) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return false
	}
	h.clients[c] = struct{}{}
	return true
}

func (h *Hub) leave(c *client) {
	h.mu.Lock()
	delete(h.clients, c)
	h.sockets--
	h.mu.Unlock()
	h.stats.sockets.Dec()
	h.over.Done()
}

// resolve finds a topic's family and asks it whether the peer may read it.
func (h *Hub) resolve(ctx context.Context, peer auth.Principal, name string) (*Family, string, error) {
	family, argument, _ := strings.Cut(name, ":")
	f, ok := h.families[family]
	if !ok {
		return nil, "", core.FieldErrorf(core.NotFound, "topic", "no topic %q", name)
	}
	key, err := f.Allow(ctx, peer, argument)
	return f, key, err
}

// acquire returns the topic, opened, and counts one more reader of it.
func (h *Hub) acquire(ctx context.Context, f *Family, key topicKey) (*topic, error) {
	h.mu.Lock()
	t, ok := h.topics[key]
	if !ok {
		t = newTopic(h, f, key)
		h.topics[key] = t
		h.stats.topics.Inc()
	}
	t.refs++
	h.mu.Unlock()
	if ok {
		<-t.opened
	} else {
		t.stop, t.err = f.Source.Open(ctx, key.key, t.sink)
		t.fill()
		close(t.opened)
	}
	if t.err != nil {
		h.release(t)
		return nil, t.err
	}
	return t, nil
}

// release counts one reader less; the last one closes the topic.
func (h *Hub) release(t *topic) {
	h.mu.Lock()
	t.refs--
	last := t.refs == 0
	if last {
		delete(h.topics, t.key)
		h.stats.topics.Dec()
	}
	h.mu.Unlock()
	if last {
		t.close()
	}
}

func (h *Hub) refused(c *client, topic string, err error) {
	level := slog.LevelDebug
	if core.CodeOf(err) == core.Internal {
		level = slog.LevelError
	}
	h.log.Log(c.request.Context(), level, "topic refused", "topic", topic, "user", c.peer.UserID.String(), "error", err)
}

func (h *Hub) all() []*client {
	h.mu.Lock()
	defer h.mu.Unlock()
	clients := make([]*client, 0, len(h.clients))
	for c := range h.clients {
		clients = append(clients, c)
	}
	return clients
}

// Recheck authenticates all sockets of a user again at once: after a sign-out, a
// changed role or a lost link. Zero means everybody.
func (h *Hub) Recheck(ctx context.Context, user core.ID) {
	h.recheckThose(ctx, func(p auth.Principal) bool { return user.IsZero() || p.UserID == user })
}

// RecheckDevice does it for the sockets of a device whose link was replaced or
// taken away.
func (h *Hub) RecheckDevice(ctx context.Context, device string) {
	h.recheckThose(ctx, func(p auth.Principal) bool { return device != "" && p.Device == device })
}

func (h *Hub) recheckThose(ctx context.Context, theirs func(auth.Principal) bool) {
	for _, c := range h.all() {
		c.subMu.Lock()
		peer := c.peer
		c.subMu.Unlock()
		if theirs(peer) {
			c.recheck(ctx)
		}
	}
}

func (h *Hub) recheck() {
	ticker := time.NewTicker(recheckEvery)
	defer ticker.Stop()
	for {
		select {
		case <-h.stopping:
			return
		case <-ticker.C:
			h.Recheck(context.Background(), core.NoID)
		}
	}
}

// Stop says goodbye to all sockets, asking them to come back after retry, and
// closes them. It returns when all are closed, or when ctx is over: then the rest
// are cut off.
func (h *Hub) Stop(ctx context.Context, reason string, retry time.Duration) {
	h.mu.Lock()
	again := h.stopped
	h.stopped = true
	h.mu.Unlock()
	if again {
		h.over.Wait()
		return
	}
	close(h.stopping) // first of all: who we close ourselves is not reported as gone
	f := textFrame(bye{Op: "bye", Reason: reason, RetryMS: retry.Milliseconds()})
	for _, c := range h.all() {
		c.sendFrame(f)
		c.close(closing{code: codeRestart, reason: reason})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.over.Wait()
	}()
	select {
	case <-done:
	case <-ctx.Done():
		for _, c := range h.all() {
			_ = c.wire.Close() // cut off, as announced
		}
		<-done
	}
}
