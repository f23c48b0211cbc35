package main

import (
	"context"
	"time"

	"turno/internal/core"
)

// configureMax is how long a changed organisation waits for the floor.
const configureMax = 10 * time.Second

// reconfigure gives the engine the organisation as it is now, and has every
// socket checked against the rights that hold now. Whoever changed the
// organisation waits for it, so that the change is in force when they are
// answered. A floor that cannot write now is tried again.
func (h *house) reconfigure(ctx context.Context) {
	if err := h.configure(ctx); err != nil {
		h.log.Error("the changed organisation is not in force yet", "error", err)
		select {
		case h.changed <- struct{}{}:
		default:
		}
	}
	h.endInactive(ctx)
	h.hub.Recheck(ctx, core.NoID)
}

// endInactive ends what users who are no longer active could come in with. Such a
// session is refused in any case; this keeps it from coming back with the user.
func (h *house) endInactive(ctx context.Context) {
	ended, err := h.auth.EndInactive(ctx)
	if err != nil {
		h.log.Error("sessions of former users stay refused, but were not ended", "error", err)
	}
	for _, user := range ended {
		h.log.Info("a former user's sessions have ended", "user", user.String())
	}
}

func (h *house) configure(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, configureMax)
	defer cancel()
	o, version := h.org.Current()
	if err := h.floor.Configure(ctx, o.RoutingConfig()); err != nil {
		return err
	}
	h.log.Info("organisation is in force", "version", version)
	return nil
}

// retryConfigure tries again, until ctx ends, what reconfigure could not do.
func (h *house) retryConfigure(ctx context.Context) {
	const every = time.Second
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.changed:
		}
		for h.configure(ctx) != nil {
			select {
			case <-ctx.Done():
				return
			case <-time.After(every):
			}
		}
	}
}
