package main

import (
	"context"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"turno/internal/auth"
	"turno/internal/org"
	"turno/internal/store"
)

// fillDemo gives an empty store the demo organisation and its customers. A store that has one of
// its own keeps it.
func fillDemo(ctx context.Context, s *store.Store, log *slog.Logger) error {
	version, err := org.Version(ctx, s)
	if err != nil || version != 0 {
		return err
	}
	o, err := org.Demo()
	if err != nil {
		return err
	}
	// Before the organisation, which says that all was done.
	if err := fillDemoCustomers(ctx, s, o); err != nil {
		return err
	}
	// Version 0 is expected: of two servers that start at once, one fills.
	if _, _, err := org.Apply(ctx, s, o, operator, 0); err != nil {
		return err
	}
	log.Info("the demo organisation was written to the empty store")
	return nil
}

// isDemo reports whether an organisation is the demo one, perhaps changed since.
func isDemo(o *org.Organisation) bool {
	demo, err := org.Demo()
	return err == nil && o.Key == demo.Key
}

// giveDemoPasswords gives the demo's users who have no password yet one that they
// share, and reports whether it gave any: a second start finds none. Users whom
// somebody added later are left alone.
func giveDemoPasswords(ctx context.Context, service *auth.Service, o *org.Organisation, password string) (bool, error) {
	demo, err := org.Demo()
	if err != nil {
		return false, err
	}
	given := make([]bool, len(demo.Users))
	group, ctx := errgroup.WithContext(ctx)
	for i := range demo.Users {
		user, ok := o.User(demo.Users[i].Login)
		if !ok || user.Inactive {
			continue
		}
		group.Go(func() error {
			var err error
			given[i], err = service.GivePassword(ctx, user.ID, password)
			return err
		})
	}
	err = group.Wait()
	for _, one := range given {
		if one {
			return true, err
		}
	}
	return false, err
}
