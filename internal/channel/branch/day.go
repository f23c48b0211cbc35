package branch

import (
	"context"
	"errors"
	"time"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
)

// dutyEvery is the longest time between two rounds of duties: a changed calendar
// is noticed within it.
const dutyEvery = time.Minute

// Run follows the floor and carries out closing time and midnight until ctx
// ends. What was due while the process was down is done at once.
func (s *Service) Run(ctx context.Context) error {
	batches := s.bus.Subscribe("branch", followBuffer)
	defer batches.Close()
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		s.follow(ctx, batches)
	}()
	hours := channel.NewHours(s.floor, s.org, s.log)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			<-followed
			s.printing.Wait()
			return nil
		case <-timer.C:
		}
		now := s.now()
		if err := errors.Join(hours.Apply(ctx, now), s.Duties(ctx)); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "branch: duties of the day", "error", err)
		}
		timer.Reset(max(time.Millisecond, s.nextDuty(hours, now).Sub(s.now())))
	}
}

// nextDuty is when something is due next.
func (s *Service) nextDuty(hours *channel.Hours, now core.Instant) core.Instant {
	next := hours.Next(now, now.Add(dutyEvery))
	o := s.org()
	for i := range o.Sites {
		site := o.Sites[i].Key
		next = min(next, o.DayEnd(site, now))
		if closing, ok := closingOf(o, site, now); ok && closing > now {
			next = min(next, closing)
		}
	}
	return next
}

// Duties does what the day of each site wants by now: a new day begins, visitors
// still waiting at closing time are closed out by the site's rule, forgotten
// sign-ins end. Each is done once per site and day, or finds nothing left to do.
func (s *Service) Duties(ctx context.Context) error {
	o, now := s.org(), s.now()
	var failed []error
	for i := range o.Sites {
		site := &o.Sites[i]
		failed = append(failed, s.beginDay(ctx, o, site, now), s.closeDay(ctx, o, site, now),
			s.endForgotten(ctx, o, site, now))
	}
	return errors.Join(failed...)
}

// closingOf is when a site closes for good on the local day of an instant: not
// for lunch, and not at midnight if it is open on the other side of it.
func closingOf(o *org.Organisation, site string, at core.Instant) (core.Instant, bool) {
	start, end := o.DayStart(site, at), o.DayEnd(site, at)
	var closing core.Instant
	for t := start - 1; ; {
		change, open, ok := o.SiteNextChange(site, t)
		if !ok || change > end || change <= t {
			return closing, closing != 0
		}
		if !open && change > start {
			closing = change
		}
		t = change
	}
}

// beginDay begins a site's day once, with the end of the day before. Numbers
// begin again by themselves, since they are counted per day.
func (s *Service) beginDay(ctx context.Context, o *org.Organisation, site *org.Site, now core.Instant) error {
	day := o.Day(site.Key, now)
	var begun bool
	var before []db.SiteDay
	err := s.read(ctx, func(q *db.Queries) error {
		_, err := q.GetSiteDay(ctx, site.Key, day)
		if err != nil && !channel.Missing(err) {
			return err
		}
		if begun = err == nil; begun {
			return nil
		}
		open, err := q.ListOpenSiteDays(ctx)
		for _, d := range open {
			if d.Site == site.Key && d.Day < day {
				before = append(before, d)
			}
		}
		return err
	})
	if err != nil || begun {
		return err
	}
	if err := s.endDay(ctx, o, site, o.DayStart(site.Key, now)); err != nil {
		return err
	}
	s.log.InfoContext(ctx, "branch: a new day", "site", site.Key, "day", day)
	return s.store.Write(ctx, func(tx *store.Tx) error {
		for _, d := range before {
			if _, err := tx.CloseSiteDay(ctx, db.CloseSiteDayParams{ClosedAt: int64(now), Site: d.Site, Day: d.Day}); err != nil {
				return err
			}
		}
		_, err := tx.OpenSiteDay(ctx, db.OpenSiteDayParams{Site: site.Key, Day: day, OpenedAt: int64(now)})
		return err
	})
}

// closeDay carries out closing time, once.
func (s *Service) closeDay(ctx context.Context, o *org.Organisation, site *org.Site, now core.Instant) error {
	closing, ok := closingOf(o, site.Key, now)
	if !ok || now < closing {
		return nil
	}
	day := o.Day(site.Key, now)
	var done bool
	err := s.read(ctx, func(q *db.Queries) error {
		row, err := q.GetSiteDay(ctx, site.Key, day)
		done = err == nil && row.ClosedAt != 0
		return err
	})
	if err != nil || done {
		return err
	}
	if !site.ServesAfterClosing() {
		err := s.closeOut(ctx, site.Key, func(w *floor.WorkView) bool { return waitsSince(w, closing) })
		if err != nil {
			return err
		}
	}
	s.log.InfoContext(ctx, "branch: closing time", "site", site.Key, "day", day)
	return s.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.CloseSiteDay(ctx, db.CloseSiteDayParams{ClosedAt: int64(now), Site: site.Key, Day: day})
		return err
	})
}
