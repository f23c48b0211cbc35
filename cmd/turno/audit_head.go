package main

import (
	"context"
	"time"

	"turno/internal/audit"
)

// headEvery is how often the end of the audit log goes into the server's log.
const headEvery = time.Hour

// publishHead writes the head of the audit log into the server's log, at the
// start and then whenever it has moved on, until ctx ends and then once more: kept
// elsewhere, as logs are, it shows whether the end of the log was cut off.
func (h *house) publishHead(ctx context.Context) {
	ticker := time.NewTicker(headEvery)
	defer ticker.Stop()
	var last audit.Head
	for {
		last = h.logHead(context.WithoutCancel(ctx), last)
		select {
		case <-ctx.Done():
			h.logHead(context.WithoutCancel(ctx), last)
			return
		case <-ticker.C:
		}
	}
}

func (h *house) logHead(ctx context.Context, last audit.Head) audit.Head {
	head, err := audit.HeadOf(ctx, h.store)
	switch {
	case err != nil:
		h.log.Warn("the head of the audit log cannot be read", "error", err)
		return last
	case head != last:
		h.log.Info("audit log", "head", head.String())
	}
	return head
}
