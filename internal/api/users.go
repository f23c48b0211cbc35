package api

import (
	"context"
	"net/http"

	"turno/internal/auth"
	"turno/internal/core"
)

// UserSignIn is how a user comes in.
type UserSignIn struct {
	Password       bool                `json:"password" doc:"There is one."`
	Factor         bool                `json:"factor" doc:"A code is asked for after it."`
	FactorRequired bool                `json:"factor_required" doc:"A role of theirs asks for it."`
	Sessions       int                 `json:"sessions" doc:"How many are open."`
	Seen           core.Instant        `json:"seen,omitempty" doc:"Last use of an open session, to within five minutes."`
	Invitation     *LastInvitation     `json:"invitation,omitempty" doc:"The last one, until it is used."`
	Permissions    map[string][]string `json:"permissions" doc:"By permission, the nodes of the tree at which it holds: what a token of theirs may be given."`
}

// LastInvitation is an invitation that was not used yet.
type LastInvitation struct {
	By      string       `json:"by,omitempty" doc:"Id of the user who made it."`
	Made    core.Instant `json:"made"`
	Expires core.Instant `json:"expires" doc:"May have passed."`
}

type (
	// UserID names a user in the path.
	UserID struct {
		ID core.ID `path:"id" doc:"The user's id."`
	}
	userSignInOutput struct {
		Body UserSignIn
	}
	invitationOutput struct {
		Body struct {
			Path    string       `json:"path" doc:"The path of its page, with its token. It is not shown again."`
			Expires core.Instant `json:"expires"`
		}
	}
	invitedOutput struct {
		Body struct {
			Login   string       `json:"login"`
			Name    string       `json:"name"`
			Expires core.Instant `json:"expires"`
		}
	}
	acceptInput struct {
		LinkInput
		Body struct {
			Password string `json:"password" minLength:"1" maxLength:"512"`
		}
	}
	userTokenInput struct {
		UserID
		Body NewToken
	}
	revokeUserTokenInput struct {
		UserID
		Token core.ID `path:"token_id" doc:"The token's id."`
	}
)

// registerUsers adds what administrators do about how others sign in. Who users
// are and what they may is the organisation's.
func (a *API) registerUsers() {
	const tag = "Users"
	manage := a.guard(auth.UserManage)
	register(a, op("get-user-sign-in", http.MethodGet, "/users/{id}/sign-in", tag, "How a user comes in"), manage, a.getUserSignIn)
	register(a, created(op("invite-user", http.MethodPost, "/users/{id}/invitation", tag, "A link by which a user chooses a password, once")), manage, a.inviteUser)
	register(a, op("end-user-sessions", http.MethodDelete, "/users/{id}/sessions", tag, "Sign a user out everywhere"), manage, a.endUserSessions)
	register(a, op("reset-user-second-factor", http.MethodDelete, "/users/{id}/second-factor", tag, "Take away a second factor that was lost"), manage, a.resetUserFactor)
	register(a, op("get-invitation", http.MethodGet, "/invitations/{token}", tag, "Whom an invitation is for"), a.link(), a.getInvitation)
	register(a, op("accept-invitation", http.MethodPost, "/invitations/{token}", tag, "Choose the password"), a.link(), a.acceptInvitation)
}

func (a *API) getUserSignIn(ctx context.Context, in *UserID) (*userSignInOutput, error) {
	if _, err := a.managed(ctx, in.ID); err != nil {
		return nil, err
	}
	found, err := a.Auth.SignInOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &userSignInOutput{Body: UserSignIn{
		Password: found.Password, Factor: found.Factor, FactorRequired: found.FactorRequired,
		Sessions: found.Sessions, Seen: found.Seen, Permissions: permissionsOf(found.Owner),
	}}
	if last := found.Invitation; last != nil {
		out.Body.Invitation = &LastInvitation{By: last.By, Made: last.Made, Expires: last.Expires}
	}
	return out, nil
}

// managed lets the caller act on how a user signs in: where the user belongs, and
// only if the caller has every right that the user has. Else whoever manages a
// branch could become the administrator who works there.
func (a *API) managed(ctx context.Context, id core.ID) (caller, error) {
	me := a.me(ctx)
	return me, me.managesUser(id)
}

// managesUser refuses what managed does.
func (c caller) managesUser(id core.ID) error {
	user, ok := c.org.UserByID(id)
	if !ok || !c.May(auth.UserManage, c.org.UserNode(user)) {
		return core.Errorf(core.NotFound, "there is no such user where you may manage users")
	}
	if id == c.UserID {
		return nil
	}
	for _, grant := range user.Grants {
		role, ok := c.org.Role(grant.Role)
		if !ok {
			continue
		}
		for _, p := range role.Permissions {
			if err := c.need(auth.Permission(p), grant.At); err != nil {
				return core.Errorf(core.Forbidden, "this user may do what you may not (%s at %s): ask somebody who has that right", p, grant.At)
			}
		}
	}
	return nil
}

func (a *API) inviteUser(ctx context.Context, in *UserID) (*invitationOutput, error) {
	me, err := a.managed(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	made, err := a.Auth.Invite(ctx, me.By(), in.ID)
	if err != nil {
		return nil, err
	}
	out := &invitationOutput{}
	out.Body.Path, out.Body.Expires = "/join/"+made.Token, made.Expires
	return out, nil
}

func (a *API) endUserSessions(ctx context.Context, in *UserID) (*struct{}, error) {
	me, err := a.managed(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := a.Auth.EndSessions(ctx, me.By(), in.ID, ""); err != nil {
		return nil, err
	}
	a.signedOut(ctx, in.ID)
	return &struct{}{}, nil
}

func (a *API) resetUserFactor(ctx context.Context, in *UserID) (*struct{}, error) {
	me, err := a.managed(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Auth.ResetSecondFactor(ctx, me.By(), in.ID); err != nil {
		return nil, err
	}
	a.signedOut(ctx, in.ID)
	return &struct{}{}, nil
}

func (a *API) getInvitation(ctx context.Context, in *LinkInput) (*invitedOutput, error) {
	account, expires, err := a.Auth.Invited(ctx, in.Token)
	out := &invitedOutput{}
	out.Body.Login, out.Body.Name, out.Body.Expires = account.Login, account.Name, expires
	return out, err
}

func (a *API) acceptInvitation(ctx context.Context, in *acceptInput) (*struct{}, error) {
	account, err := a.Auth.Accept(ctx, in.Token, in.Body.Password)
	if err != nil {
		return nil, err
	}
	a.signedOut(ctx, account.ID)
	return &struct{}{}, nil
}

func (a *API) listUserTokens(ctx context.Context, in *UserID) (*tokensOutput, error) {
	if _, err := a.managed(ctx, in.ID); err != nil {
		return nil, err
	}
	return a.tokensOf(ctx, in.ID)
}

func (a *API) createUserToken(ctx context.Context, in *userTokenInput) (*newTokenOutput, error) {
	if _, err := a.managed(ctx, in.ID); err != nil {
		return nil, err
	}
	return a.newToken(ctx, in.ID, &in.Body)
}

func (a *API) revokeUserToken(ctx context.Context, in *revokeUserTokenInput) (*struct{}, error) {
	me, err := a.managed(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return done(a.Auth.RevokeToken(ctx, me.By(), in.ID, in.Token))
}
