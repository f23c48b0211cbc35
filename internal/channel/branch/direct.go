package branch

import (
	"context"

	"turno/internal/channel"
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
		return Ticket{}, core.Boundf(core.TooLarge, "counter", core.FaultTooLong, positionMax, "a counter's name has at most %d characters", positionMax)
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
