package auth

import (
	"context"
	"time"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// invitationLife is how long an invitation may be used.
const invitationLife = 7 * 24 * time.Hour

// Invitation lets a user choose a password by a link, once.
type Invitation struct {
	Token   string // of the link; kept by its hash only
	Expires core.Instant
}

// Invite makes an invitation. The one before it, if any, is worthless from then on;
// a password that the user has holds until the invitation is used.
func (s *Service) Invite(ctx context.Context, by audit.By, user core.ID) (Invitation, error) {
	account, ok := s.directory.Account(user)
	if !ok || !account.Active {
		return Invitation{}, core.Errorf(core.NotFound, "there is no such user")
	}
	now := s.now()
	in := Invitation{Token: newToken(), Expires: now.Add(invitationLife)}
	err := audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		entry := audit.Entry{By: by, Kind: audit.InvitationMade, Object: audit.OfUser(user)}
		return []audit.Entry{entry}, tx.SetInvitation(ctx, db.SetInvitationParams{
			TokenHash: hashToken(in.Token), UserID: user.String(), CreatedBy: by.Who,
			CreatedAt: int64(now), ExpiresAt: int64(in.Expires),
		})
	})
	return in, err
}

// Invited says whom an invitation is for. Unauthenticated when it was used, was
// replaced or has expired, or its user is no longer active.
func (s *Service) Invited(ctx context.Context, token string) (Account, core.Instant, error) {
	if token == "" || len(token) > tokenMax {
		return Account{}, 0, unknownLink()
	}
	var row db.Invitation
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetInvitation(ctx, hashToken(token))
		return err
	})
	if core.CodeOf(err) == core.NotFound || err == nil && s.now() >= core.Instant(row.ExpiresAt) {
		return Account{}, 0, unknownLink()
	}
	if err != nil {
		return Account{}, 0, err
	}
	id, err := core.ParseID(row.UserID)
	if err != nil {
		return Account{}, 0, err
	}
	account, ok := s.directory.Account(id)
	if !ok || !account.Active {
		return Account{}, 0, unknownLink()
	}
	return account, core.Instant(row.ExpiresAt), nil
}

// Accept uses an invitation up: the user has the password from then on, and
// sessions opened before end. A second factor stays what it was.
func (s *Service) Accept(ctx context.Context, token, password string) (Account, error) {
	account, _, err := s.Invited(ctx, token)
	if err != nil {
		return Account{}, err
	}
	if err := CheckPassword(password, account.Login, s.breached); err != nil {
		return Account{}, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	err = audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		rows, err := tx.DeleteInvitation(ctx, hashToken(token))
		if err == nil && rows == 0 {
			err = unknownLink() // somebody was faster
		}
		if err != nil {
			return nil, err
		}
		if err := tx.SetCredential(ctx, s.row(account.ID, hash, false)); err != nil {
			return nil, err
		}
		_, err = tx.DeleteSessionsOf(ctx, account.ID.String(), "")
		return []audit.Entry{{By: audit.ByUser(account.ID), Kind: audit.InvitationUsed, Object: audit.OfUser(account.ID)}}, err
	})
	if err == nil {
		s.logins.clear(account.Login)
	}
	return account, err
}
