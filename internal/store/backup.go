package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"turno/internal/core"
)

// A backup is a SQLite file with the schema and every row of the store at one
// moment, whichever engine the store runs on. So a backup can be looked into
// with any SQLite tool, kept as one file, and restored into either engine.

// Backup writes the state of the store at one moment to a new file at path,
// while everybody goes on working. The file appears under its name when it is
// complete and on disk. A file that exists already is a Conflict.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return core.FieldErrorf(core.Conflict, "path", "%s exists already", path)
	}
	part := path + ".part"
	if err := s.writeBackup(ctx, part); err != nil {
		return s.mapError(errors.Join(err, removeStore(part)))
	}
	if err := s.publish(part, path); err != nil {
		return s.mapError(errors.Join(unreadable.wrap(err), removeStore(part)))
	}
	return nil
}

func (s *Store) writeBackup(ctx context.Context, part string) error {
	if err := removeStore(part); err != nil {
		return err
	}
	if err := s.engine.backup(ctx, part); err != nil {
		return err
	}
	return checkFile(ctx, part)
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
// the program or an older one, which is brought up to date on the way. All of
// it is written in one transaction, or nothing. A store that holds anything is a
// Conflict; a file that is not a whole backup is Invalid.
func Restore(ctx context.Context, path, url string, opts Options) (err error) {
	work, err := os.MkdirTemp(filepath.Dir(path), ".restore-*")
	if err != nil {
		return unreadable.wrap(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()

	source, err := openBackup(ctx, path, filepath.Join(work, "backup.db"), opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()

	target, err := Open(ctx, url, opts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	return copyStore(ctx, source, target)
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

// copyStore copies every row of source into target, which must be empty.
func copyStore(ctx context.Context, source, target *Store) error {
	return source.run(ctx, false, func(from transaction) error {
		tables, err := listTables(ctx, from)
		if err != nil {
			return err
		}
		return target.run(ctx, true, func(to transaction) error {
			for _, t := range tables {
				var held bool
				if err := to.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.name+")").Scan(&held); err != nil {
					return err
				}
				if held {
					return core.FieldErrorf(core.Conflict, "store", "the store to restore into is not empty: table %s has rows", t.name)
				}
			}
			return copyTables(ctx, tables, from, to)
		})
	})
}
