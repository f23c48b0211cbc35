package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
	"turno/internal/core"
)

// TokenScope is a set of permissions at a node of the tree.
type TokenScope struct {
	Node        string           `json:"node" minLength:"1" maxLength:"80" doc:"org, region:KEY, site:KEY or team:KEY."`
	Permissions []PermissionName `json:"permissions" nullable:"false" minItems:"1" maxItems:"64"`
}

// PermissionName is a permission as the document lists them.
type PermissionName string

// Schema implements huma.SchemaProvider.
func (PermissionName) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, p := range auth.Permissions() {
		s.Enum = append(s.Enum, string(p))
	}
	return s
}

// Token lets a program call this API for a user, within its scopes and what the
// user may: Authorization: Bearer TOKEN.
type Token struct {
	ID      core.ID      `json:"id"`
	Name    string       `json:"name"`
	Scopes  []TokenScope `json:"scopes" nullable:"false"`
	By      string       `json:"by,omitempty" doc:"Id of the user who made it."`
	Created core.Instant `json:"created"`
	Expires core.Instant `json:"expires"`
	Seen    core.Instant `json:"seen,omitempty" doc:"Last use, to within five minutes."`
}

// NewToken asks for a token.
type NewToken struct {
	Name    string       `json:"name" minLength:"1" maxLength:"80" doc:"By which it will be known."`
	Scopes  []TokenScope `json:"scopes" minItems:"1" maxItems:"20"`
	Expires core.Instant `json:"expires" doc:"Within a year."`
}

type (
	tokensOutput struct {
		Body struct {
			Items []Token `json:"items" nullable:"false"`
		}
	}
	newTokenInput struct {
		Body NewToken
	}
	newTokenOutput struct {
		Body struct {
			Token

			Secret string `json:"secret" doc:"The token itself. It is not shown again."`
		}
	}
	tokenInput struct {
		ID core.ID `path:"id" doc:"The token's id."`
	}
)

func (a *API) registerTokens() {
	const tag = "Tokens"
	own := a.atScreen()
	register(a, op("list-my-tokens", http.MethodGet, "/me/tokens", tag, "My API tokens"), own, a.listMyTokens)
	register(a, created(op("create-my-token", http.MethodPost, "/me/tokens", tag, "A new API token of mine")), own, a.createMyToken)
	register(a, op("revoke-my-token", http.MethodDelete, "/me/tokens/{id}", tag, "End a token of mine at once"), own, a.revokeMyToken)
	manage := a.guard(auth.UserManage)
	register(a, op("list-user-tokens", http.MethodGet, "/users/{id}/tokens", tag, "A user's API tokens"), manage, a.listUserTokens)
	register(a, created(op("create-user-token", http.MethodPost, "/users/{id}/tokens", tag, "A new API token of a user")), manage, a.createUserToken)
	register(a, op("revoke-user-token", http.MethodDelete, "/users/{id}/tokens/{token_id}", tag, "End a user's token at once"), manage, a.revokeUserToken)
}

func (a *API) listMyTokens(ctx context.Context, _ *struct{}) (*tokensOutput, error) {
	return a.tokensOf(ctx, principalOf(ctx).UserID)
}

func (a *API) tokensOf(ctx context.Context, user core.ID) (*tokensOutput, error) {
	found, err := a.Auth.Tokens(ctx, user)
	if err != nil {
		return nil, err
	}
	out := &tokensOutput{}
	out.Body.Items = []Token{}
	for i := range found {
		out.Body.Items = append(out.Body.Items, tokenOf(&found[i]))
	}
	return out, nil
}

func tokenOf(t *auth.APIToken) Token {
	out := Token{ID: t.ID, Name: t.Name, By: t.By, Created: t.Created, Expires: t.Expires, Seen: t.Seen, Scopes: []TokenScope{}}
	for _, s := range t.Scopes {
		scope := TokenScope{Node: s.Node, Permissions: []PermissionName{}}
		for _, p := range s.Permissions {
			scope.Permissions = append(scope.Permissions, PermissionName(p))
		}
		out.Scopes = append(out.Scopes, scope)
	}
	return out
}

func (a *API) createMyToken(ctx context.Context, in *newTokenInput) (*newTokenOutput, error) {
	return a.newToken(ctx, principalOf(ctx).UserID, &in.Body)
}

func (a *API) newToken(ctx context.Context, user core.ID, in *NewToken) (*newTokenOutput, error) {
	wanted := auth.NewAPIToken{User: user, Name: in.Name, Expires: in.Expires}
	for _, s := range in.Scopes {
		scope := auth.Scope{Node: s.Node}
		for _, p := range s.Permissions {
			scope.Permissions = append(scope.Permissions, auth.Permission(p))
		}
		wanted.Scopes = append(wanted.Scopes, scope)
	}
	t, secret, err := a.Auth.CreateToken(ctx, principalOf(ctx).By(), wanted)
	if err != nil {
		return nil, err
	}
	out := &newTokenOutput{}
	out.Body.Token, out.Body.Secret = tokenOf(&t), secret
	return out, nil
}

func (a *API) revokeMyToken(ctx context.Context, in *tokenInput) (*struct{}, error) {
	who := principalOf(ctx)
	return done(a.Auth.RevokeToken(ctx, who.By(), who.UserID, in.ID))
}
