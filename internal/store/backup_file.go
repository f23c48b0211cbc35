package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"

	"turno/internal/core"
)

// checkFile makes sure that a file is a whole database of ours.
func checkFile(ctx context.Context, path string) (err error) {
	file, err := sql.Open("sqlite", sqliteDSN(path, defaultBusyTimeout))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var word string
	err = file.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&word)
	if err == nil && word != "ok" {
		err = errors.New(word)
	}
	if err != nil {
		return &core.Error{Code: core.Invalid, Field: "path", Message: "the file is damaged or not a backup", Err: err}
	}
	var ours bool
	err = file.QueryRowContext(ctx,
		"SELECT COUNT(*) = 2 FROM sqlite_master WHERE type = 'table' AND name IN ('goose_db_version', 'floor_scalar')").Scan(&ours)
	if err == nil && !ours {
		return core.FieldErrorf(core.Invalid, "path", "the file is a database, but not a backup of ours")
	}
	return err
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from) //nolint:gosec // the path is the operator's
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // a path of our own
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// syncFile makes a file, or the names in a directory, survive a power cut.
func syncFile(path string) error {
	f, err := os.Open(path) //nolint:gosec // the path is the operator's
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// removeStore removes a SQLite file and what may lie beside it.
func removeStore(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
