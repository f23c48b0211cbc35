package api

import (
	"net/http"
	"strings"

	"turno/internal/auth"
	"turno/internal/channel/chat"
	"turno/internal/core"
)

// Peer says who opens a live socket: the holder of the link whose token the
// address carries (`?token=…`: a kiosk, a display, a wall, a visitor), or else of
// an API token or the session. A customer who writes has the token of the
// conversation. Unauthenticated for none, Forbidden for a user who must change their
// password, or set up a second factor, first.
func (a *API) Peer(r *http.Request) (auth.Principal, error) {
	if token := r.URL.Query().Get("token"); strings.HasPrefix(token, chat.TokenPrefix) {
		c, err := a.Chat.Held(r.Context(), token)
		if core.CodeOf(err) == core.NotFound {
			return auth.Principal{}, core.Errorf(core.Unauthenticated, "this conversation is not known")
		}
		return auth.Principal{Kind: auth.KindCustomer, Token: token, Contact: c.Contact, Inbox: c.Inbox}, err
	} else if token != "" {
		return a.Auth.CheckLink(r.Context(), token)
	}
	if bearer := auth.BearerOf(r); bearer != "" {
		return a.Auth.CheckToken(r.Context(), bearer)
	}
	who, err := a.Auth.Check(r.Context(), auth.TokenOf(r))
	switch {
	case err != nil:
		return who, err
	case who.MustChange:
		return auth.Principal{}, passwordFirst()
	case who.MustEnrol:
		return auth.Principal{}, factorFirst()
	}
	return who, err
}

// Route is the pattern of the operation that a request asks for, without what
// its path says of customers and links: what logs and metrics may keep.
func (a *API) Route(r *http.Request) string {
	_, pattern := a.mux.Handler(r)
	return pattern
}
