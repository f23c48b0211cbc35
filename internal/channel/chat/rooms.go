package chat

import (
	"context"
	"sync"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/insight"
	"turno/internal/routing"
)

// rooms are the conversations that somebody has on the screen, and whatever is
// told of the others nobody hears. Locks are taken in the order rooms, room; no
// lock of rooms is held during I/O.
type rooms struct {
	s *Service

	mu    sync.Mutex
	all   map[core.ID]*room
	moved bool // a line may have: places are to be looked up
}

func newRooms(s *Service) *rooms { return &rooms{s: s, all: map[core.ID]*room{}} }

// Source opens live topics of conversations for one side (live.Source).
type Source struct {
	s  *Service
	by core.Author
}

// CustomerSource shows conversations to their customers; the key is the contact's
// id. That a topic is open is also what says that the customer is there.
func (s *Service) CustomerSource() Source { return Source{s, core.AuthorCustomer} }

// AgentSource shows conversations to colleagues; the key is the contact's id.
func (s *Service) AgentSource() Source { return Source{s, core.AuthorAgent} }

// Open implements live.Source.
func (o Source) Open(ctx context.Context, key string, sink insight.Sink) (func(), error) {
	contact, err := core.ParseID(key)
	if err != nil || contact.IsZero() {
		return nil, core.Errorf(core.NotFound, "there is no such conversation")
	}
	h := o.s.rooms
	r := h.enter(contact)
	to := &reader{sink: sink, by: o.by}
	if err := h.join(ctx, r, to); err != nil {
		h.leave(r, nil)
		return nil, err
	}
	if o.by == core.AuthorCustomer {
		o.s.absent.socket(contact, 1, o.s.now())
		h.update(contact, func(*room) {})
	}
	return func() {
		h.leave(r, to)
		if o.by == core.AuthorCustomer {
			o.s.absent.socket(contact, -1, o.s.now())
			h.update(contact, func(*room) {})
		}
	}, nil
}

func (h *rooms) join(ctx context.Context, r *room, to *reader) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.loaded {
		if err := r.load(ctx, h.s); err != nil {
			return err
		}
	}
	r.join(h.s, to)
	return nil
}

// enter finds or makes a room and counts one more who uses it.
func (h *rooms) enter(contact core.ID) *room {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, ok := h.all[contact]
	if !ok {
		r = &room{contact: contact, readers: map[*reader]struct{}{}, typed: map[core.Author]core.Instant{}, expected: -1}
		h.all[contact] = r
	}
	r.users++
	return r
}

// leave lets a reader go; the last one closes the room.
func (h *rooms) leave(r *room, from *reader) {
	r.mu.Lock()
	delete(r.readers, from)
	r.mu.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	if r.users--; r.users == 0 {
		delete(h.all, r.contact)
	}
}

func (h *rooms) of(contact core.ID) *room {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.all[contact]
}

func (h *rooms) list() []*room {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]*room, 0, len(h.all))
	for _, r := range h.all {
		list = append(list, r)
	}
	return list
}

// update changes a room and shows it.
func (h *rooms) update(contact core.ID, change func(r *room)) {
	r := h.of(contact)
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	change(r)
	r.show(h.s)
}

// said shows a message that lies in the store now.
func (h *rooms) said(contact core.ID, m Message) {
	h.update(contact, func(r *room) {
		if !r.loaded {
			return // whoever loads it finds the message in the store
		}
		r.keep(&m)
		r.c.Messages = max(r.c.Messages, m.Number)
		rows := []insight.Row{messageRow(m.Number, r.docs[m.Number].doc), {Kind: rowTyping, ID: string(m.Author)}}
		for to := range r.readers {
			if m.Kind != Note || to.by == core.AuthorAgent {
				to.sink(rows, false)
			}
		}
		delete(r.typed, m.Author)
	})
}

// typing tells the other side that somebody writes, at most every two seconds.
func (h *rooms) typing(contact core.ID, by core.Author, now core.Instant) {
	r := h.of(contact)
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Sub(r.typed[by]) < typingFor/3 {
		return
	}
	r.typed[by] = now
	row := []insight.Row{rowOf(rowTyping, string(by), typingRow{At: now})}
	for to := range r.readers {
		if to.by != by {
			to.sink(row, false)
		}
	}
}

// ahead reports whether marks say anything new; where nobody has the room open
// they may.
func (h *rooms) ahead(contact core.ID, by core.Author, m Marks) bool {
	r := h.of(contact)
	if r == nil {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.marks(by)
	return !r.loaded || m.Delivered > old.Delivered || m.Read > old.Read
}

func (h *rooms) marked(contact core.ID, by core.Author, m Marks) {
	h.update(contact, func(r *room) {
		old := r.marks(by)
		old.Delivered, old.Read = max(old.Delivered, m.Delivered), max(old.Read, m.Read)
	})
}

func (r *room) marks(by core.Author) *Marks {
	if by == core.AuthorCustomer {
		return &r.customer
	}
	return &r.agent
}

// follow takes in a batch of the floor. Effects are those that the store's rows
// have just been told of; moved says that a line may be another.
func (h *rooms) follow(ctx context.Context, batch *floor.Batch, effects []routing.Effect, moved bool) {
	stale := map[core.ID]bool{} // works whose conversation's row has changed
	for i := range effects {
		stale[effects[i].Work] = true
	}
	for id := range batch.Works {
		view := batch.Works[id]
		if !written(view.Channel) {
			continue
		}
		h.update(view.Meta.Contact, func(r *room) {
			if !r.loaded || batch.Seq <= r.seq || r.c.Work != id {
				return
			}
			r.seq, r.work = batch.Seq, &view
			if !waits(&view) {
				r.place, r.expected = 0, -1
			}
		})
		if stale[id] {
			h.refresh(ctx, view.Meta.Contact)
			delete(stale, id)
		}
	}
	h.gone(ctx, batch, stale)
	if moved {
		h.mu.Lock()
		h.moved = true
		h.mu.Unlock()
	}
}

// gone refreshes the rooms of works that have ended.
func (h *rooms) gone(ctx context.Context, batch *floor.Batch, stale map[core.ID]bool) {
	for _, id := range batch.GoneWorks {
		stale[id] = true
	}
	if len(stale) == 0 {
		return
	}
	for _, r := range h.list() {
		r.mu.Lock()
		theirs := r.loaded && stale[r.c.Work]
		r.mu.Unlock()
		if theirs {
			h.refresh(ctx, r.contact)
		}
	}
}

// refresh reads a conversation anew, messages left as they are, and shows it.
func (h *rooms) refresh(ctx context.Context, contact core.ID) {
	r := h.of(contact)
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.loaded {
		return
	}
	c, err := h.s.Of(ctx, contact)
	if err == nil {
		r.c = c
		err = r.look(ctx, h.s)
	}
	if err != nil {
		h.s.orLog(ctx, "refresh", err)
		return
	}
	r.show(h.s)
}

// refreshAll is for when events were lost.
func (h *rooms) refreshAll(ctx context.Context) {
	for _, r := range h.list() {
		h.refresh(ctx, r.contact)
	}
}

// looksMax bounds the places looked up in one view, so that the floor is never
// held up.
const looksMax = 64

// places tells customers their places, where lines have moved.
func (h *rooms) places(ctx context.Context) error {
	h.mu.Lock()
	moved := h.moved
	h.moved = false
	h.mu.Unlock()
	if !moved {
		return nil
	}
	var waiting []*room
	for _, r := range h.list() {
		r.mu.Lock()
		if r.loaded && r.work != nil && waits(r.work) && r.c.Channel == core.Chat {
			waiting = append(waiting, r)
		}
		r.mu.Unlock()
	}
	for from := 0; from < len(waiting); from += looksMax {
		if err := h.lookUp(ctx, waiting[from:min(from+looksMax, len(waiting))]); err != nil {
			return err
		}
	}
	return nil
}

// lookUp asks the engine for the places of some rooms.
func (h *rooms) lookUp(ctx context.Context, some []*room) error {
	works := make([]core.ID, len(some))
	for i, r := range some {
		r.mu.Lock()
		works[i] = r.c.Work
		r.mu.Unlock()
	}
	found := make([]standing, len(some))
	err := h.s.floor.View(ctx, func(v floor.View) error {
		for i, id := range works {
			if place, expected, ok := v.Engine().Place(id); ok {
				found[i] = standing{place, expected}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, r := range some {
		r.mu.Lock()
		if found[i].place > 0 && r.c.Work == works[i] && r.work != nil && waits(r.work) {
			r.place, r.expected = found[i].place, found[i].expected
			r.show(h.s)
		}
		r.mu.Unlock()
	}
	return nil
}
