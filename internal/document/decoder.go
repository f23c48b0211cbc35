// Package document reads files that people write (YAML, or JSON, which is a part of
// it) into plain structs, strictly: unknown keys, keys written twice and values
// of the wrong kind are mistakes, each told with its line and the reason. It is
// pure: it is given the bytes.
package document

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
)

// What a file may be at most, so that a bad one costs little.
const (
	fileMax     = 8 << 20  // bytes
	lineMax     = 64 << 10 // bytes
	nestingMax  = 64       // open brackets
	mistakesMax = 200      // reported at once
)

// Decoder turns the syntax tree of a file into values and remembers at which
// line each stands, so that every mistake, of form or of sense, names its line.
type Decoder struct {
	// Noun is what the file must hold, for its mistakes: "organisation".
	Noun string
	// Special decodes types that have a form of their own and reports whether it
	// did; nil where there are none.
	Special func(d *Decoder, node ast.Node, v reflect.Value, path string) bool

	lines    map[string]int // by dotted path: queues[3].steps[0].after
	mistakes []error
	more     int // mistakes beyond mistakesMax
}

// Mistakef notes an error at a path; its line is that of the nearest part that
// stands in the file.
func (d *Decoder) Mistakef(path, format string, args ...any) {
	d.Boundf(path, "", 0, format, args...)
}

// Boundf is Mistakef with what is wrong, in a word that screens have words for, and
// the bound that it speaks of; zero for none.
func (d *Decoder) Boundf(path string, fault core.Fault, limit int, format string, args ...any) {
	if len(d.mistakes) >= mistakesMax {
		d.more++
		return
	}
	text := fmt.Sprintf(format, args...)
	if line := d.Line(path); line > 0 {
		text = fmt.Sprintf("line %d: %s", line, text)
	}
	d.mistakes = append(d.mistakes, core.Boundf(core.Invalid, path, fault, limit, "%s", text))
}

// Line is where the nearest part of a path stands that is in the file, counted
// from 1; 0 where none is.
func (d *Decoder) Line(path string) int {
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

// Err returns all mistakes, in the order of their lines.
func (d *Decoder) Err() error {
	if len(d.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(d.mistakes, func(a, b error) int { return d.Line(fieldOf(a)) - d.Line(fieldOf(b)) })
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

// Full reports whether more mistakes were found than are told: looking for those
// of sense is then of no use.
func (d *Decoder) Full() bool { return len(d.mistakes) >= mistakesMax }

// Decode reads a file into the struct that into points to. The error is of
// syntax or size only; all else is noted.
func (d *Decoder) Decode(file []byte, into any) error {
	if err := checkSize(file); err != nil {
		return err
	}
	tree, err := parser.ParseBytes(file, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return syntaxError(err)
	}
	switch {
	case len(tree.Docs) == 0 || len(tree.Docs) == 1 && tree.Docs[0].Body == nil:
		return core.Errorf(core.Invalid, "the file is empty: it must hold one %s", d.Noun)
	case len(tree.Docs) > 1:
		return core.Errorf(core.Invalid, "the file must hold one %s, and holds %d", d.Noun, len(tree.Docs))
	}
	d.Value(tree.Docs[0].Body, reflect.ValueOf(into).Elem(), "")
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

// Value decodes one node into v.
func (d *Decoder) Value(node ast.Node, v reflect.Value, path string) {
	if d.lines == nil {
		d.lines = map[string]int{}
	}
	if _, seen := d.lines[path]; !seen {
		d.lines[path] = node.GetToken().Position.Line
	}
	switch node.(type) {
	case *ast.NullNode:
		if v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct { // named, with nothing to say
			v.Set(reflect.New(v.Type().Elem()))
		}
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		d.Mistakef(path, "anchors, aliases and tags are not used in %s files", d.Noun)
		return
	}
	if d.Special != nil && d.Special(d, node, v, path) {
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
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.Value(node, v.Elem(), path)
	default:
		d.scalar(node, v, path)
	}
}

func (d *Decoder) object(node ast.Node, v reflect.Value, path string) {
	entries, ok := d.entries(node, path)
	if !ok {
		return
	}
	fields := fieldsOf(v.Type())
	for _, e := range entries {
		at := Join(path, e.key)
		d.lines[at] = e.line
		i, known := fields[e.key]
		if !known {
			d.Mistakef(at, "unknown key %q%s", e.key, suggest(e.key, fields))
			continue
		}
		d.Value(e.value, v.Field(i), at)
	}
}

func (d *Decoder) list(node ast.Node, v reflect.Value, path string) {
	seq, ok := node.(*ast.SequenceNode)
	if !ok {
		d.Mistakef(path, "a list is wanted here")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	for i, item := range seq.Values {
		d.Value(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (d *Decoder) dictionary(node ast.Node, v reflect.Value, path string) {
	entries, ok := d.entries(node, path)
	if !ok {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	for _, e := range entries {
		at := Join(path, e.key)
		d.lines[at] = e.line
		item := reflect.New(v.Type().Elem()).Elem()
		d.Value(e.value, item, at)
		v.SetMapIndex(reflect.ValueOf(e.key).Convert(v.Type().Key()), item)
	}
}

func (d *Decoder) scalar(node ast.Node, v reflect.Value, path string) {
	switch node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		d.Mistakef(path, "%s is wanted here", wanted(v.Kind()))
		return
	}
	if v.Kind() == reflect.String {
		v.SetString(ScalarText(node))
		return
	}
	if err := yaml.NodeToValue(node, v.Addr().Interface()); err != nil {
		d.Mistakef(path, "%s is wanted here, not %q", wanted(v.Kind()), ScalarText(node))
	}
}

func (d *Decoder) text(node ast.Node, v encoding.TextUnmarshaler, path string) {
	if _, ok := node.(ast.ScalarNode); !ok {
		d.Mistakef(path, "a single value is wanted here")
		return
	}
	if err := v.UnmarshalText([]byte(ScalarText(node))); err != nil {
		var e *core.Error
		if errors.As(err, &e) && e.Message != "" {
			d.Mistakef(path, "%s", e.Message)
			return
		}
		d.Mistakef(path, "%v", err)
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
