package branch

import (
	"context"

	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/routing"
)

// directMark sets the numbers of those who never took a ticket apart from the
// series of the kiosk: A+003.
const directMark = "+"

// Direct serves at once a visitor who came to the counter without a ticket. The
// agent's own limits hold (core.Conflict when they are full); the branch's hours
// do not: who stands there is served. The label is A+003, of a series of its own.
func (s *Service) Direct(ctx context.Context, who channel.Caller, in Direct) (Ticket, error) {
	if len(in.Counter) > positionMax {
		return Ticket{}, core.FieldErrorf(core.TooLarge, "counter", "a counter's name has at most %d characters", positionMax)
	}
	a, err := s.admit(ctx, admission{
		site: in.Site, service: in.Service, language: in.Language, person: in.Person, customer: in.Customer,
	})
	if err != nil {
		return Ticket{}, err
	}
	a.day, a.prefix = a.org.Day(in.Site, a.now), a.prefix+directMark
	a.counter = in.Counter
	if a.counter == "" {
		a.counter = s.seat(ctx, in.Agent)
	}
	ticket := a.ticket(who)
	command := &routing.Start{Work: a.work(ticket.Work), Agent: in.Agent}
	command.Head = who.Head()
	ticket, err = s.create(ctx, who, a, ticket, command, Serving)
	if core.CodeOf(err) == core.Repeated {
		return s.issued(ctx, who.Command)
	}
	ticket.Place = 0
	return ticket, err
}

// NextService begins a second matter in the same visit: a new work of the same
// contact, with the visit's own arrival, so that the visitor is not sent to the
// end of the other line. The agent goes on with it if they serve that queue
// (unless ToQueue); otherwise it waits. The matter so far is closed with the
// description given.
func (s *Service) NextService(ctx context.Context, who channel.Caller, in NextService) (Ticket, error) {
	description := channel.Description{Reason: in.Reason, Outcome: in.Outcome, Note: in.Note}
	if err := description.Check(s.org()); err != nil {
		return Ticket{}, err
	}
	visit, err := s.Visit(ctx, in.Contact)
	if err != nil {
		return Ticket{}, err
	}
	n, err := s.nextService(ctx, visit, in)
	if err != nil {
		return Ticket{}, err
	}
	// The new work comes first: should the process die in between, the visitor
	// waits for the next service and the agent still has the last one to end.
	ticket, err := s.queueNext(ctx, who, n)
	if core.CodeOf(err) == core.Repeated {
		return s.issued(ctx, in.Contact)
	}
	if err != nil {
		return Ticket{}, err
	}
	if err := s.Release(ctx, again(who), channel.Release{Work: n.last.ID, Description: description}); err != nil {
		return ticket, err
	}
	if n.stays {
		return s.goOn(ctx, again(who), n, ticket)
	}
	return ticket, nil
}

// again is the same caller with another request.
func again(who channel.Caller) channel.Caller {
	who.Command = clock.NewID()
	return who
}
