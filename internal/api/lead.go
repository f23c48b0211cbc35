package api

import (
	"context"

	"turno/internal/audit"
	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/store"
)

// act is what somebody does with the work or the state of others: it goes to the
// floor and into the audit log in one transaction.
type act struct {
	kind   audit.Kind
	object string
	detail any
}

// lead carries out a supervisor's act. The transaction is the floor's own, which
// others share; it waits its turn among the writers of the log beforehand, so that
// it does not collide with them.
func (a *API) lead(ctx context.Context, me caller, what act, request floor.Request) error {
	entry := audit.Entry{By: me.By(), Kind: what.kind, Object: what.object, Detail: what.detail}
	request.With = func(ctx context.Context, tx *store.Tx, _ *floor.Result) error {
		return audit.Append(ctx, tx, entry)
	}
	return a.Store.InTurn(ctx, func() error {
		_, err := a.Floor.Do(ctx, request)
		return err
	})
}

// noted writes an act on somebody else's work into the audit log after a channel
// has carried it out in a transaction of its own. One's own work is no supervisor's
// act, and facts tell it.
func (a *API) noted(ctx context.Context, me caller, w channel.Hand, what act, err error) error {
	if err != nil || w.Party != core.BySupervisor {
		return err
	}
	return audit.Record(ctx, a.Store, audit.Entry{By: me.By(), Kind: what.kind, Object: what.object, Detail: what.detail})
}

// What the audit log keeps of an act.
type (
	forced struct {
		Before       core.Presence `json:"before"`
		BeforeReason string        `json:"before_reason,omitempty"`
		After        core.Presence `json:"after"`
		AfterReason  string        `json:"after_reason,omitempty"`
	}
	moved struct {
		Before movedTo `json:"before"`
		After  movedTo `json:"after"`
	}
	movedTo struct {
		Profile string `json:"profile"`
		Site    string `json:"site"`
		Team    string `json:"team"`
	}
	passed struct {
		Service string  `json:"service,omitempty"`
		Queue   string  `json:"queue,omitempty"`
		Agent   core.ID `json:"agent,omitzero"`
	}
)
