package main

import (
	"errors"

	"turno/internal/store"
)

// migrateCmd is `turno migrate`. Serve does the same before it begins; all other
// commands refuse a store of an older version.
type migrateCmd struct{}

func (c *migrateCmd) Run(e *env) error {
	s, err := e.open(store.Options{})
	if err != nil {
		return err
	}
	version, err := s.Version(e.ctx)
	if err == nil {
		e.printf("%s is at schema version %d.\n", e.base.ShownStore(), version)
	}
	return errors.Join(err, s.Close())
}
