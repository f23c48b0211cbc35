package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"turno/internal/audit"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// APIToken lets a program act for a user, within scopes.
type APIToken struct {
	ID      core.ID
	User    core.ID
	Name    string
	Scopes  []Scope
	By      string // the id of who made it
	Created core.Instant
	Expires core.Instant
	Seen    core.Instant // last use, within touchEvery; zero for none
}

// NewAPIToken asks for one.
type NewAPIToken struct {
	User    core.ID
	Name    string
	Scopes  []Scope
	Expires core.Instant
}

// Limits of tokens.
const (
	tokenNameMax   = 80 // characters
	tokenLifeMax   = 366 * 24 * time.Hour
	tokensMax      = 20 // of a user
	tokenScopesMax = 20
	// tokenPrefix lets scanners find a token that got into a repository.
	tokenPrefix = "turno_"
)

// CreateToken makes a token of a user and returns its text, which is kept by its
// hash only. Its scopes must lie within what the user may now; what the user loses
// later the token loses too. It expires within a year.
func (s *Service) CreateToken(ctx context.Context, by audit.By, in NewAPIToken) (APIToken, string, error) {
	account, ok := s.directory.Account(in.User)
	if !ok || !account.Active {
		return APIToken{}, "", core.Errorf(core.NotFound, "there is no such user")
	}
	if err := s.checkToken(&in, s.principal(account, "", false)); err != nil {
		return APIToken{}, "", err
	}
	scopes, err := json.Marshal(in.Scopes)
	if err != nil {
		return APIToken{}, "", core.Wrap(core.Internal, "", err)
	}
	text := tokenPrefix + newToken()
	t := APIToken{
		ID: clock.NewID(), User: in.User, Name: in.Name, Scopes: in.Scopes, By: by.Who, Created: s.now(), Expires: in.Expires,
	}
	err = audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		rows, err := tx.ListAPITokensOf(ctx, in.User.String())
		if err == nil && len(rows) >= tokensMax {
			err = core.Errorf(core.Conflict, "a user has at most %d tokens: revoke one", tokensMax)
		}
		if err != nil {
			return nil, err
		}
		entry := audit.Entry{By: by, Kind: audit.TokenCreated, Object: "token:" + t.ID.String(), Detail: map[string]any{
			"user": in.User, "name": in.Name, "scopes": in.Scopes, "expires": in.Expires,
		}}
		return []audit.Entry{entry}, tx.InsertAPIToken(ctx, db.InsertAPITokenParams{
			ID: t.ID.String(), TokenHash: hashToken(text), UserID: in.User.String(), Name: in.Name, Scopes: string(scopes),
			CreatedBy: by.Who, CreatedAt: int64(t.Created), ExpiresAt: int64(in.Expires),
		})
	})
	return t, text, err
}

// checkToken refuses what a token may not be.
func (s *Service) checkToken(in *NewAPIToken, owner Principal) error {
	in.Name = strings.TrimSpace(in.Name)
	now := s.now()
	switch n := utf8.RuneCountInString(in.Name); {
	case n == 0 || n > tokenNameMax:
		return core.Boundf(core.Invalid, "name", core.FaultTooLong, tokenNameMax, "a name of 1 to %d characters, by which you will know the token", tokenNameMax)
	case in.Expires <= now:
		return core.Faultf(core.Invalid, "expires", core.FaultTooLow, "an end in the future")
	case in.Expires > now.Add(tokenLifeMax):
		return core.Faultf(core.Invalid, "expires", core.FaultTooHigh, "a token lasts a year at most")
	case len(in.Scopes) == 0 || len(in.Scopes) > tokenScopesMax:
		return core.Boundf(core.Invalid, "scopes", core.FaultTooHigh, tokenScopesMax, "1 to %d scopes", tokenScopesMax)
	}
	for i, scope := range in.Scopes {
		field := fmt.Sprintf("scopes[%d]", i)
		if len(scope.Permissions) == 0 || len(scope.Permissions) > len(Permissions()) {
			return core.Faultf(core.Invalid, field, core.FaultRequired, "a scope has permissions")
		}
		for _, p := range scope.Permissions {
			if !owner.May(p, scope.Node) {
				return core.Faultf(core.Forbidden, field, core.FaultUnknown, "the user has no permission %s at %s", p, scope.Node)
			}
		}
	}
	return nil
}

// CheckToken says who acts with a token: its user, with what the token's scopes and
// the user's roles both allow. Unauthenticated when it is unknown, revoked or
// expired, or its user is no longer active.
func (s *Service) CheckToken(ctx context.Context, text string) (Principal, error) {
	refused := core.Errorf(core.Unauthenticated, "this token is not valid, or no longer")
	if !strings.HasPrefix(text, tokenPrefix) || len(text) > tokenMax {
		return Principal{}, refused
	}
	var row db.APIToken
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetAPITokenByHash(ctx, hashToken(text))
		return err
	})
	if core.CodeOf(err) == core.NotFound {
		return Principal{}, refused
	}
	if err != nil {
		return Principal{}, err
	}
	t, err := apiTokenOf(&row)
	if err != nil {
		return Principal{}, err
	}
	now := s.now()
	account, ok := s.directory.Account(t.User)
	if !ok || !account.Active || row.RevokedAt != 0 || now >= t.Expires {
		return Principal{}, refused
	}
	if now.Sub(t.Seen) >= touchEvery {
		s.touchToken(ctx, t, now)
	}
	p := s.principal(account, "", false)
	p.TokenID = t.ID
	p.Scopes = common(p.Scopes, t.Scopes, s.directory)
	return p, nil
}

// common is what two sets of scopes both allow. Of two nodes one lies in the
// other, or they have nothing in common.
func common(a, b []Scope, tree Tree) []Scope {
	var both []Scope
	for _, x := range a {
		for _, y := range b {
			var node Node
			switch {
			case tree.Contains(x.Node, y.Node):
				node = y.Node
			case tree.Contains(y.Node, x.Node):
				node = x.Node
			default:
				continue
			}
			var permissions []Permission
			for _, p := range x.Permissions {
				if slices.Contains(y.Permissions, p) {
					permissions = append(permissions, p)
				}
			}
			if len(permissions) > 0 {
				both = append(both, Scope{Node: node, Permissions: permissions})
			}
		}
	}
	return both
}

func (s *Service) touchToken(ctx context.Context, t APIToken, now core.Instant) {
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.TouchAPIToken(ctx, int64(now), t.ID.String())
		return err
	})
	if err != nil {
		s.log.Warn("the last use of a token could not be kept", "token", t.ID.String(), "error", err)
	}
}

func apiTokenOf(row *db.APIToken) (APIToken, error) {
	t := APIToken{
		Name: row.Name, By: row.CreatedBy, Created: core.Instant(row.CreatedAt),
		Expires: core.Instant(row.ExpiresAt), Seen: core.Instant(row.SeenAt),
	}
	var err error
	if t.ID, err = core.ParseID(row.ID); err != nil {
		return t, err
	}
	if t.User, err = core.ParseID(row.UserID); err != nil {
		return t, err
	}
	if err := json.Unmarshal([]byte(row.Scopes), &t.Scopes); err != nil {
		return t, core.Wrap(core.Internal, "", err)
	}
	return t, nil
}

// Tokens lists a user's tokens that were not revoked, newest first; expired ones
// are among them.
func (s *Service) Tokens(ctx context.Context, user core.ID) ([]APIToken, error) {
	var rows []db.APIToken
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		rows, err = q.ListAPITokensOf(ctx, user.String())
		return err
	})
	if err != nil {
		return nil, err
	}
	tokens := make([]APIToken, len(rows))
	for i := range rows {
		if tokens[i], err = apiTokenOf(&rows[i]); err != nil {
			return nil, err
		}
	}
	return tokens, nil
}

// RevokeToken ends a token of a user at once; NotFound when they have no such one.
func (s *Service) RevokeToken(ctx context.Context, by audit.By, user, id core.ID) error {
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		row, err := tx.GetAPIToken(ctx, id.String())
		if err != nil {
			return nil, err // no such row is core.NotFound
		}
		rows, err := tx.RevokeAPIToken(ctx, int64(s.now()), id.String())
		if err == nil && (rows == 0 || row.UserID != user.String()) {
			err = core.Errorf(core.NotFound, "there is no such token")
		}
		return []audit.Entry{{By: by, Kind: audit.TokenRevoked, Object: "token:" + id.String()}}, err
	})
}
