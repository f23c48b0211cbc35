package main

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/coder/websocket"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// handling is how long an agent has a contact: with 500 enqueues a second two
// agents in five are engaged, so that no work ever waits for an agent.
const handling = 400 * time.Millisecond

// agent is a browser at a desk: it reads its own topic, takes what it is
// offered, and ends it a little later.
type agent struct {
	id     core.ID
	floor  *floor.Floor
	conn   *websocket.Conn
	timing *timing
}

// dial opens a socket and subscribes to a topic.
func (h *house) dial(ctx context.Context, query, topic string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, h.url+"/?"+query, nil) //nolint:bodyclose // the socket takes it over
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(-1)
	return conn, conn.Write(ctx, websocket.MessageText, []byte(`{"op":"sub","topic":"`+topic+`"}`))
}

// frame is what an agent reads of a frame of its topic.
type frame struct {
	Put [][]json.RawMessage `json:"put"`
}

type deskWork struct {
	Work  core.ID `json:"work"`
	State string  `json:"state"`
	Offer uint64  `json:"offer"`
}

// read follows the socket until it is closed.
func (a *agent) read(ctx context.Context) {
	for {
		_, text, err := a.conn.Read(ctx)
		if err != nil {
			return
		}
		seen := time.Now()
		if !bytes.Contains(text, []byte(`"state":"offered"`)) {
			continue
		}
		var f frame
		if err := json.Unmarshal(text, &f); err != nil {
			a.timing.fail(err)
			return
		}
		for _, row := range f.Put {
			var w deskWork
			if len(row) == 3 && json.Unmarshal(row[2], &w) == nil && w.State == "offered" && a.timing.offered(w.Work, seen) {
				go a.take(ctx, w)
			}
		}
	}
}

func (a *agent) take(ctx context.Context, w deskWork) {
	a.do(ctx, &routing.Accept{Head: a.head(), Work: w.Work, Agent: a.id, Offer: w.Offer}, floor.Answered{Work: w.Work})
	time.AfterFunc(handling, func() { a.do(ctx, &routing.Release{Head: a.head(), Work: w.Work}, nil) })
}

func (a *agent) head() routing.Head {
	return routing.Head{ID: clock.NewID(), By: core.ByAgent, Actor: a.id}
}

func (a *agent) do(ctx context.Context, command routing.Command, note floor.Note) {
	if _, err := a.floor.Do(ctx, floor.Request{Command: command, Note: note}); err != nil && ctx.Err() == nil {
		a.timing.fail(err)
	}
}
