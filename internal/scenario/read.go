package scenario

import (
	"io"
	"reflect"

	"github.com/goccy/go-yaml/ast"

	"turno/internal/core"
	"turno/internal/document"
	"turno/internal/sim"
)

// fileMax is how many bytes are read; a file that long is refused.
const fileMax = 8<<20 + 1

// Variant is a scenario as it is run, and its name; a file without variants has
// one without a name.
type Variant struct {
	Name     string
	Scenario sim.Scenario
}

// Read reads a scenario file. The error joins one core.Error per mistake, each with
// its line and its place in the file (a dotted path) as Field.
func Read(r io.Reader) ([]Variant, error) {
	text, err := io.ReadAll(io.LimitReader(r, fileMax))
	if err != nil {
		return nil, core.Wrap(core.Unavailable, "", err)
	}
	var f file
	c := &checker{document.Decoder{Noun: "scenario", Special: shortForms}, map[string]bool{}}
	if err := c.Decode(text, &f); err != nil {
		return nil, err
	}
	if c.Full() {
		return nil, c.Err()
	}
	variants := c.variants(&f)
	if err := c.Err(); err != nil {
		return nil, err
	}
	return variants, nil
}

// checker turns the file into scenarios and collects what is wrong.
type checker struct {
	document.Decoder

	told map[string]bool
}

// mistakef notes what is wrong at a path, once: variants share parts.
func (c *checker) mistakef(path, format string, args ...any) {
	if !c.told[path+format] {
		c.told[path+format] = true
		c.Mistakef(path, format, args...)
	}
}

// shortForms decodes what may be written as one word instead of a mapping, and
// parts that may be left out.
func shortForms(d *document.Decoder, node ast.Node, v reflect.Value, path string) bool {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		d.Value(node, v.Elem(), path)
		return true
	}
	if _, ok := node.(ast.ScalarNode); !ok {
		return false
	}
	switch x := v.Addr().Interface().(type) {
	case *profileEntry:
		x.Queue = document.ScalarText(node)
	case *dist:
		x.text = document.ScalarText(node)
	case *params:
		x.Mean = document.ScalarText(node)
	default:
		return false
	}
	return true
}
