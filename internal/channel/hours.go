package channel

import (
	"context"
	"errors"
	"log/slog"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// Hours opens and closes the queues of all channels by their calendars. A queue
// without a calendar is always open. It keeps nothing: what a person did is in
// the engine's state of the queue, so that it holds over a restart.
type Hours struct {
	floor *floor.Floor
	org   func() *org.Organisation
	log   *slog.Logger
}

// NewHours returns an Hours that has told the floor nothing yet.
func NewHours(f *floor.Floor, organisation func() *org.Organisation, log *slog.Logger) *Hours {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Hours{floor: f, org: organisation, log: log}
}

// Apply brings the queues into the state that their calendars want at an
// instant. A queue that somebody opened or closed by hand stays so until its
// calendar changes next.
func (h *Hours) Apply(ctx context.Context, now core.Instant) error {
	o := h.org()
	queues := make([]routing.QueueInfo, 0, len(o.QueueKeys()))
	err := h.floor.View(ctx, func(v floor.View) error {
		for _, key := range o.QueueKeys() {
			if info, ok := v.Engine().QueueInfo(key); ok {
				queues = append(queues, info)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed []error
	for i := range queues {
		q := &queues[i]
		wanted := o.QueueOpenAt(q.Key, now)
		if q.Open != wanted && !holds(o, q, now) {
			failed = append(failed, h.set(ctx, q.Key, wanted))
		}
	}
	return errors.Join(failed...)
}

// holds reports that a person made the queue what it is, and that its calendar
// has not changed since.
func holds(o *org.Organisation, q *routing.QueueInfo, now core.Instant) bool {
	if q.ByHand.At == 0 {
		return false
	}
	change, _, ok := o.QueueNextChange(q.Key, q.ByHand.At)
	return !ok || change > now
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
