package storetest_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/files"
	"turno/internal/store/storetest"
)

// Ensure a backup holds the files that its rows name, and that restoring either
// engine's into either writes those that are what they were, and names the others.
func TestBackup_files(t *testing.T) {
	t.Parallel()
	for _, from := range storetest.Engines() {
		for _, to := range storetest.Engines() {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				t.Parallel()
				testBackupFiles(t, storetest.Open(t, from), storetest.URL(t, to))
			})
		}
	}
}

func testBackupFiles(t *testing.T, s *store.Store, to string) {
	t.Helper()
	folder, dir := files.Folder{Dir: t.TempDir()}, t.TempDir()
	send := func(content string) string {
		id := files.NewID()
		sum := sha256.Sum256([]byte(content))
		err := folder.Write(id, []byte(content))
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(err, tx.InsertChatFile(t.Context(), db.InsertChatFileParams{
				ID: id, ContactID: "c", Name: "a.txt", Type: "text/plain", Size: int64(len(content)), Sha256: hex.EncodeToString(sum[:]), CreatedAt: 1,
			}))
		})
		return id
	}
	whole, lost, changed, worn := send("whole"), send("lost"), send("changed"), send("worn")
	loose := files.NewID()
	if err := errors.Join(folder.Remove(lost), folder.Write(changed, []byte("changeD")), folder.Write(loose, []byte("no row"))); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(dir, "backup.db")
	held, err := s.Backup(t.Context(), backup, &folder)
	if err != nil || held.Files != 2 || !slices.Equal(held.Missing, []string{lost}) || !slices.Equal(held.Damaged, []string{changed}) {
		t.Fatalf("backed up %+v, %v", held, err)
	}
	file, err := sql.Open("sqlite", backup)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.ExecContext(t.Context(), "UPDATE backup_file SET content = 'wOrn' WHERE id = $1", worn); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	target := files.Folder{Dir: filepath.Join(dir, "files")}
	held, err = store.Restore(t.Context(), backup, to, &target, store.Options{})
	if err != nil || held.Files != 1 || !slices.Equal(held.Damaged, []string{worn}) || len(held.Missing) != 2 {
		t.Errorf("restored %+v, %v", held, err)
	}
	if content, err := target.Read(whole); err != nil || string(content) != "whole" {
		t.Errorf("restored %q, %v", content, err)
	}
	for _, id := range []string{lost, changed, worn, loose} {
		if _, err := target.Read(id); core.CodeOf(err) != core.NotFound {
			t.Errorf("%s was restored: %v", id, err)
		}
	}
	rows := 0
	read(t, storetest.OpenURL(t, to, store.Options{}), func(q *db.Queries) error {
		all, err := q.ListChatFiles(t.Context(), "c")
		rows = len(all)
		return err
	})
	if rows != 4 {
		t.Errorf("restored %d rows", rows)
	}
	// A backup that left files out says what is not in it.
	bare := filepath.Join(dir, "bare.db")
	if held, err := s.Backup(t.Context(), bare, nil); err != nil || held.Files != 0 {
		t.Errorf("without files: %+v, %v", held, err)
	}
	fresh := storetest.URL(t, store.SQLite)
	if held, err := store.Restore(t.Context(), bare, fresh, &target, store.Options{}); err != nil || len(held.Missing) != 4 {
		t.Errorf("restored without files: %+v, %v", held, err)
	}
}
