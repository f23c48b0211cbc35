package main

import (
	"compress/gzip"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // backups are SQLite files, whatever the store

	"turno/internal/store"
	"turno/internal/store/storetest"
)

// keepBackup writes the backup of today's schema version, from which later
// versions test their upgrade. Run it once, when a version is complete:
//
//	go test ./cmd/turno -run TestUpgrade -keep-backup
var keepBackup = flag.Bool("keep-backup", false, "write the backup of today's schema version")

// kept is a backup of a schema version and what is known to be in it: the small
// branch after a day of work, with one visitor waiting.
type kept struct{ backup, links string }

func keptOf(version int64) kept {
	base := filepath.Join("testdata", "backups", fmt.Sprintf("schema-%d", version))
	return kept{base + ".db.gz", base + ".links"}
}

// Ensure a system of every schema version there ever was is upgraded with all it
// holds: organisation, passwords, links, facts, and whoever waits. The backup of
// today's version is among them: the day there is a next one, it is the previous.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	if *keepBackup {
		keep(t, keptOf(store.SchemaVersion()))
	}
	for version := int64(1); version <= store.SchemaVersion(); version++ {
		t.Run(fmt.Sprintf("version %d in place", version), func(t *testing.T) {
			t.Parallel()
			data := filepath.Join(t.TempDir(), "data")
			if err := os.Mkdir(data, 0o700); err != nil {
				t.Fatal(err)
			}
			unpack(t, keptOf(version).backup, filepath.Join(data, "turno.db"))
			testUpgraded(t, version, "--data", data)
		})
		for _, engine := range storetest.Engines() {
			t.Run(fmt.Sprintf("version %d restored into %s", version, engine), func(t *testing.T) {
				t.Parallel()
				file := filepath.Join(t.TempDir(), "backup.db")
				unpack(t, keptOf(version).backup, file)
				where := []string{"--store", storetest.URL(t, engine)}
				must(t, append(where, "restore", file)...)
				testUpgraded(t, version, where...)
			})
		}
	}
}

func testUpgraded(t *testing.T, version int64, where ...string) {
	t.Helper()
	if out := must(t, append(where, "migrate")...); !strings.Contains(out, fmt.Sprintf("is at schema version %d.", store.SchemaVersion())) {
		t.Errorf("migrate says %s", out)
	}
	facts := func(table string) []string {
		return append(where, "export", "facts", "--from", "2026-01-01", "--to", "2999-01-01", "--only", table)
	}
	legs := table(t, must(t, facts("legs")...))
	if len(legs) != 2 || legs[0]["end"] != "abandoned" || legs[1]["agent_login"] != "ana" || legs[1]["reason"] != "question" {
		t.Errorf("the legs are %v", legs)
	}
	if intervals := table(t, must(t, facts("agent_intervals")...)); len(intervals) != 5 {
		t.Errorf("the agent intervals are %v", intervals)
	}
	links, err := os.ReadFile(keptOf(version).links)
	if err != nil {
		t.Fatal(err)
	}
	kiosk, waiting, _ := strings.Cut(strings.TrimSpace(string(links)), " ")
	s := serve(t, where...)
	if state := s.state(t, waiting); state != "waiting" {
		t.Errorf("who waited is %s", state)
	}
	if got := s.take(t, kiosk, "questions"); got.Place != 2 {
		t.Errorf("behind the one who waited is %+v", got)
	}
	s.signIn(t, "ana", branchPassword)
}

// Ensure only serve and migrate change an older schema, since its server may be
// running; a backup can be taken before.
func TestUpgrade_asked(t *testing.T) {
	t.Parallel()
	previous := store.SchemaVersion() - 1
	if previous == 0 {
		t.Skip("there is no older version yet")
	}
	dir := t.TempDir()
	unpack(t, keptOf(previous).backup, filepath.Join(dir, "turno.db"))
	for _, command := range [][]string{{"user", "list"}, {"export", "org"}, {"device", "list"}, {"apply", "--yes", branchFile}, {"user", "add", "eve"}} {
		refused(t, turno(t, append([]string{"--data", dir}, command...)...),
			fmt.Sprintf("schema version %d and this program needs %d", previous, store.SchemaVersion()), "backup", "migrate")
	}
	must(t, "--data", dir, "backup", filepath.Join(dir, "before.db"))
	must(t, "--data", filepath.Join(dir, "rehearsal"), "restore", filepath.Join(dir, "before.db"))
	must(t, "--data", dir, "migrate")
	if was, is := must(t, "--data", filepath.Join(dir, "rehearsal"), "user", "list"), must(t, "--data", dir, "user", "list"); was != is {
		t.Errorf("the rehearsal gave\n%s\nand it is\n%s", was, is)
	}
}

// Ensure the migrations that a kept backup went through are still the same: what
// was released is never changed, only followed by a next migration.
func TestUpgrade_schemaIsTheSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old, fresh := filepath.Join(dir, "old.db"), filepath.Join(dir, "turno.db")
	unpack(t, keptOf(store.SchemaVersion()).backup, old)
	must(t, "--data", dir, "migrate")
	was, is := schema(t, old), schema(t, fresh)
	if !slices.Equal(was, is) {
		t.Errorf("version %d of the schema was\n%s\nand is\n%s\nChange it with a new migration; "+
			"if the version was never released, keep its backup again: go test ./cmd/turno -run TestUpgrade -keep-backup",
			store.SchemaVersion(), strings.Join(was, "\n"), strings.Join(is, "\n"))
	}
}

// schema is how a SQLite file describes itself.
func schema(t *testing.T, path string) []string {
	t.Helper()
	var parts []string
	query(t, path, func(db *sql.DB) error {
		rows, err := db.QueryContext(t.Context(), "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'river%' ORDER BY type, name")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var part string
			if err := rows.Scan(&part); err != nil {
				return err
			}
			parts = append(parts, part)
		}
		return rows.Err()
	})
	return parts
}

// query looks into a SQLite file.
func query(t *testing.T, path string, fn func(db *sql.DB) error) {
	t.Helper()
	address := url.URL{Scheme: "file", Opaque: path, RawQuery: "_pragma=busy_timeout(5000)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := fn(db); err != nil {
		t.Fatal(err)
	}
}

// raiseSchema makes a store look as if a newer program had been there.
func raiseSchema(t *testing.T, data string) {
	t.Helper()
	query(t, filepath.Join(data, "turno.db"), func(db *sql.DB) error {
		_, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)", store.SchemaVersion()+1)
		return err
	})
}

// keep makes a backup and writes it into testdata.
func keep(t *testing.T, to kept) {
	t.Helper()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data)
	day(t, s, kiosk)
	waiting := s.take(t, kiosk, "questions")
	file := filepath.Join(t.TempDir(), "backup.db")
	must(t, "--data", data, "backup", file)
	if err := os.MkdirAll(filepath.Dir(to.backup), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to.links, []byte(kiosk+" "+waiting.Token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.Create(to.backup)
	if err != nil {
		t.Fatal(err)
	}
	writer, err := gzip.NewWriterLevel(packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	packed, err := os.Open(from)
	if err != nil {
		t.Fatalf("every schema version has its backup: %v", err)
	}
	defer packed.Close()
	reader, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
