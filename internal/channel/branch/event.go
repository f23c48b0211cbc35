package branch

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/store"
)

// The kinds of events on a visit's timeline.
const (
	eventIssued        = "issued"
	eventCalled        = "called"
	eventRecalled      = "recalled"
	eventBegun         = "begun"
	eventReleased      = "released"
	eventDescribed     = "described"
	eventNoShow        = "no_show"
	eventLeft          = "left"
	eventClosedOut     = "closed_out"
	eventRedirected    = "redirected"
	eventFailed        = "failed"
	eventParked        = "parked"
	eventResumed       = "resumed"
	eventTransferred   = "transferred"
	eventQueued        = "queued"
	eventReturned      = "returned"
	eventDeferred      = "deferred"
	eventReprioritised = "reprioritised"
	eventDeclined      = "declined"
	eventNoAnswer      = "no_answer"
	eventNextService   = "next_service"
	eventIdentified    = "identified"
)

// detail is what an event says beside its kind; empty fields are left out.
type detail struct {
	Label    string  `json:"label,omitempty"`
	Service  string  `json:"service,omitempty"`
	Queue    string  `json:"queue,omitempty"`
	Agent    core.ID `json:"agent,omitzero"`
	Counter  string  `json:"counter,omitempty"`
	Device   string  `json:"device,omitempty"`
	Cause    string  `json:"cause,omitempty"`
	Detail   string  `json:"detail,omitempty"`
	Note     string  `json:"note,omitempty"`
	Reason   string  `json:"reason,omitempty"`
	Outcome  string  `json:"outcome,omitempty"`
	Place    int     `json:"place,omitempty"`
	Priority *int    `json:"priority,omitempty"`
	// Until is µs since 1970: the end of a deferral.
	Until core.Instant `json:"until,omitempty"`
	Late  bool         `json:"late,omitempty"` // given by a kiosk that was cut off
}

// happened writes an event unless it is there already, and reports whether it
// wrote it.
func happened(
	ctx context.Context, tx *store.Tx, id core.ID, contact string, at core.Instant, kind, by string, d detail,
) (bool, error) {
	return channel.Happened(ctx, tx, channel.Event{ID: id, Contact: contact, At: at, Kind: kind, Actor: by, Detail: d})
}
