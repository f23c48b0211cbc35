package files

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"turno/internal/core"
)

// Sweep takes away the files that were written before an instant and that nobody
// knows: those of a crash between a file and its row, and those that were being
// written. Known returns which ids from first on, and before the next shelf's,
// are named by a row. It reports how many it took.
func (f Folder) Sweep(
	ctx context.Context, before core.Instant, known func(ctx context.Context, from, to string) (map[string]bool, error),
) (int, error) {
	taken := 0
	for n := range shelves {
		shelf := fmt.Sprintf("%02x", n)
		old, err := f.old(shelf, before)
		if err != nil {
			return taken, err
		}
		if len(old) == 0 {
			continue
		}
		to := fmt.Sprintf("%02x", n+1)
		if n == shelves-1 {
			to = "g" // behind all that is hexadecimal
		}
		named, err := known(ctx, shelf, to)
		if err != nil {
			return taken, err
		}
		for _, name := range old {
			if named[name] {
				continue
			}
			if err := os.Remove(filepath.Join(f.Dir, shelf, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return taken, core.Wrap(core.Unavailable, "", err)
			}
			taken++
		}
	}
	return taken, nil
}

// old lists what was written before an instant. Names that are not ours are left
// alone.
func (f Folder) old(shelf string, before core.Instant) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(f.Dir, shelf))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, core.Wrap(core.Unavailable, "", err)
	}
	var names []string
	for _, e := range entries {
		_, err := f.path(e.Name())
		if err != nil && !strings.HasPrefix(e.Name(), unfinished) {
			continue
		}
		info, err := e.Info()
		switch {
		case errors.Is(err, os.ErrNotExist): // renamed or removed meanwhile
		case err != nil:
			return nil, core.Wrap(core.Unavailable, "", err)
		case core.Instant(info.ModTime().UnixMicro()) < before:
			names = append(names, e.Name())
		}
	}
	return names, nil
}
