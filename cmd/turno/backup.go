package main

import (
	"errors"
	"os"
	"path/filepath"

	"turno/internal/core"
	"turno/internal/store"
)

// backupCmd is `turno backup FILE`.
type backupCmd struct {
	File string `arg:"" help:"File to write; it must not exist." type:"path"`
}

func (c *backupCmd) Run(e *env) error {
	if folder, err := os.Stat(filepath.Dir(c.File)); err != nil || !folder.IsDir() {
		return core.Errorf(core.NotFound, "there is no folder %s to write the backup to", filepath.Dir(c.File))
	}
	s, err := e.open(store.Options{NoMigrate: true, AnyVersion: true, MustExist: true})
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
	err := store.Restore(e.ctx, c.File, e.base.StoreURL(), store.Options{Log: e.log})
	var held *core.Error
	if errors.As(err, &held) && held.Code == core.Conflict && held.Field == "store" {
		return core.Errorf(core.Conflict, "%s holds a system already and was left as it is; "+
			"restore into a new --data directory or an empty database, and serve from there", e.base.ShownStore())
	}
	if err != nil {
		return err
	}
	e.printf("%s holds what %s held.\n", e.base.ShownStore(), c.File)
	return nil
}
