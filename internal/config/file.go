package config

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"turno/internal/core"
)

// File reads a settings file: YAML with one `flag-name: value` per line. It is
// weaker than flags and environment. Unknown names are errors.
func File(r io.Reader) (kong.Resolver, error) {
	content, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, core.Wrap(core.Unavailable, "config", err)
	}
	values := map[string]any{}
	if err := yaml.Unmarshal(content, &values); err != nil {
		return nil, core.Wrap(core.Invalid, "config", err)
	}
	return file(values), nil
}

type file map[string]any

// Validate implements kong.Resolver.
func (f file) Validate(app *kong.Application) error {
	known := flagNames(app.Node)
	for name := range f {
		if !slices.Contains(known, flagName(name)) {
			return core.FieldErrorf(core.Invalid, "config", "unknown setting %q", name)
		}
	}
	return nil
}

// Resolve implements kong.Resolver.
func (f file) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil //nolint:nilnil // kong's word for "not from here"
		}
	}
	for name, value := range f {
		if flagName(name) != flag.Name {
			continue
		}
		if list, ok := value.([]any); ok {
			texts := make([]string, 0, len(list))
			for _, item := range list {
				texts = append(texts, fmt.Sprint(item))
			}
			return strings.Join(texts, ","), nil
		}
		return fmt.Sprint(value), nil
	}
	return nil, nil //nolint:nilnil // kong's word for "not from here"
}

// flagName lets a file write public_url for public-url.
func flagName(name string) string { return strings.ReplaceAll(name, "_", "-") }

func flagNames(node *kong.Node) []string {
	var names []string
	for _, flag := range node.Flags {
		names = append(names, flag.Name)
	}
	for _, child := range node.Children {
		names = append(names, flagNames(child)...)
	}
	return names
}
