package branch

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// positionMax is the longest name of a counter, in bytes.
const positionMax = 32

// Accept calls the visitor: the agent's "next". Only now does the display show
// the ticket. An offer that is over is refused with core.Late or core.Conflict.
func (s *Service) Accept(ctx context.Context, who channel.Caller, in channel.Accept) error {
	command := &routing.Accept{Work: in.Work, Agent: in.Agent, Offer: in.Offer}
	command.Head = who.Head()
	return s.call(ctx, command, in.Work, in.Agent, in.Position)
}

// Pick calls a waiting visitor out of turn.
func (s *Service) Pick(ctx context.Context, who channel.Caller, in channel.Pick) error {
	command := &routing.Pick{Work: in.Work, Agent: in.Agent}
	command.Head = who.Head()
	return s.call(ctx, command, in.Work, in.Agent, in.Position)
}

func (s *Service) call(ctx context.Context, command routing.Command, work, agent core.ID, position string) error {
	if len(position) > positionMax {
		return core.Boundf(core.TooLarge, "position", core.FaultTooLong, positionMax, "a counter's name has at most %d characters", positionMax)
	}
	if position == "" {
		position = s.seat(ctx, agent)
	}
	_, err := s.floor.Do(ctx, floor.Request{
		Command: command,
		Note:    floor.Called{Work: work, Position: position},
		With:    s.recording(work, seen{counter: position}),
	})
	return err
}

// recording is the hook that writes what a command's effects mean to its own
// work.
func (s *Service) recording(work core.ID, known seen) func(context.Context, *store.Tx, *floor.Result) error {
	return func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
		return recordOwn(ctx, tx, r.Effects, work, known)
	}
}

// seat is where an agent serves, as the desk said when it signed in.
func (s *Service) seat(ctx context.Context, agent core.ID) string {
	position := ""
	err := s.floor.View(ctx, func(v floor.View) error {
		if a, ok := v.Agent(agent); ok {
			position = a.Position
		}
		return nil
	})
	if err != nil {
		s.log.WarnContext(ctx, "branch: the agent's counter is not known", "agent", agent, "error", err)
	}
	return position
}

// Recall calls the visitor once more: core.Conflict unless they are called and
// have not come.
func (s *Service) Recall(ctx context.Context, who channel.Caller, contact core.ID) error {
	visit, work, err := s.visitAndWork(ctx, contact)
	if err != nil {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Note: floor.Recalled{Work: work},
		Before: s.inState(visit.ContactID, func(v db.Visit) error {
			switch {
			case State(v.State) != Called:
				return notCalled(v)
			case v.Recalls >= RecallsMax:
				return core.Errorf(core.Conflict, "the visitor was called %d times: say that nobody came", v.Recalls+1)
			}
			return nil
		}),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if _, err := tx.RecallVisit(ctx, int64(r.At), visit.ContactID); err != nil {
				return err
			}
			_, err := happened(ctx, tx, channel.NoteEvent(r.At), visit.ContactID, r.At, eventRecalled, who.Actor(),
				detail{Counter: visit.Counter})
			return err
		},
	})
	return err
}

// Begin says that the visitor is here and the service begins; the wait ended
// with the last call. Said twice it changes nothing.
func (s *Service) Begin(ctx context.Context, who channel.Caller, contact core.ID) error {
	visit, work, err := s.visitAndWork(ctx, contact)
	if err != nil || State(visit.State) == Serving {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Note: floor.Answered{Work: work, At: core.Instant(visit.CalledAt)},
		Before: s.inState(visit.ContactID, func(v db.Visit) error {
			if State(v.State) != Called && State(v.State) != Serving {
				return notCalled(v)
			}
			return nil
		}),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			id := channel.NoteEvent(r.At)
			if _, err := happened(ctx, tx, id, visit.ContactID, r.At, eventBegun, who.Actor(),
				detail{Counter: visit.Counter}); err != nil {
				return err
			}
			_, err := move(ctx, tx, visit.ContactID, id, r.At, Serving)
			return err
		},
	})
	return err
}

// NoShow says that nobody came: core.Conflict before the visitor was called
// again as often as the site wants.
func (s *Service) NoShow(ctx context.Context, who channel.Caller, contact core.ID) error {
	visit, work, err := s.visitAndWork(ctx, contact)
	if err != nil {
		return err
	}
	least := 2
	if site, ok := s.org().Site(visit.Site); ok {
		least = site.RecallsMin()
	}
	command := &routing.Release{Work: work, End: core.NoShow}
	command.Head = who.Head()
	_, err = s.floor.Do(ctx, floor.Request{
		Command: command,
		Before: s.inState(visit.ContactID, func(v db.Visit) error {
			switch {
			case State(v.State) != Called:
				return notCalled(v)
			case v.Recalls < int64(least):
				return core.Errorf(core.Conflict, "call the visitor again first: %d of %d times so far", v.Recalls, least)
			}
			return nil
		}),
		With: s.recording(work, seen{}),
	})
	return err
}

// visitAndWork reads a visit that goes on.
func (s *Service) visitAndWork(ctx context.Context, contact core.ID) (db.Visit, core.ID, error) {
	visit, err := s.visitOf(ctx, contact)
	if err != nil {
		return visit, core.NoID, err
	}
	if !State(visit.State).Open() {
		return visit, core.NoID, core.Errorf(core.Conflict, "this visit is over")
	}
	work, err := core.ParseID(visit.WorkID)
	return visit, work, err
}

// inState is a hook that refuses a request by the visit's state at that moment.
func (s *Service) inState(contact string, check func(db.Visit) error) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		visit, err := tx.GetVisit(ctx, contact)
		if err != nil {
			return noVisit(err)
		}
		return check(visit)
	}
}

func notCalled(v db.Visit) error {
	switch State(v.State) {
	case Serving:
		return core.Errorf(core.Conflict, "the visitor is being served")
	case Waiting, Parked:
		return core.Errorf(core.Conflict, "the visitor is waiting: call first")
	default:
		return core.Errorf(core.Conflict, "this visit is over")
	}
}
