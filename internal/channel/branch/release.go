package branch

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
)

// Release ends the service at the counter and says why the visitor came. A visit
// that was never begun counts as begun at the last call.
func (s *Service) Release(ctx context.Context, who channel.Caller, in channel.Release) error {
	if err := in.Check(s.org()); err != nil {
		return err
	}
	work, err := s.work(ctx, in.Work)
	if err != nil {
		return err
	}
	command := &routing.Release{Work: in.Work}
	command.Head = who.Head()
	_, err = s.floor.Do(ctx, floor.Request{
		Command: command,
		Note:    ending(work, in.Description),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := in.Describe(ctx, tx, work.Meta.Contact); err != nil {
				return err
			}
			return recordOwn(ctx, tx, r.Effects, in.Work, seen{})
		},
	})
	return err
}

// ending is what the facts are told with the end of a service.
func ending(work floor.WorkView, d channel.Description) floor.Note {
	notes := floor.Notes{floor.Described{Work: work.ID, Reason: d.Reason, Outcome: d.Outcome}}
	if work.Leg != nil && work.Leg.Called != 0 {
		notes = append(notes, floor.Answered{Work: work.ID, At: work.Leg.Called})
	}
	return notes
}

// Describe says why the visitor came and how it ended, during the service or in
// wrap-up; what is not said leaves what was said before. Once the wrap-up is over the
// fact is written, and it is core.NotFound.
func (s *Service) Describe(ctx context.Context, who channel.Caller, work core.ID, d channel.Description) error {
	if err := d.Check(s.org()); err != nil {
		return err
	}
	view, err := s.work(ctx, work)
	if err != nil {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Note: floor.Described{Work: work, Reason: d.Reason, Outcome: d.Outcome},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := d.Describe(ctx, tx, view.Meta.Contact); err != nil {
				return err
			}
			_, err := happened(ctx, tx, channel.NoteEvent(r.At), view.Meta.Contact.String(), r.At, eventDescribed, who.Actor(),
				detail{Reason: d.Reason, Outcome: d.Outcome})
			return err
		},
	})
	return err
}
