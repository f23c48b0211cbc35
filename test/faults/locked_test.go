package faults

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// lockVariable names the store that a child is to lock.
const lockVariable = "TURNO_FAULTS_LOCK"

// Ensure that while another process holds the write lock of SQLite the callers
// are told so, nothing is published, and the floor goes on when the lock is free.
func TestLocked(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, store.SQLite)
	g := newGround(t, url, store.Options{BusyTimeout: 20 * time.Millisecond, Attempts: 2})
	agent := g.begin()
	for range 3 {
		release := lockElsewhere(t, url)
		g.refuses("the store is busy")
		g.silent()
		release()
		g.again()
		g.whole()
	}
	g.recovered(url, agent)
}

// lockElsewhere has a child hold the write lock until release is called.
func lockElsewhere(t *testing.T, url string) (release func()) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLockChild$")
	cmd.Env = append(os.Environ(), lockVariable+"="+url)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "locked") {
		t.Fatalf("the child says %q, %v", line, err)
	}
	return func() {
		t.Helper()
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatalf("the child: %v", err)
		}
	}
}

// TestLockChild holds the write lock of a store until its input ends; it runs
// only as a child of TestLocked.
func TestLockChild(t *testing.T) {
	url := os.Getenv(lockVariable)
	if url == "" {
		t.Skip("run by TestLocked")
	}
	s, err := store.Open(t.Context(), url, store.Options{NoMigrate: true, MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), func(*store.Tx) error {
		if _, err := fmt.Fprintln(os.Stdout, "locked"); err != nil {
			return err
		}
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// Ensure that when PostgreSQL ends the connections, over and over in the middle of
// the load, whoever was told that nothing happened can ask again, and every work
// is there once.
func TestConnectionsKilled(t *testing.T) {
	t.Parallel()
	server := storetest.Server(t)
	url := storetest.URL(t, store.Postgres)
	name := url[strings.LastIndex(url, "/")+1 : strings.Index(url, "?")]
	kill := "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'"
	g := newGround(t, url, store.Options{})
	agent := g.begin()
	results, stop := g.load()
	for range 25 {
		for range 30 {
			<-results
		}
		server.Exec(t, kill)
	}
	stop()
	g.again()
	g.whole()

	// Nobody gets in any more: the callers are told, until it is open again.
	server.Exec(t, "ALTER DATABASE "+name+" ALLOW_CONNECTIONS false")
	server.Exec(t, kill)
	g.refuses("cannot be reached")
	g.silent()
	server.Exec(t, "ALTER DATABASE "+name+" ALLOW_CONNECTIONS true")
	g.recovered(url, agent)
}

// Ensure that a transaction which waits for a lock in PostgreSQL holds its caller
// no longer than the caller will wait, and the floor goes on afterwards.
func TestTableLocked(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, store.Postgres)
	g := newGround(t, url, store.Options{})
	agent := g.begin()
	release := lockTable(t, url)
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, err := g.come(ctx)
		cancel()
		if core.CodeOf(err) != core.Unavailable {
			t.Errorf("got %v, want unavailable", err)
		}
	}
	g.silent()
	release()
	g.recovered(url, agent)
}

// lockTable holds the row that every transaction of the floor writes, from
// another connection, until release is called.
func lockTable(t *testing.T, url string) (release func()) {
	t.Helper()
	s := storetest.OpenURL(t, url, store.Options{NoMigrate: true})
	locked, free, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	undone := core.Errorf(core.Invalid, "undone")
	go func() {
		done <- s.Write(context.Background(), func(tx *store.Tx) error {
			if _, err := tx.ClaimFloor(context.Background()); err != nil {
				return err
			}
			close(locked)
			<-free
			return undone
		})
	}()
	select {
	case <-locked:
	case err := <-done:
		t.Fatalf("the row could not be locked: %v", err)
	}
	return func() {
		t.Helper()
		close(free)
		if err := <-done; !errors.Is(err, undone) {
			t.Fatal(err)
		}
	}
}
