package files

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"turno/internal/core"
)

// Ensure only ids that were made here are looked for on disk.
func TestFolder_path(t *testing.T) {
	t.Parallel()
	f := Folder{Dir: t.TempDir()}
	for _, id := range []string{"", "..", "../../etc/passwd", "ABCDEF0123456789ABCDEF0123456789", "abc", "zz23456789abcdef0123456789abcdef"} {
		if path, err := f.path(id); core.CodeOf(err) != core.NotFound {
			t.Errorf("%q lies at %q", id, path)
		}
		if core.CodeOf(f.Write(id, nil)) != core.NotFound || core.CodeOf(f.Remove(id)) != core.NotFound {
			t.Errorf("%q is written or removed", id)
		}
	}
}

// Ensure what was written is read, by its owner only, until it is removed.
func TestFolder(t *testing.T) {
	t.Parallel()
	f := Folder{Dir: filepath.Join(t.TempDir(), "files")}
	id := NewID()
	if _, err := f.Read(id); core.CodeOf(err) != core.NotFound {
		t.Errorf("before it was written: %v", err)
	}
	if err := f.Write(id, []byte("some text")); err != nil {
		t.Fatal(err)
	}
	if content, err := f.Read(id); err != nil || string(content) != "some text" {
		t.Errorf("read %q, %v", content, err)
	}
	path, err := f.path(id)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info, err)
	}
	for range 2 {
		if err := f.Remove(id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Read(id); core.CodeOf(err) != core.NotFound {
		t.Errorf("after it was removed: %v", err)
	}
	blocked := Folder{Dir: filepath.Join(f.Dir, "file")}
	if err := os.WriteFile(blocked.Dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := blocked.Write(id, nil); core.CodeOf(err) != core.Unavailable {
		t.Errorf("where no folder can be: %v", err)
	}
}

// Ensure a sweep takes what is old and unknown, also on the last shelf and what
// was never finished, and leaves what is young, known, or not ours.
func TestFolder_Sweep(t *testing.T) {
	t.Parallel()
	f := Folder{Dir: t.TempDir()}
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	put := func(name string, age time.Duration) string {
		t.Helper()
		path := filepath.Join(f.Dir, name[:2], name)
		if name[0] == '.' {
			path = filepath.Join(f.Dir, "ff", name)
		}
		at := now.Add(-age)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("x"), 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const id = "0123456789abcdef0123456789ab"
	gone := []string{put("00aa"+id, 25*time.Hour), put("ffff"+id, 48*time.Hour), put(".new-12345", 25*time.Hour)}
	kept := []string{
		put("00bb"+id, 25*time.Hour), put("ffee"+id, 48*time.Hour), // known
		put("00cc"+id, 23*time.Hour), put(".new-67890", time.Hour), // young
		put("00-readme.txt", 48*time.Hour), // somebody else's
	}
	var asked []string
	taken, err := f.Sweep(t.Context(), core.Instant(now.Add(-24*time.Hour).UnixMicro()), func(_ context.Context, from, to string) (map[string]bool, error) {
		asked = append(asked, from+" "+to)
		return map[string]bool{"00bb" + id: true, "ffee" + id: true}, nil
	})
	if err != nil || taken != len(gone) {
		t.Errorf("took %d, %v", taken, err)
	}
	if len(asked) != 2 || asked[0] != "00 01" || asked[1] != "ff g" {
		t.Errorf("asked for %q", asked)
	}
	for _, path := range gone {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left: %v", path, err)
		}
	}
	for _, path := range kept {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s was taken", path)
		}
	}
	lost := errors.New("no store")
	put("00dd"+id, 25*time.Hour)
	if _, err := f.Sweep(t.Context(), core.Instant(now.UnixMicro()), func(context.Context, string, string) (map[string]bool, error) {
		return nil, lost
	}); !errors.Is(err, lost) {
		t.Errorf("without the store: %v", err)
	}
	if _, err := (Folder{Dir: filepath.Join(f.Dir, "none")}).Sweep(t.Context(), 1, nil); err != nil {
		t.Errorf("of no folder: %v", err)
	}
}
