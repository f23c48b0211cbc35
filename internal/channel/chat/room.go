package chat

import (
	"context"
	"sync"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/insight"
)

// room is a conversation that somebody has on the screen. It lives from its first
// reader to its last. Its lock is held while its rows are read once, so that what
// is said meanwhile comes after.
type room struct {
	contact core.ID
	users   int // of the lock of rooms

	mu       sync.Mutex
	loaded   bool
	readers  map[*reader]struct{}
	c        Conversation
	work     *floor.WorkView // nil: not on the floor
	seq      uint64          // the newest batch of the floor that is in work
	place    int
	expected time.Duration
	docs     map[int]saidDoc // messages by number
	customer Marks           // how far the customer's screen is
	agent    Marks           // and the agent's
	typed    map[core.Author]core.Instant
}

// saidDoc is a message as its readers have it.
type saidDoc struct {
	doc  []byte
	note bool
}

// reader is one topic of a room.
type reader struct {
	sink insight.Sink
	by   core.Author // whose screen: the customer's or an agent's
}

// standing is a place in line, as of the newest look.
type standing struct {
	place    int
	expected time.Duration
}

// shownMax is how many messages a room shows; older ones are read page by page.
const shownMax = PageMax

// load reads the room. The lock is held.
func (r *room) load(ctx context.Context, s *Service) error {
	c, err := s.Of(ctx, r.contact)
	if err != nil {
		return err
	}
	said, err := s.History(ctx, r.contact, Page{Limit: shownMax, Notes: true})
	if err != nil {
		return err
	}
	r.c, r.docs = c, make(map[int]saidDoc, len(said))
	r.customer, r.agent = Marks{}, Marks{}
	for i := range said {
		r.keep(&said[i])
	}
	if err := r.look(ctx, s); err != nil {
		return err
	}
	r.loaded = true
	return nil
}

// look asks the floor about the work.
func (r *room) look(ctx context.Context, s *Service) error {
	return s.floor.View(ctx, func(v floor.View) error {
		r.seq, r.work = v.Seq(), nil
		r.place, r.expected = 0, -1
		if w, ok := v.Work(r.c.Work); ok {
			r.work = &w
			if place, expected, ok := v.Engine().Place(w.ID); ok {
				r.place, r.expected = place, expected
			}
		}
		return nil
	})
}

// keep takes in a message and the marks on it.
func (r *room) keep(m *Message) {
	r.docs[m.Number] = saidDoc{m.doc(), m.Kind == Note}
	delete(r.docs, m.Number-shownMax) // far behind: read by page
	marks := &r.customer
	if m.Author == core.AuthorCustomer {
		marks = &r.agent
	}
	if m.Delivered != 0 {
		marks.Delivered = max(marks.Delivered, m.Number)
	}
	if m.Read != 0 {
		marks.Read = max(marks.Read, m.Number)
	}
}

// join makes a reader known and gives it everything. The lock is held.
func (r *room) join(s *Service, to *reader) {
	rows := make([]insight.Row, 0, len(r.docs)+1)
	rows = append(rows, r.row(s, to.by))
	for number, m := range r.docs {
		if !m.note || to.by == core.AuthorAgent {
			rows = append(rows, messageRow(number, m.doc))
		}
	}
	to.sink(rows, true)
	r.readers[to] = struct{}{}
}

// show puts the state of the conversation on all screens. The hub sends what has
// changed. The lock is held.
func (r *room) show(s *Service) {
	if !r.loaded {
		return
	}
	var made [2]insight.Row
	for to := range r.readers {
		i := 0
		if to.by == core.AuthorAgent {
			i = 1
		}
		if made[i].Doc == nil {
			made[i] = r.row(s, to.by)
		}
		to.sink(made[i:i+1], false)
	}
}

// row is the state of the conversation as one side sees it.
func (r *room) row(s *Service, by core.Author) insight.Row {
	if by == core.AuthorAgent {
		return rowOf(rowChat, rowChat, r.forAgents(s))
	}
	v := s.ViewOf(&r.c, r.work)
	row := customerRow{
		State: v.State, Ended: string(v.Ended), Language: r.c.Language, Agent: v.Agent, Opened: r.c.Opened,
		Closed: r.c.Closed, ClosedBy: partyOf(r.c.ClosedBy), Resume: v.ResumeUntil, Rating: r.c.Rating,
		Delivered: r.agent.Delivered, Read: r.agent.Read,
	}
	if v.State == string(Waiting) {
		row.Place, row.Expected = r.place, expectedOf(r.expected)
	}
	return rowOf(rowChat, rowChat, row)
}

func (r *room) forAgents(s *Service) agentRow {
	c := &r.c
	row := agentRow{
		Work: c.Work, Channel: c.Channel, Inbox: c.Inbox, State: c.State, Language: c.Language, Name: c.Name,
		Email: c.Email, Phone: c.Phone, Page: c.Page, Customer: c.Customer, Agent: c.Agent, Opened: c.Opened,
		Closed: c.Closed, ClosedBy: c.ClosedBy, Rating: c.Rating, Comment: c.Comment,
		Delivered: r.customer.Delivered, Read: r.customer.Read,
	}
	if c.State.Open() {
		row.Away = s.absent.away(c.Contact)
		if r.work != nil {
			if state, agent, ok := stateOf(r.work); ok {
				row.State, row.Agent = state, agent
			}
			row.Answered = r.work.OpenLeg().Answered
		}
	}
	return row
}

// partyOf tells a customer who closed, without a name.
func partyOf(by string) string {
	switch by {
	case "", string(core.ByCustomer), string(core.BySystem):
		return by
	default:
		return string(core.ByAgent)
	}
}
