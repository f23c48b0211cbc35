package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asTurno makes the test's own binary behave as turno: what needs a process of
// its own runs the same code that was compiled for the test.
const asTurno = "TURNO_TEST_AS_TURNO"

func TestMain(m *testing.M) {
	if os.Getenv(asTurno) != "" {
		main()
		return
	}
	for _, setting := range os.Environ() { // a developer's own settings are not the test's
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "TURNO_") && !strings.HasPrefix(name, "TURNO_TEST_") {
			_ = os.Unsetenv(name)
		}
	}
	os.Exit(m.Run())
}

// patience is how long a test waits for an event that must come.
const patience = time.Minute

// result of a command line.
type result struct {
	code        int
	out, errors string
}

// turno runs one command line in this process.
func turno(t *testing.T, args ...string) result {
	t.Helper()
	return turnoWith(t, "", args...)
}

// turnoWith is turno with something on standard input.
func turnoWith(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(stdin), &out, &errs)
	return result{code, out.String(), errs.String()}
}

// must is turno for what has to succeed; it returns the output.
func must(t *testing.T, args ...string) string {
	t.Helper()
	return mustWith(t, "", args...)
}

func mustWith(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	r := turnoWith(t, stdin, args...)
	if r.code != 0 {
		t.Fatalf("turno %s: exit code %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.errors)
	}
	return r.out
}

// refused is turno for what has to fail; it checks that every word is in the error.
func refused(t *testing.T, r result, words ...string) {
	t.Helper()
	if r.code != 1 {
		t.Errorf("exit code %d, want 1\n%s%s", r.code, r.out, r.errors)
	}
	for _, word := range words {
		if !strings.Contains(r.errors, word) {
			t.Errorf("the error does not say %q:\n%s", word, r.errors)
		}
	}
}

// Of the organisation in testdata/branch.yaml.
const (
	branchFile     = "testdata/branch.yaml"
	branchPassword = "a long password"
)

// branchStore is a directory whose store holds the small branch, where boss and
// ana can sign in.
func branchStore(t *testing.T) (data string) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "data")
	fillBranch(t, "--data", data)
	return data
}

func fillBranch(t *testing.T, where ...string) {
	t.Helper()
	must(t, append(where, "apply", "--yes", branchFile)...)
	for _, login := range []string{"boss", "ana"} {
		mustWith(t, branchPassword+"\n", append(where, "user", "password", login, "--stdin")...)
	}
}

// transcript is what a server wrote, and lets a test wait for a line of it.
type transcript struct {
	mu      sync.Mutex
	text    bytes.Buffer
	written chan struct{} // closed and replaced with every write
}

func newTranscript() *transcript { return &transcript{written: make(chan struct{})} }

// Write implements io.Writer.
func (w *transcript) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.written)
	w.written = make(chan struct{})
	return w.text.Write(p)
}

// String is all of it so far.
func (w *transcript) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// await waits until the pattern matches and returns its groups.
func (w *transcript) await(t *testing.T, pattern string) []string {
	t.Helper()
	wanted := regexp.MustCompile(pattern)
	timeout := time.After(patience)
	for {
		w.mu.Lock()
		found, next := wanted.FindStringSubmatch(w.text.String()), w.written
		w.mu.Unlock()
		if found != nil {
			return found
		}
		select {
		case <-next:
		case <-timeout:
			t.Fatalf("the server did not write %q:\n%s", pattern, w.String())
		}
	}
}

// server is a running `turno serve`.
type server struct {
	url  string
	log  *transcript // standard error
	out  *transcript // standard output
	ask  func()      // to stop
	kill func()      // as a power cut would; of a process of its own only
	over chan int    // its exit code, once
}

// serve starts the server in this process and stops it at the test's end.
func serve(t *testing.T, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &server{log: newTranscript(), out: newTranscript(), ask: cancel, over: make(chan int, 1)}
	go func() {
		s.over <- run(ctx, serveArgs(args), strings.NewReader(""), s.out, s.log)
	}()
	t.Cleanup(func() { s.stop(t) })
	s.url = s.ready(t)
	return s
}

// spawn starts the server as a process of its own, killed at the test's end.
func spawn(t *testing.T, args ...string) *server {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{log: newTranscript(), out: newTranscript(), over: make(chan int, 1)}
	command := exec.Command(self, serveArgs(args)...)
	command.Env = append(os.Environ(), asTurno+"=1")
	command.Stdout, command.Stderr = s.out, s.log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	s.ask = func() { _ = command.Process.Signal(syscall.SIGTERM) }
	s.kill = func() { _ = command.Process.Kill() }
	go func() {
		_ = command.Wait() // the exit code says it
		s.over <- command.ProcessState.ExitCode()
	}()
	t.Cleanup(func() { _ = command.Process.Kill() })
	s.url = s.ready(t)
	return s
}

func serveArgs(args []string) []string {
	return append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "debug"}, args...)
}

// ready waits until the server serves, and returns its address.
func (s *server) ready(t *testing.T) string {
	t.Helper()
	served := make(chan string, 1)
	go func() { served <- "http://" + s.log.await(t, `msg=serving address=\S+ listen=(\S+)`)[1] }()
	select {
	case url := <-served:
		return url
	case code := <-s.over:
		s.over <- code
		t.Fatalf("the server ended with exit code %d:\n%s", code, s.log)
		return ""
	}
}

// stop asks the server to end and returns its exit code. It may be called twice.
func (s *server) stop(t *testing.T) int {
	t.Helper()
	s.ask()
	return s.ended(t)
}

// ended waits for the server to end and returns its exit code.
func (s *server) ended(t *testing.T) int {
	t.Helper()
	select {
	case code := <-s.over:
		s.over <- code
		return code
	case <-time.After(patience):
		t.Fatalf("the server does not end:\n%s", s.log)
		return 0
	}
}
