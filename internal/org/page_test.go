package org_test

import (
	"encoding"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"turno/internal/org"
	"turno/internal/routing"
)

// Ensure the page on the organisation file has every key of the model and no
// other, in its tables and in its example, and that the example can be applied.
func TestPage(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("../../docs/ORGANISATION.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(file)
	want := keysOfModel(reflect.TypeFor[org.Organisation](), "")

	compare(t, "the tables", want, keysOfTables(page))

	var example strings.Builder
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(page, -1) {
		example.WriteString(block[1])
	}
	if _, err := org.Parse([]byte(example.String())); err != nil {
		t.Errorf("the example: %v", err)
	}
	var tree map[string]any
	if err := yaml.Unmarshal([]byte(example.String()), &tree); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	keysOfExample(tree, "", want, got)
	compare(t, "the example", want, got)
}

func compare(t *testing.T, where string, want, got map[string]bool) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if !got[key] {
			t.Errorf("%s: %s is missing", where, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if !want[key] {
			t.Errorf("%s: the model has no %s", where, key)
		}
	}
}

// keysOfModel lists what a file may say, as `queues.wrap_up.mode`.
func keysOfModel(of reflect.Type, path string) map[string]bool {
	keys := map[string]bool{}
	for field := range of.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = strings.ToLower(field.Name)
		}
		kind := field.Type
		if kind.Kind() == reflect.Slice && kind != reflect.TypeFor[routing.Needs]() {
			kind = kind.Elem()
		}
		if kind.Kind() == reflect.Struct && !reflect.PointerTo(kind).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			maps.Copy(keys, keysOfModel(kind, path+name+"."))
			continue
		}
		keys[path+name] = true
	}
	return keys
}

// keysOfTables lists the first cells of the page's tables, under their headings.
func keysOfTables(page string) map[string]bool {
	keys := map[string]bool{}
	section := ""
	heading := regexp.MustCompile("^## (?:`([a-z_]+)`)?")
	row := regexp.MustCompile("^\\| `([a-z_.]+)` \\|")
	for line := range strings.Lines(page) {
		if found := heading.FindStringSubmatch(line); found != nil {
			section = found[1]
			if section != "" {
				section += "."
			}
		}
		if found := row.FindStringSubmatch(line); found != nil {
			keys[section+found[1]] = true
		}
	}
	return keys
}

// keysOfExample lists the keys that the example writes, down to those of the model.
func keysOfExample(node any, path string, model, got map[string]bool) {
	if model[path] {
		got[path] = true
		return
	}
	switch node := node.(type) {
	case []any:
		for _, each := range node {
			keysOfExample(each, path, model, got)
		}
	case map[string]any:
		for key, value := range node {
			keysOfExample(value, strings.TrimPrefix(path+"."+key, "."), model, got)
		}
	default:
		got[path] = true
	}
}
