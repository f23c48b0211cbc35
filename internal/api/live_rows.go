package api

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/alert"
	"turno/internal/insight"
)

// livePrefix begins the names of the schemas of live rows.
const livePrefix = "Live"

// schemaName names the document's schemas after their types. The rows of the live
// feed are types that their packages keep to themselves: their names get the prefix.
// Packages of operations end in "api".
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	first, _ := utf8.DecodeRuneInString(t.Name())
	if t.PkgPath() != "" && !strings.HasSuffix(t.PkgPath(), "api") && unicode.IsLower(first) {
		return livePrefix + name
	}
	return name
}

// describeLive puts the rows of the live topics into the document: for each topic
// a schema whose properties are the kinds of its rows.
func (a *API) describeLive() {
	schemas := a.huma.OpenAPI().Components.Schemas
	schemas.RegisterTypeAlias(reflect.TypeFor[[2]float64](), reflect.TypeFor[pair]())
	topics := insight.RowTypes()
	for i := range a.Doors {
		for _, t := range a.Doors[i].Topics {
			topics[t.Name] = t.Rows
		}
	}
	maps.Copy(topics, alert.RowTypes())
	for topic, kinds := range topics {
		rows := &huma.Schema{
			Type:        huma.TypeObject,
			Description: "The rows of the live topic " + topic + " by kind, as the socket /api/v1/live sends them.",
			Properties:  map[string]*huma.Schema{},
			Required:    slices.Sorted(maps.Keys(kinds)),
		}
		for kind, row := range kinds {
			rows.Properties[kind] = schemas.Schema(row, true, "")
		}
		first, size := utf8.DecodeRuneInString(topic)
		schemas.Map()[livePrefix+string(unicode.ToUpper(first))+topic[size:]+"Rows"] = rows
	}
	noNullLists(schemas.Map())
}

// noNullLists says of the rows that they have no list that is null, as package
// rowtest checks.
func noNullLists(schemas map[string]*huma.Schema) {
	for name, s := range schemas {
		if !strings.HasPrefix(name, livePrefix) {
			continue
		}
		for _, list := range s.Properties {
			for ; list != nil && list.Type == huma.TypeArray; list = list.Items {
				list.Nullable = false
			}
		}
	}
}

// pair says in the document that a list has exactly two numbers.
type pair struct{}

// Schema implements huma.SchemaProvider.
func (pair) Schema(huma.Registry) *huma.Schema {
	two, number := 2, &huma.Schema{Type: huma.TypeNumber, Format: "double"}
	return &huma.Schema{
		Type: huma.TypeArray, Items: number, MinItems: &two, MaxItems: &two,
		Extensions: map[string]any{"prefixItems": []*huma.Schema{number, number}},
	}
}
