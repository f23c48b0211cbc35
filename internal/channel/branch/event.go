package branch

import (
	"context"
	"encoding/binary"
	"encoding/json"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
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

// effectID is the id of the event that an effect of the engine becomes. It is a
// UUID of version 7 made of the effect's instant and number, so that the same
// effect is the same event however often it is written, and events sort as
// they happened.
func effectID(at core.Instant, seq uint64) core.ID {
	return instantID(at, seq&^noteBit)
}

// noteID is the id of an event that is no effect: it sorts behind the effects
// of the same instant.
func noteID(at core.Instant) core.ID {
	random := clock.NewID()
	return instantID(at, binary.BigEndian.Uint64(random[8:])|noteBit)
}

// openingID is the id of an event that opens a visit or its next service: it
// sorts before the effects of its own instant, since those (an offer that is
// accepted automatically) follow from it.
func openingID(at core.Instant) core.ID { return noteID(at - 1) }

// noteBit is the highest of the 62 bits that a UUID leaves to us behind the
// instant.
const noteBit = 1 << 61

func instantID(at core.Instant, low uint64) core.ID {
	var id core.ID
	ms, us := uint64(at)/1000, uint64(at)%1000
	binary.BigEndian.PutUint64(id[:8], ms<<16|7<<12|us)
	binary.BigEndian.PutUint64(id[8:], 1<<63|low&(1<<62-1))
	return id
}

// happened writes an event unless it is there already, and reports whether it
// wrote it.
func happened(
	ctx context.Context, tx *store.Tx, id core.ID, contact string, at core.Instant, kind, by string, d detail,
) (bool, error) {
	doc, err := json.Marshal(d)
	if err != nil {
		return false, core.Wrap(core.Internal, "", err)
	}
	written, err := tx.AddContactEvent(ctx, db.AddContactEventParams{
		ID: id.String(), ContactID: contact, At: int64(at), Kind: kind, Actor: by, Doc: string(doc),
	})
	return written == 1, err
}
