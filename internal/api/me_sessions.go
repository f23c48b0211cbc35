package api

import (
	"context"
	"net/http"
	"slices"

	"turno/internal/core"
)

// OpenSession is where somebody is signed in.
type OpenSession struct {
	ID       string       `json:"id"`
	Here     bool         `json:"here" doc:"The one that asks."`
	Opened   core.Instant `json:"opened"`
	Seen     core.Instant `json:"seen" doc:"Last use, to within five minutes."`
	Expires  core.Instant `json:"expires"`
	Address  string       `json:"address,omitempty"`
	Agent    string       `json:"agent,omitempty" doc:"What the browser calls itself."`
	Provider bool         `json:"provider" doc:"Opened at the sign-in provider."`
}

type (
	sessionsOutput struct {
		Body Page[OpenSession]
	}
	endSessionInput struct {
		ID string `path:"id" minLength:"16" maxLength:"16" doc:"The session's id."`
	}
	mySessionsInput struct {
		SessionCookie
	}
	listSessionsInput struct {
		SessionCookie
		PageInput
	}
)

func (a *API) registerSessions() {
	const tag = "Session"
	own := a.atScreen()
	register(a, op("list-sessions", http.MethodGet, "/me/sessions", tag, "Where I am signed in"), own, a.listSessions)
	register(a, op("end-session", http.MethodDelete, "/me/sessions/{id}", tag, "Sign out there"), own, a.endSession)
	register(a, op("end-other-sessions", http.MethodDelete, "/me/sessions", tag, "Sign out everywhere else"), own, a.endOtherSessions)
}

func (a *API) listSessions(ctx context.Context, in *listSessionsInput) (*sessionsOutput, error) {
	open, err := a.Auth.Sessions(ctx, principalOf(ctx).UserID, in.token)
	if err != nil {
		return nil, err
	}
	rows := make([]OpenSession, 0, len(open))
	for _, s := range open {
		rows = append(rows, OpenSession(s))
	}
	if at := slices.IndexFunc(rows, func(s OpenSession) bool { return s.ID == in.After }); at >= 0 {
		rows = rows[at+1:]
	}
	return &sessionsOutput{Body: pageOf(rows, in.Limit, func(s OpenSession) string { return s.ID })}, nil
}

func (a *API) endSession(ctx context.Context, in *endSessionInput) (*struct{}, error) {
	who := principalOf(ctx)
	if err := a.Auth.EndSession(ctx, who, in.ID); err != nil {
		return nil, err
	}
	a.signedOut(ctx, who.UserID)
	return &struct{}{}, nil
}

func (a *API) endOtherSessions(ctx context.Context, in *mySessionsInput) (*struct{}, error) {
	who := principalOf(ctx)
	if _, err := a.Auth.EndSessions(ctx, who.By(), who.UserID, in.token); err != nil {
		return nil, err
	}
	a.signedOut(ctx, who.UserID)
	return &struct{}{}, nil
}
