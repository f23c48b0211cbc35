package channel

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// The states of a contact's own row.
const (
	ContactOpen   = "open"
	ContactClosed = "closed"
)

// EffectEvent is the id of the event that an effect of the engine becomes on a
// contact's timeline. It is a UUID of version 7 made of the effect's instant and
// number, so that the same effect is the same event however often it is written,
// and events sort as they happened.
func EffectEvent(at core.Instant, seq uint64) core.ID {
	return instantID(at, seq&^noteBit)
}

// NoteEvent is the id of an event that is no effect: it sorts behind the effects
// of the same instant.
func NoteEvent(at core.Instant) core.ID {
	random := clock.NewID()
	return instantID(at, binary.BigEndian.Uint64(random[8:])|noteBit)
}

// OpeningEvent is the id of an event that opens a contact or its next work: it
// sorts before the effects of its own instant, since those (an offer that is
// accepted automatically) follow from it.
func OpeningEvent(at core.Instant) core.ID { return NoteEvent(at - 1) }

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

// Event is a line of a contact's timeline.
type Event struct {
	ID      core.ID
	Contact string
	At      core.Instant
	Kind    string
	Actor   string
	Detail  any // a plain struct; empty fields are left out
}

// Happened writes an event unless it is there already, and reports whether it
// wrote it.
func Happened(ctx context.Context, tx *store.Tx, e Event) (bool, error) {
	doc, err := json.Marshal(e.Detail)
	if err != nil {
		return false, core.Wrap(core.Internal, "", err)
	}
	written, err := tx.AddContactEvent(ctx, db.AddContactEventParams{
		ID: e.ID.String(), ContactID: e.Contact, At: int64(e.At), Kind: e.Kind, Actor: e.Actor, Doc: string(doc),
	})
	return written == 1, err
}

// Head is the head of a command that a caller asked for.
func (c Caller) Head() routing.Head {
	id := c.Command
	if id.IsZero() {
		id = clock.NewID()
	}
	return routing.Head{ID: id, By: c.Party, Actor: c.User}
}

// Actor is how a timeline names a caller: the user, or the party.
func (c Caller) Actor() string {
	if !c.User.IsZero() {
		return c.User.String()
	}
	return string(c.Party)
}

// ActorOf is how a timeline names whoever caused an effect.
func ActorOf(e *routing.Effect) string {
	switch {
	case !e.Actor.IsZero():
		return e.Actor.String()
	case e.Party != "":
		return string(e.Party)
	case !e.Agent.IsZero():
		return e.Agent.String()
	default:
		return string(core.BySystem)
	}
}

// Missing reports that a query found no row.
func Missing(err error) bool {
	return errors.Is(err, sql.ErrNoRows) || core.CodeOf(err) == core.NotFound
}
