package auth

import (
	"context"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// OpenSession is one of a user's sessions, as they see it.
type OpenSession struct {
	ID       string // names it; opens nothing
	Here     bool   // the one that asks
	Opened   core.Instant
	Seen     core.Instant // within touchEvery
	Expires  core.Instant
	Address  string
	Agent    string // what the browser calls itself
	Provider bool   // opened at an OpenID provider
}

// sessionID is how a session is named to its user: the beginning of its hash.
func sessionID(tokenHash string) string { return tokenHash[:16] }

// Sessions lists a user's sessions, oldest first. token is that of the one that asks.
func (s *Service) Sessions(ctx context.Context, user core.ID, token string) ([]OpenSession, error) {
	var open []OpenSession
	here, now := hashToken(token), s.now()
	err := s.store.Read(ctx, func(q *db.Queries) error {
		rows, err := q.ListSessionsOf(ctx, user.String())
		open = nil
		for i := range rows {
			row := &rows[i]
			if row.Kind == halfOpen || now >= core.Instant(row.ExpiresAt) {
				continue
			}
			open = append(open, OpenSession{
				ID: sessionID(row.TokenHash), Here: row.TokenHash == here, Opened: core.Instant(row.CreatedAt),
				Seen: core.Instant(row.SeenAt), Expires: core.Instant(row.ExpiresAt),
				Address: row.Address, Agent: row.Agent, Provider: row.Kind == byProvider,
			})
		}
		return err
	})
	return open, err
}

// EndSession ends one session of a user; NotFound when there is no such one.
func (s *Service) EndSession(ctx context.Context, p Principal, id string) error {
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		rows, err := tx.DeleteSessionOf(ctx, p.UserID.String(), id)
		if err == nil && rows == 0 {
			err = core.Errorf(core.NotFound, "this session has ended already")
		}
		return []audit.Entry{{By: p.By(), Kind: audit.SessionEnded, Object: audit.OfUser(p.UserID)}}, err
	})
}

// EndSessions signs a user out everywhere but where token is from ("" for
// everywhere), and says how many sessions that were.
func (s *Service) EndSessions(ctx context.Context, by audit.By, user core.ID, token string) (int, error) {
	keep := ""
	if token != "" {
		keep = hashToken(token)
	}
	var ended int64
	err := audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		var err error
		if ended, err = tx.DeleteSessionsOf(ctx, user.String(), keep); err != nil || ended == 0 {
			return nil, err
		}
		return []audit.Entry{{
			By: by, Kind: audit.SessionsEnded, Object: audit.OfUser(user), Detail: map[string]int64{"sessions": ended},
		}}, nil
	})
	return int(ended), err
}

// EndInactive ends the sessions, tokens and invitations of users who are no longer
// active, so that they do not come to life again with the user. It returns whose
// sessions ended.
func (s *Service) EndInactive(ctx context.Context) ([]core.ID, error) {
	var users []string
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		users, err = q.ListKeyHolders(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var ended []core.ID
	for _, text := range users {
		id, err := core.ParseID(text)
		if err != nil {
			return ended, err
		}
		if account, ok := s.directory.Account(id); ok && account.Active {
			continue
		}
		if err := s.endAll(ctx, id); err != nil {
			return ended, err
		}
		ended = append(ended, id)
	}
	return ended, nil
}

func (s *Service) endAll(ctx context.Context, user core.ID) error {
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		var n [3]int64
		var err error
		if n[0], err = tx.DeleteSessionsOf(ctx, user.String(), ""); err != nil {
			return nil, err
		}
		if n[1], err = tx.RevokeAPITokensOf(ctx, int64(s.now()), user.String()); err != nil {
			return nil, err
		}
		n[2], err = tx.DeleteInvitationsOf(ctx, user.String())
		return []audit.Entry{{
			By: audit.By{Party: audit.System}, Kind: audit.SessionsEnded, Object: audit.OfUser(user),
			Detail: map[string]int64{"sessions": n[0], "tokens": n[1], "invitations": n[2]},
		}}, err
	})
}
