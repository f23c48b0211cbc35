package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"turno/internal/core"
)

// desk is an agent's browser: it takes what it is offered and shows every
// conversation it has.
type desk struct {
	house *house
	agent core.ID
	conn  *websocket.Conn

	mu    sync.Mutex
	chats []core.ID // contacts in hand
	known map[core.ID]bool
}

// staff signs all agents in, each with its socket.
func (h *house) staff(ctx context.Context) error {
	ctx, h.quit = joined(ctx, h.quit)
	for i := range agents {
		var text string
		if err := h.call(ctx, http.MethodPost, fmt.Sprintf("/agents/a%d", i), nil, &text); err != nil {
			return err
		}
		id, err := core.ParseID(text)
		if err != nil {
			return err
		}
		d := &desk{house: h, agent: id, known: map[core.ID]bool{}}
		if d.conn, err = h.socket(ctx, "agent="+text, func(text []byte) { d.read(ctx, text) }); err != nil {
			return err
		}
		if err := subscribe(ctx, d.conn, "desk"); err != nil {
			return err
		}
		h.agents, h.desks = append(h.agents, id), append(h.desks, d)
	}
	return nil
}

// deskFrame is what an agent reads of a frame.
type deskFrame struct {
	Topic string              `json:"topic"`
	Snap  [][]json.RawMessage `json:"snap"`
	Put   [][]json.RawMessage `json:"put"`
}

type deskWork struct {
	Work    core.ID `json:"work"`
	Contact core.ID `json:"contact"`
	State   string  `json:"state"`
	Offer   uint64  `json:"offer"`
}

func (d *desk) read(ctx context.Context, text []byte) {
	seen := time.Now()
	clientsOf(text, func(client string) { d.house.timing.seen(client, seen) })
	var f deskFrame
	if json.Unmarshal(text, &f) != nil || f.Topic != "desk" {
		return
	}
	for _, row := range append(f.Snap, f.Put...) {
		var w deskWork
		if len(row) != 3 || string(row[0]) != `"work"` || json.Unmarshal(row[2], &w) != nil {
			continue
		}
		switch w.State {
		case "offered":
			go d.accept(ctx, w)
		case "serving":
			d.show(ctx, w.Contact)
		}
	}
}

func (d *desk) accept(ctx context.Context, w deskWork) {
	path := fmt.Sprintf("/accept?agent=%s&work=%s&offer=%d", d.agent, w.Work, w.Offer)
	if err := d.house.call(ctx, http.MethodPost, path, nil, nil); err != nil && ctx.Err() == nil {
		d.house.timing.fail(err)
	}
}

// show opens a conversation on the desk.
func (d *desk) show(ctx context.Context, contact core.ID) {
	d.mu.Lock()
	fresh := !d.known[contact]
	if fresh {
		d.known[contact] = true
		d.chats = append(d.chats, contact)
	}
	d.mu.Unlock()
	if !fresh {
		return
	}
	if err := subscribe(ctx, d.conn, "conversation:"+contact.String()); err != nil && ctx.Err() == nil {
		d.house.timing.fail(err)
	}
	d.house.taken.Add(1)
}

// talk sends messages evenly, whether or not the ones before are answered: every
// second one a customer's, the others agents'.
func (h *house) talk(ctx context.Context, span time.Duration) {
	const gap = time.Second / messagesPer
	var over sync.WaitGroup
	next := time.NewTimer(0)
	defer next.Stop()
	began := time.Now()
	for n := range int(span / gap) {
		next.Reset(time.Until(began.Add(time.Duration(n) * gap)))
		select {
		case <-ctx.Done():
			over.Wait()
			return
		case <-next.C:
		}
		if n%2 == 0 {
			over.Go(func() { h.write(ctx, h.chats[rand.IntN(len(h.chats))]) })
		} else {
			over.Go(func() { h.reply(ctx, h.desks[rand.IntN(len(h.desks))]) })
		}
	}
	over.Wait()
}

// write has a customer write something.
func (h *house) write(ctx context.Context, c *conversation) {
	client := fmt.Sprintf("m%d", h.next.Add(1))
	c.mu.Lock()
	c.sent[client] = false
	c.mu.Unlock()
	began := h.timing.begin(client)
	if err := h.send(context.WithoutCancel(ctx), c, client); err != nil {
		if ctx.Err() == nil {
			h.timing.fail(err)
		}
		return
	}
	h.timing.answered(time.Since(began))
	c.mu.Lock()
	c.sent[client] = true
	c.mu.Unlock()
}

func (h *house) send(ctx context.Context, c *conversation, client string) error {
	return h.call(ctx, http.MethodPost, "/api/v1/chat/help/conversations/"+c.token+"/messages", map[string]any{
		"client": client, "text": "It says forty-two, and last month it was thirty-one. What is the difference for? " + client,
	}, nil, c.address)
}

func (h *house) reply(ctx context.Context, d *desk) {
	d.mu.Lock()
	var contact core.ID
	if len(d.chats) > 0 {
		contact = d.chats[rand.IntN(len(d.chats))]
	}
	d.mu.Unlock()
	if contact.IsZero() {
		return
	}
	path := fmt.Sprintf("/reply?agent=%s&contact=%s&client=r%d", d.agent, contact, h.next.Add(1))
	began := time.Now()
	if err := h.call(context.WithoutCancel(ctx), http.MethodPost, path, nil, nil); err != nil {
		if ctx.Err() == nil {
			h.timing.fail(err)
		}
		return
	}
	h.timing.answered(time.Since(began))
}

// flood has one address ask for 1 000 conversations a second while everybody goes
// on, and says how many were refused and how long messages took meanwhile.
func (h *house) flood(ctx context.Context) (refusedPerS float64, p99 time.Duration, err error) {
	h.timing.reset()
	const span = 5 * time.Second
	var refused sync.Map
	flooding, stop := context.WithCancel(ctx)
	defer stop()
	var over sync.WaitGroup
	for i := range floodCallers {
		over.Go(func() { refused.Store(i, h.knock(flooding)) })
	}
	h.talk(ctx, span)
	stop()
	over.Wait()
	total := 0
	refused.Range(func(_, n any) bool {
		if n, ok := n.(int); ok {
			total += n
		}
		return true
	})
	if err := h.timing.settled(lateMax); err != nil {
		return 0, 0, err
	}
	return float64(total) / span.Seconds(), h.timing.p99(), nil
}

const (
	floodCallers = 10
	floodPerS    = 1000
)

// knock asks for conversations, far more than one address may have.
func (h *house) knock(ctx context.Context) (refused int) {
	ticker := time.NewTicker(time.Second * floodCallers / floodPerS)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return refused
		case <-ticker.C:
		}
		err := h.call(context.WithoutCancel(ctx), http.MethodPost, "/api/v1/chat/help/conversations",
			map[string]any{"name": "Flood", "text": "flood"}, nil, "203.0.113.9")
		var status *statusError
		if errors.As(err, &status) && status.status == http.StatusTooManyRequests {
			refused++
		}
	}
}
