package floor

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"turno/internal/bus"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
)

// Options of Open. Store and Config are needed; the rest has defaults.
type Options struct {
	Store  *store.Store
	Config routing.Config // of the organisation as it is now
	Bus    *bus.Bus       // where batches are published; nil: nowhere

	// Names splits the engine's queue key (billing@mixco) into the organisation's
	// (billing) and the site; nil cuts at the last '@'.
	Names func(queue string) (base, site string)
	// Targets of a queue for the facts; nil: the threshold of Config, 5 s short abandon.
	Targets func(queue string) Targets
	// Class of a not-ready reason; nil: other.
	Class func(reason string) core.ReasonClass
	// Answering of a channel, as the channels say it; nil: ByNote.
	Answering func(core.Channel) Answering
	// Desk says how long a lost desk connection is forgiven; read whenever it
	// matters, so that a change holds at once. nil: 30 s and 2 min.
	Desk func() DeskTimes

	Log      *slog.Logger          // nil: discarded
	Registry prometheus.Registerer // nil: no metrics are registered
	Now      func() core.Instant   // nil: clock.Now
	NewID    func() core.ID        // nil: clock.NewID
}

// Floor runs the routing engine live. One goroutine owns the engine; everybody
// else hands in requests. It is safe for concurrent use.
type Floor struct {
	opts  Options
	store *store.Store
	log   *slog.Logger
	now   func() core.Instant

	jobs     chan *job
	stopping chan struct{} // closed by Close: take no more jobs
	stopped  chan struct{} // closed by the loop when it has ended
	stop     sync.Once
	taken    chan struct{} // closed when another process owns the floor
	proven   atomic.Uint64 // counts the transactions that found it still ours
	inbox    deskInbox
	health   healthState
	metrics  *metrics

	// Owned by the loop.
	engine  *routing.Engine
	facts   *facts
	config  routing.Config
	epoch   int64
	seq     uint64 // of the newest batch
	broken  bool   // the engine has run ahead of the store: rebuild before the next step
	fresh   bool   // the next batch is the first after a rebuild
	desks   map[core.ID]*desk
	deskDue core.Instant // when the first of them wants attention; zero: never
	retry   retryState
	pruned  core.Instant
}

// jobsMax bounds the requests that wait for the loop; a caller beyond it waits
// in Do for as long as its context allows.
const jobsMax = 1024

// Open rebuilds the floor from the store, withdraws the offers that a crash left
// behind, brings the configuration up to date and starts. It takes the floor
// over from any other process on the same store, which then stops. Errors:
// Invalid for a wrong Config, Unavailable when the store cannot be used.
func Open(ctx context.Context, opts Options) (*Floor, error) {
	opts = opts.withDefaults()
	f := &Floor{
		opts: opts, store: opts.Store, log: opts.Log, now: opts.Now,
		jobs: make(chan *job, jobsMax), stopping: make(chan struct{}), stopped: make(chan struct{}),
		taken: make(chan struct{}),
		inbox: newDeskInbox(), desks: map[core.ID]*desk{}, config: opts.Config,
	}
	f.metrics = newMetrics(opts.Registry, func() float64 { return float64(len(f.jobs)) })
	if err := f.claim(ctx); err != nil {
		return nil, err
	}
	if err := f.start(ctx); err != nil {
		return nil, err
	}
	go f.run() //nolint:gosec // the floor outlives the call that opens it
	return f, nil
}

// Close finishes the transaction under way, refuses what still waits, and
// returns when the loop has ended or ctx has.
func (f *Floor) Close(ctx context.Context) error {
	f.stop.Do(func() { close(f.stopping) })
	select {
	case <-f.stopped:
		return nil
	case <-ctx.Done():
		return core.Wrap(core.Unavailable, "", ctx.Err())
	}
}

// Done is closed when the floor has ended: after Close, or because another
// process has taken it over. Healthy then says why.
func (f *Floor) Done() <-chan struct{} { return f.stopped }

func (o Options) withDefaults() Options {
	if o.Bus == nil {
		o.Bus = bus.New()
	}
	if o.Names == nil {
		o.Names = cutAtSite
	}
	if o.Class == nil {
		o.Class = func(string) core.ReasonClass { return core.ClassOther }
	}
	if o.Answering == nil {
		o.Answering = func(core.Channel) Answering { return ByNote }
	}
	if o.Desk == nil {
		o.Desk = func() DeskTimes { return DeskTimes{} }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = clock.Now
	}
	if o.NewID == nil {
		o.NewID = clock.NewID
	}
	return o
}

func cutAtSite(queue string) (base, site string) {
	for i := len(queue) - 1; i >= 0; i-- {
		if queue[i] == '@' {
			return queue[:i], queue[i+1:]
		}
	}
	return queue, ""
}

// rules binds the facts to the organisation.
func (f *Floor) rules() rules {
	targets := f.opts.Targets
	if targets == nil {
		targets = f.configuredTargets
	}
	return rules{
		names: f.opts.Names, targets: targets, class: f.opts.Class,
		answering: f.opts.Answering, newID: f.opts.NewID,
	}
}

const (
	defaultThreshold    = 20 * time.Second
	defaultShortAbandon = 5 * time.Second
)

func (f *Floor) configuredTargets(queue string) Targets {
	t := Targets{SLThreshold: defaultThreshold, ShortAbandon: defaultShortAbandon}
	for i := range f.config.Queues {
		if q := &f.config.Queues[i]; q.Key == queue && q.ServiceLevel.Threshold > 0 {
			t.SLThreshold = q.ServiceLevel.Threshold
		}
	}
	return t
}
