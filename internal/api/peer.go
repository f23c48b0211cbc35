package api

import (
	"net/http"

	"turno/internal/auth"
)

// Peer says who opens a live socket: the holder of the link whose token the
// address carries (`?token=…`: a kiosk, a display, a wall, a visitor), or else of
// the session. Unauthenticated for neither.
func (a *API) Peer(r *http.Request) (auth.Principal, error) {
	if token := r.URL.Query().Get("token"); token != "" {
		return a.Auth.CheckLink(r.Context(), token)
	}
	return a.Auth.Check(r.Context(), auth.TokenOf(r))
}

// Route is the pattern of the operation that a request asks for, without what
// its path says of customers and links: what logs and metrics may keep.
func (a *API) Route(r *http.Request) string {
	_, pattern := a.mux.Handler(r)
	return pattern
}
