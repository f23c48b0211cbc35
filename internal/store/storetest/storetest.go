// Package storetest gives tests a fresh store on either engine, and holds the
// suite that both engines pass.
//
// PostgreSQL is the system's own package: a server is started once per test
// process on a temporary directory and a free port, and ends with the process,
// however that ends. Where the package is missing its tests are skipped, unless
// TURNO_TEST_REQUIRE_POSTGRES is set.
package storetest

import (
	"path/filepath"
	"testing"

	"turno/internal/store"
)

// Engines are the engines a test should run on.
func Engines() []store.Engine { return []store.Engine{store.SQLite, store.Postgres} }

// Each runs a test on a fresh store of each engine, as subtests.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, engine := range Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, Open(t, engine))
		})
	}
}

// Open gives a fresh, empty store with today's schema, closed at the test's end.
func Open(tb testing.TB, engine store.Engine) *store.Store {
	tb.Helper()
	return OpenURL(tb, URL(tb, engine), store.Options{})
}

// OpenURL opens the store at url and closes it at the test's end.
func OpenURL(tb testing.TB, url string, opts store.Options) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), url, opts)
	if err != nil {
		tb.Fatalf("open the store: %v", err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("close the store: %v", err)
		}
	})
	return s
}

// URL is the address of a fresh database that no one has opened yet: for tests
// that open it more than once, or from another process. It is gone after the test.
func URL(tb testing.TB, engine store.Engine) string {
	tb.Helper()
	if engine == store.Postgres {
		return Server(tb).fresh(tb)
	}
	return store.SQLiteURL(filepath.Join(tb.TempDir(), "turno.db"))
}
