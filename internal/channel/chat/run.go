package chat

import (
	"context"
	"errors"
	"sync"
	"time"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// followBuffer is how many of the floor's batches may wait for this reader.
const followBuffer = 1024

const (
	// beatEvery is how often places are looked up where lines have moved.
	beatEvery = 500 * time.Millisecond
	// dutyEvery is how often absences and messages to be queued are looked at.
	dutyEvery = time.Second
)

// Run implements channel.Channel: it follows the floor, shows places, ends the
// conversations of those who are gone, and queues what was left as a message.
// What was due while the process was down is done at once.
func (s *Service) Run(ctx context.Context) error {
	batches := s.bus.Subscribe("chat", followBuffer)
	defer batches.Close()
	var over sync.WaitGroup
	defer over.Wait()
	s.orLog(ctx, "chat: who is there cannot be said", s.awaitAll(ctx))
	over.Go(func() { s.duties(ctx) })
	over.Go(func() { s.sweep(ctx) })
	s.reconcile(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-batches.C:
			if !ok {
				return nil
			}
			lost := batches.Lost()
			batch, is := event.(*floor.Batch)
			switch {
			case lost || is && batch.Fresh:
				s.reconcile(ctx)
			case is:
				s.follow(ctx, batch)
			}
		}
	}
}

func (s *Service) orLog(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "chat: something is behind", "what", what, "error", err)
	}
}

// duties does what time brings.
func (s *Service) duties(ctx context.Context) {
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	due := core.Instant(0)
	for {
		asked := false
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		case <-s.kick:
			asked = true
		}
		s.orLog(ctx, "places", s.rooms.places(ctx))
		if now := s.now(); asked || now >= due {
			due = now.Add(dutyEvery)
			s.orLog(ctx, "duties", s.Duties(ctx))
		}
	}
}

// Duties ends the conversations of customers who are gone and queues what was left
// as a message. Each is done once, or finds nothing left to do.
func (s *Service) Duties(ctx context.Context) error {
	return errors.Join(s.endAbsent(ctx), s.queueMessages(ctx))
}

// follow writes into the conversations' rows what the floor did to them without
// this package (offers accepted automatically, works given by a supervisor,
// overflow, agents who lost their desk), and shows it.
func (s *Service) follow(ctx context.Context, batch *floor.Batch) {
	s.lines.follow(batch)
	if batch.Configured {
		s.orLog(ctx, "queues", s.lines.look(ctx, s))
	}
	var effects []routing.Effect
	moved := false
	for i := range batch.Steps {
		for j := range batch.Steps[i].Effects {
			e := &batch.Steps[i].Effects[j]
			if !written(e.Channel) {
				continue
			}
			moved = true
			if _, ok := changeOf(e); ok {
				effects = append(effects, *e)
			}
		}
	}
	fresh, err := s.unwritten(ctx, effects)
	if err != nil {
		s.orLog(ctx, "follow", err)
		fresh = effects
	}
	if len(fresh) > 0 {
		if err := s.store.Write(ctx, func(tx *store.Tx) error { return record(ctx, tx, fresh) }); err != nil {
			s.orLog(ctx, "follow", err)
			s.reconcile(ctx)
			return
		}
	}
	if sentOn(effects) {
		s.soon()
	}
	s.rooms.follow(ctx, batch, effects, moved)
}

// unwritten are the effects that are on no timeline yet. Most were written by the
// very request that caused them: a look is cheaper than a second transaction, and
// does not stand in the floor's way.
func (s *Service) unwritten(ctx context.Context, effects []routing.Effect) ([]routing.Effect, error) {
	if len(effects) == 0 {
		return nil, nil
	}
	var fresh []routing.Effect
	err := s.read(ctx, func(q *db.Queries) error {
		fresh = nil
		for i := range effects {
			there, err := q.HasContactEvent(ctx, channel.EffectEvent(effects[i].At, effects[i].Seq).String())
			if err != nil {
				return err
			}
			if !there {
				fresh = append(fresh, effects[i])
			}
		}
		return nil
	})
	return fresh, err
}

func (s *Service) reconcile(ctx context.Context) {
	s.orLog(ctx, "reconcile", s.Reconcile(ctx))
	s.rooms.refreshAll(ctx)
}

// Reconcile compares the conversations that go on with the floor and puts right
// what differs, and looks which queues are open. It is run at the start and whenever
// events were lost.
func (s *Service) Reconcile(ctx context.Context) error {
	if err := s.lines.look(ctx, s); err != nil {
		return err
	}
	return s.eachOpen(ctx, func(page []db.Conversation) error {
		works := make(map[string]floor.WorkView, len(page))
		var at core.Instant
		err := s.floor.View(ctx, func(v floor.View) error {
			at = v.Now()
			for i := range page {
				id, err := core.ParseID(page[i].WorkID)
				if err != nil {
					continue // no work at all: it counts as gone
				}
				if w, ok := v.Work(id); ok {
					works[page[i].WorkID] = w
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i := range page {
			if State(page[i].State) == Leaving {
				continue // queued by Duties
			}
			w, there := works[page[i].WorkID]
			if err := s.settle(ctx, &page[i], &w, there, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle puts one conversation right.
func (s *Service) settle(ctx context.Context, row *db.Conversation, w *floor.WorkView, there bool, at core.Instant) error {
	state, agent, open := stateOf(w)
	if !there || !open {
		return s.settleGone(ctx, row, w.Wrapping, at)
	}
	if string(state) == row.State && (agent.IsZero() || agent.String() == row.Agent) {
		return nil
	}
	s.log.InfoContext(ctx, "chat: conversation put right", "contact", row.ContactID, "was", row.State, "is", string(state))
	return s.store.Write(ctx, func(tx *store.Tx) error {
		return move(ctx, tx, row, channel.NoteEvent(at), at, change{state: state, agent: agent})
	})
}

// settleGone closes a conversation whose work has ended, as its last leg says.
func (s *Service) settleGone(ctx context.Context, row *db.Conversation, wrapping []floor.OpenLeg, at core.Instant) error {
	last := core.Leg{End: core.Failed, Released: at}
	if n := len(wrapping); n > 0 {
		last.End, last.EndDetail, last.Released = wrapping[n-1].End, wrapping[n-1].EndDetail, wrapping[n-1].Released
	} else {
		err := s.read(ctx, func(q *db.Queries) error {
			legs, err := q.ListLegsOfWork(ctx, row.WorkID)
			if n := len(legs); err == nil && n > 0 {
				last.End, last.EndDetail = core.End(legs[n-1].Ended), legs[n-1].EndDetail
				last.Released = core.Instant(legs[n-1].Released)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	e := &routing.Effect{Kind: routing.Cancelled, Channel: core.Channel(row.Channel), Ends: last.End, Detail: last.EndDetail}
	c, ok := ended(e, change{by: string(core.BySystem)})
	if !ok {
		c.state = Redirected // its last leg flowed out, and nothing followed
	}
	s.log.InfoContext(ctx, "chat: conversation closed", "contact", row.ContactID, "was", row.State, "is", string(c.state))
	return s.store.Write(ctx, func(tx *store.Tx) error {
		return move(ctx, tx, row, channel.NoteEvent(at), last.Released, c)
	})
}
