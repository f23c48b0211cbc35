package document

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// entry is one `key: value` of a mapping.
type entry struct {
	key   string
	line  int
	value ast.Node
}

// entries lists a mapping's pairs; keys written twice are mistakes.
func (d *Decoder) entries(node ast.Node, path string) ([]entry, bool) {
	var pairs []*ast.MappingValueNode
	switch m := node.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		d.Mistakef(path, "`key: value` pairs are wanted here")
		return nil, false
	}
	seen := map[string]int{}
	list := make([]entry, 0, len(pairs))
	for _, pair := range pairs {
		e := entry{key: ScalarText(pair.Key), line: pair.Key.GetToken().Position.Line, value: pair.Value}
		if first, twice := seen[e.key]; twice {
			d.lines[Join(path, e.key)] = e.line
			d.Mistakef(Join(path, e.key), "%q is written twice, first at line %d", e.key, first)
			continue
		}
		seen[e.key] = e.line
		list = append(list, e)
	}
	return list, true
}

// ScalarText is a scalar as it was written: `es`, `5`, `no`.
func ScalarText(node ast.Node) string {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.NullNode:
		return ""
	default:
		return n.GetToken().Value
	}
}

// fieldsOf maps a struct's YAML names to the indexes of its fields.
func fieldsOf(t reflect.Type) map[string]int {
	fields := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch name {
		case "-":
			continue
		case "":
			name = strings.ToLower(f.Name)
		}
		fields[name] = i
	}
	return fields
}

// suggest names the known key nearest to an unknown one, if any is near.
func suggest(key string, fields map[string]int) string {
	best, least := "", 3
	for _, known := range slices.Sorted(maps.Keys(fields)) {
		if n := distance(key, known); n < least {
			best, least = known, n
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// distance is the number of letters to change, add or drop (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// Join is the path of a key under a path.
func Join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
