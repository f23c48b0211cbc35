package branch

import (
	"context"
	"time"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Limits are how far "I need more time" may go at a site.
type Limits struct {
	Places int
	For    time.Duration
}

// DeferLimits returns the limits of a site.
func (s *Service) DeferLimits(site string) Limits {
	found, ok := s.org().Site(site)
	if !ok {
		return Limits{}
	}
	places := found.DeferPlaces()
	return Limits{Places: places, For: time.Duration(places) * DeferPerPlace}
}

// Defer lets a waiting visitor go behind some others, or be left alone a while;
// once per visit (core.Conflict after that).
func (s *Service) Defer(ctx context.Context, token string, in Defer) error {
	visit, err := s.Turn(ctx, token)
	if err != nil {
		return err
	}
	limits := s.DeferLimits(visit.Site)
	switch {
	case (in.Places == 0) == (in.For == 0):
		return core.Errorf(core.Invalid, "say how many places or how many minutes")
	case in.Places < 0 || in.Places > limits.Places:
		return core.Boundf(core.Invalid, "places", core.FaultTooHigh, limits.Places, "1 to %d places", limits.Places)
	case in.For < 0 || in.For > limits.For:
		return core.Boundf(core.Invalid, "minutes", core.FaultTooHigh, int(limits.For.Minutes()), "1 to %d minutes", int(limits.For.Minutes()))
	case visit.State != Waiting:
		return core.Errorf(core.Conflict, "you are not waiting any more")
	}
	who := channel.Caller{Party: core.ByCustomer}
	command := &routing.Defer{Work: visit.Work, Places: in.Places, For: in.For}
	command.Head = who.Head()
	_, err = s.floor.Do(ctx, floor.Request{
		Command: command,
		Before: func(ctx context.Context, tx *store.Tx) error {
			first, err := tx.DeferVisit(ctx, visit.Contact.String())
			if err == nil && first == 0 {
				return core.Errorf(core.Conflict, "more time is given once")
			}
			return err
		},
		With: s.recording(visit.Work, seen{}),
	})
	return err
}

// Leave ends the visit at the visitor's wish, until the service begins.
func (s *Service) Leave(ctx context.Context, token string) error {
	visit, err := s.Turn(ctx, token)
	if err != nil {
		return err
	}
	command := &routing.Cancel{Work: visit.Work, End: core.Abandoned}
	command.Head = channel.Caller{Party: core.ByCustomer}.Head()
	_, err = s.floor.Do(ctx, floor.Request{
		Command: command,
		Before: s.inState(visit.Contact.String(), func(v db.Visit) error {
			switch State(v.State) {
			case Waiting, Called, Parked:
				return nil
			case Serving:
				return core.Errorf(core.Conflict, "you are being served")
			default:
				return core.Errorf(core.Conflict, "this visit is over")
			}
		}),
		With: s.recording(visit.Work, seen{}),
	})
	return err
}
