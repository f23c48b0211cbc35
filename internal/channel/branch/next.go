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
	visit    Visit
	last     floor.WorkView // being served
	agent    floor.AgentView
	position string // where the visitor stands
	service  string
	queue    string // as the engine knows it
	needs    routing.Needs
	stays    bool // the agent goes on with it
	said     channel.Description
}

// goOnWithin is how long the next service is kept for an agent who was to go on
// with it and has no room after all.
const goOnWithin = time.Minute

// NextService begins a second matter in the same visit: a new work of the same
// contact, with the visit's own arrival, so that the visitor is not sent to the
// end of the other line. The agent goes on with it if they serve that queue
// (unless ToQueue); otherwise it waits. The matter so far is closed with the
// description given. All of it is one transaction: it happens whole or not at all.
func (s *Service) NextService(ctx context.Context, who channel.Caller, in NextService) (Ticket, error) {
	said := channel.Description{Reason: in.Reason, Outcome: in.Outcome, Note: in.Note}
	if err := said.Check(s.org()); err != nil {
		return Ticket{}, err
	}
	visit, err := s.Visit(ctx, in.Contact)
	if err != nil {
		return Ticket{}, err
	}
	ticket := Ticket{}
	n, err := s.nextService(ctx, who, visit, in)
	if err == nil {
		n.said = said
		ticket, err = s.goOn(ctx, who, &n)
	}
	if core.CodeOf(err) == core.Repeated {
		return s.issued(ctx, in.Contact)
	}
	return ticket, err
}

// nextService checks what is asked for and who can serve it. A repeat is told so
// first: what it asks for is no longer how the visit stands.
func (s *Service) nextService(ctx context.Context, who channel.Caller, visit Visit, in NextService) (next, error) {
	o := s.org()
	n := next{visit: visit, service: in.Service}
	serving := false
	err := s.floor.View(ctx, func(v floor.View) error {
		if v.Engine().Repeats(who.Command) {
			return routing.ErrRepeated
		}
		n.last, _ = v.Work(visit.Work)
		n.agent, serving = v.Agent(n.last.Agent)
		return nil
	})
	if err != nil {
		return n, err
	}
	if visit.State != Serving && visit.State != Called {
		return n, core.Errorf(core.Conflict, "another service begins when this one is being served")
	}
	service, ok := o.Service(in.Service)
	if !ok || service.Queue == "" || !offers(o, visit.Site, service) {
		return n, core.Faultf(core.Invalid, "service", core.FaultUnknown, "this branch has no service %q", in.Service)
	}
	n.queue = o.QueueAt(service.Queue, visit.Site)
	n.needs = o.NeedsFor(n.queue, in.Service, visit.Language)
	if n.last.Status != routing.StatusAssigned || !serving {
		return n, core.Errorf(core.Conflict, "nobody is serving this visitor")
	}
	n.position = n.agent.Position
	if n.last.Leg != nil && n.last.Leg.Position != "" {
		n.position = n.last.Leg.Position
	}
	n.stays = !in.ToQueue && channel.Serves(o, &n.agent, n.queue) && fits(n.agent.Skills, n.needs)
	return n, nil
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

// goOn ends the last service and begins the next, in one request. The new work
// comes first, reserved for the agent who goes on with it: freed of the last one
// they would be offered somebody else.
func (s *Service) goOn(ctx context.Context, who channel.Caller, n *next) (Ticket, error) {
	ticket, work, meta := s.nextTicket(n)
	begun := false
	result, err := s.floor.Do(ctx, floor.Request{
		Command: &routing.Enqueue{Head: who.Head(), Work: work}, Meta: meta,
		Check: func(v floor.View) error {
			if last, ok := v.Work(n.last.ID); !ok || last.Status != routing.StatusAssigned || last.Agent != n.agent.ID {
				return core.Errorf(core.Conflict, "another service was begun already")
			}
			return nil
		},
		Then: n.then(who, work.ID),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			begun = n.begun(r, work.ID)
			return n.write(ctx, tx, r, who, work.ID, begun)
		},
	})
	if err != nil {
		return Ticket{}, err
	}
	for i := range result.Effects {
		if e := &result.Effects[i]; e.Work == work.ID && e.Kind == routing.Queued {
			ticket.Place, ticket.Expected = e.Place, e.Expected
		}
	}
	switch {
	case begun:
		ticket.Place = 0
	case n.stays:
		s.log.InfoContext(ctx, "branch: the next service waits for its agent", "work", work.ID, "agent", n.agent.ID)
	}
	return ticket, nil
}

// nextTicket is the visit's own ticket with a new work.
func (s *Service) nextTicket(n *next) (Ticket, routing.Work, *floor.Meta) {
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
	return ticket, work, meta
}

// then is what follows the Enqueue: the last service ends; where the agent goes on,
// its wrap-up is closed, since the visitor is still there, and the next one begins.
// Should the agent have no room for it after all, it stays reserved for them.
func (n *next) then(who channel.Caller, work core.ID) func(floor.View) (floor.Step, bool) {
	head := who.Head()
	head.ID = core.NoID // the request is known by that of its first command
	return func(v floor.View) (floor.Step, bool) {
		last, _ := v.Work(n.last.ID)
		if last.Status == routing.StatusAssigned {
			return floor.Step{Command: &routing.Release{Head: head, Work: last.ID}, Note: ending(last, n.said)}, true
		}
		now, ok := v.Work(work)
		if !n.stays || !ok || now.Queue != n.queue { // it flowed on at once
			return floor.Step{}, false
		}
		for i := range last.WrapUps {
			if x := &last.WrapUps[i]; x.Agent == n.agent.ID {
				return floor.Step{Command: &routing.CloseWrapUp{Head: head, Work: last.ID, Leg: x.Leg}}, true
			}
		}
		switch {
		case now.Status == routing.StatusAssigned: // by Pick, or where offers are accepted automatically
			notes := floor.Notes{floor.Called{Work: work, Position: n.position}, floor.Answered{Work: work}}
			return floor.Step{Note: notes}, now.Agent == n.agent.ID && now.OpenLeg().Answered == 0
		case v.Engine().CheckPick(work, n.agent.ID) == nil:
			return floor.Step{Command: &routing.Pick{Head: head, Work: work, Agent: n.agent.ID}}, true
		default:
			return floor.Step{}, false
		}
	}
}

// begun reports whether the agent goes on with the new work.
func (n *next) begun(r *floor.Result, work core.ID) bool {
	for i := range r.Effects {
		if e := &r.Effects[i]; e.Work == work && e.Kind == routing.Assigned && e.Agent == n.agent.ID {
			return n.stays
		}
	}
	return false
}

// write makes the new work the visit's own, and begins it where the agent goes on.
func (n *next) write(ctx context.Context, tx *store.Tx, r *floor.Result, who channel.Caller, work core.ID, begun bool) error {
	contact := n.visit.Contact.String()
	if _, err := tx.SetVisitWork(ctx, db.SetVisitWorkParams{WorkID: work.String(), State: string(Waiting), ContactID: contact}); err != nil {
		return err
	}
	if _, err := tx.SetContactService(ctx, n.service, contact); err != nil {
		return err
	}
	if err := n.said.Describe(ctx, tx, n.visit.Contact); err != nil {
		return err
	}
	_, err := happened(ctx, tx, channel.OpeningEvent(r.At), contact, r.At, eventNextService, who.Actor(),
		detail{Service: n.service, Queue: n.queue, Agent: n.agent.ID})
	if err != nil || !begun {
		return err
	}
	if err := recordOwn(ctx, tx, r.Effects, work, seen{counter: n.position}); err != nil {
		return err
	}
	id := channel.NoteEvent(r.At)
	if _, err := happened(ctx, tx, id, contact, r.At, eventBegun, who.Actor(), detail{Counter: n.position}); err != nil {
		return err
	}
	if _, err := tx.SeatVisit(ctx, db.SeatVisitParams{Counter: n.position, CalledAt: int64(r.At), ContactID: contact}); err != nil {
		return err
	}
	_, err = move(ctx, tx, contact, id, r.At, Serving)
	return err
}
