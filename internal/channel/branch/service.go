package branch

import (
	"context"
	"log/slog"
	"sync"

	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Options are what a Service needs. Store, Floor, Bus, Organisation and Customers
// must be set.
type Options struct {
	Store *store.Store
	Floor *floor.Floor
	Bus   *bus.Bus // where the floor publishes
	// Organisation returns the one in force.
	Organisation func() *org.Organisation
	Customers    *customer.Service
	Log          *slog.Logger // nil: discarded
	// Print prints tickets; nil: at the sites' network printers.
	Print Printer
	// TurnURL is the address of the visitor's own page without the token
	// (`https://turno.example/t/`), for the code on printed tickets; empty: none.
	TurnURL string
	Now     func() core.Instant // nil: clock.Now
}

// Service is the channel of visits. Its methods may be called from several
// goroutines; Run carries out what has to happen by the clock.
type Service struct {
	store     *store.Store
	floor     *floor.Floor
	bus       *bus.Bus
	org       func() *org.Organisation
	customers *customer.Service
	log       *slog.Logger
	print     Printer
	turnURL   string
	now       func() core.Instant

	printing sync.WaitGroup
	printers chan struct{} // one token for each ticket on its way to a printer
}

var _ channel.Channel = (*Service)(nil)

// NewService returns a Service; nothing runs before Run.
func NewService(o Options) *Service {
	s := &Service{
		store: o.Store, floor: o.Floor, bus: o.Bus, org: o.Organisation, customers: o.Customers,
		log: o.Log, print: o.Print, turnURL: o.TurnURL, now: o.Now,
		printers: make(chan struct{}, printingMax),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.print == nil {
		s.print = NetworkPrinter{}
	}
	if s.now == nil {
		s.now = clock.Now
	}
	return s
}

// Key implements channel.Channel.
func (s *Service) Key() core.Channel { return core.Visit }

// read runs fn on one state of the store.
func (s *Service) read(ctx context.Context, fn func(q *db.Queries) error) error {
	return s.store.Read(ctx, fn)
}

// work returns a visit's work as the floor knows it, or core.NotFound.
func (s *Service) work(ctx context.Context, id core.ID) (floor.WorkView, error) {
	var found floor.WorkView
	err := s.floor.View(ctx, func(v floor.View) error {
		w, ok := v.Work(id)
		if !ok || w.Channel != core.Visit {
			return core.Errorf(core.NotFound, "this visit is over")
		}
		found = w
		return nil
	})
	return found, err
}

// Answering says when a visit counts as answered: when service began.
func Answering() map[core.Channel]floor.Answering {
	return map[core.Channel]floor.Answering{core.Visit: floor.ByNote}
}

// visitOf returns the visit of a contact, or core.NotFound.
func (s *Service) visitOf(ctx context.Context, contact core.ID) (db.Visit, error) {
	var visit db.Visit
	err := s.read(ctx, func(q *db.Queries) error {
		var err error
		visit, err = q.GetVisit(ctx, contact.String())
		return noVisit(err)
	})
	return visit, err
}

func noVisit(err error) error {
	if channel.Missing(err) {
		return core.Errorf(core.NotFound, "there is no such visit")
	}
	return err
}
