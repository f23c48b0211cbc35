package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"turno/internal/core"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrator moves a database between the versions of the schema.
type migrator struct {
	provider *goose.Provider
	newest   int64
}

// SchemaVersion is the version of the schema that this program works with.
func SchemaVersion() int64 {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return 0
	}
	version, err := goose.NumericComponent(entries[len(entries)-1].Name())
	if err != nil {
		return 0
	}
	return version
}

func newMigrator(db *sql.DB, on Engine) (*migrator, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	dialect, opts := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if on == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		dialect, files, opts = goose.DialectPostgres, byteOrder{files}, append(opts, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db, files, opts...)
	if err != nil {
		return nil, err
	}
	return &migrator{provider: provider, newest: SchemaVersion()}, nil
}

// settleSchema brings the schema up to date, or checks it.
func (s *Store) settleSchema(ctx context.Context, opts Options) error {
	m, err := s.engine.migrator()
	if err != nil {
		return err
	}
	found, err := m.provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	switch {
	case found > m.newest:
		return core.Errorf(core.Conflict,
			"the store has schema version %d and this program knows %d: it was written by a newer version; run that one, or restore a backup made by this one",
			found, m.newest)
	case found == m.newest, opts.AnyVersion:
		return nil
	case opts.NoMigrate, opts.NoUpgrade && found > 0:
		return core.Errorf(core.Conflict,
			"the store has schema version %d and this program needs %d: stop the server of the older version, take a backup, and migrate",
			found, m.newest)
	}
	if _, err := m.provider.Up(ctx); err != nil {
		return explainMigration(err)
	}
	s.log.Info("store: schema is up to date", "from", found, "to", m.newest)
	return nil
}

// Migrate moves the schema to version, up or down; going down loses what the
// older schema has no place for. It needs a store opened with NoMigrate and
// AnyVersion, and nobody else at work in it.
func (s *Store) Migrate(ctx context.Context, version int64) error {
	m, err := s.engine.migrator()
	if err != nil {
		return s.mapError(err)
	}
	found, err := m.provider.GetDBVersion(ctx)
	if err != nil {
		return s.mapError(err)
	}
	switch {
	case version < 0 || version > m.newest:
		return core.FieldErrorf(core.Invalid, "version", "want 0 to %d", m.newest)
	case version > found:
		_, err = m.provider.UpTo(ctx, version)
	case version < found:
		_, err = m.provider.DownTo(ctx, version)
	}
	return s.mapError(explainMigration(err))
}

// Version is the version of the schema the store has now.
func (s *Store) Version(ctx context.Context) (int64, error) {
	m, err := s.engine.migrator()
	if err != nil {
		return 0, s.mapError(err)
	}
	version, err := m.provider.GetDBVersion(ctx)
	return version, s.mapError(err)
}

// explainMigration names the migration that failed.
func explainMigration(err error) error {
	var partial *goose.PartialError
	if errors.As(err, &partial) && partial.Failed != nil && partial.Failed.Source != nil {
		return fmt.Errorf("migration %s: %w", partial.Failed.Source.Path, err)
	}
	return err
}

// byteOrder reads migrations with every text column of PostgreSQL compared byte
// by byte, as SQLite and Go do. A database's own collation may order and match
// ranges of keys in another way, and its index could not serve a prefix.
type byteOrder struct{ fs.FS }

// Open implements fs.FS.
func (b byteOrder) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if err != nil || path.Ext(name) != ".sql" {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	text = bytes.ReplaceAll(text, []byte(" TEXT "), []byte(` TEXT COLLATE "C" `))
	return &rewritten{File: f, text: bytes.NewReader(text)}, nil
}

// rewritten is a file with another text.
type rewritten struct {
	fs.File
	text *bytes.Reader
}

// Read implements io.Reader.
func (r *rewritten) Read(p []byte) (int, error) { return r.text.Read(p) }
