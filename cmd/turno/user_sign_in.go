package main

import (
	"time"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store"
)

// user finds a user by login, and who looks after how they sign in.
func (e *env) user(s *store.Store, login string) (*auth.Service, core.ID, error) {
	o, version, err := org.Load(e.ctx, s)
	if err != nil {
		return nil, core.NoID, err
	}
	user, ok := o.User(login)
	if !ok {
		return nil, core.NoID, core.Errorf(core.NotFound, "there is no user %q; see: turno user list", login)
	}
	if user.Inactive {
		return nil, core.NoID, core.Errorf(core.Conflict, "%s is a former user; bring them back with: turno user add %s --role ROLE --at NODE", login, login)
	}
	return auth.New(auth.Options{Store: s, Directory: org.Directory{Live: org.NewLive(o, version)}, Log: e.log}), user.ID, nil
}

// userInviteCmd is `turno user invite LOGIN`.
type userInviteCmd struct {
	Login     string `arg:"" help:"Who shall choose a password."`
	PublicURL string `env:"TURNO_PUBLIC_URL" help:"Address by which browsers reach the server." placeholder:"URL"`
}

func (c *userInviteCmd) Run(e *env) error {
	return e.withStore(func(s *store.Store) error {
		service, user, err := e.user(s, c.Login)
		if err != nil {
			return err
		}
		invitation, err := service.Invite(e.ctx, audit.By{Party: audit.Operator}, user)
		if err != nil {
			return err
		}
		e.printf("%s/join/%s\nIt opens once, until %s.\n", trimSlash(c.PublicURL), invitation.Token,
			invitation.Expires.Time().Format(time.RFC3339))
		return nil
	})
}

// userResetCmd is `turno user reset-totp LOGIN`.
type userResetCmd struct {
	Login string `arg:"" help:"Whose second factor."`
}

func (c *userResetCmd) Run(e *env) error {
	return e.withStore(func(s *store.Store) error {
		service, user, err := e.user(s, c.Login)
		if err != nil {
			return err
		}
		err = service.ResetSecondFactor(e.ctx, audit.By{Party: audit.Operator}, user)
		if core.CodeOf(err) == core.Conflict {
			e.printf("%s has no second factor.\n", c.Login)
			return nil
		}
		if err != nil {
			return err
		}
		e.printf("%s signs in with the password alone, and is signed out everywhere.\n", c.Login)
		return nil
	})
}

// userUnlinkCmd is `turno user unlink LOGIN`.
type userUnlinkCmd struct {
	Login string `arg:"" help:"Whose identity."`
}

func (c *userUnlinkCmd) Run(e *env) error {
	return e.withStore(func(s *store.Store) error {
		service, user, err := e.user(s, c.Login)
		if err != nil {
			return err
		}
		if err := service.UnlinkProvider(e.ctx, audit.By{Party: audit.Operator}, user); err != nil {
			return err
		}
		e.printf("The next sign-in of %s at the provider is by the e-mail address.\n", c.Login)
		return nil
	})
}
