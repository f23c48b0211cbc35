package insight

import (
	"context"
	"database/sql"
	"errors"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store/db"
)

// turn is a visitor's own page.
type turn struct {
	topic

	contact core.ID
	row     visitRow
	at      ticketPlace // as of the newest look
	of      core.ID     // the work that place is of
	stale   bool        // row may have missed something
}

// visitRow is what the store knows of a visit. The floor knows better while the
// visit goes on.
type visitRow struct {
	contact, work            core.ID
	ticket, site, service    string
	state, counter, language string
	called                   core.Instant
	deferred                 bool
}

// open reports whether the visit goes on.
func (r *visitRow) open() bool {
	return r.state == "waiting" || r.state == "called" || r.state == "serving" || r.state == "parked"
}

func (b *Boards) openTurn(ctx context.Context, token string, sink Sink) (func(), error) {
	row, err := b.readVisit(ctx, func(q *db.Queries) (db.Visit, error) { return q.GetVisitByToken(ctx, token) })
	if err != nil {
		return nil, err
	}
	if err := await(ctx, b.mirrored); err != nil {
		return nil, err
	}
	t := &turn{topic: newTopic(sink), contact: row.contact, row: row}
	if err := t.look(ctx, b); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	t.show(b)
	t.send(true)
	if b.turns[t.contact] == nil {
		b.turns[t.contact] = map[*turn]struct{}{}
	}
	b.turns[t.contact][t] = struct{}{}
	b.poke()
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		t.ended = true
		delete(b.turns[t.contact], t)
		if len(b.turns[t.contact]) == 0 {
			delete(b.turns, t.contact)
		}
	}, nil
}

// readVisit reads a visit and its contact; NotFound when there is none.
func (b *Boards) readVisit(ctx context.Context, get func(q *db.Queries) (db.Visit, error)) (visitRow, error) {
	var row visitRow
	err := b.opts.Store.Read(ctx, func(q *db.Queries) error {
		v, err := get(q)
		if err != nil {
			return err
		}
		c, err := q.GetContact(ctx, v.ContactID)
		if err != nil {
			return err
		}
		row = visitRow{
			ticket: c.Label, site: v.Site, service: c.Service, state: v.State, counter: v.Counter,
			language: c.Language, called: core.Instant(v.CalledAt), deferred: v.Deferred,
		}
		if row.contact, err = core.ParseID(v.ContactID); err != nil {
			return err
		}
		row.work, err = core.ParseID(v.WorkID)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) || core.CodeOf(err) == core.NotFound {
		return row, core.Errorf(core.NotFound, "there is no such visit")
	}
	return row, err
}

// look asks the engine for the place, so that the page has it from the start.
func (t *turn) look(ctx context.Context, b *Boards) error {
	if !t.row.open() {
		return nil
	}
	return b.opts.Floor.View(ctx, func(v floor.View) error {
		if place, expected, ok := v.Engine().Place(t.row.work); ok {
			t.of, t.at = t.row.work, ticketPlace{place, expected}
		}
		return nil
	})
}

// show puts the page's one row.
func (t *turn) show(b *Boards) {
	_, deferMax := b.org.VisitRules(t.row.site)
	row := turnRow{
		Ticket: t.row.ticket, Site: t.row.site, Service: t.row.service, State: t.row.state,
		Counter: t.row.counter, Called: t.row.called, Language: t.row.language,
	}
	if w := b.m.of(t.contact); w != nil {
		t.follow(w, &row)
	}
	switch row.State {
	case "waiting":
		row.CanDefer, row.DeferMax = !t.row.deferred, deferMax
		row.Called, row.Counter = 0, ""
	case "parked":
		row.Called, row.Counter = 0, ""
	}
	t.put("turn", "turn", docOf(row))
}

// follow takes from the floor how the visit goes on.
func (t *turn) follow(w *work, row *turnRow) {
	row.Service, row.Queued = w.Meta.Service, w.Queued
	leg := w.OpenLeg()
	switch w.Status {
	case routing.StatusWaiting, routing.StatusOffered:
		row.State = "waiting"
		if t.of == w.ID && t.at.place > 0 {
			ahead := t.at.place - 1
			row.Place, row.Ahead, row.Expected = t.at.place, &ahead, expectedIn(t.at.expected, visitorStep)
		}
	case routing.StatusParked:
		row.State = "parked"
	case routing.StatusAssigned:
		row.State, row.Counter, row.Called = "called", leg.Position, max(leg.Called, leg.Assigned)
		if leg.Answered != 0 {
			row.State = "serving"
		}
	case routing.StatusWrapUp: // over: of leaves these out
	}
	// What the floor says stays true until the store says how it ended.
	t.row.state, t.row.counter, t.row.called, t.row.service = row.State, row.Counter, row.Called, row.Service
}

// deferred notes that a visitor has asked for more time, which is given once.
func (b *Boards) deferred(e *routing.Effect, t *touch) {
	w, ok := b.m.works[e.Work]
	if !ok {
		return
	}
	for v := range b.turns[w.Meta.Contact] {
		v.row.deferred = true
	}
	t.contacts[w.Meta.Contact] = struct{}{}
}

// watched are the works in the given queues whose place a visitor watches, and
// those whose place nobody has looked up yet.
func (b *Boards) watched(queues map[string]struct{}) []core.ID {
	var works []core.ID
	for contact, turns := range b.turns {
		w := b.m.of(contact)
		if w == nil || !w.inLine() {
			continue
		}
		_, moved := queues[w.queue.key]
		for t := range turns {
			if moved || t.of != w.ID {
				works = append(works, w.ID)
				break
			}
		}
	}
	return works
}

// place tells visitors their places.
func (b *Boards) place(places map[core.ID]ticketPlace) {
	for id, at := range places {
		w, ok := b.m.works[id]
		if !ok {
			continue
		}
		for t := range b.turns[w.Meta.Contact] {
			t.of, t.at = id, at
			t.show(b)
			t.send(false)
		}
	}
}

// visits reads how visits have ended that are on the floor no more, and those of
// which something may have been missed.
func (b *Boards) visits(ctx context.Context) {
	for _, contact := range b.unsettled() {
		row, err := b.readVisit(ctx, func(q *db.Queries) (db.Visit, error) { return q.GetVisit(ctx, contact.String()) })
		if err != nil {
			if ctx.Err() == nil {
				b.log.WarnContext(ctx, "insight: a visit cannot be read", "contact", contact.String(), "error", err)
			}
			continue
		}
		b.locked(func() {
			for t := range b.turns[contact] {
				row.deferred = row.deferred || t.row.deferred // it may have been read before
				t.row, t.stale = row, false
				t.show(b)
				t.send(false)
			}
		})
	}
}

// unsettled are the visits that the store said go on, and the floor does not know.
func (b *Boards) unsettled() []core.ID {
	b.mu.Lock()
	defer b.mu.Unlock()
	var contacts []core.ID
	for contact, turns := range b.turns {
		for t := range turns {
			if t.stale || t.row.open() && (b.m == nil || b.m.of(contact) == nil) {
				contacts = append(contacts, contact)
				break
			}
		}
	}
	return contacts
}
