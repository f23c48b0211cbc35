package api

import (
	"context"
	"net/http"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

type (
	assignInput struct {
		WorkID
		Body struct {
			Agent core.ID `json:"agent" doc:"Who shall serve it."`
		}
	}
	reprioritiseInput struct {
		WorkID
		Body struct {
			Priority int `json:"priority" minimum:"-100" maximum:"100" doc:"The work's own priority, added to its queue's."`
		}
	}
	cancelInput struct {
		WorkID
		Body struct {
			Detail string `json:"detail,omitempty" maxLength:"200" doc:"Why, for the contact's history."`
		}
	}
)

// registerLead adds what a team leader does with anybody's work.
func (a *API) registerLead() {
	const tag = "Works"
	lead := a.guard(auth.WorkManage)
	register(a, op("assign-work", http.MethodPost, "/works/{id}/assign", tag, "Give a waiting work to an agent"), lead, a.assignWork)
	register(a, op("reprioritise-work", http.MethodPost, "/works/{id}/reprioritise", tag, "Change a work's priority"), lead, a.reprioritiseWork)
	register(a, op("cancel-work", http.MethodPost, "/works/{id}/cancel", tag, "End a work whose customer has left"), lead, a.cancelWork)
}

// leads lets a leader act on a work at its node.
func (a *API) leads(ctx context.Context, work core.ID) (caller, error) {
	me := a.me(ctx)
	var node string
	err := a.Floor.View(ctx, func(v floor.View) error {
		w, ok := v.Work(work)
		if !ok {
			return core.Errorf(core.NotFound, "this work has ended, or never was")
		}
		node = nodeOf(me.org, &w)
		return nil
	})
	if err != nil {
		return me, err
	}
	return me, me.need(auth.WorkManage, node)
}

func (a *API) assignWork(ctx context.Context, in *assignInput) (*struct{}, error) {
	me, err := a.leads(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	agent, ok := me.org.UserByID(in.Body.Agent)
	if !ok {
		return nil, core.Faultf(core.Invalid, "agent", core.FaultUnknown, "there is no such agent")
	}
	if site := me.org.SiteOf(agent); site != "" {
		if err := me.need(auth.WorkManage, org.SiteNode(site)); err != nil {
			return nil, err
		}
	}
	what := act{audit.WorkAssigned, audit.OfWork(in.ID), map[string]core.ID{"agent": in.Body.Agent}}
	return done(a.lead(ctx, me, what, floor.Request{Command: &routing.Assign{
		Head: me.head(ctx, core.BySupervisor), Work: in.ID, Agent: in.Body.Agent,
	}}))
}

func (a *API) reprioritiseWork(ctx context.Context, in *reprioritiseInput) (*struct{}, error) {
	me, err := a.leads(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	what := act{audit.WorkReprioritised, audit.OfWork(in.ID), map[string]int{"priority": in.Body.Priority}}
	return done(a.lead(ctx, me, what, floor.Request{Command: &routing.Reprioritise{
		Head: me.head(ctx, core.BySupervisor), Work: in.ID, Priority: in.Body.Priority,
	}}))
}

func (a *API) cancelWork(ctx context.Context, in *cancelInput) (*struct{}, error) {
	me, err := a.leads(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	// The words given for the contact's history stay there: they may be about the customer.
	what := act{kind: audit.WorkCancelled, object: audit.OfWork(in.ID)}
	return done(a.lead(ctx, me, what, floor.Request{Command: &routing.Cancel{
		Head: me.head(ctx, core.BySupervisor), Work: in.ID, End: core.Abandoned, Detail: in.Body.Detail,
	}}))
}
