package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"

	"turno/internal/core"
	"turno/internal/store/db"
	"turno/internal/store/files"
)

// A backup holds the files that its rows name, in a table of its own: it stays one
// file. The rows are of one moment; files never change and are on disk before
// their rows, so what is read afterwards is what those rows mean.

// Contents says what became of the files that rows name, by their ids.
type Contents struct {
	Files   int
	Missing []string // named by a row and not there
	Damaged []string // not what was written, by their checksums
}

// named is a file as a row names it.
type named struct{ id, sha256 string }

// is reports whether a content is that of the row.
func (n named) is(content []byte) bool {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]) == n.sha256
}

// keepFiles puts the files that a backup's rows name into the backup.
func keepFiles(ctx context.Context, path string, from files.Folder) (held Contents, err error) {
	file, err := sql.Open("sqlite", sqliteDSN(path, defaultBusyTimeout))
	if err != nil {
		return held, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	all, err := filesNamed(ctx, file)
	if err != nil || len(all) == 0 {
		return held, err
	}
	tx, err := file.BeginTx(ctx, nil)
	if err != nil {
		return held, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if _, err := tx.ExecContext(ctx, "CREATE TABLE backup_file (id TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL)"); err != nil {
		return held, err
	}
	for _, n := range all {
		content, err := from.Read(n.id)
		switch {
		case core.CodeOf(err) == core.NotFound:
			held.Missing = append(held.Missing, n.id)
			continue
		case err != nil:
			return held, err
		case !n.is(content):
			held.Damaged = append(held.Damaged, n.id)
			continue
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO backup_file (id, content) VALUES ($1, $2)", n.id, content); err != nil {
			return held, err
		}
		held.Files++
	}
	return held, tx.Commit()
}

// putFiles writes the files of a backup into a folder, each if it is what was
// written once.
func putFiles(ctx context.Context, backup db.DBTX, to files.Folder) (held Contents, err error) {
	all, err := filesNamed(ctx, backup)
	if err != nil || len(all) == 0 {
		return held, err
	}
	kept, err := hasTable(ctx, backup, "backup_file")
	if err != nil {
		return held, err
	}
	for _, n := range all {
		var content []byte
		err := sql.ErrNoRows // the backup is of a time when they had none
		if kept {
			err = backup.QueryRowContext(ctx, "SELECT content FROM backup_file WHERE id = $1", n.id).Scan(&content)
		}
		switch {
		case errors.Is(err, sql.ErrNoRows):
			held.Missing = append(held.Missing, n.id)
			continue
		case err != nil:
			return held, err
		case !n.is(content):
			held.Damaged = append(held.Damaged, n.id)
			continue
		}
		if err := to.Write(n.id, content); err != nil {
			return held, err
		}
		held.Files++
	}
	return held, nil
}

// filesNamed lists the files that rows name; none in a schema that had no files.
func filesNamed(ctx context.Context, in db.DBTX) (all []named, err error) {
	if ok, err := hasTable(ctx, in, "chat_file"); err != nil || !ok {
		return nil, err
	}
	found, err := in.QueryContext(ctx, "SELECT id, sha256 FROM chat_file ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	for found.Next() {
		var n named
		if err := found.Scan(&n.id, &n.sha256); err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, found.Err()
}

// hasTable reports whether a SQLite file has a table.
func hasTable(ctx context.Context, in db.DBTX, name string) (bool, error) {
	names, err := listTexts(ctx, in, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1", name)
	return len(names) > 0, err
}
