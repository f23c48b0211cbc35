package auth

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// The kinds of sessions.
const (
	byPassword = ""         // opened with a password, and the second factor where there is one
	halfOpen   = "code"     // the password was right; the code of the second factor is due
	byProvider = "provider" // opened at an OpenID provider, which asks for what it wants
)

// codeWait is how long a sign-in waits for the code.
const codeWait = 5 * time.Minute

// SecondStep completes a sign-in whose first step asked for a code: one of the
// app, or a recovery code. token is that of the half-open session, which ends with
// a right code; the session it returns is another. Unauthenticated when the code
// is wrong, and when there is nothing to complete (Expired tells).
func (s *Service) SecondStep(ctx context.Context, token, code string, from Origin) (Session, error) {
	half, err := s.half(ctx, token)
	if err != nil {
		return Session{}, err
	}
	user, err := core.ParseID(half.UserID)
	if err != nil {
		return Session{}, err
	}
	account, ok := s.directory.Account(user)
	if !ok || !account.Active {
		return Session{}, errStartAgain
	}
	var session Session
	err = s.counted(user, func() error {
		return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
			entries, err := s.useCode(ctx, tx, user, typedCode(code))
			if err != nil {
				return nil, err
			}
			rows, err := tx.DeleteSession(ctx, half.TokenHash)
			if err == nil && rows == 0 {
				err = errStartAgain // completed meanwhile, with another code
			}
			if err != nil {
				return nil, err
			}
			credential, err := tx.GetCredential(ctx, half.UserID)
			if err != nil {
				return nil, err
			}
			entry, err := s.insert(ctx, tx, &session, account, byPassword, from)
			session.Principal = s.principal(account, session.CSRF, credential.MustChange)
			return append(entries, entry), err
		})
	})
	if errors.Is(err, errWrongCode) {
		return Session{}, s.refused(ctx, account.Login, from, "code", errWrongCode)
	}
	return session, err
}

// errStartAgain tells that the first step is too long ago.
var errStartAgain = core.Errorf(core.Unauthenticated, "the sign-in took too long: start again with the password")

// half finds a half-open session.
func (s *Service) half(ctx context.Context, token string) (db.Session, error) {
	if token == "" || len(token) > tokenMax {
		return db.Session{}, errStartAgain
	}
	var half db.Session
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		half, err = q.GetSession(ctx, hashToken(token))
		return err
	})
	if core.CodeOf(err) == core.NotFound || err == nil && (half.Kind != halfOpen || s.now() >= core.Instant(half.ExpiresAt)) {
		return db.Session{}, errStartAgain
	}
	return half, err
}

// useCode takes a code of the app or a recovery code, once.
func (s *Service) useCode(ctx context.Context, tx *store.Tx, user core.ID, code string) ([]audit.Entry, error) {
	factor, err := tx.GetSecondFactor(ctx, user.String())
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errStartAgain // it was removed meanwhile
	}
	if err != nil {
		return nil, err
	}
	if isTOTP(code) {
		return nil, s.useTOTP(ctx, tx, factor, code)
	}
	rows, err := tx.UseRecoveryCode(ctx, db.UseRecoveryCodeParams{
		UserID: user.String(), CodeHash: hashToken(code), UsedAt: int64(s.now()),
	})
	if err == nil && rows == 0 {
		err = errWrongCode
	}
	return []audit.Entry{{By: audit.ByUser(user), Kind: audit.RecoveryCodeUsed, Object: audit.OfUser(user)}}, err
}
