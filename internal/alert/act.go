package alert

import (
	"context"
	"time"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// MuteMax is the longest that a subject may be muted at once.
const MuteMax = 24 * time.Hour

// What the audit log keeps of an act.
type noted struct {
	Of      string `json:"of"`
	Subject string `json:"subject"`
	Minutes int64  `json:"minutes,omitempty"`
}

func (s *Service) entry(by audit.By, kind audit.Kind, occurrence *Occurrence, minutes int64) audit.Entry {
	f := &occurrence.Finding
	return audit.Entry{By: by, Kind: kind, Object: audit.OfAlert(f.Alert), Detail: noted{f.Of, f.ID, minutes}}
}

// Take says that somebody sees to it. Whoever takes it last has it. Errors: NotFound.
func (s *Service) Take(ctx context.Context, id core.ID, by audit.By, who core.ID) (*Occurrence, error) {
	return s.act(ctx, id, func(tx *store.Tx, o *Occurrence, now core.Instant) (audit.Entry, error) {
		o.TakenBy, o.TakenAt = who, now
		_, err := tx.TakeAlertOccurrence(ctx, db.TakeAlertOccurrenceParams{TakenBy: who.String(), TakenAt: int64(now), ID: id.String()})
		return s.entry(by, audit.AlertTaken, o, 0), err
	})
}

// Mute keeps its line, agent or device from ringing under this alert for a while:
// nobody is sent anything, and no screen makes itself noticed. Zero ends a mute.
// Errors: NotFound, Invalid for a time out of range.
func (s *Service) Mute(ctx context.Context, id core.ID, by audit.By, who core.ID, length time.Duration) (*Occurrence, error) {
	if length < 0 || length > MuteMax {
		return nil, core.FieldErrorf(core.Invalid, "minutes", "mute it for at most %s", MuteMax)
	}
	var subject *Occurrence
	var until core.Instant
	o, err := s.act(ctx, id, func(tx *store.Tx, o *Occurrence, now core.Instant) (audit.Entry, error) {
		subject, until = o, now.Add(length)
		f := &o.Finding
		err := tx.SetAlertMute(ctx, db.SetAlertMuteParams{
			Alert: f.Alert, SubjectKind: f.Of, Subject: f.ID, UntilAt: int64(until), MutedBy: who.String(),
		})
		return s.entry(by, audit.AlertMuted, o, int64(length/time.Minute)), err
	})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mutes[subject.Finding.Subject] = mute{until, who}
	if length == 0 {
		delete(s.mutes, subject.Finding.Subject)
	}
	s.show()
	return o, nil
}

// act does something with an occurrence, with its entry in the audit log.
func (s *Service) act(
	ctx context.Context, id core.ID, fn func(tx *store.Tx, o *Occurrence, now core.Instant) (audit.Entry, error),
) (*Occurrence, error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	var after *Occurrence
	err := audit.Write(ctx, s.opts.Store, func(tx *store.Tx) ([]audit.Entry, error) {
		row, err := tx.GetAlertOccurrence(ctx, id.String())
		if err != nil {
			return nil, err
		}
		if after, err = occurrenceOf(&row); err != nil {
			return nil, err
		}
		entry, err := fn(tx, after, s.now())
		return []audit.Entry{entry}, err
	})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if rings, ok := s.open[after.Finding.Subject]; ok && rings.ID == id {
		after.Finding, after.Well = rings.Finding, rings.Well
		s.open[after.Finding.Subject] = after
	}
	for i, o := range s.recent {
		if o.ID == id {
			s.recent[i] = after
		}
	}
	s.show()
	return after, nil
}
