package rest

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
	"turno/internal/core"
)

// The names under which an operation's metadata says who may call it. They are
// also written into the OpenAPI document, so that the rights of every operation
// can be read, and tested, from outside.
const (
	metaPermission = "x-permission"
	metaAccess     = "x-access"
)

// Access says what an operation asks of its caller before its handler runs.
// Whether a permission holds at the node concerned is the handler's to check,
// since only it knows the node.
type Access struct {
	Kind       string // public, user, session, permission, link, inbox
	Permission auth.Permission
	first      bool // open before a password that somebody else had set was changed
}

// Anyone may call: only the ways of signing in and out.
func Anyone() Access { return Access{Kind: "public"} }

// Link operations are opened by the token in their path, of a kiosk, a display, a
// wall, a visitor or whoever writes.
func Link() Access { return Access{Kind: "link"} }

// Inbox operations are open to the pages that may embed an inbox; the channel
// checks their origin (see door.Door.Embedded).
func Inbox() Access { return Access{Kind: "inbox"} }

// SignedIn asks for a session, whatever its rights.
func SignedIn() Access { return Access{Kind: "user"} }

// AtScreen asks for a person with a session: what a program with a token must not
// do, whatever its scopes (passwords, second factors, tokens).
func AtScreen() Access { return Access{Kind: "session"} }

// Need asks for a permission, held at some node at least.
func Need(p auth.Permission) Access { return Access{Kind: "permission", Permission: p} }

// EvenFirst opens an operation also to those who must change their password before
// anything else.
func (need Access) EvenFirst() Access {
	need.first = true
	return need
}

// authorise is the one place where access is checked before a handler runs.
func authorise(c huma.Context, next func(huma.Context)) {
	need, ok := c.Operation().Metadata[metaAccess].(Access)
	if !ok {
		refuse(c, core.Errorf(core.Internal, "operation %s declares no access", c.Operation().OperationID))
		return
	}
	who := PrincipalOf(c.Context())
	switch need.Kind {
	case "public", "link", "inbox":
		// The cookie decides nothing here, so there is nothing to forge; other
		// sites' pages are kept out by their origin (api.API.Handler).
		next(c)
		return
	case "user", "session", "permission":
		if err := admitted(who, need); err != nil {
			refuse(c, err)
			return
		}
	default:
		refuse(c, core.Errorf(core.Internal, "unknown access %q", need.Kind))
		return
	}
	if unsafeMethod(c.Method()) && who.TokenID.IsZero() { // no page of another site can send a token
		if err := auth.CheckCSRF(who, c.Header(CSRFHeader)); err != nil {
			refuse(c, err)
			return
		}
	}
	next(c)
}

// admitted lets a user in to an operation that asks for one.
func admitted(who auth.Principal, need Access) error {
	switch {
	case who.Kind != auth.KindUser:
		return core.Errorf(core.Unauthenticated, "please sign in")
	case need.Kind == "session" && !who.TokenID.IsZero():
		return core.Errorf(core.Forbidden, "this is for people at a screen, not for a program with a token")
	case who.MustChange && !need.first:
		return PasswordFirst()
	case need.Kind == "permission" && who.MustEnrol:
		return FactorFirst()
	case need.Kind == "permission" && !who.MaySomewhere(need.Permission):
		return core.Errorf(core.Forbidden, "this needs the permission %s", need.Permission)
	}
	return nil
}

// PasswordFirst refuses everything but the session itself to a user whose
// password was set by somebody else.
func PasswordFirst() error {
	return core.Faultf(core.Forbidden, "", core.FaultPassword, "your password was set by somebody else: change it first")
}

// FactorFirst refuses what takes a permission to a user who has set up no second
// factor though a role of theirs asks for one.
func FactorFirst() error {
	return core.Faultf(core.Forbidden, "", core.FaultSecondFactor, "set up a second factor first: a role of yours asks for it")
}

func refuse(c huma.Context, err error) {
	p := problemAt(err, places{CSRFHeader: "header." + CSRFHeader})
	c.SetHeader("Content-Type", "application/problem+json")
	if wait := p.retryAfter(); wait != "" {
		c.SetHeader("Retry-After", wait)
	}
	c.SetStatus(p.Status)
	writeJSON(c.BodyWriter(), p)
}

// CSRFHeader carries the session's token on every changing call.
const CSRFHeader = auth.CSRFHeader

func unsafeMethod(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}
