package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
	"turno/internal/core"
)

// Me is who is signed in, and what they may do.
type Me struct {
	ID          core.ID             `json:"id"`
	Login       string              `json:"login"`
	Name        string              `json:"name"`
	Site        string              `json:"site,omitempty"`
	Team        string              `json:"team,omitempty"`
	Agent       bool                `json:"agent" doc:"Has a desk."`
	Language    string              `json:"language,omitempty" doc:"Chosen language; empty follows the browser."`
	Scheme      string              `json:"scheme,omitempty" enum:"light,dark,auto"`
	MustChange  bool                `json:"must_change_password"`
	MustEnrol   bool                `json:"must_set_second_factor" doc:"A role of mine asks for a second factor: until it is set, nothing else is open."`
	Step        string              `json:"step,omitempty" enum:"code" doc:"Set by a sign-in that is not complete: POST /session/code is due, and nobody is signed in yet."`
	CSRF        string              `json:"csrf" doc:"Send it as X-CSRF-Token with every changing call."`
	Permissions map[string][]string `json:"permissions" doc:"By permission, the nodes of the tree at which it holds."`
}

type (
	signInInput struct {
		RemoteAddress
		Body struct {
			Login    string `json:"login" minLength:"1" maxLength:"128"`
			Password string `json:"password" minLength:"1" maxLength:"512"`
		}
	}
	secondStepInput struct {
		RemoteAddress
		SessionCookie
		Body struct {
			Code string `json:"code" minLength:"1" maxLength:"40" doc:"Of the app, or a recovery code."`
		}
	}
	meOutput struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
		Body      Me
	}
	signOutInput struct {
		SessionCookie
	}
	signOutOutput struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
	}
	settingsInput struct {
		Body struct {
			Language *string `json:"language,omitempty" maxLength:"35" doc:"BCP 47; empty follows the browser."`
			Scheme   *string `json:"scheme,omitempty" enum:"light,dark,auto"`
		}
	}
	passwordInput struct {
		SessionCookie
		Body struct {
			Old string `json:"old" minLength:"1" maxLength:"512"`
			New string `json:"new" minLength:"1" maxLength:"512"`
		}
	}
)

func (a *API) registerSession() {
	const tag = "Session"
	register(a, op("sign-in", http.MethodPost, "/session", tag, "Sign in"), a.anyone(), a.signIn)
	register(a, op("complete-sign-in", http.MethodPost, "/session/code", tag, "The second step of a sign-in"), a.anyone(), a.secondStep)
	register(a, op("sign-out", http.MethodDelete, "/session", tag, "Sign out"), a.anyone(), a.signOut)
	register(a, op("get-me", http.MethodGet, "/me", tag, "Who I am and what I may"), a.signedIn().EvenFirst(), a.getMe)
	register(a, op("change-me", http.MethodPatch, "/me", tag, "My settings"), a.signedIn().EvenFirst(), a.changeMe)
	register(a, op("change-password", http.MethodPut, "/me/password", tag, "My password"), a.atScreen().EvenFirst(), a.changePassword)
}

func (a *API) signIn(ctx context.Context, in *signInInput) (*meOutput, error) {
	session, err := a.Auth.SignIn(ctx, in.Body.Login, in.Body.Password, in.Origin())
	if err != nil {
		return nil, err
	}
	return a.opened(ctx, session)
}

// SessionCookie is the token of the caller's session. It is no parameter, since
// the cookie's name depends on TLS.
type SessionCookie struct {
	token string
}

// Resolve implements huma.Resolver.
func (s *SessionCookie) Resolve(c huma.Context) []error {
	s.token = auth.TokenOf(&http.Request{Header: http.Header{"Cookie": {c.Header("Cookie")}}})
	return nil
}

func (a *API) signOut(ctx context.Context, in *signOutInput) (*signOutOutput, error) {
	if in.token != "" {
		if err := a.Auth.SignOut(ctx, in.token); err != nil {
			return nil, err
		}
		if who := principalOf(ctx); a.SignedOut != nil && who.Kind == auth.KindUser {
			a.SignedOut(ctx, who.UserID)
		}
	}
	return &signOutOutput{SetCookie: []http.Cookie{*auth.ClearCookie(a.Secure)}}, nil
}

func (a *API) getMe(ctx context.Context, _ *struct{}) (*meOutput, error) {
	return a.meOf(ctx, principalOf(ctx))
}

func (a *API) changeMe(ctx context.Context, in *settingsInput) (*meOutput, error) {
	who := principalOf(ctx)
	settings, err := a.settings(ctx, who.UserID)
	if err != nil {
		return nil, err
	}
	if in.Body.Language != nil {
		settings.Language = *in.Body.Language
	}
	if in.Body.Scheme != nil {
		settings.Scheme = *in.Body.Scheme
	}
	if err := a.saveSettings(ctx, who.UserID, settings); err != nil {
		return nil, err
	}
	return a.meOf(ctx, who)
}

func (a *API) changePassword(ctx context.Context, in *passwordInput) (*struct{}, error) {
	err := a.Auth.ChangePassword(ctx, principalOf(ctx), in.token, in.Body.Old, in.Body.New)
	var fault *core.Error
	if errors.As(err, &fault) && fault.Field == "password" { // as it is called here
		named := *fault
		named.Field = "new"
		return nil, &named
	}
	return done(err)
}

func (a *API) meOf(ctx context.Context, who auth.Principal) (*meOutput, error) {
	settings, err := a.settings(ctx, who.UserID)
	if err != nil {
		return nil, err
	}
	me := Me{
		ID: who.UserID, Login: who.Login, Name: who.Name, Site: who.Site, Team: who.Team, Agent: who.Agent,
		Language: settings.Language, Scheme: settings.Scheme, MustChange: who.MustChange, MustEnrol: who.MustEnrol, CSRF: who.CSRF,
		Permissions: permissionsOf(who),
	}
	if me.Language == "" {
		me.Language = who.Language
	}
	return &meOutput{Body: me}, nil
}

// permissionsOf lists a user's permissions with the nodes at which they hold.
func permissionsOf(who auth.Principal) map[string][]string {
	held := map[string][]string{}
	for _, p := range auth.Permissions() {
		if nodes := who.NodesWith(p); len(nodes) > 0 {
			held[string(p)] = nodes
		}
	}
	return held
}
