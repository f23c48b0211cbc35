package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/rest"
	"turno/internal/routing"
)

// What all operations of the house say of themselves, by the short names that
// their files use.
type (
	access = rest.Access

	// ContactID names a contact in the path.
	ContactID = rest.ContactID
	// LinkInput is the token of a link.
	LinkInput = rest.LinkInput
	// RemoteAddress is where a call came from.
	RemoteAddress = rest.RemoteAddress
	// PageInput asks for one page of a list.
	PageInput = rest.PageInput
	// Page is one page of a list.
	Page[T any] = rest.Page[T]
)

const base = rest.Base

func (a *API) anyone() access                 { return rest.Anyone() }
func (a *API) link() access                   { return rest.Link() }
func (a *API) signedIn() access               { return rest.SignedIn() }
func (a *API) atScreen() access               { return rest.AtScreen() }
func (a *API) guard(p auth.Permission) access { return rest.Need(p) }

func op(id, method, path, tag, summary string) huma.Operation {
	return rest.Op(id, method, path, tag, summary)
}

func created(o huma.Operation) huma.Operation { return rest.Created(o) }

func done(err error) (*struct{}, error) { return rest.Done(err) }

// principalOf is who makes a call.
func principalOf(ctx context.Context) auth.Principal { return rest.PrincipalOf(ctx) }

// pageOf cuts rows, of which one more than the limit was read, to a page.
func pageOf[T any](rows []T, limit int, key func(T) string) Page[T] {
	return rest.PageOf(rows, limit, key)
}

// register adds an operation with its access; every operation goes through here.
func register[I, O any](a *API, o huma.Operation, need access, handler func(context.Context, *I) (*O, error)) {
	rest.Register(a.operations, o, need, handler)
}

// caller is the signed-in user of a call.
type caller struct {
	auth.Principal
	org *org.Organisation
}

// me is the signed-in user; operations without access anyone or link have one.
func (a *API) me(ctx context.Context) caller {
	return caller{Principal: rest.PrincipalOf(ctx), org: a.Org.Get()}
}

// meAtWork is me with the site where an agent works today, for what the rights of
// their own work decide.
func (a *API) meAtWork(ctx context.Context) (caller, error) {
	me := a.me(ctx)
	var err error
	me.Principal, err = a.Works.AtWork(ctx, me.Principal)
	return me, err
}

// need refuses unless the user has the permission at the node.
func (c caller) need(p auth.Permission, node string) error {
	if c.May(p, node) {
		return nil
	}
	return core.Errorf(core.Forbidden, "this needs the permission %s at %s", p, node)
}

// by tells a channel who asks. The party is the agent's for one's own work.
func (c caller) by(ctx context.Context, party core.Party) channel.Caller {
	return channel.Caller{Command: rest.NewCommand(ctx), Party: party, User: c.UserID}
}

// head tells the engine who asks.
func (c caller) head(ctx context.Context, party core.Party) routing.Head {
	return routing.Head{ID: rest.NewCommand(ctx), By: party, Actor: c.UserID}
}

// identify finds out who asks, by API token or else by session cookie, before any
// operation.
func (a *API) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, base) {
			next.ServeHTTP(w, r)
			return
		}
		bearer, token := auth.BearerOf(r), auth.TokenOf(r)
		var who auth.Principal
		var err error
		switch {
		case bearer != "":
			who, err = a.Auth.CheckToken(r.Context(), bearer)
		case token != "":
			who, err = a.Auth.Check(r.Context(), token)
		}
		switch {
		case err == nil:
			r = r.WithContext(rest.WithPrincipal(r.Context(), who))
		case core.CodeOf(err) == core.Unauthenticated && bearer == "":
			// The cookie of a sign-in whose second step is due is no session yet.
			if !strings.HasPrefix(r.URL.Path, base+"/session") {
				http.SetCookie(w, auth.ClearCookie(a.Secure))
			}
		default:
			rest.Refuse(w, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}
