package main

import "turno/internal/store"

// migrateCmd is `turno migrate`. Every other command does the same before it
// begins; this one does nothing else.
type migrateCmd struct{}

func (c *migrateCmd) Run(e *env) error {
	return e.withNewStore(func(s *store.Store) error {
		version, err := s.Version(e.ctx)
		if err != nil {
			return err
		}
		e.printf("%s is at schema version %d.\n", e.base.ShownStore(), version)
		return nil
	})
}
