package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure a backup taken while tickets are given holds every ticket answered
// before it began, and that restored, into either engine, all go on from there.
func TestBackup_running(t *testing.T) {
	t.Parallel()
	for _, from := range storetest.Engines() {
		for _, to := range storetest.Engines() {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				t.Parallel()
				testBackup(t, storetest.URL(t, from), storetest.URL(t, to))
			})
		}
	}
}

func testBackup(t *testing.T, from, to string) {
	t.Helper()
	fillBranch(t, "--store", from)
	kiosk := linkOf(t, "harbour-kiosk", "--store", from)
	s := serve(t, "--store", from)
	day(t, s, kiosk)
	waiting := []ticket{s.take(t, kiosk, "questions"), s.take(t, kiosk, "questions")}

	// Visitors keep coming while it is written, faster than a kiosk may ask.
	ana := s.signIn(t, "ana", branchPassword)
	var stop atomic.Bool
	var visitors sync.WaitGroup
	for range 4 {
		visitors.Go(func() {
			for !stop.Load() {
				ana.do(t, http.MethodPost, "/visits", map[string]string{"site": "harbour", "service": "questions"}, nil)
			}
		})
	}
	file := filepath.Join(t.TempDir(), "turno-backup.db")
	must(t, "--store", from, "backup", file)
	stop.Store(true)
	visitors.Wait()
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup is for others to read: %v, %v", info, err)
	}

	must(t, "--store", to, "restore", file)
	facts := []string{"export", "facts", "--from", "2020-01-01", "--to", "2099-01-01", "--only"}
	for _, what := range [][]string{{"export", "org"}, append(facts, "legs"), append(facts, "agent_intervals")} {
		if was, is := must(t, append([]string{"--store", from}, what...)...), must(t, append([]string{"--store", to}, what...)...); was != is {
			t.Errorf("%s was\n%s\nand is\n%s", what, was, is)
		}
	}
	restored := serve(t, "--store", to)
	for _, one := range waiting {
		if state := restored.state(t, one.Token); state != "waiting" {
			t.Errorf("%s is %s after the restore", one.Label, state)
		}
	}
	restored.take(t, kiosk, "questions") // its link is in the backup
	restored.signIn(t, "ana", branchPassword)
}

// Ensure that while the PostgreSQL server lets nobody in callers are refused, and
// that all goes on by itself when it does again.
func TestServe_postgresAway(t *testing.T) {
	t.Parallel()
	address := storetest.URL(t, store.Postgres)
	fillBranch(t, "--store", address)
	kiosk := linkOf(t, "harbour-kiosk", "--store", address)
	s := serve(t, "--store", address)
	first := s.take(t, kiosk, "questions")

	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	database := pgx.Identifier{config.Database}.Sanitize()
	config.Database = "postgres"
	admin, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(t.Context())
	do := func(statement string, args ...any) {
		t.Helper()
		if _, err := admin.Exec(t.Context(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	do("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false")
	do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE quote_ident(datname) = $1 OR datname = $2",
		database, strings.Trim(database, `"`))
	path, body := "/api/v1/kiosks/"+kiosk+"/tickets", map[string]string{"service": "questions"}
	if status := s.call(t, http.MethodPost, path, body, nil); status != http.StatusServiceUnavailable {
		t.Errorf("while it is away: status %d", status)
	}
	if response, text := s.get(t, "/readyz"); response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, "cannot be reached") {
		t.Errorf("while it is away: status %d %s", response.StatusCode, text)
	}
	do("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true")
	var got ticket
	for tries := 0; s.call(t, http.MethodPost, path, body, &got) != http.StatusCreated; tries++ {
		if tries > 100 { // connections that were idle for less than a second fail once each
			t.Fatalf("no ticket afterwards:\n%s", s.log)
		}
	}
	if got.Label != "A-002" || got.Place != 2 {
		t.Errorf("afterwards: %+v", got)
	}
	if state := s.state(t, first.Token); state != "waiting" {
		t.Errorf("who waited is %s", state)
	}
	if response, text := s.get(t, "/readyz"); response.StatusCode != http.StatusOK {
		t.Errorf("afterwards: status %d %s", response.StatusCode, text)
	}
}

// Ensure a backup overwrites nothing, and nothing but a whole backup is restored,
// into nothing but an empty store.
func TestRestore_mistakes(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	dir := t.TempDir()
	file, target := filepath.Join(dir, "backup.db"), filepath.Join(dir, "target")
	must(t, "--data", data, "backup", file)
	refused(t, turno(t, "--data", data, "backup", file), file+" exists already")
	refused(t, turno(t, "--data", filepath.Join(dir, "typo"), "backup", filepath.Join(dir, "other.db")), "there is no store", "--data")
	refused(t, turno(t, "--data", data, "backup", filepath.Join(dir, "no", "folder", "b.db")), "there is no folder "+filepath.Join(dir, "no", "folder"))
	refused(t, turno(t, "--data", data, "restore", file), "holds a system already", "new --data directory")
	refused(t, turno(t, "--data", target, "restore", branchFile), "damaged or not a backup")

	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(dir, "broken.db")
	if err := os.WriteFile(broken, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, turno(t, "--data", target, "restore", broken), "damaged or not a backup")
	if _, err := os.Stat(filepath.Join(target, "turno.db")); err == nil {
		t.Error("a refused restore has made a store")
	}
	must(t, "--data", target, "restore", file)
	refused(t, turno(t, "--data", target, "restore", file), "holds a system already")
	left, err := filepath.Glob(filepath.Join(dir, ".restore-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if got, want := must(t, "--data", target, "export", "org"), must(t, "--data", data, "export", "org"); got != want {
		t.Errorf("restored:\n%s", got)
	}
}

// Ensure a store of a newer program is refused by every command, and left alone.
func TestMigrate_newer(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	file := filepath.Join(t.TempDir(), "backup.db")
	raiseSchema(t, data)
	for _, command := range [][]string{{"migrate"}, {"export", "org"}, {"user", "list"}, {"apply", "--yes", branchFile}, {"serve", "--listen", "127.0.0.1:0"}, {"backup", file}} {
		refused(t, turno(t, append([]string{"--data", data}, command...)...),
			fmt.Sprintf("schema version %d", store.SchemaVersion()+1), "written by a newer version", "restore a backup")
	}
	refused(t, turno(t, "--data", filepath.Join(t.TempDir(), "new"), "restore", filepath.Join(data, "turno.db")), "written by a newer version")
	if out := must(t, "version"); !strings.Contains(out, fmt.Sprintf("schema version %d", store.SchemaVersion())) {
		t.Errorf("version says %s", out)
	}
}
