package jobs

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"turno/internal/core"
	"turno/internal/store"
)

// Options are what the jobs need. Store and Workers must be set.
type Options struct {
	Store   *store.Store
	Workers *river.Workers
	// AtOnce is how many jobs run at the same time; 8 when zero.
	AtOnce int
	Log    *slog.Logger // nil: discarded
	// Poll is how often the store is asked for new jobs; 1 s when zero.
	Poll time.Duration
}

// Jobs are the durable jobs of a store. Nothing runs before Run. Add may be
// called from several goroutines.
type Jobs struct {
	client *river.Client[*sql.Tx]
	close  func() error
	log    *slog.Logger
}

const (
	defaultAtOnce = 8
	// jobTimeout ends a job that hangs; rescueAfter is when one that was running as
	// its process was killed is tried again.
	jobTimeout  = time.Minute
	rescueAfter = 2 * time.Minute
	// keepDone is how long finished jobs can be looked at in the table.
	keepDone = 24 * time.Hour
	stopMax  = 10 * time.Second
)

// Open brings the tables of the jobs up to date. Errors as those of the store.
func Open(ctx context.Context, o Options) (*Jobs, error) {
	if o.AtOnce == 0 {
		o.AtOnce = defaultAtOnce
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	j := &Jobs{log: o.Log, close: func() error { return nil }}
	pool := o.Store.Shared()
	var driver riverdriver.Driver[*sql.Tx] = riverdatabasesql.New(pool)
	if o.Store.Engine() == store.SQLite {
		driver, j.close = riversqlite.New(pool), pool.Close
	}
	quiet := slog.New(onlyWarnings{o.Log.Handler()})
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return nil, errors.Join(core.Wrap(core.Internal, "jobs", err), j.close())
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, errors.Join(core.Wrap(core.Unavailable, "jobs", err), j.close())
	}
	j.client, err = river.NewClient(driver, &river.Config{
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.AtOnce}},
		Workers: o.Workers, Logger: quiet, PollOnly: true, FetchPollInterval: o.Poll, FetchCooldown: o.Poll,
		JobTimeout: jobTimeout, RescueStuckJobsAfter: rescueAfter,
		CompletedJobRetentionPeriod: keepDone, CancelledJobRetentionPeriod: keepDone,
	})
	if err != nil {
		return nil, errors.Join(core.Wrap(core.Internal, "jobs", err), j.close())
	}
	return j, nil
}

// Add writes a job within a transaction of the store and returns its number.
func (j *Jobs) Add(ctx context.Context, tx *store.Tx, args river.JobArgs) (number int64, err error) {
	err = tx.SQL(ctx, func(inner *sql.Tx) error {
		added, err := j.client.InsertTx(ctx, inner, args, nil)
		if err == nil {
			number = added.Job.ID
		}
		return err
	})
	return number, err
}

// Run carries jobs out until ctx ends, then lets those in progress finish for ten
// seconds.
func (j *Jobs) Run(ctx context.Context) error {
	// A context of their own: jobs in progress are not cut off with ctx.
	if err := j.client.Start(context.WithoutCancel(ctx)); err != nil {
		return core.Wrap(core.Unavailable, "jobs", err)
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopMax)
	defer cancel()
	err := j.client.Stop(stopping)
	if err != nil {
		err = j.client.StopAndCancel(context.WithoutCancel(ctx))
	}
	return err
}

// Close gives the store back what was borrowed; after Run has returned.
func (j *Jobs) Close() error { return j.close() }

// onlyWarnings keeps to itself what the library tells about its own life.
type onlyWarnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (h onlyWarnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}
