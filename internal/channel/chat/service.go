package chat

import (
	"context"
	"log/slog"

	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/files"
)

// Options are what a Service needs. Store, Floor, Bus, Organisation, Customers and
// Files must be set.
type Options struct {
	Store *store.Store
	Floor *floor.Floor
	Bus   *bus.Bus // where the floor publishes
	// Organisation returns the one in force.
	Organisation func() *org.Organisation
	Customers    *customer.Service
	// Files is the directory for files that are sent; it is made when the first comes.
	Files  string
	Limits Limits
	Log    *slog.Logger        // nil: discarded
	Now    func() core.Instant // nil: clock.Now
}

// Service is the channel of conversations. Its methods may be called from several
// goroutines; Run carries out what has to happen by itself.
type Service struct {
	store     *store.Store
	floor     *floor.Floor
	bus       *bus.Bus
	org       func() *org.Organisation
	customers *customer.Service
	files     files.Folder
	gate      *gate
	log       *slog.Logger
	now       func() core.Instant
	rooms     *rooms
	absent    *absences
	lines     lines
	kick      chan struct{} // capacity 1: a place may have changed, or a message is to be queued
}

var _ channel.Channel = (*Service)(nil)

// NewService returns a Service; nothing happens by itself before Run.
func NewService(o Options) *Service {
	s := &Service{
		store: o.Store, floor: o.Floor, bus: o.Bus, org: o.Organisation, customers: o.Customers,
		files: files.Folder{Dir: o.Files}, log: o.Log, now: o.Now, absent: newAbsences(), kick: make(chan struct{}, 1),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = clock.Now
	}
	s.gate = newGate(o.Limits, s.now)
	s.rooms = newRooms(s)
	return s
}

// Key implements channel.Channel.
func (s *Service) Key() core.Channel { return core.Chat }

// Answering says when the works of both channels count as answered: a conversation
// with the first message a human sends, a message that was left when it is taken.
func Answering() map[core.Channel]floor.Answering {
	return map[core.Channel]floor.Answering{core.Chat: floor.ByReply, core.Task: floor.ByAssignment}
}

// Messages is the channel of what customers left to be answered: the same acts on
// works of channel task.
func (s *Service) Messages() channel.Channel { return messages{s} }

// messages differs from Service in its name, and has no duties of its own.
type messages struct{ *Service }

// Key implements channel.Channel.
func (messages) Key() core.Channel { return core.Task }

// Run implements channel.Channel: what there is to do the Service does.
func (messages) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// read runs fn on one state of the store.
func (s *Service) read(ctx context.Context, fn func(q *db.Queries) error) error {
	return s.store.Read(ctx, fn)
}

// written reports whether a work is a conversation's.
func written(c core.Channel) bool { return c == core.Chat || c == core.Task }

// work returns a conversation's work as the floor knows it, or core.NotFound.
func (s *Service) work(ctx context.Context, id core.ID) (floor.WorkView, error) {
	var found floor.WorkView
	err := s.floor.View(ctx, func(v floor.View) error {
		w, ok := v.Work(id)
		if !ok || !written(w.Channel) {
			return over()
		}
		found = w
		return nil
	})
	return found, err
}

func over() error { return core.Errorf(core.Conflict, "this conversation is over") }

func unknown(err error) error {
	if channel.Missing(err) {
		return core.Errorf(core.NotFound, "there is no such conversation")
	}
	return err
}

// soon asks Run to look around.
func (s *Service) soon() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}
