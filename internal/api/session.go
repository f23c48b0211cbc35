package api

import (
	"context"
	"net/http"
	"net/url"

	"turno/internal/auth"
	"turno/internal/core"
)

// cookieName is the session cookie's. The __Host- prefix of browsers would forbid
// plain HTTP, which a first try on localhost needs.
const cookieName = "turno_session"

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
	CSRF        string              `json:"csrf" doc:"Send it as X-CSRF-Token with every changing call."`
	Permissions map[string][]string `json:"permissions" doc:"By permission, the nodes of the tree at which it holds."`
}

type (
	signInInput struct {
		remoteAddress
		Body struct {
			Login    string `json:"login" minLength:"1" maxLength:"128"`
			Password string `json:"password" minLength:"1" maxLength:"512"`
		}
	}
	meOutput struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
		Body      Me
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
		sessionCookie
		Body struct {
			Old string `json:"old" minLength:"1" maxLength:"512"`
			New string `json:"new" minLength:"1" maxLength:"512"`
		}
	}
)

func (a *API) registerSession() {
	const tag = "Session"
	register(a, op("sign-in", http.MethodPost, "/session", tag, "Sign in"), a.anyone(), a.signIn)
	register(a, op("sign-out", http.MethodDelete, "/session", tag, "Sign out"), a.anyone(), a.signOut)
	register(a, op("get-me", http.MethodGet, "/me", tag, "Who I am and what I may"), a.signedIn(), a.getMe)
	register(a, op("change-me", http.MethodPatch, "/me", tag, "My settings"), a.signedIn(), a.changeMe)
	register(a, op("change-password", http.MethodPut, "/me/password", tag, "My password"), a.signedIn(), a.changePassword)
}

func (a *API) signIn(ctx context.Context, in *signInInput) (*meOutput, error) {
	session, err := a.Auth.SignIn(ctx, in.Body.Login, in.Body.Password, in.address)
	if err != nil {
		return nil, err
	}
	out, err := a.meOf(ctx, session.Principal)
	if err != nil {
		return nil, err
	}
	out.SetCookie = []http.Cookie{a.cookie(session.Token, 0)}
	return out, nil
}

type sessionCookie struct {
	Token string `cookie:"turno_session"`
}

func (a *API) signOut(ctx context.Context, in *sessionCookie) (*signOutOutput, error) {
	if in.Token != "" {
		if err := a.Auth.SignOut(ctx, in.Token); err != nil {
			return nil, err
		}
	}
	return &signOutOutput{SetCookie: []http.Cookie{a.cookie("", -1)}}, nil
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
	return done(a.Auth.ChangePassword(ctx, principalOf(ctx), in.Token, in.Body.Old, in.Body.New))
}

func (a *API) meOf(ctx context.Context, who auth.Principal) (*meOutput, error) {
	settings, err := a.settings(ctx, who.UserID)
	if err != nil {
		return nil, err
	}
	me := Me{
		ID: who.UserID, Login: who.Login, Name: who.Name, Site: who.Site, Team: who.Team, Agent: who.Agent,
		Language: settings.Language, Scheme: settings.Scheme, MustChange: who.MustChange, CSRF: who.CSRF,
		Permissions: map[string][]string{},
	}
	if me.Language == "" {
		me.Language = who.Language
	}
	for _, p := range auth.Permissions() {
		if nodes := who.NodesWith(p); len(nodes) > 0 {
			me.Permissions[string(p)] = nodes
		}
	}
	return &meOutput{Body: me}, nil
}

func (a *API) cookie(token string, maxAge int) http.Cookie {
	return http.Cookie{
		Name: cookieName, Value: token, Path: "/", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.Secure,
	}
}

func (a *API) clearCookie(w http.ResponseWriter) {
	gone := a.cookie("", -1)
	http.SetCookie(w, &gone)
}

func sessionToken(r *http.Request) string {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return c.Value
}

// SameOrigin reports whether a request comes from one of our own pages: it has no
// Origin (not a browser), or that of the host it asks.
func SameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}
