package api

import (
	"context"
	"net/http"
	"time"

	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/org"
)

// Turn is a visitor's own page at the moment it is opened; the live feed keeps it
// up to date.
type Turn struct {
	Label       string       `json:"label"`
	Site        string       `json:"site"`
	SiteName    org.Text     `json:"site_name"`
	Service     string       `json:"service"`
	ServiceName org.Text     `json:"service_name"`
	Language    string       `json:"language"`
	State       string       `json:"state" enum:"waiting,called,serving,parked,done,left,no_show,closed_out,redirected,failed"`
	Counter     string       `json:"counter,omitempty"`
	Arrived     core.Instant `json:"arrived"`
	Closed      core.Instant `json:"closed,omitempty"`
	CanDefer    bool         `json:"can_defer"`
	DeferPlaces int          `json:"defer_places" doc:"Most places 'I need more time' may move back."`
	DeferMax    int          `json:"defer_minutes" doc:"Most minutes of it."`
}

type (
	turnOutput struct {
		Body Turn
	}
	deferInput struct {
		LinkInput
		Body struct {
			Places  int `json:"places,omitempty" minimum:"0" maximum:"100" doc:"Places to move back; or"`
			Minutes int `json:"minutes,omitempty" minimum:"0" maximum:"240" doc:"minutes to be left alone."`
		}
	}
)

func (a *API) registerTurn() {
	const tag = "My turn"
	register(a, op("get-turn", http.MethodGet, "/turns/{token}", tag, "My ticket"), a.link(), a.getTurn)
	register(a, op("defer-turn", http.MethodPost, "/turns/{token}/defer", tag, "I need more time"), a.link(), a.deferTurn)
	register(a, op("leave-turn", http.MethodPost, "/turns/{token}/leave", tag, "I leave"), a.link(), a.leaveTurn)
}

func (a *API) getTurn(ctx context.Context, in *LinkInput) (*turnOutput, error) {
	v, err := a.Branch.Turn(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	o := a.Org.Get()
	limits := a.Branch.DeferLimits(v.Site)
	t := Turn{
		Label: v.Label, Site: v.Site, Service: v.Service, Language: v.Language, State: string(v.State),
		Counter: v.Counter, Arrived: v.Arrived, Closed: v.Closed,
		CanDefer:    v.State == branch.Waiting && !v.Deferred,
		DeferPlaces: limits.Places, DeferMax: int(limits.For / time.Minute),
	}
	if site, ok := o.Site(v.Site); ok {
		t.SiteName = site.Name
	}
	if service, ok := o.Service(v.Service); ok {
		t.ServiceName = service.Name
	}
	return &turnOutput{Body: t}, nil
}

func (a *API) deferTurn(ctx context.Context, in *deferInput) (*struct{}, error) {
	return done(a.Branch.Defer(ctx, in.Token, branch.Defer{
		Places: in.Body.Places, For: time.Duration(in.Body.Minutes) * time.Minute,
	}))
}

func (a *API) leaveTurn(ctx context.Context, in *LinkInput) (*struct{}, error) {
	return done(a.Branch.Leave(ctx, in.Token))
}
