package org

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"turno/internal/core"
	"turno/internal/routing"
)

// What a file may be at most, so that a bad one costs little.
const (
	fileMax     = 8 << 20  // bytes
	lineMax     = 64 << 10 // bytes
	nestingMax  = 64       // open brackets
	mistakesMax = 200      // reported at once
)

// decoder turns the syntax tree of a file into values and remembers at which
// line each stands, so that every mistake, of form or of sense, names its line.
type decoder struct {
	lines    map[string]int // by dotted path: queues[3].steps[0].after
	mistakes []error
	more     int // mistakes beyond mistakesMax
}

// mistakef notes an error at a path; its line is that of the nearest part that
// stands in the file.
func (d *decoder) mistakef(path, format string, args ...any) {
	if len(d.mistakes) >= mistakesMax {
		d.more++
		return
	}
	text := fmt.Sprintf(format, args...)
	if line := d.line(path); line > 0 {
		text = fmt.Sprintf("line %d: %s", line, text)
	}
	d.mistakes = append(d.mistakes, core.FieldErrorf(core.Invalid, path, "%s", text))
}

func (d *decoder) line(path string) int {
	for {
		if line, ok := d.lines[path]; ok {
			return line
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 0
		}
		path = path[:cut]
	}
}

// err returns all mistakes, in the order of their lines.
func (d *decoder) err() error {
	if len(d.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(d.mistakes, func(a, b error) int { return d.line(fieldOf(a)) - d.line(fieldOf(b)) })
	if d.more > 0 {
		d.mistakes = append(d.mistakes, core.Errorf(core.Invalid, "and %d more", d.more))
	}
	return errors.Join(d.mistakes...)
}

func fieldOf(err error) string {
	if e, ok := errors.AsType[*core.Error](err); ok {
		return e.Field
	}
	return ""
}

// decode reads a file into o. The error is of syntax only; all else is noted.
func (d *decoder) decode(file []byte, o *Organisation) error {
	if err := checkSize(file); err != nil {
		return err
	}
	tree, err := parser.ParseBytes(file, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return syntaxError(err)
	}
	switch {
	case len(tree.Docs) == 0 || len(tree.Docs) == 1 && tree.Docs[0].Body == nil:
		return core.Errorf(core.Invalid, "the file is empty: it must hold one organisation")
	case len(tree.Docs) > 1:
		return core.Errorf(core.Invalid, "the file must hold one organisation, and holds %d", len(tree.Docs))
	}
	d.value(tree.Docs[0].Body, reflect.ValueOf(o).Elem(), "")
	return nil
}

func checkSize(file []byte) error {
	if len(file) > fileMax {
		return core.Errorf(core.TooLarge, "the file has %d bytes; at most %d are read", len(file), fileMax)
	}
	line, column, depth := 1, 0, 0
	for _, c := range file {
		column++
		switch c {
		case '\n':
			line, column = line+1, 0
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		}
		if column > lineMax || depth > nestingMax {
			return core.Errorf(core.TooLarge, "line %d: longer than %d bytes or nested deeper than %d", line, lineMax, nestingMax)
		}
	}
	return nil
}

func syntaxError(err error) error {
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil {
		return core.Errorf(core.Invalid, "line %d: %s", e.GetToken().Position.Line, e.GetMessage())
	}
	return core.Wrap(core.Invalid, "", err)
}

// value decodes one node into v.
func (d *decoder) value(node ast.Node, v reflect.Value, path string) {
	if _, seen := d.lines[path]; !seen {
		d.lines[path] = node.GetToken().Position.Line
	}
	switch node.(type) {
	case *ast.NullNode:
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		d.mistakef(path, "anchors, aliases and tags are not used in organisation files")
		return
	}
	if needs, ok := reflect.TypeAssert[*routing.Needs](v.Addr()); ok {
		d.needs(node, needs, path)
		return
	}
	if text, ok := reflect.TypeAssert[encoding.TextUnmarshaler](v.Addr()); ok {
		d.text(node, text, path)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.object(node, v, path)
	case reflect.Slice:
		d.list(node, v, path)
	case reflect.Map:
		d.dictionary(node, v, path)
	default:
		d.scalar(node, v, path)
	}
}

func (d *decoder) object(node ast.Node, v reflect.Value, path string) {
	entries, ok := d.entries(node, path)
	if !ok {
		return
	}
	fields := fieldsOf(v.Type())
	for _, e := range entries {
		at := join(path, e.key)
		d.lines[at] = e.line
		i, known := fields[e.key]
		if !known {
			d.mistakef(at, "unknown key %q%s", e.key, suggest(e.key, fields))
			continue
		}
		d.value(e.value, v.Field(i), at)
	}
}

func (d *decoder) list(node ast.Node, v reflect.Value, path string) {
	seq, ok := node.(*ast.SequenceNode)
	if !ok {
		d.mistakef(path, "a list is wanted here")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	for i, item := range seq.Values {
		d.value(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (d *decoder) dictionary(node ast.Node, v reflect.Value, path string) {
	entries, ok := d.entries(node, path)
	if !ok {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	for _, e := range entries {
		at := join(path, e.key)
		d.lines[at] = e.line
		item := reflect.New(v.Type().Elem()).Elem()
		d.value(e.value, item, at)
		v.SetMapIndex(reflect.ValueOf(e.key).Convert(v.Type().Key()), item)
	}
}

func (d *decoder) scalar(node ast.Node, v reflect.Value, path string) {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		d.mistakef(path, "%s is wanted here", wanted(v.Kind()))
		return
	}
	if v.Kind() == reflect.String {
		v.SetString(scalarText(node))
		return
	}
	if err := yaml.NodeToValue(node, v.Addr().Interface()); err != nil {
		d.mistakef(path, "%s is wanted here, not %q", wanted(v.Kind()), scalarText(node))
	}
}

func (d *decoder) text(node ast.Node, v encoding.TextUnmarshaler, path string) {
	if _, ok := node.(ast.ScalarNode); !ok {
		d.mistakef(path, "a single value is wanted here")
		return
	}
	if err := v.UnmarshalText([]byte(scalarText(node))); err != nil {
		var e *core.Error
		if errors.As(err, &e) && e.Message != "" {
			d.mistakef(path, "%s", e.Message)
			return
		}
		d.mistakef(path, "%v", err)
	}
}

// needs reads `{es: 3, billing: 2}` (all of them) or a list of such (any of them).
func (d *decoder) needs(node ast.Node, needs *routing.Needs, path string) {
	alternatives := []ast.Node{node}
	if seq, ok := node.(*ast.SequenceNode); ok {
		alternatives = seq.Values
	}
	for i, alternative := range alternatives {
		at := path
		if len(alternatives) > 1 {
			at = fmt.Sprintf("%s[%d]", path, i)
		}
		levels := map[string]int{}
		d.value(alternative, reflect.ValueOf(&levels).Elem(), at)
		if len(levels) == 0 {
			d.mistakef(at, "an alternative needs at least one skill, like {es: 3}")
			continue
		}
		*needs = append(*needs, needsOf(levels))
	}
}

func wanted(k reflect.Kind) string {
	switch k {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	default:
		return "a single value"
	}
}
