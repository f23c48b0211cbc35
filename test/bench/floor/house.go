package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"turno/internal/auth"
	"turno/internal/bus"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/insight"
	"turno/internal/live"
	"turno/internal/org"
	"turno/internal/store"
)

// house is the way of an offer: floor, boards, live hub and a TCP port, wired as
// in the server. Who asks is told by the address instead of a session.
type house struct {
	floor *floor.Floor
	org   *org.Organisation
	hub   *live.Hub
	url   string

	server *http.Server
	quit   context.CancelFunc
	duties sync.WaitGroup
}

func openHouse(ctx context.Context, s *store.Store) (*house, error) {
	o, err := settle(ctx, s)
	if err != nil {
		return nil, err
	}
	events := bus.New()
	h := &house{org: o}
	h.floor, err = floor.Open(ctx, floor.Options{Store: s, Config: o.RoutingConfig(), Bus: events, Names: o.QueueNames})
	if err != nil {
		return nil, err
	}
	boards := insight.New(insight.Options{
		Floor: h.floor, Bus: events, Store: s, Organisation: func() insight.Organisation { return o },
	})
	h.hub = live.New(live.Options{Authenticate: h.peer, Presence: h.floor.DeskConnected}, live.Families(live.Sources{
		Desk: boards.Desk(), Floor: boards.Floor(), Wall: boards.Wall(),
		Display: boards.Display(), Kiosk: boards.Kiosk(), Turn: boards.Turn(),
	})...)
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h.url = "ws://" + l.Addr().String()
	h.server = &http.Server{Handler: h.hub, ReadHeaderTimeout: 10 * time.Second}
	ctx, h.quit = context.WithCancel(ctx)
	h.duties.Go(func() { _ = boards.Run(ctx) })   // ends without error when ctx does
	h.duties.Go(func() { _ = h.server.Serve(l) }) // ends with ErrServerClosed
	return h, nil
}

// peer is an agent, or somebody who may see everything.
func (h *house) peer(r *http.Request) (auth.Principal, error) {
	id, err := core.ParseID(r.URL.Query().Get("agent"))
	p := auth.Principal{
		Kind: auth.KindUser, UserID: id, Agent: !id.IsZero(), Tree: everywhere{},
		Scopes: []auth.Scope{{Node: "org", Permissions: []auth.Permission{auth.DeskUse, auth.FloorView}}},
	}
	return p, err
}

// everywhere is a tree whose root holds all nodes.
type everywhere struct{}

func (everywhere) Contains(_, _ auth.Node) bool { return true }

func (h *house) close(ctx context.Context) error {
	h.hub.Stop(ctx, "over", time.Second)
	err := h.server.Shutdown(ctx)
	h.quit()
	h.duties.Wait()
	return errors.Join(err, h.floor.Close(ctx))
}
