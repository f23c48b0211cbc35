package chat

import (
	"context"
	"errors"
	"sync"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store/db"
)

// absences knows whose browser is gone, and since when. It is not kept: after a
// restart nobody has a socket, and everybody has the grace time to come back.
type absences struct {
	mu      sync.Mutex
	since   map[core.ID]core.Instant // by contact
	next    map[core.ID]core.Instant // when to look at them again
	sockets map[core.ID]int          // rooms that customers have open
}

func newAbsences() *absences {
	return &absences{since: map[core.ID]core.Instant{}, next: map[core.ID]core.Instant{}, sockets: map[core.ID]int{}}
}

// lost begins a customer's grace time, unless a socket is there.
func (a *absences) lost(contact core.ID, now core.Instant) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.sockets[contact] == 0 && a.since[contact] == 0 {
		a.since[contact] = now
	}
}

// heard is a sign of life without a socket: the grace time begins anew.
func (a *absences) heard(contact core.ID, now core.Instant) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.sockets[contact] == 0 {
		a.since[contact] = now
	}
}

// socket counts a socket that came or went.
func (a *absences) socket(contact core.ID, by int, now core.Instant) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sockets[contact] += by
	delete(a.next, contact)
	if a.sockets[contact] > 0 {
		delete(a.since, contact)
		return
	}
	delete(a.sockets, contact)
	a.since[contact] = now
}

// forget is for a conversation that is over.
func (a *absences) forget(contact core.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.since, contact)
	delete(a.next, contact)
}

// later postpones the next look at one who is away.
func (a *absences) later(contact core.ID, at core.Instant) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.since[contact] != 0 {
		a.next[contact] = at
	}
}

// away is since when a customer's browser is gone; 0 while it is there.
func (a *absences) away(contact core.ID) core.Instant {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.since[contact]
}

// gone are those who have been away for a time at least.
func (a *absences) gone(now core.Instant, least time.Duration) []core.ID {
	a.mu.Lock()
	defer a.mu.Unlock()
	var contacts []core.ID
	for contact, since := range a.since {
		if now.Sub(since) >= least && now >= a.next[contact] {
			contacts = append(contacts, contact)
		}
	}
	return contacts
}

// leastGrace is the shortest grace time of any inbox.
func leastGrace(o *org.Organisation) time.Duration {
	least := 24 * time.Hour
	for i := range o.Inboxes {
		least = min(least, o.Inboxes[i].GraceTime())
	}
	return least
}

// endAbsent ends the conversations whose customer has been away for the inbox's
// grace time and to whom nobody has answered yet: abandoned, or a message to be
// answered, as the inbox says. One that was answered is the agent's, who is shown
// that the customer is away.
func (s *Service) endAbsent(ctx context.Context) error {
	now := s.now()
	var failed []error
	for _, contact := range s.absent.gone(now, leastGrace(s.org())) {
		err := s.endIfAbsent(ctx, contact, now)
		if code := core.CodeOf(err); code != core.Conflict && code != core.NotFound {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// absentEvery is how often somebody who is away is looked at who was answered: the
// agent may give them back.
const absentEvery = 15 * time.Second

func (s *Service) endIfAbsent(ctx context.Context, contact core.ID, now core.Instant) error {
	c, err := s.Of(ctx, contact)
	if err != nil {
		if core.CodeOf(err) == core.NotFound {
			s.absent.forget(contact)
		}
		return err
	}
	if !c.State.Open() || c.Channel != core.Chat {
		s.absent.forget(contact) // nobody has to be there while a message waits
		return nil
	}
	in, ok := s.org().Inbox(c.Inbox)
	if !ok {
		in = &org.Inbox{}
	}
	since := s.absent.away(contact)
	if end := since.Add(in.GraceTime()); since == 0 || now < end {
		s.absent.later(contact, end)
		return nil
	}
	s.absent.later(contact, now.Add(absentEvery))
	w, err := s.work(ctx, c.Work)
	if err != nil || w.OpenLeg().Answered != 0 {
		return err
	}
	end, why := core.Abandoned, ""
	if in.Gone == org.GoneMessage && in.Messages != "" && s.canAnswer(ctx, &c) {
		end, why = core.Redirected, byMessage
	}
	s.log.InfoContext(ctx, "chat: the customer is gone", "contact", contact, "end", string(end))
	if err := s.depart(ctx, &c, end, why); err != nil {
		return err
	}
	s.absent.forget(contact)
	if end == core.Redirected {
		return s.queueMessage(ctx, contact)
	}
	return nil
}

// canAnswer reports whether there is something to answer, and a way to.
func (s *Service) canAnswer(ctx context.Context, c *Conversation) bool {
	if c.Email == "" && c.Phone == "" && c.Customer.IsZero() {
		return false
	}
	said, err := s.History(ctx, c.Contact, Page{})
	if err != nil {
		return true // rather a message too many than one lost
	}
	for i := range said {
		if said[i].Author == core.AuthorCustomer {
			return true
		}
	}
	return false
}

// awaitAll begins the grace time of all conversations that go on, after a start.
func (s *Service) awaitAll(ctx context.Context) error {
	return s.eachOpen(ctx, func(page []db.Conversation) error {
		now := s.now()
		for i := range page {
			if contact, err := core.ParseID(page[i].ContactID); err == nil && page[i].Channel == string(core.Chat) {
				s.absent.lost(contact, now)
			}
		}
		return nil
	})
}

// openPage is how many conversations are read at once.
const openPage = 500

func (s *Service) eachOpen(ctx context.Context, fn func(page []db.Conversation) error) error {
	for after := ""; ; {
		var page []db.Conversation
		err := s.read(ctx, func(q *db.Queries) error {
			var err error
			page, err = q.ListOpenConversations(ctx, after, openPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].ContactID
		if err := fn(page); err != nil {
			return err
		}
	}
}

// stateOf is where a conversation stands by the floor; false when it is over.
func stateOf(w *floor.WorkView) (State, core.ID, bool) {
	switch w.Status {
	case routing.StatusWaiting, routing.StatusOffered:
		return Waiting, core.NoID, true
	case routing.StatusParked:
		return Parked, w.Agent, true
	case routing.StatusAssigned:
		return Active, w.Agent, true
	case routing.StatusWrapUp:
		return "", core.NoID, false
	default:
		return "", core.NoID, false
	}
}
