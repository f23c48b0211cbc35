package org

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"turno/internal/store"
)

// Live holds the organisation of a running system. Get never waits; a change is
// told to those who asked, one after the other, before the next is taken.
type Live struct {
	current atomic.Pointer[version]

	mu        sync.Mutex // one change at a time
	listeners []func(before, after *Organisation)
}

type version struct {
	organisation *Organisation
	number       int64
}

// NewLive holds an organisation and its version, as Load gave them.
func NewLive(o *Organisation, number int64) *Live {
	l := &Live{}
	l.current.Store(&version{o, number})
	return l
}

// Get is the organisation of this moment. It is never nil and never changes;
// whoever needs two answers that agree keeps the pointer.
func (l *Live) Get() *Organisation { return l.current.Load().organisation }

// Version is the version of this moment.
func (l *Live) Version() int64 { return l.current.Load().number }

// Current is Get and Version of the same moment.
func (l *Live) Current() (*Organisation, int64) {
	v := l.current.Load()
	return v.organisation, v.number
}

// OnChange has fn called after every change, in the goroutine that brought it.
// Listeners are called in the order in which they came.
func (l *Live) OnChange(fn func(before, after *Organisation)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listeners = append(l.listeners, fn)
}

// Apply replaces the organisation in the store and here. See [Apply].
func (l *Live) Apply(ctx context.Context, s *store.Store, o *Organisation, actor string, expected int64) (int64, []Change, error) {
	number, changes, err := Apply(ctx, s, o, actor, expected)
	if err != nil {
		return 0, nil, err
	}
	return number, changes, l.Refresh(ctx, s)
}

// Refresh takes over the organisation of the store, if its version is newer.
func (l *Live) Refresh(ctx context.Context, s *store.Store) error {
	number, err := Version(ctx, s)
	if err != nil || number == l.Version() {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	o, number, err := Load(ctx, s)
	if err != nil || number == l.Version() {
		return err
	}
	old := l.Get()
	l.current.Store(&version{o, number})
	for _, fn := range l.listeners {
		fn(old, o)
	}
	return nil
}

// Watch notices changes by other processes (`turno apply` on the same store):
// it looks every so often until ctx ends.
func (l *Live) Watch(ctx context.Context, s *store.Store, every time.Duration, log *slog.Logger) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := l.Refresh(ctx, s)
		switch {
		case err != nil && ctx.Err() == nil && !failing:
			log.Error("organisation cannot be read; the last one stays", "error", err)
			failing = true
		case err == nil && failing:
			log.Info("organisation can be read again")
			failing = false
		}
	}
}
