package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// schema is the part of a JSON schema that limits input.
type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Format     string
	Enum       []any
	MaxLength  *int `json:"maxLength"`
	MaxItems   *int `json:"maxItems"`
	Maximum    *float64
	Items      *schema
	Properties map[string]schema
	Encoding   string `json:"contentEncoding"`
}

type parsed struct {
	Paths map[string]map[string]struct {
		OperationID string `json:"operationId"`
		Parameters  []struct {
			Name, In string
			Schema   schema
		}
		RequestBody struct {
			Content map[string]struct{ Schema schema }
		} `json:"requestBody"`
		Responses map[string]struct {
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct{ Schemas map[string]schema }
}

// unlimited lists the input of the document that has no limit.
func unlimited(tb testing.TB) []string {
	tb.Helper()
	text, err := document()
	must(tb, err)
	var doc parsed
	must(tb, json.Unmarshal(text, &doc))
	var faults []string
	texts := 0
	var walk func(where string, s schema)
	walk = func(where string, s schema) {
		if s.Ref != "" {
			s = doc.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
		}
		kind := fmt.Sprint(s.Type)
		switch {
		case strings.Contains(kind, "string"):
			texts++
			if s.MaxLength == nil && len(s.Enum) == 0 && s.Format != "uuid" && s.Format != "binary" {
				faults = append(faults, where+" is a text without maxLength or format")
			}
		case strings.Contains(kind, "array"):
			if s.MaxItems == nil {
				faults = append(faults, where+" is a list without maxItems")
			}
			walk(where+"[]", *s.Items)
		}
		for name, property := range s.Properties {
			walk(where+"."+name, property)
		}
	}
	for path, methods := range doc.Paths {
		for method, o := range methods {
			paged := false
			for _, p := range o.Parameters {
				walk(o.OperationID+" "+p.In+"."+p.Name, p.Schema)
				paged = paged || p.Name == "limit" && p.Schema.Maximum != nil && *p.Schema.Maximum <= 200
			}
			for kind, content := range o.RequestBody.Content {
				if kind == "application/json" {
					walk(o.OperationID+" body", content.Schema)
				}
			}
			if method == "get" && strings.HasPrefix(o.OperationID, "list-") && !paged && !short(o.OperationID) {
				faults = append(faults, path+" lists without a page limit")
			}
		}
	}
	if texts < 50 {
		tb.Fatalf("only %d texts were found: the walk is broken", texts)
	}
	return faults
}

// short lists are those whose length something else bounds: the organisation its
// devices, the house its KPIs and its ways to sign in, and a user has twenty tokens
// at most.
func short(operation string) bool {
	return slices.Contains([]string{"list-devices", "list-kpis", "list-sign-in-ways", "list-my-tokens", "list-user-tokens"}, operation)
}
