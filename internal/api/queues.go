package api

import (
	"context"
	"net/http"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

type queueInput struct {
	Key string `path:"key" maxLength:"130" doc:"The queue, as key or key@site."`
}

func (a *API) registerQueues() {
	const tag = "Queues"
	act := a.guard(auth.FloorAct)
	register(a, op("open-queue", http.MethodPost, "/queues/{key}/open", tag, "Open a queue by hand, until its calendar changes next"), act, a.openQueue)
	register(a, op("close-queue", http.MethodPost, "/queues/{key}/close", tag, "Close a queue by hand, until its calendar changes next"), act, a.closeQueue)
}

// actsOn lets the caller act on a queue where they may.
func (a *API) actsOn(ctx context.Context, key string) (caller, error) {
	me := a.me(ctx)
	node := me.org.QueueNode(key)
	if _, ok := me.org.Queue(key); !ok || !me.org.HasNode(node) {
		return me, core.Errorf(core.NotFound, "there is no queue %q", key)
	}
	return me, me.need(auth.FloorAct, node)
}

func (a *API) openQueue(ctx context.Context, in *queueInput) (*struct{}, error) {
	me, err := a.actsOn(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	what := act{kind: audit.QueueOpened, object: audit.OfQueue(in.Key)}
	return done(a.lead(ctx, me, what, floor.Request{Command: &routing.OpenQueue{
		Head: me.head(ctx, core.BySupervisor), Queue: in.Key,
	}}))
}

func (a *API) closeQueue(ctx context.Context, in *queueInput) (*struct{}, error) {
	me, err := a.actsOn(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	what := act{kind: audit.QueueClosed, object: audit.OfQueue(in.Key)}
	return done(a.lead(ctx, me, what, floor.Request{Command: &routing.CloseQueue{
		Head: me.head(ctx, core.BySupervisor), Queue: in.Key,
	}}))
}
