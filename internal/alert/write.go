package alert

import (
	"context"

	"turno/internal/alert/condition"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Start reads what rings and what is muted, and gives every message that is still
// owed a job: the one it had may have died with its process, or stayed behind when
// the store was restored.
func (s *Service) Start(ctx context.Context) error {
	now := s.now()
	var open, cleared []db.AlertOccurrence
	var mutes []db.AlertMute
	var owed []db.AlertDelivery
	err := s.opts.Store.Read(ctx, func(q *db.Queries) (err error) {
		if open, err = q.ListOpenAlerts(ctx); err != nil {
			return err
		}
		if cleared, err = q.ListClearedAlerts(ctx, int64(now.Add(-recentFor)), recentMax); err != nil {
			return err
		}
		if mutes, err = q.ListAlertMutes(ctx, int64(now)); err != nil {
			return err
		}
		owed, err = q.ListOwedAlertDeliveries(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.owe(ctx, owed); err != nil {
		return err
	}
	return s.adopt(now, open, cleared, mutes)
}

func (s *Service) adopt(now core.Instant, open, cleared []db.AlertOccurrence, mutes []db.AlertMute) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	findings := make([]condition.Finding, 0, len(open))
	for i := range open {
		o, err := occurrenceOf(&open[i])
		if err != nil {
			return err
		}
		s.open[o.Finding.Subject] = o
		findings = append(findings, o.Finding)
	}
	s.states = condition.Ringing(now, findings)
	s.recent = s.recent[:0]
	for i := range cleared {
		o, err := occurrenceOf(&cleared[i])
		if err != nil {
			return err
		}
		s.recent = append(s.recent, o)
	}
	for _, m := range mutes {
		by, _ := core.ParseID(m.MutedBy) // one of ours; unreadable is nobody
		s.mutes[condition.Subject{Alert: m.Alert, Of: m.SubjectKind, ID: m.Subject}] = mute{core.Instant(m.UntilAt), by}
	}
	close(s.started)
	s.show()
	return nil
}

// write keeps what began and ceased to ring, with the messages that are owed for
// it and their jobs, in one transaction. It returns the occurrences as they are then.
func (s *Service) write(ctx context.Context, o *org.Organisation, now core.Instant, changes []condition.Change) ([]*Occurrence, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	made := make([]*Occurrence, 0, len(changes))
	for i := range changes {
		if occurrence := s.changed(o, now, &changes[i]); occurrence != nil {
			made = append(made, occurrence)
		}
	}
	err := s.opts.Store.Write(ctx, func(tx *store.Tx) error {
		for _, occurrence := range made {
			if err := s.writeOne(ctx, tx, o, occurrence, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, occurrence := range made {
		f := &occurrence.Finding
		s.log.InfoContext(ctx, "alert", "rings", occurrence.Cleared == 0, "alert", f.Alert, "of", f.Of, "subject", f.ID, "value", f.Value, "limit", f.Limit)
	}
	return made, nil
}

// changed is the occurrence after a change; nil when there is none to clear.
func (s *Service) changed(o *org.Organisation, now core.Instant, c *condition.Change) *Occurrence {
	subject := c.Finding.Subject
	s.mu.Lock()
	rings, muted := s.open[subject], s.mutes[subject].until > now
	s.mu.Unlock()
	if c.Opened {
		name := org.Text{}
		if a, ok := o.Alert(subject.Alert); ok {
			name = a.Name
		}
		return &Occurrence{ID: clock.NewID(), Name: name, Finding: c.Finding, Reason: s.reason(&c.Finding), Opened: now, Muted: muted}
	}
	if rings == nil {
		return nil
	}
	over := *rings
	over.Cleared, over.Removed = now, c.Removed
	return &over
}

func (s *Service) writeOne(ctx context.Context, tx *store.Tx, o *org.Organisation, occurrence *Occurrence, now core.Instant) error {
	if occurrence.Cleared == 0 {
		if err := tx.InsertAlertOccurrence(ctx, occurrence.row()); err != nil || occurrence.Muted {
			return err
		}
		return s.send(ctx, tx, occurrence, eventOpened, s.addresses(o, occurrence), now)
	}
	n, err := tx.ClearAlertOccurrence(ctx, db.ClearAlertOccurrenceParams{
		ClearedAt: int64(now), Removed: occurrence.Removed, ID: occurrence.ID.String(),
	})
	if err != nil || n == 0 {
		return err
	}
	told, err := tx.ListAlertDeliveries(ctx, occurrence.ID.String())
	if err != nil {
		return err
	}
	return s.send(ctx, tx, occurrence, eventCleared, addressesOf(told), now)
}

// take makes what was written the present, and shows it.
func (s *Service) take(o *org.Organisation, next condition.States, occurrences []*Occurrence) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.states = next
	for _, occurrence := range occurrences {
		subject := occurrence.Finding.Subject
		if occurrence.Cleared == 0 {
			s.open[subject] = occurrence
			continue
		}
		delete(s.open, subject)
		s.recent = append([]*Occurrence{occurrence}, s.recent...)
	}
	changed := len(occurrences) > 0 || s.forget(s.now())
	for subject, occurrence := range s.open {
		state, ok := next[subject]
		well := core.Instant(0)
		if state.Phase == condition.Clearing {
			well = state.Since
		}
		if ok && (state.Finding != occurrence.Finding || well != occurrence.Well) {
			renewed := *occurrence // rows of before are read by others
			renewed.Finding, renewed.Well = state.Finding, well
			s.open[subject] = &renewed
			changed = changed || shown(&state.Finding) != shown(&occurrence.Finding) || well != occurrence.Well
		}
	}
	if changed || s.outdated(o) {
		s.show()
	}
}

// forget lets go of what is not recent any more, and of mutes that are over.
func (s *Service) forget(now core.Instant) (changed bool) {
	before := len(s.recent)
	for len(s.recent) > 0 && (len(s.recent) > recentMax || s.recent[len(s.recent)-1].Cleared < now.Add(-recentFor)) {
		s.recent = s.recent[:len(s.recent)-1]
	}
	changed = len(s.recent) != before
	for subject, m := range s.mutes {
		if m.until <= now {
			delete(s.mutes, subject)
			changed = true
		}
	}
	return changed
}
