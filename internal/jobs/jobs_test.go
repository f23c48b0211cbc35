package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"go.uber.org/goleak"

	"turno/internal/core"
	"turno/internal/jobs"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

type errand struct {
	Name string `json:"name"`
}

// Kind implements river.JobArgs.
func (errand) Kind() string { return "errand" }

// runner fails as often as it is told to, then says who came.
type runner struct {
	river.WorkerDefaults[errand]

	fail chan struct{}
	done chan string
}

// Work implements river.Worker.
func (r *runner) Work(_ context.Context, job *river.Job[errand]) error {
	select {
	case <-r.fail:
		return errors.New("not now")
	default:
	}
	r.done <- job.Args.Name
	return nil
}

// NextRetry implements river.Worker.
func (r *runner) NextRetry(*river.Job[errand]) time.Time {
	return time.Now().Add(10 * time.Millisecond)
}

func open(t *testing.T, s *store.Store) (*jobs.Jobs, *runner) {
	t.Helper()
	r := &runner{fail: make(chan struct{}, 10), done: make(chan string, 10)}
	workers := river.NewWorkers()
	river.AddWorker(workers, r)
	j, err := jobs.Open(t.Context(), jobs.Options{Store: s, Workers: workers, Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return j, r
}

// run starts the jobs and returns what ends them.
func run(t *testing.T, j *jobs.Jobs) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- j.Run(ctx) }()
	return func() {
		cancel()
		if err := <-over; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := j.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

// Ensure a job is there exactly if its transaction is, is tried again when it
// fails, and waits for the next process when none runs it.
func TestJobs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		first, _ := open(t, s)
		refused := core.Errorf(core.Invalid, "no")
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			_, err := first.Add(t.Context(), tx, errand{"undone"})
			return errors.Join(err, refused)
		})
		if !errors.Is(err, refused) {
			t.Fatalf("got %v", err)
		}
		err = s.Write(t.Context(), func(tx *store.Tx) error {
			if _, err := first.Add(t.Context(), tx, errand{"kept"}); err != nil {
				return err
			}
			return tx.SetUserSetting(t.Context(), "beside", "{}")
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}

		second, r := open(t, s)
		r.fail <- struct{}{}
		r.fail <- struct{}{}
		stop := run(t, second)
		if got := <-r.done; got != "kept" {
			t.Errorf("%s was done", got)
		}
		// The store is written to all the while: nobody waits for anybody's lock.
		for range 50 {
			if err := s.Write(t.Context(), func(tx *store.Tx) error {
				return tx.SetUserSetting(t.Context(), "beside", `{"n":1}`)
			}); err != nil {
				t.Fatal(err)
			}
		}
		stop()
		if len(r.done) > 0 {
			t.Errorf("%s was done too", <-r.done)
		}
	})
}

// Ensure nothing is left running.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
