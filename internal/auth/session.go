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

// touchEvery is how stale a session's last use may be in the store, so that
// reading calls do not write each time.
const touchEvery = 5 * time.Minute

// Check says who holds a session's token. Roles are looked up anew each time: a
// change of the organisation counts at once. Unauthenticated when there is no
// such session, it has expired, or its user is no longer active.
func (s *Service) Check(ctx context.Context, token string) (Principal, error) {
	if token == "" || len(token) > tokenMax {
		return Principal{}, unauthenticated()
	}
	var row db.CheckSessionRow
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.CheckSession(ctx, hashToken(token))
		return err
	})
	session := row.Session
	if core.CodeOf(err) == core.NotFound || err == nil && session.Kind == halfOpen {
		return Principal{}, unauthenticated()
	}
	if err != nil {
		return Principal{}, err
	}
	now := s.now()
	id, err := core.ParseID(session.UserID)
	if err != nil {
		return Principal{}, err
	}
	account, ok := s.directory.Account(id)
	if !ok || !account.Active || now >= core.Instant(session.ExpiresAt) {
		return Principal{}, unauthenticated()
	}
	if now.Sub(core.Instant(session.SeenAt)) >= touchEvery {
		s.touch(ctx, session, now)
	}
	p := s.principal(account, session.CSRF, row.MustChange)
	p.MustEnrol = row.ConfirmedAt == 0 && session.Kind == byPassword && s.requires(account)
	return p, nil
}

func unauthenticated() error { return core.Errorf(core.Unauthenticated, "sign in first") }

// touch moves a session's end. A failure only makes it end earlier.
func (s *Service) touch(ctx context.Context, session db.Session, now core.Instant) {
	expires := min(now.Add(s.idle), core.Instant(session.CreatedAt).Add(s.longest))
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.TouchSession(ctx, db.TouchSessionParams{
			SeenAt: int64(now), ExpiresAt: int64(expires), TokenHash: session.TokenHash,
		})
		return err
	})
	if err != nil {
		s.log.Warn("session could not be prolonged", "user", session.UserID, "error", err)
	}
}

// SignOut ends a session. One that is not there is no error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		session, err := tx.GetSession(ctx, hashToken(token))
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		_, err = tx.DeleteSession(ctx, session.TokenHash)
		if session.Kind == halfOpen {
			return nil, err
		}
		return []audit.Entry{{
			By: audit.By{Party: audit.User, Who: session.UserID}, Kind: audit.SessionEnded, Object: "user:" + session.UserID,
		}}, err
	})
}

// ChangePassword is a user's own change: the old password is asked for, and the
// user's other sessions end.
func (s *Service) ChangePassword(ctx context.Context, p Principal, token, old, password string) error {
	if p.Kind != KindUser {
		return unauthenticated()
	}
	if err := CheckPassword(password, p.Login, s.breached); err != nil {
		return err
	}
	if err := s.checkOwn(ctx, p, "old", old); err != nil {
		return err
	}
	if password == old {
		// Else one that an operator set would do for ever, known to both.
		return core.Faultf(core.Invalid, "password", core.FaultUsed, "a password other than the present one")
	}
	return s.set(ctx, p.By(), p.UserID, password, false, hashToken(token))
}

// checkOwn asks a signed-in user for the password once more, in a field of that
// name: whoever found the screen open does not know it.
func (s *Service) checkOwn(ctx context.Context, p Principal, field, password string) error {
	if err := s.admit(p.Login, "user:"+p.UserID.String()); err != nil {
		return err
	}
	credential, err := s.credential(ctx, p.UserID)
	if err != nil {
		return err
	}
	ok, _, err := s.hasher.verify(ctx, credential.Password, password)
	switch {
	case err != nil:
		return err
	case !ok:
		return core.Faultf(core.Invalid, field, core.FaultMismatch, "the present password is another")
	}
	s.forgive(p.Login, "user:"+p.UserID.String())
	return nil
}

// SetPassword is an operator's or administrator's (by): the user is signed out
// everywhere, may sign in with it at once (earlier failures are forgotten), and
// is told to change it.
func (s *Service) SetPassword(ctx context.Context, by audit.By, user core.ID, password string, mustChange bool) error {
	account, ok := s.directory.Account(user)
	if !ok {
		return core.Errorf(core.NotFound, "there is no such user")
	}
	if err := CheckPassword(password, account.Login, s.breached); err != nil {
		return err
	}
	s.logins.clear(account.Login)
	return s.set(ctx, by, user, password, mustChange, "")
}

// set stores a password and ends the user's sessions but the one to keep.
func (s *Service) set(ctx context.Context, by audit.By, user core.ID, password string, mustChange bool, keep string) error {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	entry := audit.Entry{By: by, Kind: audit.PasswordSet, Object: audit.OfUser(user)}
	if by == audit.ByUser(user) {
		entry.Kind = audit.PasswordChanged
	}
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		if err := tx.SetCredential(ctx, s.row(user, hash, mustChange)); err != nil {
			return nil, err
		}
		_, err := tx.DeleteSessionsOf(ctx, user.String(), keep)
		return []audit.Entry{entry}, err
	})
}

// keep stores a new hash of a password that stays the same.
func (s *Service) keep(ctx context.Context, user core.ID, password string, mustChange bool) error {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.Write(ctx, func(tx *store.Tx) error { return tx.SetCredential(ctx, s.row(user, hash, mustChange)) })
}

func (s *Service) row(user core.ID, hash string, mustChange bool) db.SetCredentialParams {
	return db.SetCredentialParams{
		UserID: user.String(), Password: hash, MustChange: mustChange, ChangedAt: int64(s.now()),
	}
}

// GivePassword sets a password for a user who has none and reports whether it
// did: the demo's users, a first administrator.
func (s *Service) GivePassword(ctx context.Context, user core.ID, password string) (bool, error) {
	credential, err := s.credential(ctx, user)
	if err != nil || credential.Password != "" {
		return false, err
	}
	account, _ := s.directory.Account(user)
	if err := CheckPassword(password, account.Login, s.breached); err != nil {
		return false, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return false, err
	}
	var rows int64
	err = audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		var err error
		rows, err = tx.InsertCredentialIfAbsent(ctx, db.InsertCredentialIfAbsentParams(s.row(user, hash, false)))
		if err != nil || rows == 0 {
			return nil, err
		}
		return []audit.Entry{{By: audit.By{Party: audit.Operator}, Kind: audit.PasswordSet, Object: audit.OfUser(user)}}, nil
	})
	return rows == 1, err
}

// NewPassword makes a password that a person can read out and type: four groups
// of letters and digits, 100 bits.
func NewPassword() string {
	text := linkToken()
	return text[0:5] + "-" + text[5:10] + "-" + text[10:15] + "-" + text[15:20]
}
