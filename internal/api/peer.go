package api

import (
	"context"
	"net/http"
	"slices"

	"turno/internal/auth"
	"turno/internal/channel/door"
	"turno/internal/rest"
)

// Peer says who opens a live socket: the holder of the link whose token the
// address carries (`?token=…`: a kiosk, a display, a wall, a visitor), or else of
// an API token or the session. A channel's customer has a token of
// the channel's own (door.Door). Unauthenticated for none, Forbidden for a user who must change their
// password, or set up a second factor, first.
func (a *API) Peer(r *http.Request) (auth.Principal, error) {
	if token := r.URL.Query().Get("token"); token != "" {
		return a.holder(r.Context(), token)
	}
	if bearer := auth.BearerOf(r); bearer != "" {
		return a.Auth.CheckToken(r.Context(), bearer)
	}
	who, err := a.Auth.Check(r.Context(), auth.TokenOf(r))
	switch {
	case err != nil:
		return who, err
	case who.MustChange:
		return auth.Principal{}, rest.PasswordFirst()
	case who.MustEnrol:
		return auth.Principal{}, rest.FactorFirst()
	}
	return who, err
}

// holder is whoever a token in the address belongs to: a channel's customer, else the
// holder of a link.
func (a *API) holder(ctx context.Context, token string) (auth.Principal, error) {
	for i := range a.Doors {
		if a.Doors[i].Peer == nil {
			continue
		}
		if who, mine, err := a.Doors[i].Peer(ctx, token); mine {
			return who, err
		}
	}
	return a.Auth.CheckLink(ctx, token)
}

// Admits reports whether a page of another site may open a live socket for
// somebody: where the channel that they are a customer of lets it.
func (a *API) Admits(who auth.Principal, origin, host string) bool {
	return slices.ContainsFunc(a.Doors, func(d door.Door) bool {
		return d.Admits != nil && d.Admits(who, origin, host)
	})
}

// Route is the pattern of the operation that a request asks for, without what
// its path says of customers and links: what logs and metrics may keep.
func (a *API) Route(r *http.Request) string {
	_, pattern := a.mux.Handler(r)
	return pattern
}
