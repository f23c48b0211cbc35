package api

import (
	"net"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// remoteAddress is where a call came from, for throttling. It is no parameter:
// huma lets an input look at the request itself (Resolver).
type remoteAddress struct {
	address string
}

// addressKey marks requests whose proxy may be believed.
type addressKey struct{}

// Resolve implements huma.Resolver.
func (r *remoteAddress) Resolve(c huma.Context) []error {
	r.address = c.RemoteAddr()
	if host, _, err := net.SplitHostPort(r.address); err == nil {
		r.address = host
	}
	if trusted, _ := c.Context().Value(addressKey{}).(bool); trusted {
		// The last entry was written by the proxy in front of us; those before it
		// by whoever called the proxy.
		hops := strings.Split(c.Header("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
			r.address = last
		}
	}
	return nil
}
