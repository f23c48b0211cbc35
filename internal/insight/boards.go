package insight

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"turno/internal/bus"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/kpi"
	"turno/internal/store"
)

// Options are what the boards need. Floor, Bus, Store and Organisation must be set.
type Options struct {
	Floor *floor.Floor
	Bus   *bus.Bus // where the floor publishes
	Store *store.Store
	// Organisation returns the one in force.
	Organisation func() Organisation
	// Devices are the organisation's kiosks, displays and walls now; nil: floors show
	// none. Whoever knows calls DevicesChanged when it is another list.
	Devices func() []DeviceStanding
	Log     *slog.Logger        // nil: discarded
	Now     func() core.Instant // nil: clock.Now
}

// Boards keep the rows of every live screen. Nothing moves before Run. The methods
// may be called from several goroutines.
type Boards struct {
	opts    Options
	log     *slog.Logger
	now     func() core.Instant
	formula []kpi.Definition // those that a Tally answers

	mirrored chan struct{} // closed when the floor has been read once
	counted  chan struct{} // closed when today's figures have been read once
	kick     chan struct{} // capacity 1: something waits for the next beat
	look     chan struct{} // capacity 1: names are wanted
	again    chan struct{} // capacity 1: the floor is to be read anew

	mu      sync.Mutex
	org     Organisation // of the mirror
	m       *mirror      // nil before the first reading
	f       *figures     // nil before the first reading
	loading *loading     // the reading under way, or nil
	dirty   dirt
	desksAt core.Instant // of the next lines on desks, where there are many
	clockAt core.Instant // of the next look at opening hours
	slowAt  core.Instant // of the next refresh of figures by the clock
	names   names
	devices *devices // nil: to be made anew

	desks    map[core.ID]map[*desk]struct{} // by agent
	floors   map[*floorBoard]struct{}
	displays map[*display]struct{}
	kiosks   map[*kiosk]struct{}
	turns    map[core.ID]map[*turn]struct{} // by contact
}

// dirt is what changed since the last beat.
type dirt struct {
	queues  map[string]struct{}
	desks   map[string]struct{} // queues of which desks have not been told yet
	figures bool                // of today
	rows    bool                // anything that floors show
}

// New makes boards; Run makes them live.
func New(o Options) *Boards {
	b := &Boards{
		opts: o, log: o.Log, now: o.Now,
		mirrored: make(chan struct{}), counted: make(chan struct{}),
		kick: make(chan struct{}, 1), look: make(chan struct{}, 1), again: make(chan struct{}, 1),
		dirty: dirt{queues: map[string]struct{}{}, desks: map[string]struct{}{}}, names: newNames(),
		desks: map[core.ID]map[*desk]struct{}{}, floors: map[*floorBoard]struct{}{},
		displays: map[*display]struct{}{}, kiosks: map[*kiosk]struct{}{}, turns: map[core.ID]map[*turn]struct{}{},
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if b.now == nil {
		b.now = clock.Now
	}
	for _, d := range kpi.Definitions() {
		if d.OfTally() {
			b.formula = append(b.formula, d)
		}
	}
	return b
}

// Source opens topics of one family (live.Source).
type Source func(ctx context.Context, key string, sink Sink) (stop func(), err error)

// Open gives all rows of a topic to sink before it returns, and every change from
// then on until stop is called. Errors: NotFound for an unknown key, Unavailable
// when the boards have not been able to read the floor yet.
func (s Source) Open(ctx context.Context, key string, sink Sink) (stop func(), err error) {
	return s(ctx, key, sink)
}

// Desk is an agent's own desk; the key is the agent's id.
func (b *Boards) Desk() Source { return b.openDesk }

// Floor is a team leader's view of a node: org, region:KEY or site:KEY.
func (b *Boards) Floor() Source { return b.openFloor }

// Wall is what a screen in the room shows of a node.
func (b *Boards) Wall() Source { return b.openWall }

// Display is the screen in a branch; the key is the site.
func (b *Boards) Display() Source { return b.openDisplay }

// Kiosk is what the kiosks of a site show.
func (b *Boards) Kiosk() Source { return b.openKiosk }

// Turn is a visitor's own page; the key is the ticket's token.
func (b *Boards) Turn() Source { return b.openTurn }

// readyMax is how long a topic waits for the boards to be ready.
const readyMax = 10 * time.Second

// await waits until the boards have read the floor (or today's figures).
func await(ctx context.Context, ready <-chan struct{}) error {
	select {
	case <-ready:
		return nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, readyMax)
	defer cancel()
	select {
	case <-ready:
		return nil
	case <-ctx.Done():
		return core.Errorf(core.Unavailable, "the boards are not ready yet")
	}
}

// poke asks for a beat soon.
func (b *Boards) poke() { signal(b.kick) }

// signal leaves one word in a channel that holds one.
func signal(to chan<- struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}
