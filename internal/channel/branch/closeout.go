package branch

import (
	"context"
	"errors"
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// forgottenAfter is how long a sign-in goes on after closing time, and after the
// agent last did anything, before it counts as forgotten; and how long a visit
// must have been set aside before midnight to end with the day.
const forgottenAfter = 30 * time.Minute

// endDay ends a site's day at midnight. A house that is shut then ends what still
// waits and what is set aside. In one that is open, who waits goes on waiting and
// is called by yesterday's number; who was set aside and has not come back ends
// (asideUntil). Only then are agents signed out: what they set aside would go back
// into the line.
func (s *Service) endDay(ctx context.Context, o *org.Organisation, site *org.Site, midnight core.Instant) error {
	open := o.SiteOpenAt(site.Key, midnight)
	aside := midnight
	if open {
		aside = asideUntil(o, site, midnight)
	}
	err := s.closeOut(ctx, site.Key, func(w *floor.WorkView) bool {
		return asideSince(w, aside) || !open && waitsSince(w, midnight)
	})
	if err != nil {
		return err
	}
	return s.signOutSince(ctx, site.Key, midnight, open)
}

// asideUntil is since when a visit must have been set aside to end at a midnight
// at which the house is open: half an hour, so that nobody loses their turn who
// just went to fetch something; where the site's rule is to serve whoever waits
// at the end of the day, for all of that day.
func asideUntil(o *org.Organisation, site *org.Site, midnight core.Instant) core.Instant {
	if site.ServesAfterClosing() {
		return o.DayStart(site.Key, midnight-1)
	}
	return midnight.Add(-forgottenAfter)
}

func waitsSince(w *floor.WorkView, before core.Instant) bool {
	return (w.Status == routing.StatusWaiting || w.Status == routing.StatusOffered) && w.Queued < before
}

// asideSince compares by when the visit was set aside, whenever it was queued.
func asideSince(w *floor.WorkView, before core.Instant) bool {
	return w.Status == routing.StatusParked && w.Since < before
}

// closeOut ends those visits of a site that are over: nobody is going to call
// them any more. Those at a counter stay there.
func (s *Service) closeOut(ctx context.Context, site string, over func(*floor.WorkView) bool) error {
	var works []core.ID
	err := s.floor.View(ctx, func(v floor.View) error {
		for _, w := range v.Works() {
			if w.Channel == core.Visit && w.Meta.Site == site && over(&w) {
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
		failed = append(failed, s.closeOutOne(ctx, id, over))
	}
	return errors.Join(failed...)
}

func (s *Service) closeOutOne(ctx context.Context, work core.ID, over func(*floor.WorkView) bool) error {
	command := &routing.Cancel{Head: routing.Head{By: core.BySystem}, Work: work, End: core.ClosedOut}
	_, err := s.floor.Do(ctx, floor.Request{
		Command: command,
		Check: func(v floor.View) error {
			if w, ok := v.Work(work); !ok || !over(&w) {
				return core.Errorf(core.Conflict, "the visitor was called in this very moment")
			}
			return nil
		},
		With: s.recording(work, seen{}),
	})
	if core.CodeOf(err) == core.Conflict {
		return nil
	}
	return err
}

// endForgotten signs out the agents of a site who have had no work and have done
// nothing for a while after closing time. Whom they set aside nobody will serve:
// those end first, unless the site's rule is to serve whoever is still there. Then
// they go back to their places, for the colleagues who stay.
func (s *Service) endForgotten(ctx context.Context, o *org.Organisation, site *org.Site, now core.Instant) error {
	closing, ok := closingOf(o, site.Key, now)
	if !ok || now < closing.Add(forgottenAfter) {
		return nil
	}
	agents, err := s.forgotten(ctx, site.Key, func(a *floor.AgentView) bool {
		return len(a.Works) == 0 && lastAct(a).Add(forgottenAfter) <= now
	})
	if err != nil {
		return err
	}
	if len(agents) > 0 && !site.ServesAfterClosing() {
		err := s.closeOut(ctx, site.Key, func(w *floor.WorkView) bool {
			return asideSince(w, now) && slices.Contains(agents, w.Agent)
		})
		if err != nil {
			return err
		}
	}
	return s.signOut(ctx, site.Key, agents)
}

// signOutSince signs out, at midnight, those who have done nothing since before
// it and are not with a customer; in a house that is open, only those whose desk
// has no connection.
func (s *Service) signOutSince(ctx context.Context, site string, midnight core.Instant, open bool) error {
	agents, err := s.forgotten(ctx, site, func(a *floor.AgentView) bool {
		return a.Activity != core.Engaged && lastAct(a) < midnight && (!open || !a.Connected)
	})
	if err != nil {
		return err
	}
	return s.signOut(ctx, site, agents)
}

// forgotten are the agents of a site whose sign-in is.
func (s *Service) forgotten(ctx context.Context, site string, is func(*floor.AgentView) bool) ([]core.ID, error) {
	var agents []core.ID
	err := s.floor.View(ctx, func(v floor.View) error {
		for _, a := range v.Agents() {
			if a.Site == site && is(&a) {
				agents = append(agents, a.ID)
			}
		}
		return nil
	})
	return agents, err
}

func (s *Service) signOut(ctx context.Context, site string, agents []core.ID) error {
	var failed []error
	for _, id := range agents {
		command := &routing.SignOut{Head: routing.Head{By: core.BySystem}, Agent: id, Force: true}
		_, err := s.floor.Do(ctx, floor.Request{Command: command})
		if core.CodeOf(err) == core.NotFound {
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
