package channel

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// Hours opens and closes the queues of all channels by their calendars. A queue
// without a calendar is always open.
type Hours struct {
	floor *floor.Floor
	org   func() *org.Organisation
	log   *slog.Logger

	mu   sync.Mutex
	told map[string]bool // what the calendar last made of each queue
}

// NewHours returns an Hours that has told the floor nothing yet.
func NewHours(f *floor.Floor, organisation func() *org.Organisation, log *slog.Logger) *Hours {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Hours{floor: f, org: organisation, log: log, told: map[string]bool{}}
}

// Apply brings the queues into the state that their calendars want at an
// instant. A queue that somebody opened or closed by hand stays so until its
// calendar changes next.
func (h *Hours) Apply(ctx context.Context, now core.Instant) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	o := h.org()
	open := map[string]bool{}
	err := h.floor.View(ctx, func(v floor.View) error {
		for _, key := range o.QueueKeys() {
			if info, ok := v.Engine().QueueInfo(key); ok {
				open[key] = info.Open
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, key := range o.QueueKeys() {
		is, known := open[key]
		wanted := o.QueueOpenAt(key, now)
		if told, ok := h.told[key]; !known || ok && told == wanted {
			continue
		}
		if is != wanted {
			if err := h.set(ctx, key, wanted); err != nil {
				failed = append(failed, err)
				continue
			}
		}
		h.told[key] = wanted
	}
	return errors.Join(failed...)
}

func (h *Hours) set(ctx context.Context, queue string, open bool) error {
	var command routing.Command = &routing.CloseQueue{Head: routing.Head{By: core.BySystem}, Queue: queue}
	if open {
		command = &routing.OpenQueue{Head: routing.Head{By: core.BySystem}, Queue: queue}
	}
	_, err := h.floor.Do(ctx, floor.Request{Command: command})
	if err == nil {
		h.log.InfoContext(ctx, "channel: queue by its calendar", "queue", queue, "open", open)
	}
	return err
}

// Next is the first instant after now at which a calendar changes, if any does
// before limit; otherwise limit.
func (h *Hours) Next(now, limit core.Instant) core.Instant {
	o := h.org()
	for _, key := range o.QueueKeys() {
		if change, _, ok := o.QueueNextChange(key, now); ok && change < limit {
			limit = change
		}
	}
	return limit
}
