package branch

import (
	"context"
	"strings"
	"unicode/utf8"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Release ends the service at the counter and says why the visitor came. A visit
// that was never begun counts as begun at the last call.
func (s *Service) Release(ctx context.Context, who channel.Caller, in channel.Release) error {
	if err := s.checkDescription(in.Description); err != nil {
		return err
	}
	work, err := s.work(ctx, in.Work)
	if err != nil {
		return err
	}
	command := &routing.Release{Work: in.Work}
	command.ID, command.By, command.Actor = head(who)
	_, err = s.floor.Do(ctx, floor.Request{
		Command: command,
		Note:    ending(work, in.Description),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := describe(ctx, tx, work.Meta.Contact, in.Description); err != nil {
				return err
			}
			return record(ctx, tx, r.Effects, func(*routing.Effect) seen { return seen{} })
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
// wrap-up; empty fields leave what was said before. Once the wrap-up is over the
// fact is written, and it is core.NotFound.
func (s *Service) Describe(ctx context.Context, who channel.Caller, work core.ID, d channel.Description) error {
	if err := s.checkDescription(d); err != nil {
		return err
	}
	view, err := s.work(ctx, work)
	if err != nil {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Note: floor.Described{Work: work, Reason: d.Reason, Outcome: d.Outcome},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := describe(ctx, tx, view.Meta.Contact, d); err != nil {
				return err
			}
			_, err := happened(ctx, tx, noteID(r.At), view.Meta.Contact.String(), r.At, eventDescribed, actor(who),
				detail{Reason: d.Reason, Outcome: d.Outcome})
			return err
		},
	})
	return err
}

// describe writes the contact's own words; those of the last service stay.
func describe(ctx context.Context, tx *store.Tx, contact core.ID, d channel.Description) error {
	if d == (channel.Description{}) {
		return nil
	}
	row, err := tx.GetContact(ctx, contact.String())
	if err != nil {
		return noVisit(err)
	}
	params := db.DescribeContactParams{Reason: row.Reason, Outcome: row.Outcome, Note: row.Note, ID: row.ID}
	for _, f := range []struct {
		to   *string
		from string
	}{{&params.Reason, d.Reason}, {&params.Outcome, d.Outcome}, {&params.Note, d.Note}} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	_, err = tx.DescribeContact(ctx, params)
	return err
}

func (s *Service) checkDescription(d channel.Description) error {
	o := s.org()
	if _, ok := o.Reason(d.Reason); !ok && d.Reason != "" {
		return core.FieldErrorf(core.Invalid, "reason", "there is no reason %q", d.Reason)
	}
	if _, ok := o.Disposition(d.Outcome); !ok && d.Outcome != "" {
		return core.FieldErrorf(core.Invalid, "outcome", "there is no disposition %q", d.Outcome)
	}
	return checkNote(d.Note)
}

func checkNote(note string) error {
	switch {
	case len(note) > channel.NoteMax:
		return core.FieldErrorf(core.TooLarge, "note", "a note has at most %d characters", channel.NoteMax)
	case !utf8.ValidString(note) || strings.ContainsRune(note, 0):
		return core.FieldErrorf(core.Invalid, "note", "this is not text")
	}
	return nil
}
