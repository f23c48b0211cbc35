package storetest_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/store"
)

// Ensure what is written on SQLite gets from the log into the database file
// although no writer ever has so long a log that it does that itself.
func TestSQLite_logIsCopied(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "turno.db")
	s, err := store.Open(t.Context(), store.SQLiteURL(path), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	const transactions, works, bytes = 60, 20, 5000 // 6 MB; a writer copies at 16 MB
	for range transactions {
		rows := make([]store.WorkRow, works)
		for i := range rows {
			rows[i] = store.WorkRow{ID: clock.NewID(), Doc: make([]byte, bytes), Meta: []byte("{}")}
		}
		write(t, s, func(tx *store.Tx) error { return tx.UpsertWorks(t.Context(), rows) })
	}
	timeout := time.After(20 * time.Second)
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		file, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if file.Size() > transactions*works*bytes/2 {
			return
		}
		select {
		case <-look.C:
		case <-timeout:
			t.Fatalf("the database file has %d bytes of about %d", file.Size(), transactions*works*bytes)
		}
	}
}
