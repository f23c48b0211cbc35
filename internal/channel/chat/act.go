package chat

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
)

// recording is the hook that writes what a command's effects mean.
func recording(ctx context.Context, tx *store.Tx, r *floor.Result) error {
	return record(ctx, tx, r.Effects)
}

// Accept implements channel.Channel. It is not the answer: that is the first
// message of the agent.
func (s *Service) Accept(ctx context.Context, who channel.Caller, in channel.Accept) error {
	_, err := s.floor.Do(ctx, floor.Request{
		Command: &routing.Accept{Head: who.Head(), Work: in.Work, Agent: in.Agent, Offer: in.Offer}, With: recording,
	})
	return err
}

// Pick implements channel.Channel.
func (s *Service) Pick(ctx context.Context, who channel.Caller, in channel.Pick) error {
	_, err := s.floor.Do(ctx, floor.Request{
		Command: &routing.Pick{Head: who.Head(), Work: in.Work, Agent: in.Agent}, With: recording,
	})
	return err
}

// Describe implements channel.Channel.
func (s *Service) Describe(ctx context.Context, who channel.Caller, work core.ID, d channel.Description) error {
	if err := d.Check(s.org()); err != nil {
		return err
	}
	view, err := s.work(ctx, work)
	if err != nil {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Note: floor.Described{Work: work, Reason: d.Reason, Outcome: d.Outcome},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := d.Describe(ctx, tx, view.Meta.Contact); err != nil {
				return err
			}
			_, err := channel.Happened(ctx, tx, channel.Event{
				ID: channel.NoteEvent(r.At), Contact: view.Meta.Contact.String(), At: r.At, Kind: eventDescribed,
				Actor: who.Actor(), Detail: detail{Reason: d.Reason, Outcome: d.Outcome},
			})
			return err
		},
	})
	return err
}

// Release implements channel.Channel: the agent closes the conversation.
func (s *Service) Release(ctx context.Context, who channel.Caller, in channel.Release) error {
	if err := in.Check(s.org()); err != nil {
		return err
	}
	view, err := s.work(ctx, in.Work)
	if err != nil {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Command: &routing.Release{Head: who.Head(), Work: in.Work},
		Note:    floor.Described{Work: in.Work, Reason: in.Reason, Outcome: in.Outcome},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := in.Describe(ctx, tx, view.Meta.Contact); err != nil {
				return err
			}
			return record(ctx, tx, r.Effects)
		},
	})
	return err
}

// Park implements channel.Channel.
func (s *Service) Park(ctx context.Context, who channel.Caller, in channel.Park) error {
	if err := channel.CheckNote(in.Note); err != nil {
		return err
	}
	_, err := s.floor.Do(ctx, floor.Request{
		Command: &routing.Park{Head: who.Head(), Work: in.Work, Detail: in.Note}, With: recording,
	})
	return err
}

// Unpark implements channel.Channel.
func (s *Service) Unpark(ctx context.Context, who channel.Caller, in channel.Unpark) error {
	_, err := s.floor.Do(ctx, floor.Request{
		Command: &routing.Unpark{Head: who.Head(), Work: in.Work, Agent: in.Agent}, With: recording,
	})
	return err
}

// Transfer implements channel.Channel: to a queue of the same channel, or to an
// agent who serves the conversation's. The note is for whoever takes over.
func (s *Service) Transfer(ctx context.Context, who channel.Caller, in channel.Transfer) error {
	if err := channel.CheckNote(in.Note); err != nil {
		return err
	}
	view, err := s.work(ctx, in.Work)
	if err != nil {
		return err
	}
	command, err := s.transfer(ctx, &view, in)
	if err != nil {
		return err
	}
	command.Head = who.Head()
	note := s.newMessage(core.AuthorAgent, Note, "", in.Note)
	note.Agent, note.By = who.User, s.nameOf(who.User)
	_, err = s.floor.Do(ctx, floor.Request{
		Command: command,
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if in.Note != "" {
				if err := put(ctx, tx, view.Meta.Contact.String(), &note); err != nil {
					return err
				}
			}
			return record(ctx, tx, r.Effects)
		},
	})
	if err == nil && in.Note != "" {
		s.rooms.said(view.Meta.Contact, note)
	}
	return err
}

// transfer is the engine's command for a transfer.
func (s *Service) transfer(ctx context.Context, w *floor.WorkView, in channel.Transfer) (*routing.Transfer, error) {
	o := s.org()
	switch {
	case in.Service != "":
		return nil, core.Faultf(core.Invalid, "service", core.FaultUnfit, "services are for visitors: choose a queue")
	case (in.Queue == "") == in.Agent.IsZero():
		return nil, core.Errorf(core.Invalid, "a transfer is to a queue or an agent: name one of them")
	case in.Queue == "":
		return &routing.Transfer{Work: in.Work, Agent: in.Agent}, s.takesOver(ctx, w, in.Agent)
	}
	queue, ok := o.Queue(in.Queue)
	switch {
	case !ok || queue.Channel != w.Channel || queue.PerSite:
		return nil, core.Faultf(core.Invalid, "queue", core.FaultUnfit, "conversations cannot wait in %q", in.Queue)
	case in.Queue == w.Queue:
		return nil, core.Faultf(core.Conflict, "queue", core.FaultUnfit, "the conversation is in this line already")
	}
	needs := o.NeedsFor(in.Queue, "", w.Meta.Language)
	return &routing.Transfer{Work: in.Work, Queue: in.Queue, Needs: &needs}, nil
}

// takesOver refuses a colleague who could never serve the customer: the work would
// wait for nobody.
func (s *Service) takesOver(ctx context.Context, w *floor.WorkView, agent core.ID) error {
	return s.floor.View(ctx, func(v floor.View) error {
		a, ok := v.Agent(agent)
		switch {
		case !ok:
			return core.Faultf(core.Conflict, "agent", core.FaultElsewhere, "this colleague is not here now")
		case !channel.Serves(s.org(), &a, w.Queue):
			return core.Faultf(core.Conflict, "agent", core.FaultUnfit, "this colleague does not serve this line: choose a queue instead")
		}
		return nil
	})
}

// Identify says who the customer is, once the agent knows.
func (s *Service) Identify(ctx context.Context, who channel.Caller, contact, person core.ID) error {
	c, err := s.Of(ctx, contact)
	if err != nil {
		return err
	}
	known, err := s.customers.Get(ctx, person)
	if err != nil {
		return err
	}
	_, err = s.floor.Do(ctx, floor.Request{
		Note: floor.Identified{Work: c.Work, Customer: known.ID, Segment: known.Segment},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			return identify(ctx, tx, who, contact, known.ID, known.Segment, r.At)
		},
	})
	if err == nil {
		s.rooms.refresh(ctx, contact)
	}
	return err
}
