package branch

import (
	"context"
	"errors"
	"time"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// forgottenAfter is how long after closing time, and after an agent last did
// anything, a sign-in counts as forgotten.
const forgottenAfter = 30 * time.Minute

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

// beginDay begins a site's day once: those whom the day before left waiting are
// closed out if the house was shut over midnight. Numbers begin again by
// themselves, since they are counted per day.
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
	midnight := o.DayStart(site.Key, now)
	if !o.SiteOpenAt(site.Key, midnight) {
		if err := s.closeOut(ctx, site.Key, midnight, true); err != nil {
			return err
		}
		if err := s.signOutSince(ctx, site.Key, midnight, false); err != nil {
			return err
		}
	} else if err := s.signOutSince(ctx, site.Key, midnight, true); err != nil {
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
		if err := s.closeOut(ctx, site.Key, closing, false); err != nil {
			return err
		}
	}
	s.log.InfoContext(ctx, "branch: closing time", "site", site.Key, "day", day)
	return s.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.CloseSiteDay(ctx, db.CloseSiteDayParams{ClosedAt: int64(now), Site: site.Key, Day: day})
		return err
	})
}

// closeOut ends the visits that have waited at a site since before an instant;
// parked ones too where all is to end. Those at a counter stay there.
func (s *Service) closeOut(ctx context.Context, site string, before core.Instant, parked bool) error {
	var works []core.ID
	err := s.floor.View(ctx, func(v floor.View) error {
		for _, w := range v.Works() {
			waits := w.Status == routing.StatusWaiting || w.Status == routing.StatusOffered ||
				parked && w.Status == routing.StatusParked
			if w.Channel == core.Visit && w.Meta.Site == site && waits && w.Queued < before {
				works = append(works, w.ID)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range works {
		if err := s.closeOutOne(ctx, id); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (s *Service) closeOutOne(ctx context.Context, work core.ID) error {
	command := &routing.Cancel{Head: routing.Head{By: core.BySystem}, Work: work, End: core.ClosedOut}
	_, err := s.floor.Do(ctx, floor.Request{
		Command: command,
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			for i := range r.Effects {
				if e := &r.Effects[i]; e.Kind == routing.Cancelled && !e.Agent.IsZero() && !servedBefore(ctx, tx, e) {
					return core.Errorf(core.Conflict, "the visitor was called in this very moment")
				}
			}
			return record(ctx, tx, r.Effects, func(*routing.Effect) seen { return seen{} })
		},
	})
	if code := core.CodeOf(err); code == core.NotFound || code == core.Conflict {
		return nil // called, or gone, in this very moment
	}
	return err
}

// servedBefore reports whether a cancelled work was set aside by its agent
// rather than at a counter.
func servedBefore(ctx context.Context, tx *store.Tx, e *routing.Effect) bool {
	visit, err := tx.GetVisitByWork(ctx, e.Work.String())
	return err == nil && State(visit.State) == Parked
}

// endForgotten signs out the agents of a site who have had no work and have done
// nothing for a while after closing time.
func (s *Service) endForgotten(ctx context.Context, o *org.Organisation, site *org.Site, now core.Instant) error {
	closing, ok := closingOf(o, site.Key, now)
	if !ok || now < closing.Add(forgottenAfter) {
		return nil
	}
	return s.signOut(ctx, site.Key, func(a *floor.AgentView) bool {
		return len(a.Works) == 0 && lastAct(a).Add(forgottenAfter) <= now
	})
}

// signOutSince signs out, at midnight, those who have done nothing since before
// it and are not with a customer; in a house that is open, only those whose desk
// has no connection.
func (s *Service) signOutSince(ctx context.Context, site string, midnight core.Instant, open bool) error {
	return s.signOut(ctx, site, func(a *floor.AgentView) bool {
		return a.Activity != core.Engaged && lastAct(a) < midnight && (!open || !a.Connected)
	})
}

func (s *Service) signOut(ctx context.Context, site string, forgotten func(*floor.AgentView) bool) error {
	var agents []core.ID
	err := s.floor.View(ctx, func(v floor.View) error {
		for _, a := range v.Agents() {
			if a.Site == site && forgotten(&a) {
				agents = append(agents, a.ID)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range agents {
		command := &routing.SignOut{Head: routing.Head{By: core.BySystem}, Agent: id, Force: true}
		_, err := s.floor.Do(ctx, floor.Request{Command: command})
		if core.CodeOf(err) == core.NotFound || core.CodeOf(err) == core.Conflict {
			continue // signed out in this very moment
		}
		failed = append(failed, err)
		s.log.InfoContext(ctx, "branch: forgotten sign-in ended", "agent", id, "site", site)
	}
	return errors.Join(failed...)
}

// lastAct is when an agent last did anything that shows.
func lastAct(a *floor.AgentView) core.Instant {
	return max(a.Since, a.ActivitySince, a.IdleSince)
}
