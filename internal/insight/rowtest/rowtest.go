// Package rowtest checks in tests that the rows of live topics are what the
// document of the API says of them.
package rowtest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// Checker knows the rows of one topic. It may be used by several goroutines.
type Checker struct {
	registry huma.Registry
	schemas  map[string]*huma.Schema // by kind
}

// New is a checker of a topic's rows; types are those of RowTypes, by kind.
func New(types map[string]reflect.Type) *Checker {
	c := &Checker{
		registry: huma.NewMapRegistry("#/", huma.DefaultSchemaNamer),
		schemas:  make(map[string]*huma.Schema, len(types)),
	}
	for kind, row := range types {
		c.schemas[kind] = c.registry.Schema(row, false, "")
	}
	return c
}

// Check fails the test unless the topic has the kind, the row has all fields that
// are required, no others, only values that are listed, and no list that is null.
func (c *Checker) Check(tb testing.TB, kind string, doc []byte) {
	tb.Helper()
	schema, ok := c.schemas[kind]
	if !ok {
		tb.Errorf("the topic has no rows of the kind %q", kind)
		return
	}
	var row any
	if err := json.Unmarshal(doc, &row); err != nil {
		tb.Errorf("%s: %v", kind, err)
		return
	}
	var result huma.ValidateResult
	huma.Validate(c.registry, schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, row, &result)
	for _, err := range result.Errors {
		tb.Errorf("%s: %v in %s", kind, err, doc)
	}
	// Of all that a row has only a figure's value may be null.
	if bytes.Count(doc, []byte("null")) != bytes.Count(doc, []byte(`"value":null`)) {
		tb.Errorf("%s has a list that is null: %s", kind, doc)
	}
}
