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

// next is a second service on its way.
type next struct {
	visit   Visit
	last    floor.WorkView // being served
	agent   floor.AgentView
	service string
	queue   string // as the engine knows it
	needs   routing.Needs
	stays   bool // the agent goes on with it
}

// goOnWithin is how long the next service is kept for the agent who goes on with
// it; the two requests in between take milliseconds.
const goOnWithin = time.Minute

// nextService checks what is asked for and who can serve it.
func (s *Service) nextService(ctx context.Context, visit Visit, in NextService) (next, error) {
	o := s.org()
	n := next{visit: visit, service: in.Service}
	if visit.State != Serving && visit.State != Called {
		return n, core.Errorf(core.Conflict, "another service begins when this one is being served")
	}
	service, ok := o.Service(in.Service)
	if !ok || service.Queue == "" || !offers(o, visit.Site, service) {
		return n, core.FieldErrorf(core.Invalid, "service", "this branch has no service %q", in.Service)
	}
	n.queue = o.QueueAt(service.Queue, visit.Site)
	n.needs = o.NeedsFor(n.queue, in.Service, visit.Language)
	err := s.floor.View(ctx, func(v floor.View) error {
		var ok bool
		if n.last, ok = v.Work(visit.Work); !ok || n.last.Status != routing.StatusAssigned {
			return core.Errorf(core.Conflict, "nobody is serving this visitor")
		}
		if n.agent, ok = v.Agent(n.last.Agent); !ok {
			return core.Errorf(core.Conflict, "nobody is serving this visitor")
		}
		return nil
	})
	n.stays = err == nil && !in.ToQueue && channel.Serves(o, &n.agent, n.queue) && fits(n.agent.Skills, n.needs)
	return n, err
}

// fits reports whether skills satisfy needs.
func fits(skills []routing.Need, needs routing.Needs) bool {
	level := make(map[string]int, len(skills))
	for _, s := range skills {
		level[s.Skill] = s.Level
	}
	for _, alternative := range needs {
		all := true
		for _, n := range alternative {
			all = all && level[n.Skill] >= n.Level
		}
		if all {
			return true
		}
	}
	return len(needs) == 0
}

// queueNext enqueues the next service and makes it the visit's own work.
func (s *Service) queueNext(ctx context.Context, who channel.Caller, n next) (Ticket, error) {
	o := s.org()
	a := admission{org: o, site: n.visit.Site, service: n.service, queue: n.queue, language: n.visit.Language, arrived: n.visit.Arrived}
	ticket := a.ticket(channel.Caller{Command: n.visit.Contact})
	ticket.Token, ticket.Label, ticket.Arrived = n.visit.Token, n.visit.Label, n.visit.Arrived
	ticket.Customer, ticket.Segment = n.visit.Customer, n.visit.Segment

	work := a.work(ticket.Work)
	work.Priority, work.Needs = o.SegmentPriority(n.visit.Segment), n.needs
	if n.stays {
		work.Preferred, work.ReservedUntil = n.agent.ID, s.now().Add(goOnWithin)
	}
	meta := a.meta(ticket)
	meta.Label, meta.Customer, meta.Segment, meta.Case = ticket.Label, ticket.Customer, ticket.Segment, n.last.Meta.Case

	command := &routing.Enqueue{Work: work}
	command.Head = who.Head()
	contact := n.visit.Contact.String()
	result, err := s.floor.Do(ctx, floor.Request{
		Command: command, Meta: meta,
		Before: s.inState(contact, func(v db.Visit) error {
			if v.WorkID != n.last.ID.String() {
				return core.Errorf(core.Conflict, "another service was begun already")
			}
			return nil
		}),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if _, err := tx.SetVisitWork(ctx, db.SetVisitWorkParams{
				WorkID: ticket.Work.String(), State: string(Waiting), ContactID: contact,
			}); err != nil {
				return err
			}
			if _, err := tx.SetContactService(ctx, n.service, contact); err != nil {
				return err
			}
			_, err := happened(ctx, tx, channel.OpeningEvent(r.At), contact, r.At, eventNextService, who.Actor(),
				detail{Service: n.service, Queue: n.queue, Agent: n.agent.ID})
			return err
		},
	})
	if err != nil {
		return Ticket{}, err
	}
	for i := range result.Effects {
		if e := &result.Effects[i]; e.Work == ticket.Work && e.Kind == routing.Queued {
			ticket.Place, ticket.Expected = e.Place, e.Expected
		}
	}
	return ticket, nil
}

// goOn gives the next service to the agent who served the last: the wrap-up of
// that one is closed, since the visitor is still there. Should the agent be
// unable to take it after all, it stays reserved for them, in the queue.
func (s *Service) goOn(ctx context.Context, who channel.Caller, n next, ticket Ticket) (Ticket, error) {
	if err := s.closeWrapUp(ctx, who, n.last.ID); err != nil {
		return ticket, err
	}
	position := n.agent.Position
	if n.last.Leg != nil && n.last.Leg.Position != "" {
		position = n.last.Leg.Position
	}
	notes := floor.Notes{floor.Called{Work: ticket.Work, Position: position}, floor.Answered{Work: ticket.Work}}
	request := floor.Request{Note: notes, With: s.goingOn(who, n, position)}
	if now, err := s.work(ctx, ticket.Work); err != nil {
		return ticket, err
	} else if now.Status != routing.StatusAssigned { // it is, where offers are accepted automatically
		command := &routing.Pick{Work: ticket.Work, Agent: n.agent.ID}
		command.Head = again(who).Head()
		request.Command = command
	}
	if _, err := s.floor.Do(ctx, request); err != nil {
		if code := core.CodeOf(err); code == core.Conflict || code == core.Forbidden {
			s.log.InfoContext(ctx, "branch: the next service waits for its agent", "work", ticket.Work, "error", err)
			return ticket, nil
		}
		return ticket, err
	}
	ticket.Place = 0
	return ticket, nil
}

func (s *Service) goingOn(who channel.Caller, n next, position string) func(context.Context, *store.Tx, *floor.Result) error {
	contact := n.visit.Contact.String()
	return func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
		if err := record(ctx, tx, r.Effects, func(*routing.Effect) seen { return seen{counter: position} }); err != nil {
			return err
		}
		id := channel.NoteEvent(r.At)
		if _, err := happened(ctx, tx, id, contact, r.At, eventBegun, who.Actor(), detail{Counter: position}); err != nil {
			return err
		}
		if _, err := tx.SeatVisit(ctx, db.SeatVisitParams{Counter: position, CalledAt: int64(r.At), ContactID: contact}); err != nil {
			return err
		}
		_, err := move(ctx, tx, contact, id, r.At, Serving)
		return err
	}
}

// closeWrapUp ends the wrap-ups of a work, if it has any.
func (s *Service) closeWrapUp(ctx context.Context, who channel.Caller, work core.ID) error {
	for range wrapUpsMax {
		view, err := s.work(ctx, work)
		if core.CodeOf(err) == core.NotFound || err == nil && len(view.WrapUps) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		command := &routing.CloseWrapUp{Work: work}
		command.Head = again(who).Head()
		_, err = s.floor.Do(ctx, floor.Request{Command: command})
		if code := core.CodeOf(err); err != nil && code != core.NotFound && code != core.Conflict {
			return err
		}
	}
	return nil
}

// wrapUpsMax bounds the wrap-ups of one work that are closed: one for each time
// it was passed on while the last still went on.
const wrapUpsMax = 16
