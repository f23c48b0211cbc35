package branch

import (
	"context"

	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// followBuffer is how many of the floor's batches may wait for this reader.
const followBuffer = 1024

// follow writes into the visits' rows what the floor did to them without this
// package: offers accepted automatically, works given by a supervisor, overflow,
// agents signed out by force. A reader that lost events, and one that starts,
// compares all open visits with the floor instead.
func (s *Service) follow(ctx context.Context, batches *bus.Subscription) {
	s.reconcileOrLog(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case event, ok := <-batches.C:
			if !ok {
				return
			}
			lost := batches.Lost()
			batch, is := event.(*floor.Batch)
			switch {
			case lost || is && batch.Fresh:
				s.reconcileOrLog(ctx)
			case is:
				if err := s.followBatch(ctx, batch); err != nil && ctx.Err() == nil {
					s.log.ErrorContext(ctx, "branch: visits are behind the floor", "error", err)
					s.reconcileOrLog(ctx)
				}
			}
		}
	}
}

func (s *Service) reconcileOrLog(ctx context.Context) {
	if err := s.Reconcile(ctx); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "branch: visits could not be compared with the floor", "error", err)
	}
}

func (s *Service) followBatch(ctx context.Context, batch *floor.Batch) error {
	look := func(e *routing.Effect) seen {
		work := batch.Works[e.Work]
		known := seen{answered: work.Leg != nil && work.Leg.Answered != 0 && work.Leg.Agent == e.Agent}
		if agent, ok := batch.Agents[e.Agent]; ok {
			known.counter = agent.Position
		}
		return known
	}
	var effects []routing.Effect
	for i := range batch.Steps {
		for j := range batch.Steps[i].Effects {
			e := &batch.Steps[i].Effects[j]
			if e.Channel != core.Visit {
				continue
			}
			if _, ok := changeOf(e, look); ok {
				effects = append(effects, *e)
			}
		}
	}
	if len(effects) == 0 {
		return nil
	}
	if err := s.store.Write(ctx, func(tx *store.Tx) error { return record(ctx, tx, effects, look) }); err != nil {
		return err
	}
	for i := range effects {
		if err := s.callGiven(ctx, batch, &effects[i]); err != nil {
			return err
		}
	}
	return nil
}

// callGiven calls a visitor whom an agent was given without asking for them.
func (s *Service) callGiven(ctx context.Context, batch *floor.Batch, e *routing.Effect) error {
	work, ok := batch.Works[e.Work]
	if e.Kind != routing.Assigned || !ok || work.Leg == nil || work.Leg.Called != 0 || work.Leg.Answered != 0 {
		return nil
	}
	return s.noteCalled(ctx, e.Work)
}

func (s *Service) noteCalled(ctx context.Context, work core.ID) error {
	_, err := s.floor.Do(ctx, floor.Request{Note: floor.Called{Work: work}})
	if code := core.CodeOf(err); code == core.Conflict || code == core.NotFound {
		return nil // given back or ended meanwhile
	}
	return err
}

// reconcilePage is how many visits are compared at once.
const reconcilePage = 500

// Reconcile compares the visits that go on with the floor and puts right what
// differs. It is run at the start and whenever events were lost.
func (s *Service) Reconcile(ctx context.Context) error {
	after := ""
	for {
		var page []db.Visit
		err := s.read(ctx, func(q *db.Queries) error {
			var err error
			page, err = q.ListOpenVisits(ctx, db.ListOpenVisitsParams{AfterID: after, MaxRows: reconcilePage})
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].ContactID
		if err := s.reconcile(ctx, page); err != nil {
			return err
		}
	}
}

func (s *Service) reconcile(ctx context.Context, page []db.Visit) error {
	works := make(map[string]floor.WorkView, len(page))
	var at core.Instant
	err := s.floor.View(ctx, func(v floor.View) error {
		at = v.Now()
		for i := range page {
			id, err := core.ParseID(page[i].WorkID)
			if err != nil {
				continue // not a work at all: it counts as gone
			}
			if w, ok := v.Work(id); ok {
				works[page[i].WorkID] = w
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range page {
		if err := s.settle(ctx, page[i], works, at); err != nil {
			return err
		}
	}
	return nil
}

// settle puts one visit right.
func (s *Service) settle(ctx context.Context, visit db.Visit, works map[string]floor.WorkView, at core.Instant) error {
	work, there := works[visit.WorkID]
	state, known := stateOf(&work)
	if !there || !known {
		return s.settleGone(ctx, visit, work.Wrapping, at)
	}
	if state == Called && work.Leg.Called == 0 {
		if err := s.noteCalled(ctx, work.ID); err != nil {
			return err
		}
	}
	if string(state) == visit.State {
		return nil
	}
	s.log.InfoContext(ctx, "branch: visit put right", "contact", visit.ContactID, "was", visit.State, "is", state)
	return s.store.Write(ctx, func(tx *store.Tx) error {
		moved, err := move(ctx, tx, visit.ContactID, channel.NoteEvent(at), at, state)
		if err != nil || !moved || state != Called {
			return err
		}
		_, err = tx.SeatVisit(ctx, db.SeatVisitParams{
			Counter: work.Leg.Position, CalledAt: int64(max(work.Leg.Called, work.Leg.Assigned)), ContactID: visit.ContactID,
		})
		return err
	})
}

// stateOf is where a visit stands by the floor; false when it is over.
func stateOf(work *floor.WorkView) (State, bool) {
	switch work.Status {
	case routing.StatusWaiting, routing.StatusOffered:
		return Waiting, true
	case routing.StatusParked:
		return Parked, true
	case routing.StatusAssigned:
		if work.Leg != nil && work.Leg.Answered != 0 {
			return Serving, true
		}
		return Called, work.Leg != nil
	case routing.StatusWrapUp:
		return "", false
	default:
		return "", false
	}
}

// settleGone closes a visit whose work has ended, as its last leg says.
func (s *Service) settleGone(ctx context.Context, visit db.Visit, wrapping []floor.OpenLeg, at core.Instant) error {
	end, when := core.Failed, at
	if n := len(wrapping); n > 0 {
		end, when = wrapping[n-1].End, wrapping[n-1].Released
	} else {
		err := s.read(ctx, func(q *db.Queries) error {
			legs, err := q.ListLegsOfWork(ctx, visit.WorkID)
			if n := len(legs); err == nil && n > 0 {
				end, when = core.End(legs[n-1].Ended), core.Instant(legs[n-1].Released)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	c, ok := ended(&routing.Effect{Kind: routing.Cancelled, Ends: end}, change{})
	if !ok {
		c.state = Moved // its last leg flowed out, and nothing followed
	}
	s.log.InfoContext(ctx, "branch: visit closed", "contact", visit.ContactID, "was", visit.State, "is", c.state)
	return s.store.Write(ctx, func(tx *store.Tx) error {
		_, err := move(ctx, tx, visit.ContactID, channel.NoteEvent(at), when, c.state)
		return err
	})
}
