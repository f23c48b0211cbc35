package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"turno/internal/core"
	"turno/internal/store/files"
)

// A backup is a SQLite file with the schema and every row of the store at one
// moment, whichever engine the store runs on. So a backup can be looked into
// with any SQLite tool, kept as one file, and restored into either engine.

// Backup writes the state of the store at one moment to a new file at path,
// while everybody goes on working, and the files from the folder that its rows
// name (no folder: without them). The file appears under its name when it is
// complete and on disk. A file that exists already is a Conflict.
func (s *Store) Backup(ctx context.Context, path string, from *files.Folder) (Contents, error) {
	if _, err := os.Lstat(path); err == nil {
		return Contents{}, core.FieldErrorf(core.Conflict, "path", "%s exists already", path)
	}
	part := path + ".part"
	held, err := s.writeBackup(ctx, part, from)
	if err != nil {
		return held, s.mapError(errors.Join(err, removeStore(part)))
	}
	if err := s.publish(part, path); err != nil {
		return held, s.mapError(errors.Join(unreadable.wrap(err), removeStore(part)))
	}
	return held, nil
}

func (s *Store) writeBackup(ctx context.Context, part string, from *files.Folder) (held Contents, err error) {
	if err := removeStore(part); err != nil {
		return held, err
	}
	if err := s.engine.backup(ctx, part); err != nil {
		return held, err
	}
	if from != nil {
		if held, err = keepFiles(ctx, part, *from); err != nil {
			return held, err
		}
	}
	return held, checkFile(ctx, part)
}

// publish gives a finished backup its name, durably.
func (s *Store) publish(part, path string) error {
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Chmod(part, 0o600); err != nil {
		return err
	}
	if err := os.Link(part, path); err != nil { // fails when path exists, unlike a rename
		return err
	}
	if err := os.Remove(part); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

// Restore fills the empty store at url from a backup made by this version of
// the program or an older one, which is brought up to date on the way, and the
// folder with its files (no folder: without them). All rows are written in one
// transaction, after the files, or nothing. A store that holds anything is a
// Conflict; a file that is not a whole backup is Invalid.
func Restore(ctx context.Context, path, url string, to *files.Folder, opts Options) (held Contents, err error) {
	work, err := os.MkdirTemp(filepath.Dir(path), ".restore-*")
	if err != nil {
		return held, unreadable.wrap(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()

	source, err := openBackup(ctx, path, filepath.Join(work, "backup.db"), opts)
	if err != nil {
		return held, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()

	target, err := Open(ctx, url, opts)
	if err != nil {
		return held, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	return copyStore(ctx, source, target, to)
}

// openBackup opens a copy of a backup with today's schema; the file itself
// stays as it is.
func openBackup(ctx context.Context, path, copied string, opts Options) (*Store, error) {
	if err := copyFile(path, copied); err != nil {
		return nil, &core.Error{Code: core.Invalid, Field: "path", Message: "the backup cannot be read", Err: err}
	}
	if err := checkFile(ctx, copied); err != nil {
		return nil, err
	}
	return Open(ctx, SQLiteURL(copied), Options{Log: opts.Log})
}

// copyStore copies every row of source into target, which must be empty, and the
// files into a folder.
func copyStore(ctx context.Context, source, target *Store, to *files.Folder) (held Contents, err error) {
	err = source.run(ctx, false, func(from transaction) error {
		tables, err := listTables(ctx, from)
		if err != nil {
			return err
		}
		return target.run(ctx, true, func(into transaction) error {
			for _, t := range tables {
				var held bool
				if err := into.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.name+")").Scan(&held); err != nil {
					return err
				}
				if held {
					return core.FieldErrorf(core.Conflict, "store", "the store to restore into is not empty: table %s has rows", t.name)
				}
			}
			if to != nil {
				if held, err = putFiles(ctx, from, *to); err != nil {
					return err
				}
			}
			return copyTables(ctx, tables, from, into)
		})
	})
	return held, err
}
