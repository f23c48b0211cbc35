package main

import (
	"turno/internal/store"
)

// backupCmd is `turno backup FILE`.
type backupCmd struct {
	File string `arg:"" help:"File to write; it must not exist." type:"path"`
}

func (c *backupCmd) Run(e *env) error {
	s, err := store.Open(e.ctx, e.base.StoreURL(), store.Options{Log: e.log, NoMigrate: true, AnyVersion: true})
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // the backup is whole and on disk by then
	if err := s.Backup(e.ctx, c.File); err != nil {
		return err
	}
	e.printf("Backup of %s is in %s.\n", e.base.ShownStore(), c.File)
	return nil
}

// restoreCmd is `turno restore FILE`.
type restoreCmd struct {
	File string `arg:"" help:"Backup to read." type:"existingfile"`
}

func (c *restoreCmd) Run(e *env) error {
	if err := store.Restore(e.ctx, c.File, e.base.StoreURL(), store.Options{Log: e.log}); err != nil {
		return err
	}
	e.printf("%s holds what %s held.\n", e.base.ShownStore(), c.File)
	return nil
}
