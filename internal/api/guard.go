package api

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// The names under which an operation's metadata says who may call it. They are
// also written into the OpenAPI document, so that the rights of every operation
// can be read, and tested, from outside.
const (
	metaPermission = "x-permission"
	metaAccess     = "x-access"
)

// access says what an operation asks of its caller before its handler runs.
// Whether a permission holds at the node concerned is the handler's to check,
// since only it knows the node.
type access struct {
	kind       string // public, user, session, permission, link, inbox
	permission auth.Permission
	first      bool // open before a password that somebody else had set was changed
}

// anyone may call: only the ways of signing in and out.
func (a *API) anyone() access { return access{kind: "public"} }

// link operations are opened by the token in their path, of a kiosk, a display, a
// wall or a visitor.
func (a *API) link() access { return access{kind: "link"} }

// signedIn asks for a session, whatever its rights.
func (a *API) signedIn() access { return access{kind: "user"} }

// atScreen asks for a person with a session: what a program with a token must not
// do, whatever its scopes (passwords, second factors, tokens).
func (a *API) atScreen() access { return access{kind: "session"} }

// evenFirst opens an operation also to those who must change their password before
// anything else.
func (need access) evenFirst() access {
	need.first = true
	return need
}

// guard asks for a permission, held at some node at least.
func (a *API) guard(p auth.Permission) access { return access{kind: "permission", permission: p} }

// op describes an operation.
func op(id, method, path, tag, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: base + path, Tags: []string{tag}, Summary: summary}
}

// register adds an operation with its access; every operation goes through here.
func register[I, O any](a *API, o huma.Operation, need access, handler func(context.Context, *I) (*O, error)) {
	if o.Metadata == nil {
		o.Metadata = map[string]any{}
	}
	if o.Extensions == nil {
		o.Extensions = map[string]any{}
	}
	o.Metadata[metaAccess] = need
	o.Extensions[metaAccess] = need.kind
	if need.permission != "" {
		o.Extensions[metaPermission] = string(need.permission)
	}
	if o.MaxBodyBytes == 0 {
		o.MaxBodyBytes = bodyMax
	}
	if o.DefaultStatus == 0 && isEmpty[O]() {
		o.DefaultStatus = http.StatusNoContent
	}
	describe(&o, need)
	where := placesOf(reflect.TypeFor[I]())
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*O, error) {
		if err := checkTexts(in); err != nil {
			return nil, a.fail(ctx, o.OperationID, where, err)
		}
		out, err := unharmed(func() (*O, error) { return handler(ctx, in) })
		if err != nil {
			return nil, a.fail(ctx, o.OperationID, where, err)
		}
		return out, nil
	})
}

// unharmed turns a panic into an error of the one call that met it.
func unharmed[O any](handler func() (*O, error)) (out *O, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = core.Wrap(core.Internal, "", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return handler()
}

func isEmpty[O any]() bool {
	var o *O
	_, ok := any(o).(*struct{})
	return ok
}

// fail turns an error into a problem, and logs what is ours to mend.
func (a *API) fail(ctx context.Context, operation string, where places, err error) error {
	p := problemAt(err, where)
	if p.Status >= http.StatusInternalServerError {
		a.Log.ErrorContext(ctx, "operation failed", "operation", operation, "code", string(p.Code), "err", err)
	}
	if wait := p.retryAfter(); wait != "" {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {wait}})
	}
	return p
}

// authorise is the one place where access is checked before a handler runs.
func (a *API) authorise(c huma.Context, next func(huma.Context)) {
	need, ok := c.Operation().Metadata[metaAccess].(access)
	if !ok {
		a.refuse(c, core.Errorf(core.Internal, "operation %s declares no access", c.Operation().OperationID))
		return
	}
	who := principalOf(c.Context())
	switch need.kind {
	case "public", "link", "inbox":
		// The cookie decides nothing here, so there is nothing to forge; other
		// sites' pages are kept out by their origin (Handler).
		next(c)
		return
	case "user", "session", "permission":
		if err := admitted(who, need); err != nil {
			a.refuse(c, err)
			return
		}
	default:
		a.refuse(c, core.Errorf(core.Internal, "unknown access %q", need.kind))
		return
	}
	if unsafeMethod(c.Method()) && who.TokenID.IsZero() { // no page of another site can send a token
		if err := auth.CheckCSRF(who, c.Header(csrfHeader)); err != nil {
			a.refuse(c, err)
			return
		}
	}
	next(c)
}

// admitted lets a user in to an operation that asks for one.
func admitted(who auth.Principal, need access) error {
	switch {
	case who.Kind != auth.KindUser:
		return core.Errorf(core.Unauthenticated, "please sign in")
	case need.kind == "session" && !who.TokenID.IsZero():
		return core.Errorf(core.Forbidden, "this is for people at a screen, not for a program with a token")
	case who.MustChange && !need.first:
		return passwordFirst()
	case need.kind == "permission" && who.MustEnrol:
		return factorFirst()
	case need.kind == "permission" && !who.MaySomewhere(need.permission):
		return core.Errorf(core.Forbidden, "this needs the permission %s", need.permission)
	}
	return nil
}

// passwordFirst refuses everything but the session itself to a user whose
// password was set by somebody else.
func passwordFirst() error {
	return core.Faultf(core.Forbidden, "", core.FaultPassword, "your password was set by somebody else: change it first")
}

// factorFirst refuses what takes a permission to a user who has set up no second
// factor though a role of theirs asks for one.
func factorFirst() error {
	return core.Faultf(core.Forbidden, "", core.FaultSecondFactor, "set up a second factor first: a role of yours asks for it")
}

func (a *API) refuse(c huma.Context, err error) {
	p := problemAt(err, places{csrfHeader: "header." + csrfHeader})
	c.SetHeader("Content-Type", "application/problem+json")
	if wait := p.retryAfter(); wait != "" {
		c.SetHeader("Retry-After", wait)
	}
	c.SetStatus(p.Status)
	writeJSON(c.BodyWriter(), p)
}

// csrfHeader carries the session's token on every changing call.
const csrfHeader = auth.CSRFHeader

func unsafeMethod(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

type principalKey struct{}

func withPrincipal(ctx context.Context, p auth.Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

func principalOf(ctx context.Context) auth.Principal {
	p, _ := ctx.Value(principalKey{}).(auth.Principal)
	return p
}

// caller is the signed-in user of a call.
type caller struct {
	auth.Principal
	org *org.Organisation
}

// me is the signed-in user; operations without access anyone or link have one.
func (a *API) me(ctx context.Context) caller {
	return caller{Principal: principalOf(ctx), org: a.Org.Get()}
}

// meAtWork is me with the site where an agent works today, for what the rights of
// their own work decide.
func (a *API) meAtWork(ctx context.Context) (caller, error) {
	me := a.me(ctx)
	if !me.Agent {
		return me, nil
	}
	return me, a.Floor.View(ctx, func(v floor.View) error {
		if self, ok := v.Agent(me.UserID); ok {
			me.Present = self.Site
		}
		return nil
	})
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
	return channel.Caller{Command: newCommandID(ctx), Party: party, User: c.UserID}
}

// head tells the engine who asks.
func (c caller) head(ctx context.Context, party core.Party) routing.Head {
	return routing.Head{ID: newCommandID(ctx), By: party, Actor: c.UserID}
}

// newCommandID is the id derived from the caller's idempotency key, or a new one.
func newCommandID(ctx context.Context) core.ID {
	if id := commandIDOf(ctx); !id.IsZero() {
		return id
	}
	return clock.NewID()
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
			r = r.WithContext(withPrincipal(r.Context(), who))
		case core.CodeOf(err) == core.Unauthenticated && bearer == "":
			// The cookie of a sign-in whose second step is due is no session yet.
			if !strings.HasPrefix(r.URL.Path, base+"/session") {
				http.SetCookie(w, auth.ClearCookie(a.Secure))
			}
		default:
			writeProblem(w, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}
