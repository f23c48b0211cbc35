// Package files keeps what people send in a folder: each file under a random name,
// written once, never changed. What somebody calls a file is never part of a path.
//
// A file is on disk before the row that names it, so a copy of the folder that is
// made after a copy of the rows has all they name. What a crash left without a row
// a sweep takes away (Old).
package files

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"turno/internal/core"
)

// Folder is where files lie. The directory is made when the first one comes.
type Folder struct{ Dir string }

const (
	idBytes = 16
	// shelves are how many directories the files are spread over.
	shelves = 256
	// unfinished begins the names of files that are being written.
	unfinished = ".new-"
)

// NewID is a random name for a file.
func NewID() string {
	var random [idBytes]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(random[:])
}

// path is where a file lies. Only ids that were made here are looked up.
func (f Folder) path(id string) (string, error) {
	if raw, err := hex.DecodeString(id); err != nil || len(raw) != idBytes || id != strings.ToLower(id) {
		return "", missing()
	}
	return filepath.Join(f.Dir, id[:2], id), nil
}

func missing() error { return core.Errorf(core.NotFound, "there is no such file") }

// Write puts a new file on disk, whole or not at all. Unavailable: it cannot.
func (f Folder) Write(id string, content []byte) error {
	path, err := f.path(id)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return core.Wrap(core.Unavailable, "", err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return core.Wrap(core.Unavailable, "", err)
	}
	_, err = temporary.Write(content)
	err = errors.Join(err, temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return core.Wrap(core.Unavailable, "", errors.Join(err, os.Remove(temporary.Name())))
	}
	return nil
}

// syncDir makes a new name in a directory survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // a directory of ours
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Read returns a file. NotFound: there is none (any more).
func (f Folder) Read(id string) ([]byte, error) {
	path, err := f.path(id)
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(path) //nolint:gosec // an id of ours, checked
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, missing()
	case err != nil:
		return nil, core.Wrap(core.Unavailable, "", err)
	}
	return content, nil
}

// Remove takes a file off the disk; one that is gone already is no error.
func (f Folder) Remove(id string) error {
	path, err := f.path(id)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return core.Wrap(core.Unavailable, "", err)
	}
	return nil
}
