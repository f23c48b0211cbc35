package chatapi

import (
	"net/http"
	"net/url"
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/rest"
)

// chatPath is what all calls of a chat on a web page begin with; the inbox follows.
const chatPath = rest.Base + "/chat/"

// embedded lets pages of an inbox's origins call its operations, and no others
// (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol). Programs send no
// Origin and pass; the conversation's token is what they must have.
func (d *desk) embedded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inbox, below, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, chatPath), "/")
		origin := r.Header.Get("Origin")
		header := w.Header()
		header.Add("Vary", "Origin")
		header.Set("Cross-Origin-Resource-Policy", "cross-origin") // images of a conversation are shown on such pages
		switch {
		case origin == "":
			// A picture on the page has no Origin; its address is the secret.
			picture := r.Method == http.MethodGet && strings.Contains(below, "/files/")
			if r.Header.Get("Sec-Fetch-Site") == "cross-site" && !picture {
				rest.Refuse(w, notEmbedded())
				return
			}
		case !d.embeds(inbox, origin, r.Host):
			rest.Refuse(w, notEmbedded())
			return
		default:
			header.Set("Access-Control-Allow-Origin", origin)
			header.Set("Access-Control-Expose-Headers", "Retry-After")
		}
		if r.Method == http.MethodOptions {
			header.Set("Access-Control-Allow-Methods", "GET, POST, PUT")
			header.Set("Access-Control-Allow-Headers", "Content-Type")
			header.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func notEmbedded() error {
	return core.Errorf(core.Forbidden, "this chat is not meant for pages of this web site")
}

// embeds reports whether pages of an origin may show an inbox: those on its list,
// and our own.
func (d *desk) embeds(inbox, origin, host string) bool {
	if u, err := url.Parse(origin); err == nil && u.Host != "" {
		if strings.EqualFold(u.Host, host) || d.publicURL != "" && d.publicURL == u.Scheme+"://"+u.Host {
			return true
		}
	}
	in, ok := d.organisation().Inbox(inbox)
	return ok && in.Embeds(origin)
}

// admits is embeds for the holder of a conversation who opens a live socket.
func (d *desk) admits(who auth.Principal, origin, host string) bool {
	return who.Kind == auth.KindCustomer && d.embeds(who.Inbox, origin, host)
}
