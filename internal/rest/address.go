package rest

import (
	"context"
	"net"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
)

// RemoteAddress is where a call came from, for throttling and for the list of sessions. It is no parameter:
// huma lets an input look at the request itself (Resolver).
type RemoteAddress struct {
	address string
	agent   string // what the browser calls itself
}

// Address is the caller's, as far as it counts as one caller: see household.
func (r *RemoteAddress) Address() string { return r.address }

// Origin is what auth wants to know of it.
func (r *RemoteAddress) Origin() auth.Origin { return auth.Origin{Address: r.address, Agent: r.agent} }

// proxyKey marks requests whose proxy may be believed.
type proxyKey struct{}

// BehindProxy marks a call whose proxy may be believed about the caller's address.
func BehindProxy(ctx context.Context) context.Context {
	return context.WithValue(ctx, proxyKey{}, true)
}

// Resolve implements huma.Resolver.
func (r *RemoteAddress) Resolve(c huma.Context) []error {
	r.address, r.agent = c.RemoteAddr(), c.Header("User-Agent")
	if host, _, err := net.SplitHostPort(r.address); err == nil {
		r.address = host
	}
	if trusted, _ := c.Context().Value(proxyKey{}).(bool); trusted {
		// The last entry was written by the proxy in front of us; those before it
		// by whoever called the proxy.
		hops := strings.Split(c.Header("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
			r.address = last
		}
	}
	r.address = household(r.address)
	return nil
}

// household is what counts as one caller: an IPv4 address, or the IPv6 network
// of 64 bits that a line is given, in which one machine may use any address.
func household(text string) string {
	address, err := netip.ParseAddr(text)
	if err != nil {
		return "unknown" // all who hide their address share one allowance
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return "unknown"
	}
	return network.String()
}
