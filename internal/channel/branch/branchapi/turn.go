package branchapi

import (
	"context"
	"net/http"
	"time"

	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/rest"
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
		rest.LinkInput
		Body struct {
			Places  int `json:"places,omitempty" minimum:"0" maximum:"100" doc:"Places to move back; or"`
			Minutes int `json:"minutes,omitempty" minimum:"0" maximum:"240" doc:"minutes to be left alone."`
		}
	}
)

func (d *desk) turnOperations(to *rest.Operations) {
	const tag = "My turn"
	rest.Register(to, rest.Op("get-turn", http.MethodGet, "/turns/{token}", tag, "My ticket"), rest.Link(), d.getTurn)
	rest.Register(to, rest.Op("defer-turn", http.MethodPost, "/turns/{token}/defer", tag, "I need more time"), rest.Link(), d.deferTurn)
	rest.Register(to, rest.Op("leave-turn", http.MethodPost, "/turns/{token}/leave", tag, "I leave"), rest.Link(), d.leaveTurn)
}

func (d *desk) getTurn(ctx context.Context, in *rest.LinkInput) (*turnOutput, error) {
	v, err := d.branch.Turn(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	o := d.organisation()
	limits := d.branch.DeferLimits(v.Site)
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

func (d *desk) deferTurn(ctx context.Context, in *deferInput) (*struct{}, error) {
	return rest.Done(d.branch.Defer(ctx, in.Token, branch.Defer{
		Places: in.Body.Places, For: time.Duration(in.Body.Minutes) * time.Minute,
	}))
}

func (d *desk) leaveTurn(ctx context.Context, in *rest.LinkInput) (*struct{}, error) {
	return rest.Done(d.branch.Leave(ctx, in.Token))
}
