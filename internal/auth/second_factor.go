package auth

import (
	"context"
	"database/sql"
	"errors"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// SecondFactor is what a user may know of their own.
type SecondFactor struct {
	Set      bool // it is asked for at sign-in
	Required bool // a role of theirs asks for one
	Codes    int  // recovery codes left
}

// SecondFactor reads it.
func (s *Service) SecondFactor(ctx context.Context, p Principal) (SecondFactor, error) {
	var factor db.SecondFactor
	var codes int64
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		if factor, err = secondFactorOf(ctx, q, p.UserID); err != nil {
			return err
		}
		codes, err = q.CountRecoveryCodes(ctx, p.UserID.String())
		return err
	})
	account, _ := s.directory.Account(p.UserID)
	return SecondFactor{Set: factor.ConfirmedAt > 0, Required: s.requires(account), Codes: int(codes)}, err
}

// secondFactorOf reads a user's second factor; none is the zero value.
func secondFactorOf(ctx context.Context, q *db.Queries, user core.ID) (db.SecondFactor, error) {
	factor, err := q.GetSecondFactor(ctx, user.String())
	if errors.Is(err, sql.ErrNoRows) {
		return db.SecondFactor{}, nil
	}
	return factor, err
}

// requires reports whether a role of the account asks for a second factor.
func (s *Service) requires(a Account) bool {
	for _, g := range a.Grants {
		if s.directory.WantsSecondFactor(g.Role) {
			return true
		}
	}
	return false
}

// Proposal is a second factor that is not in force yet: its secret, to be typed,
// and the same as an address, to be scanned.
type Proposal struct {
	Secret string
	URL    string
}

// ProposeSecondFactor makes a secret for the user's app. It is in force once
// ConfirmSecondFactor has seen a code of it. house names us in the app. Conflict
// when there is a second factor already.
func (s *Service) ProposeSecondFactor(ctx context.Context, p Principal, house string) (Proposal, error) {
	secret := newSecret()
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		rows, err := tx.ProposeSecondFactor(ctx, db.ProposeSecondFactorParams{
			UserID: p.UserID.String(), Secret: secret, CreatedAt: int64(s.now()),
		})
		if err == nil && rows == 0 {
			err = core.Errorf(core.Conflict, "there is a second factor already: remove it first")
		}
		return err
	})
	return Proposal{Secret: secret, URL: totpURL(secret, house, p.Login)}, err
}

// ConfirmSecondFactor puts the proposed second factor in force and returns the
// recovery codes, which are kept by their hash only. The user's other sessions, of
// the password alone, end.
func (s *Service) ConfirmSecondFactor(ctx context.Context, p Principal, token, code string) ([]string, error) {
	var codes []string
	err := s.counted(p.UserID, func() error {
		return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
			factor, err := secondFactorOf(ctx, tx.Queries, p.UserID)
			switch {
			case err != nil:
				return nil, err
			case factor.Secret == "":
				return nil, core.Errorf(core.Conflict, "no second factor is being set up")
			case factor.ConfirmedAt > 0:
				return nil, core.Errorf(core.Conflict, "there is a second factor already: remove it first")
			}
			if err := s.useTOTP(ctx, tx, factor, typedCode(code)); err != nil {
				return nil, err
			}
			if codes, err = renewCodes(ctx, tx, p.UserID); err != nil {
				return nil, err
			}
			_, err = tx.DeleteSessionsOf(ctx, p.UserID.String(), hashToken(token))
			return []audit.Entry{{By: p.By(), Kind: audit.SecondFactorSet, Object: audit.OfUser(p.UserID)}}, err
		})
	})
	return codes, err
}

// NewRecoveryCodes makes the old ones worthless. A present code of the app is asked for.
func (s *Service) NewRecoveryCodes(ctx context.Context, p Principal, code string) ([]string, error) {
	var codes []string
	err := s.counted(p.UserID, func() error {
		return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
			factor, err := secondFactorOf(ctx, tx.Queries, p.UserID)
			if err == nil && factor.ConfirmedAt == 0 {
				err = core.Errorf(core.Conflict, "there is no second factor")
			}
			if err != nil {
				return nil, err
			}
			if err := s.useTOTP(ctx, tx, factor, typedCode(code)); err != nil {
				return nil, err
			}
			codes, err = renewCodes(ctx, tx, p.UserID)
			return []audit.Entry{{By: p.By(), Kind: audit.RecoveryCodesMade, Object: audit.OfUser(p.UserID)}}, err
		})
	})
	return codes, err
}

// RemoveSecondFactor is a user's own: the password is asked for. Forbidden when a
// role of theirs asks for a second factor.
func (s *Service) RemoveSecondFactor(ctx context.Context, p Principal, password string) error {
	account, _ := s.directory.Account(p.UserID)
	if s.requires(account) {
		return core.Errorf(core.Forbidden, "a role of yours asks for a second factor")
	}
	if err := s.checkOwn(ctx, p, "password", password); err != nil {
		return err
	}
	return s.dropSecondFactor(ctx, p.By(), p.UserID, audit.SecondFactorRemoved)
}

// ResetSecondFactor is for who has lost it, by an operator or administrator: the
// user is signed out everywhere and signs in with the password alone.
func (s *Service) ResetSecondFactor(ctx context.Context, by audit.By, user core.ID) error {
	if _, ok := s.directory.Account(user); !ok {
		return core.Errorf(core.NotFound, "there is no such user")
	}
	s.codes.clear(user.String())
	return s.dropSecondFactor(ctx, by, user, audit.SecondFactorReset)
}

func (s *Service) dropSecondFactor(ctx context.Context, by audit.By, user core.ID, kind audit.Kind) error {
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		rows, err := tx.DeleteSecondFactor(ctx, user.String())
		if err != nil {
			return nil, err
		}
		if rows == 0 {
			return nil, core.Errorf(core.Conflict, "there is no second factor")
		}
		if _, err := tx.DeleteRecoveryCodes(ctx, user.String()); err != nil {
			return nil, err
		}
		if kind == audit.SecondFactorReset {
			_, err = tx.DeleteSessionsOf(ctx, user.String(), "")
		}
		return []audit.Entry{{By: by, Kind: kind, Object: audit.OfUser(user)}}, err
	})
}

// counted makes an attempt with a code, which counts against the user's allowance
// unless it was right or the house failed.
func (s *Service) counted(user core.ID, attempt func() error) error {
	key := user.String()
	if wait, ok := s.codes.take(key, s.now()); !ok {
		return throttled(wait)
	}
	err := attempt()
	if err == nil {
		s.codes.clear(key)
	} else if !errors.Is(err, errWrongCode) {
		s.codes.forgive(key, s.now())
	}
	return err
}

// errWrongCode is the answer to any code that is not, or no longer, right.
var errWrongCode = core.Faultf(core.Invalid, "code", core.FaultMismatch, "this code is not right, or was used already: wait for the next one")

// useTOTP takes a code of the app, once.
func (s *Service) useTOTP(ctx context.Context, tx *store.Tx, factor db.SecondFactor, code string) error {
	step, ok, err := matchTOTP(factor.Secret, code, s.now(), factor.LastStep)
	if err != nil {
		return err
	}
	if !ok {
		return errWrongCode
	}
	confirmed := factor.ConfirmedAt
	if confirmed == 0 {
		confirmed = int64(s.now())
	}
	rows, err := tx.UseSecondFactor(ctx, db.UseSecondFactorParams{
		UserID: factor.UserID, Secret: factor.Secret, Step: step, ConfirmedAt: confirmed,
	})
	if err == nil && rows == 0 {
		err = errWrongCode // the same code, at the same moment, from elsewhere
	}
	return err
}

// renewCodes replaces a user's recovery codes.
func renewCodes(ctx context.Context, tx *store.Tx, user core.ID) ([]string, error) {
	if _, err := tx.DeleteRecoveryCodes(ctx, user.String()); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = newRecoveryCode()
		if err := tx.InsertRecoveryCode(ctx, user.String(), hashToken(typedCode(codes[i]))); err != nil {
			return nil, err
		}
	}
	return codes, nil
}
