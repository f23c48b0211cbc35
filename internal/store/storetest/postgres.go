package storetest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresServer is a PostgreSQL server that belongs to this test process.
type PostgresServer struct {
	address string // of a database, with %s for its name
	dir     string
	count   atomic.Int64
	hold    *os.File // the server ends when this pipe is closed, by us or by our death
}

// requirePostgres says that a missing server is a failure and not a reason to skip.
const requirePostgres = "TURNO_TEST_REQUIRE_POSTGRES"

// server is started once, by the first test that needs it.
var server = sync.OnceValues(func() (s *PostgresServer, err error) {
	for range 3 { // a port that was free may be taken meanwhile
		if s, err = start(); err == nil {
			return s, nil
		}
	}
	return nil, err
})

// Server starts PostgreSQL, if no test of this process has, or skips the test.
func Server(tb testing.TB) *PostgresServer {
	tb.Helper()
	bin, found := binaries()
	if !found {
		if os.Getenv(requirePostgres) != "" {
			tb.Fatalf("PostgreSQL is missing and %s is set: install the package postgresql", requirePostgres)
		}
		tb.Skip("PostgreSQL is missing: install the package postgresql to run this test")
	}
	s, err := server()
	if err != nil {
		tb.Fatalf("start PostgreSQL from %s: %v", bin, err)
	}
	return s
}

// StartPostgres starts a server for a program that is no test: one that measures.
// It ends with Stop, or with the process.
func StartPostgres() (*PostgresServer, error) {
	if _, found := binaries(); !found {
		return nil, fmt.Errorf("PostgreSQL is missing: install the package postgresql")
	}
	return server()
}

// Create makes an empty database and returns its address.
func (s *PostgresServer) Create(ctx context.Context) (string, error) {
	name := fmt.Sprintf("made_%d", s.count.Add(1))
	if err := s.exec(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	return fmt.Sprintf(s.address, name), nil
}

// segmentsKept is how many files of its log a server keeps for use again
// (min_wal_size, 80 MB).
const segmentsKept = 5

// Settle brings the server to where one is that has run for a while: what was
// written before is in its tables, and there are files for its log to use again. A
// new server makes each of them, 16 MB of zeros, while a commit waits for it.
func (s *PostgresServer) Settle(ctx context.Context) error {
	for range segmentsKept {
		for _, statement := range []string{"SELECT pg_logical_emit_message(false, 'turno', 'settle')", "SELECT pg_switch_wal()"} {
			if err := s.exec(ctx, statement); err != nil {
				return err
			}
		}
	}
	return s.exec(ctx, "CHECKPOINT")
}

// Stop ends the server and removes its directory, some time after it returns.
func (s *PostgresServer) Stop() error { return s.hold.Close() }

// binaries finds the directory of initdb and postgres: Debian keeps them off the path.
func binaries() (string, bool) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), true
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", false
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), true
}

// script runs the server until standard input ends, then stops it and removes
// its directory. The pipe ends whenever the test process does, even by SIGKILL.
const script = `
"$1/postgres" -D "$2/data" -p "$3" -k "$2" -h 127.0.0.1 \
	-c max_connections=300 -c shared_buffers=32MB -c max_wal_size=256MB -c log_statement=none </dev/null &
server=$!
trap '' INT TERM HUP
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
`

// start makes a database cluster and serves it.
func start() (*PostgresServer, error) {
	bin, _ := binaries()
	credential, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "turno-postgres-*")
	if err != nil {
		return nil, err
	}
	if credential != nil {
		if err := os.Chown(dir, int(credential.Uid), int(credential.Gid)); err != nil {
			return nil, err
		}
	}
	initdb := command(credential, dir, filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "turno",
		"--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return serve(bin, dir, credential)
}

// serve starts the server and waits until it answers.
func serve(bin, dir string, credential *syscall.Credential) (*PostgresServer, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	in, hold, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, err
	}
	run := command(credential, dir, "/bin/sh", "-c", script, "postgres", bin, dir, strconv.Itoa(port))
	run.Stdin, run.Stdout, run.Stderr = in, log, log
	err = errors.Join(run.Start(), in.Close(), log.Close())
	if err != nil {
		return nil, errors.Join(err, hold.Close())
	}
	s := &PostgresServer{
		address: fmt.Sprintf("postgres://turno@127.0.0.1:%d/%%s?sslmode=disable", port), dir: dir, hold: hold,
	}
	if err := s.await(); err != nil {
		text, readErr := os.ReadFile(log.Name())
		return nil, errors.Join(fmt.Errorf("%w: %s", err, text), readErr, hold.Close(), run.Wait())
	}
	return s, nil
}

// command is a command that runs as an unprivileged user where we are root,
// because PostgreSQL refuses root.
func command(credential *syscall.Credential, dir, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(context.Background(), name, args...)
	c.Dir = dir
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: credential, Setpgid: true}
	return c
}

func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil //nolint:nilnil // no other user is needed
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("no user postgres or nobody to run PostgreSQL as")
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}

const (
	startTimeout = time.Minute
	startPoll    = 20 * time.Millisecond
)

// await asks until the server answers.
func (s *PostgresServer) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	ask := time.NewTicker(startPoll)
	defer ask.Stop()
	for {
		err := s.exec(ctx, "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-ask.C:
		}
	}
}

// exec runs one statement in the server's own database.
func (s *PostgresServer) exec(ctx context.Context, statement string) (err error) {
	conn, err := pgx.Connect(ctx, fmt.Sprintf(s.address, "postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	if closeErr := conn.Close(ctx); err == nil {
		err = closeErr
	}
	return err
}

// Exec runs a statement as an administrator, for tests of what an administrator
// can do to a store.
func (s *PostgresServer) Exec(tb testing.TB, statement string) {
	tb.Helper()
	if err := s.exec(tb.Context(), statement); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
}

// fresh makes an empty database that is dropped after the test.
func (s *PostgresServer) fresh(tb testing.TB) string {
	tb.Helper()
	name := fmt.Sprintf("test_%d", s.count.Add(1))
	s.Exec(tb, "CREATE DATABASE "+name)
	tb.Cleanup(func() {
		if err := s.exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			tb.Errorf("drop database %s: %v", name, err)
		}
	})
	return fmt.Sprintf(s.address, name)
}
