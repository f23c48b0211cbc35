package storetest_test

import (
	"testing"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure every test gets a store of its own.
func TestEach(t *testing.T) {
	t.Parallel()
	for range 2 {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			t.Helper()
			err := s.Write(t.Context(), func(tx *store.Tx) error { return tx.SetUserSetting(t.Context(), "one", "{}") })
			if err != nil {
				t.Fatal(err)
			}
			err = s.Read(t.Context(), func(q *db.Queries) error {
				_, err := q.GetUserSetting(t.Context(), "two")
				return err
			})
			if core.CodeOf(err) != core.NotFound {
				t.Fatalf("got %v, want not found", err)
			}
		})
	}
}
