package studio

import (
	"encoding/json"
	"maps"
	"testing"

	"turno/internal/org"
)

// demo is the demo organisation, in which every user has an id.
func demo(t *testing.T) *org.Organisation {
	t.Helper()
	o, err := org.Parse(org.DemoFile())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// set is an edit of an object with fields of its value set.
func set(t *testing.T, o *org.Organisation, kind, key string, fields map[string]any) org.Edit {
	t.Helper()
	was, ok := o.Object(kind, key)
	if !ok {
		t.Fatalf("no %s %s", kind, key)
	}
	value := map[string]any{}
	if err := json.Unmarshal(was.Value, &value); err != nil {
		t.Fatal(err)
	}
	maps.Copy(value, fields)
	return org.Edit{Kind: kind, Key: key, Value: marshal(value), Was: was.Tag}
}

func edited(t *testing.T, o *org.Organisation, edits ...org.Edit) *org.Organisation {
	t.Helper()
	after, err := o.Edited(edits)
	if err != nil {
		t.Fatal(err)
	}
	return after
}

func remove(o *org.Organisation, kind, key string) org.Edit {
	was, _ := o.Object(kind, key)
	return org.Edit{Kind: kind, Key: key, Was: was.Tag}
}
