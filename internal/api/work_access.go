package api

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// do hands a command to the floor.
func (a *API) do(ctx context.Context, command routing.Command) error {
	_, err := a.Floor.Do(ctx, floor.Request{Command: command})
	return err
}

// The stakes by the short names of this package.
const (
	workOffered = channel.WorkOffered
	workInHand  = channel.WorkInHand
	workTouched = channel.WorkTouched
	workWaiting = channel.WorkWaiting
	workSeen    = channel.WorkSeen
)

// workFor finds a work, and its channel, and lets the caller act on it (channel.Works).
func (a *API) workFor(ctx context.Context, id core.ID, need channel.Stake) (caller, channel.Hand, channel.Channel, error) {
	me := a.me(ctx)
	w, err := a.Works.For(ctx, me.Principal, id, need)
	if err != nil {
		return me, w, nil, err
	}
	ch, ok := a.channels[w.Channel]
	if !ok {
		return me, w, nil, core.Errorf(core.Conflict, "the channel %s is not installed", w.Channel)
	}
	return me, w, ch, nil
}

// nodeOf is the node whose rights decide about a work.
func nodeOf(o *org.Organisation, w *floor.WorkView) string { return channel.NodeOf(o, w) }
