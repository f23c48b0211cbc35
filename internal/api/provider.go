package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
	"turno/internal/core"
)

type (
	waysOutput struct {
		Body struct {
			Provider string `json:"provider,omitempty" doc:"Name of the OpenID provider; absent when there is none."`
		}
	}
	// Browser is the request as a browser makes it: where it reached us, and the
	// cookie of a sign-in that is under way.
	Browser struct {
		RemoteAddress

		base string
		flow string
	}
	beginInput struct {
		Browser
		To string `query:"to" maxLength:"500" doc:"Path to go to afterwards."`
	}
	callbackInput struct {
		Browser
		Code  string `query:"code" maxLength:"4000"`
		State string `query:"state" maxLength:"200"`
		Error string `query:"error" maxLength:"200"`
	}
	redirectOutput struct {
		Status    int
		Location  string        `header:"Location"`
		SetCookie []http.Cookie `header:"Set-Cookie"`
	}
	// underWay is what the cookie holds.
	underWay struct {
		auth.Flow

		To string `json:"to"`
	}
)

const (
	flowCookie   = "turno_provider"
	flowLife     = 600 // seconds
	callbackPath = base + "/session/provider/callback"
)

func (a *API) registerProvider() {
	const tag = "Session"
	register(a, op("get-sign-in-ways", http.MethodGet, "/session/ways", tag, "How one may sign in"), a.anyone(), a.listWays)
	begin := op("begin-provider-sign-in", http.MethodGet, "/session/provider", tag, "Go to the sign-in provider")
	begin.DefaultStatus = http.StatusSeeOther
	register(a, begin, a.anyone(), a.beginProvider)
	back := op("complete-provider-sign-in", http.MethodGet, "/session/provider/callback", tag, "Come back from it")
	back.DefaultStatus = http.StatusSeeOther
	register(a, back, a.anyone(), a.finishProvider)
}

// Resolve implements huma.Resolver.
func (b *Browser) Resolve(c huma.Context) []error {
	scheme := "http://"
	if c.TLS() != nil {
		scheme = "https://"
	}
	b.base = scheme + c.Host()
	r := http.Request{Header: http.Header{"Cookie": {c.Header("Cookie")}}}
	if cookie, err := r.Cookie(flowCookie); err == nil {
		b.flow = cookie.Value
	}
	return b.RemoteAddress.Resolve(c)
}

func (a *API) listWays(context.Context, *struct{}) (*waysOutput, error) {
	out := &waysOutput{}
	if p := a.Auth.Provider(); p != nil {
		out.Body.Provider = p.Name()
	}
	return out, nil
}

// callback is where the provider sends browsers back to.
func (a *API) callback(in *Browser) string {
	if a.PublicURL != "" {
		return a.PublicURL + callbackPath
	}
	return in.base + callbackPath
}

func (a *API) beginProvider(_ context.Context, in *beginInput) (*redirectOutput, error) {
	address, flow, err := a.Auth.BeginProvider(a.callback(&in.Browser))
	if err != nil {
		return nil, err
	}
	kept, err := json.Marshal(underWay{Flow: flow, To: ownPath(in.To)})
	if err != nil {
		return nil, core.Wrap(core.Internal, "", err)
	}
	return &redirectOutput{
		Status: http.StatusSeeOther, Location: address,
		SetCookie: []http.Cookie{a.flowCookie(base64.RawURLEncoding.EncodeToString(kept), flowLife)},
	}, nil
}

// flowCookie is read by the callback alone, to which the provider's page leads:
// Lax is what lets it come along.
func (a *API) flowCookie(value string, life int) http.Cookie {
	return http.Cookie{ //nolint:gosec // G124: Secure is decided by how the browser reached us
		Name: flowCookie, Value: value, Path: callbackPath, MaxAge: life,
		HttpOnly: true, Secure: a.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// finishProvider leads back to the screens either way: whoever comes here sees a
// browser's page, not a program's answer.
func (a *API) finishProvider(ctx context.Context, in *callbackInput) (*redirectOutput, error) {
	out := &redirectOutput{Status: http.StatusSeeOther, SetCookie: []http.Cookie{a.flowCookie("", -1)}}
	var kept underWay
	text, err := base64.RawURLEncoding.DecodeString(in.flow)
	if err != nil || json.Unmarshal(text, &kept) != nil {
		kept = underWay{}
	}
	session, err := a.Auth.FinishProvider(ctx, kept.Flow, in.State, in.Code, a.callback(&in.Browser), in.Origin())
	if core.CodeOf(err) == core.Internal {
		return nil, err
	}
	if err != nil {
		a.Log.InfoContext(ctx, "a sign-in at the provider was refused", "error", err, "provider_error", in.Error)
		out.Location = "/sign-in?refused=" + url.QueryEscape(string(core.CodeOf(err)))
		return out, nil
	}
	out.Location = ownPath(kept.To)
	out.SetCookie = append(out.SetCookie, *auth.Cookie(session, a.Secure))
	return out, nil
}

// ownPath is a path of ours, and never another site that a link smuggled in.
func ownPath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") || strings.ContainsAny(to, "\r\n\t") {
		return "/"
	}
	return to
}
