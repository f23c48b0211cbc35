package faults

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"turno/internal/store"
)

// fullVariable tells a child to fill its disk, and how: see spaces.
const fullVariable = "TURNO_FAULTS_FULL"

// Ensure that on a full disk the callers get a clear error, nothing is published,
// and the floor goes on when there is space again. The disk is a real one of four
// megabytes, mounted where only the child sees it, and, where that is not
// allowed, the file size that the system grants the child.
func TestFull(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"disk", "limit"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFullChild$", "-test.v")
			cmd.Env = append(os.Environ(), fullVariable+"="+kind)
			cmd.Dir = t.TempDir()
			if kind == "disk" {
				inOwnNamespace(t, cmd)
			}
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "--- PASS: TestFullChild") {
				t.Fatalf("%v\n%s", err, out)
			}
		})
	}
}

// inOwnNamespace lets the child mount what nobody else sees.
func inOwnNamespace(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	attr := func() *syscall.SysProcAttr {
		return &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		}
	}
	try := exec.CommandContext(t.Context(), "/bin/true")
	try.SysProcAttr = attr()
	if err := try.Run(); err != nil {
		t.Skipf("this system does not let us mount a disk: %v", err)
	}
	cmd.SysProcAttr = attr()
}

// TestFullChild runs only as a child of TestFull.
func TestFullChild(t *testing.T) {
	kind := os.Getenv(fullVariable)
	if kind == "" {
		t.Skip("run by TestFull")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "turno.db")
	var full space = &ballast{path: filepath.Join(dir, "ballast")}
	words := []string{"disk of the store is full"}
	if kind == "disk" {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
			t.Fatal(err)
		}
		t.Chdir(dir) // into what was mounted
	} else {
		signal.Ignore(syscall.SIGXFSZ) // the write fails instead
		full, words = &limit{path: path + "-wal"}, []string{"cannot be read or written"}
	}
	url := store.SQLiteURL(path)
	g := newGround(t, url, store.Options{})
	agent := g.begin()
	for round := range 3 {
		full.fill(t)
		// What was granted already may still hold a few.
		for n := 0; ; n++ {
			if _, err := g.come(t.Context()); err != nil {
				break
			}
			if n == 10_000 {
				t.Fatal("the disk is not full")
			}
		}
		g.refuses(words...)
		g.silent()
		full.free(t)
		g.again()
		g.whole()
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	g.recovered(url, agent)
}

// space is a disk to be filled and freed.
type space interface {
	fill(t *testing.T)
	free(t *testing.T)
}

// ballast fills a disk with a file.
type ballast struct{ path string }

func (b *ballast) fill(t *testing.T) {
	t.Helper()
	f, err := os.Create(b.path)
	if err != nil {
		t.Fatal(err)
	}
	page := make([]byte, 1024)
	for err == nil {
		_, err = f.Write(page)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	_ = f.Close()
}

func (b *ballast) free(t *testing.T) {
	t.Helper()
	if err := os.Remove(b.path); err != nil {
		t.Fatal(err)
	}
}

// limit lets no file grow beyond what one has now.
type limit struct{ path string }

func (l *limit) fill(t *testing.T) {
	t.Helper()
	info, err := os.Stat(l.path)
	if err != nil {
		t.Fatal(err)
	}
	l.set(t, uint64(info.Size()))
}

func (l *limit) free(t *testing.T) {
	t.Helper()
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	l.set(t, now.Max)
}

func (l *limit) set(t *testing.T, size uint64) {
	t.Helper()
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	now.Cur = size
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
}
