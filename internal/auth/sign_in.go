package auth

import (
	"context"
	"database/sql"
	"errors"

	"turno/internal/core"
	"turno/internal/store/db"
)

// SignIn is how a user comes in, as whoever manages users sees it.
type SignIn struct {
	Owner          Principal // what the user may
	Password       bool      // there is one
	Factor         bool      // a code is asked for after it
	FactorRequired bool      // a role of theirs asks for it
	Sessions       int       // open now
	Seen           core.Instant
	Invitation     *LastInvitation // nil: none, or it was used
}

// LastInvitation is an invitation that was not used. It may have expired.
type LastInvitation struct {
	By            string // the user's id; empty for the command line
	Made, Expires core.Instant
}

// SignInOf reads how a user comes in; NotFound when there is no active one.
func (s *Service) SignInOf(ctx context.Context, user core.ID) (SignIn, error) {
	account, ok := s.directory.Account(user)
	if !ok || !account.Active {
		return SignIn{}, core.Errorf(core.NotFound, "there is no such user")
	}
	found := SignIn{Owner: s.principal(account, "", false), FactorRequired: s.requires(account)}
	err := s.store.Read(ctx, func(q *db.Queries) error {
		factor, err := secondFactorOf(ctx, q, user)
		if err != nil {
			return err
		}
		found.Factor = factor.ConfirmedAt > 0
		if _, err = q.GetCredential(ctx, user.String()); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		found.Password = err == nil
		row, err := q.GetInvitationOf(ctx, user.String())
		if errors.Is(err, sql.ErrNoRows) {
			found.Invitation = nil
			return nil
		}
		found.Invitation = &LastInvitation{By: row.CreatedBy, Made: core.Instant(row.CreatedAt), Expires: core.Instant(row.ExpiresAt)}
		return err
	})
	if err != nil {
		return SignIn{}, err
	}
	open, err := s.Sessions(ctx, user, "")
	found.Sessions = len(open)
	for i := range open {
		found.Seen = max(found.Seen, open[i].Seen)
	}
	return found, err
}
