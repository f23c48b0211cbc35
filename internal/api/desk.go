package api

import (
	"context"
	"net/http"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

type (
	deskSignInInput struct {
		Body struct {
			Counter string `json:"counter,omitempty" maxLength:"64" doc:"Key of the counter to sit at; none for an agent without a counter."`
			Ready   bool   `json:"ready,omitempty" doc:"Be ready at once."`
		}
	}
	deskSignOutInput struct {
		Body struct {
			Force bool `json:"force,omitempty" doc:"Give works in hand or set aside back to their places; without it they refuse the call."`
		}
	}
	presenceBody struct {
		Presence core.Presence `json:"presence" enum:"ready,not_ready"`
		Reason   string        `json:"reason,omitempty" maxLength:"64" doc:"Key of a not-ready reason; needed with not_ready."`
	}
	presenceInput struct {
		Body presenceBody
	}
)

func (a *API) registerDesk() {
	const tag = "Desk"
	own := a.guard(auth.DeskUse)
	register(a, op("desk-sign-in", http.MethodPost, "/desk/sign-in", tag, "Come to the floor, at a counter or without"), own, a.deskSignIn)
	register(a, op("desk-sign-out", http.MethodPost, "/desk/sign-out", tag, "Leave the floor"), own, a.deskSignOut)
	register(a, op("desk-presence", http.MethodPut, "/desk/presence", tag, "Be ready, or not ready with a reason"), own, a.deskPresence)
}

func (a *API) deskSignIn(ctx context.Context, in *deskSignInInput) (*struct{}, error) {
	me := a.me(ctx)
	user, ok := me.org.UserByID(me.UserID)
	if !ok || user.Profile == "" {
		return nil, core.Errorf(core.Forbidden, "you have no routing profile: ask your administrator for one")
	}
	a.seating.Lock() // two who come to the same counter at once: one of them is refused
	defer a.seating.Unlock()
	counter, err := a.freeCounter(ctx, me, in.Body.Counter)
	if err != nil {
		return nil, err
	}
	agent := me.org.AgentFor(user)
	_, err = a.Floor.Do(ctx, floor.Request{
		Command: &routing.SignIn{Head: me.head(ctx, core.ByAgent), Agent: agent, Ready: in.Body.Ready},
		Note:    floor.Seated{Agent: agent.ID, Position: counter},
	})
	return done(err)
}

// freeCounter is freeCounterAt for the caller, at the site they belong to.
func (a *API) freeCounter(ctx context.Context, me caller, key string) (string, error) {
	var site string
	if user, ok := me.org.UserByID(me.UserID); ok {
		site = me.org.SiteOf(user)
	}
	return a.freeCounterAt(ctx, me, me.UserID, site, key)
}

// freeCounterAt checks that a counter is of an agent's site and nobody else sits
// there, and returns its name as displays say it; none for no key.
func (a *API) freeCounterAt(ctx context.Context, me caller, agent core.ID, site, key string) (string, error) {
	if key == "" {
		return "", nil
	}
	counter, ok := me.org.Counter(key)
	if !ok {
		return "", core.Faultf(core.Invalid, "counter", core.FaultUnknown, "there is no counter %q", key)
	}
	if site != counter.Site {
		return "", core.Faultf(core.Forbidden, "counter", core.FaultElsewhere, "counter %s is at another site", counter.Name)
	}
	err := a.Floor.View(ctx, func(v floor.View) error {
		for _, other := range v.Agents() {
			if other.ID != agent && other.Site == counter.Site && other.Position == counter.Name {
				return core.Faultf(core.Conflict, "counter", core.FaultTaken, "a colleague sits at counter %s already", counter.Name)
			}
		}
		return nil
	})
	return counter.Name, err
}

func (a *API) deskSignOut(ctx context.Context, in *deskSignOutInput) (*struct{}, error) {
	me := a.me(ctx)
	return done(a.do(ctx, &routing.SignOut{Head: me.head(ctx, core.ByAgent), Agent: me.UserID, Force: in.Body.Force}))
}

func (a *API) deskPresence(ctx context.Context, in *presenceInput) (*struct{}, error) {
	me := a.me(ctx)
	if err := checkPresence(me.org, in.Body); err != nil {
		return nil, err
	}
	return done(a.do(ctx, &routing.SetPresence{
		Head: me.head(ctx, core.ByAgent), Agent: me.UserID, Presence: in.Body.Presence, Reason: in.Body.Reason,
	}))
}

func checkPresence(o *org.Organisation, in presenceBody) error {
	if in.Presence == core.Ready {
		return nil
	}
	if _, ok := o.NotReadyReason(in.Reason); !ok {
		return core.Faultf(core.Invalid, "reason", core.FaultWrongChoice, "choose one of the not-ready reasons of the organisation")
	}
	return nil
}
