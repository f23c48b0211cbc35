package alert

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"turno/internal/alert/condition"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/device"
	"turno/internal/insight"
	"turno/internal/org"
	"turno/internal/store"
)

// Options are what the alerts need. Store, Organisation, Figures and Add must be set.
type Options struct {
	Store        *store.Store
	Organisation func() *org.Organisation
	Figures      Figures
	// Devices says which devices are there; nil: none is watched.
	Devices func() []device.Standing
	// Add writes a durable job within a transaction and returns its number (jobs.Jobs).
	Add func(ctx context.Context, tx *store.Tx, args river.JobArgs) (int64, error)
	// PublicURL is the base of links in messages; empty: they have none.
	PublicURL string
	Mail      Mail
	Webhook   Webhook
	Log       *slog.Logger        // nil: discarded
	Now       func() core.Instant // nil: clock.Now
	Every     time.Duration       // between two looks; 1 s when zero
}

// Figures are the live boards.
type Figures interface {
	Standing() (insight.Standing, bool)
	Evidence(line string) insight.Evidence
}

// Service watches, rings and tells. Nothing moves before Run. The methods may be
// called from several goroutines.
type Service struct {
	opts    Options
	log     *slog.Logger
	now     func() core.Instant
	mailer  *mailer // nil: no server is set up
	poster  *poster
	started chan struct{} // closed when what rang before is known

	turn sync.Mutex // one look or act at a time: held over the store

	mu     sync.Mutex // guards what follows; never held over the store
	states condition.States
	open   map[condition.Subject]*Occurrence
	recent []*Occurrence // cleared, newest first
	mutes  map[condition.Subject]mute
	rules  ruleBook
	topics map[*topic]struct{}
}

// mute silences a subject for a while.
type mute struct {
	until core.Instant
	by    core.ID
}

const defaultEvery = time.Second

// New makes the alerts. Errors: Invalid for a setting of mail that cannot be.
func New(o Options) (*Service, error) {
	s := &Service{
		opts: o, log: o.Log, now: o.Now, started: make(chan struct{}),
		states: condition.States{}, open: map[condition.Subject]*Occurrence{},
		mutes: map[condition.Subject]mute{}, topics: map[*topic]struct{}{},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = clock.Now
	}
	if s.opts.Every == 0 {
		s.opts.Every = defaultEvery
	}
	var err error
	if s.mailer, err = newMailer(o.Mail); err != nil {
		return nil, err
	}
	s.poster = newPoster(o.Webhook)
	return s, nil
}

// Run watches until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	for !s.begin(ctx) {
		if !wait(ctx, s.opts.Every) {
			return nil
		}
	}
	ticker := time.NewTicker(s.opts.Every)
	defer ticker.Stop()
	var pruned core.Instant
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if err := s.Look(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "alerts cannot be written now", "error", err)
		}
		if now := s.now(); now.Sub(pruned) >= pruneEvery {
			pruned = now
			s.prune(ctx)
		}
	}
}

// begin reads what rang when the last process ended, and sees to what it owes.
func (s *Service) begin(ctx context.Context) bool {
	if err := s.Start(ctx); err != nil {
		if ctx.Err() == nil {
			s.log.WarnContext(ctx, "alerts cannot be read now", "error", err)
		}
		return false
	}
	return true
}

func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
