package branch

import (
	"context"
	"strings"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Park sets a visitor aside: to fill in a form, to fetch a document.
func (s *Service) Park(ctx context.Context, who channel.Caller, in channel.Park) error {
	if err := channel.CheckNote(in.Note); err != nil {
		return err
	}
	if _, err := s.work(ctx, in.Work); err != nil {
		return err
	}
	command := &routing.Park{Work: in.Work, Detail: in.Note}
	command.Head = who.Head()
	_, err := s.floor.Do(ctx, floor.Request{Command: command, With: s.recording(in.Work, seen{})})
	return err
}

// Unpark brings a visitor back, to an agent (who calls them by it, or goes on) or
// to their place in the queue.
func (s *Service) Unpark(ctx context.Context, who channel.Caller, in channel.Unpark) error {
	work, err := s.work(ctx, in.Work)
	if err != nil {
		return err
	}
	known := seen{answered: work.Leg != nil && work.Leg.Answered != 0 && work.Agent == in.Agent}
	request := floor.Request{}
	if !in.Agent.IsZero() {
		known.counter = s.seat(ctx, in.Agent)
		if !known.answered {
			request.Note = floor.Called{Work: in.Work, Position: known.counter}
		}
	}
	command := &routing.Unpark{Work: in.Work, Agent: in.Agent}
	command.Head = who.Head()
	request.Command, request.With = command, s.recording(in.Work, known)
	_, err = s.floor.Do(ctx, request)
	return err
}

// Transfer sends a visitor to another service, queue or agent. They keep the
// arrival time: nobody goes back to the end.
func (s *Service) Transfer(ctx context.Context, who channel.Caller, in channel.Transfer) error {
	if err := channel.CheckNote(in.Note); err != nil {
		return err
	}
	work, err := s.work(ctx, in.Work)
	if err != nil {
		return err
	}
	if err := s.takesOver(ctx, work, in.Agent); err != nil {
		return err
	}
	command, err := s.transfer(work, in)
	if err != nil {
		return err
	}
	command.Head = who.Head()
	_, err = s.floor.Do(ctx, floor.Request{
		Command: command,
		Note:    ending(work, channel.Description{}),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := recordOwn(ctx, tx, r.Effects, in.Work, seen{}); err != nil {
				return err
			}
			return s.transferred(ctx, tx, work, in)
		},
	})
	return err
}

// takesOver refuses a colleague who could never serve the visitor: the work would
// wait for nobody.
func (s *Service) takesOver(ctx context.Context, work floor.WorkView, agent core.ID) error {
	if agent.IsZero() {
		return nil
	}
	return s.floor.View(ctx, func(v floor.View) error {
		a, ok := v.Agent(agent)
		switch {
		case !ok || a.Site != work.Meta.Site:
			return core.Faultf(core.Conflict, "agent", core.FaultElsewhere, "this colleague is not at this branch now")
		case !channel.Serves(s.org(), &a, work.Queue):
			return core.Faultf(core.Conflict, "agent", core.FaultUnfit, "this colleague does not serve this line: choose a service instead")
		}
		return nil
	})
}

// transferred writes what a transfer changes beside the queue.
func (s *Service) transferred(ctx context.Context, tx *store.Tx, work floor.WorkView, in channel.Transfer) error {
	contact := work.Meta.Contact.String()
	if in.Service != "" {
		if _, err := tx.SetContactService(ctx, in.Service, contact); err != nil {
			return err
		}
	}
	if in.Note == "" {
		return nil
	}
	row, err := tx.GetContact(ctx, contact)
	if err != nil {
		return noVisit(err)
	}
	_, err = tx.DescribeContact(ctx, db.DescribeContactParams{
		Reason: row.Reason, Outcome: row.Outcome, Note: in.Note, ID: row.ID,
	})
	return err
}

// transfer is the engine's command for a transfer, with what the new queue and
// service need of an agent.
func (s *Service) transfer(work floor.WorkView, in channel.Transfer) (*routing.Transfer, error) {
	o := s.org()
	targets := 0
	for _, set := range []bool{in.Service != "", in.Queue != "", !in.Agent.IsZero()} {
		if set {
			targets++
		}
	}
	if targets != 1 {
		return nil, core.Errorf(core.Invalid, "a transfer is to a service, a queue or an agent: name one of them")
	}
	command := &routing.Transfer{Work: in.Work, Agent: in.Agent}
	switch {
	case in.Service != "":
		service, ok := o.Service(in.Service)
		if !ok || service.Queue == "" || !offers(o, work.Meta.Site, service) {
			return nil, core.Faultf(core.Invalid, "service", core.FaultUnknown, "this branch has no service %q", in.Service)
		}
		command.Queue = o.QueueAt(service.Queue, work.Meta.Site)
	case in.Queue != "":
		queue, ok := o.Queue(in.Queue)
		if !ok || queue.Channel != core.Visit {
			return nil, core.Faultf(core.Invalid, "queue", core.FaultUnfit, "visitors cannot wait in %q", in.Queue)
		}
		command.Queue = in.Queue
		if !strings.Contains(in.Queue, "@") { // that of another site is named whole
			command.Queue = o.QueueAt(in.Queue, work.Meta.Site)
		}
	default:
		return command, nil
	}
	if command.Queue == work.Queue && (in.Service == "" || in.Service == work.Meta.Service) {
		return nil, core.Errorf(core.Conflict, "the visitor is in this line already")
	}
	needs := o.NeedsFor(command.Queue, in.Service, work.Language)
	command.Needs = &needs
	return command, nil
}
