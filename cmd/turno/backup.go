package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"turno/internal/config"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/files"
)

// contentFlags say where files are, and whether they matter.
type contentFlags struct {
	config.Files
	WithoutFiles bool `help:"Leave the files that people sent in conversations out."`
}

// folder is where files are; nil: they are left out.
func (c *contentFlags) folder(e *env) *files.Folder {
	if c.WithoutFiles {
		return nil
	}
	return &files.Folder{Dir: c.FilesIn(e.base.Data)}
}

// backupCmd is `turno backup FILE`.
type backupCmd struct {
	contentFlags
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
	held, err := s.Backup(e.ctx, c.File, c.folder(e))
	if err != nil {
		return err
	}
	e.printf("Backup of %s is in %s.\n", e.base.ShownStore(), c.File)
	e.printContents(&held)
	return nil
}

// printContents says what became of files.
func (e *env) printContents(held *store.Contents) {
	if held.Files > 0 {
		e.printf("Files of conversations in it: %d.\n", held.Files)
	}
	e.printFiles("not found", held.Missing)
	e.printFiles("damaged, and left out", held.Damaged)
}

// shownFiles is how many files are named.
const shownFiles = 10

func (e *env) printFiles(what string, ids []string) {
	switch {
	case len(ids) == 0:
	case len(ids) > shownFiles:
		e.printf("Files that are %s: %d (%s …).\n", what, len(ids), strings.Join(ids[:shownFiles], ", "))
	default:
		e.printf("Files that are %s: %d (%s).\n", what, len(ids), strings.Join(ids, ", "))
	}
}

// restoreCmd is `turno restore FILE`.
type restoreCmd struct {
	contentFlags
	File string `arg:"" help:"Backup to read." type:"existingfile"`
}

func (c *restoreCmd) Run(e *env) error {
	held, err := store.Restore(e.ctx, c.File, e.base.StoreURL(), c.folder(e), store.Options{Log: e.log})
	var refused *core.Error
	if errors.As(err, &refused) && refused.Code == core.Conflict && refused.Field == "store" {
		return core.Errorf(core.Conflict, "%s holds a system already and was left as it is; "+
			"restore into a new --data directory or an empty database, and serve from there", e.base.ShownStore())
	}
	if err != nil {
		return err
	}
	e.printf("%s holds what %s held.\n", e.base.ShownStore(), c.File)
	e.printContents(&held)
	return nil
}
