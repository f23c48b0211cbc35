package store

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"turno/internal/core"
)

// openEngine picks the engine by the url's scheme.
func openEngine(ctx context.Context, address string, opts Options) (engine, error) {
	scheme, _, _ := strings.Cut(address, ":")
	switch scheme {
	case "sqlite":
		path, err := sqlitePath(address)
		if err != nil {
			return nil, err
		}
		return openSQLite(ctx, path, opts)
	case "postgres", "postgresql":
		return openPostgres(ctx, address, opts)
	}
	return nil, core.FieldErrorf(core.Invalid, "store",
		"want sqlite:///path/turno.db or postgres://user@host/database")
}

// sqlitePath reads "sqlite:///absolute", "sqlite:relative" and "sqlite://relative".
func sqlitePath(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", core.Wrap(core.Invalid, "store", err)
	}
	path := u.Path
	if u.Opaque != "" {
		path, err = url.PathUnescape(u.Opaque)
		if err != nil {
			return "", core.Wrap(core.Invalid, "store", err)
		}
	}
	path = u.Host + path
	if path == "" || strings.HasSuffix(path, "/") || u.RawQuery != "" {
		return "", core.FieldErrorf(core.Invalid, "store", "want the path of a file, as in sqlite:///path/turno.db")
	}
	return filepath.Clean(path), nil
}

// SQLiteURL is the address of the SQLite store in the file at path.
func SQLiteURL(path string) string {
	u := url.URL{Scheme: "sqlite", Path: filepath.ToSlash(path)}
	if !filepath.IsAbs(path) {
		return "sqlite:" + u.EscapedPath()
	}
	return "sqlite://" + u.EscapedPath()
}
