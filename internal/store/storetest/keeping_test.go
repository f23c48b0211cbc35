package storetest_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure the schema goes down to nothing and up again, and that a program does
// not touch a store of a newer one.
func TestMigrate(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			storetest.OpenURL(t, url, store.Options{})
			s := storetest.OpenURL(t, url, store.Options{NoMigrate: true, AnyVersion: true})
			for _, version := range []int64{0, store.SchemaVersion(), 1, store.SchemaVersion()} {
				if err := s.Migrate(t.Context(), version); err != nil {
					t.Fatalf("to %d: %v", version, err)
				}
				if got, err := s.Version(t.Context()); err != nil || got != version {
					t.Fatalf("version %d, %v, want %d", got, err, version)
				}
				if version == 1 {
					_, err := store.Open(t.Context(), url, store.Options{NoMigrate: true})
					if core.CodeOf(err) != core.Conflict || !strings.Contains(err.Error(), "schema version 1") {
						t.Errorf("an older store is opened: %v", err)
					}
				}
			}
			write(t, s, func(tx *store.Tx) error { return tx.SetUserSetting(t.Context(), "x", "{}") })
		})
	}
}

// Ensure a backup of either engine is restored into either.
func TestBackup(t *testing.T) {
	t.Parallel()
	for _, from := range storetest.Engines() {
		for _, to := range storetest.Engines() {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				t.Parallel()
				s := storetest.Open(t, from)
				legs := []core.Leg{leg(1), leg(2)}
				write(t, s, func(tx *store.Tx) error {
					return errors.Join(tx.InsertLegs(t.Context(), legs), tx.SetUserSetting(t.Context(), "x", "ñ"))
				})
				file := filepath.Join(t.TempDir(), "backup.db")
				if _, err := s.Backup(t.Context(), file, nil); err != nil {
					t.Fatal(err)
				}
				if _, err := s.Backup(t.Context(), file, nil); core.CodeOf(err) != core.Conflict {
					t.Errorf("over a file that exists: %v", err)
				}
				url := storetest.URL(t, to)
				if _, err := store.Restore(t.Context(), file, url, nil, store.Options{}); err != nil {
					t.Fatal(err)
				}
				if _, err := store.Restore(t.Context(), file, url, nil, store.Options{}); core.CodeOf(err) != core.Conflict {
					t.Errorf("into a store that holds something: %v", err)
				}
				again := storetest.OpenURL(t, url, store.Options{})
				if doc, _ := setting(t, again, "x"); doc != "ñ" {
					t.Errorf("restored %q", doc)
				}
				read(t, again, func(q *db.Queries) error {
					got, err := store.LegRowsBetween(t.Context(), q, store.FactFilter{To: 1 << 60})
					if diff := cmp.Diff(legs, got); diff != "" {
						t.Errorf("legs (-want +got):\n%s", diff)
					}
					return err
				})
			})
		}
	}
}

// Ensure an address that is none is refused, and a closed store says so.
func TestOpen(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]core.Code{
		"": core.Invalid, "mysql://x": core.Invalid, "sqlite:": core.Invalid, "sqlite:///dir/": core.Invalid,
		"postgres://127.0.0.1:1/x": core.Unavailable, "postgres://%zz": core.Invalid,
	} {
		if _, err := store.Open(t.Context(), address, store.Options{}); core.CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", address, err, want)
		}
	}
	missing := store.SQLiteURL(filepath.Join(t.TempDir(), "none.db"))
	if _, err := store.Open(t.Context(), missing, store.Options{MustExist: true}); core.CodeOf(err) != core.NotFound {
		t.Errorf("a store that is not there: %v", err)
	}
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), storetest.URL(t, engine), store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(s.Ping(t.Context()), s.Close()); err != nil {
				t.Fatal(err)
			}
			err = s.Write(t.Context(), func(*store.Tx) error { return nil })
			if core.CodeOf(err) != core.Unavailable {
				t.Errorf("a closed store: %v", err)
			}
		})
	}
}
