package channel_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// shared are the packages below channel that are no channels.
const shared = "internal/channel/door"

// Ensure a channel is known to nobody but itself and the command that installs it:
// what docs/CHANNELS.md promises to whoever adds one. Tests, and the programs below
// test/ that measure a channel, may name it.
func TestWall(t *testing.T) {
	t.Parallel()
	root := os.DirFS("../..")
	channels := channelsIn(t, root)
	if len(channels) < 2 {
		t.Fatalf("only %q were found: the walk is broken", channels)
	}
	seen := 0
	for file, imported := range imports(t, root) {
		folder := path.Dir(file)
		for _, p := range imported {
			p = strings.TrimPrefix(p, "turno/")
			for _, c := range channels {
				if p != c && !strings.HasPrefix(p, c+"/") {
					continue
				}
				seen++
				if folder != c && !strings.HasPrefix(folder, c+"/") && file != "cmd/turno/channels.go" {
					t.Errorf("%s imports %s", file, p)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("nobody imports a channel: the walk is broken")
	}
}

// channelsIn lists the folders of the channels.
func channelsIn(t *testing.T, root fs.FS) []string {
	t.Helper()
	entries, err := fs.ReadDir(root, "internal/channel")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		if folder := path.Join("internal/channel", e.Name()); e.IsDir() && folder != shared {
			all = append(all, folder)
		}
	}
	return all
}

// imports reads the import paths of all Go files of the product.
func imports(t *testing.T, root fs.FS) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, top := range []string{"cmd", "internal", "web"} {
		err := fs.WalkDir(root, top, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "node_modules":
				return fs.SkipDir
			case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			text, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, i := range file.Imports {
				p, err := strconv.Unquote(i.Path.Value)
				if err != nil {
					return err
				}
				all[name] = append(all[name], p)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
