package org

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"turno/internal/core"
)

// revalue is an edit of an object that is there, with fields of its value set.
func revalue(t *testing.T, o *Organisation, kind, key string, fields map[string]any) Edit {
	t.Helper()
	was, ok := o.Object(kind, key)
	if !ok {
		t.Fatalf("no %s %s", kind, key)
	}
	var value map[string]any
	if err := json.Unmarshal(was.Value, &value); err != nil {
		t.Fatal(err)
	}
	maps.Copy(value, fields)
	doc, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return Edit{Kind: kind, Key: key, Value: doc, Was: was.Tag}
}

// Ensure edits change what they name and nothing else, and that users keep their ids.
func TestEdited(t *testing.T) {
	t.Parallel()
	o := demo(t)
	ana, _ := o.User("ana")
	ana.ID = core.ID{1}
	o.link()
	was, _ := o.Object(KindQueue, "sales")
	edited, err := o.Edited([]Edit{
		revalue(t, o, KindQueue, "billing", map[string]any{"threshold": "12m"}),
		revalue(t, o, KindUser, "ana", map[string]any{"name": "Ana Lima"}),
		{Kind: KindSkill, Key: "fr", Value: []byte(`{"key":"fr","name":{"es":"Francés"},"language":true}`)},
		{Kind: KindUser, Key: "luis", Was: tagOf(t, o, KindUser, "luis")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, c := range Plan(o, edited) {
		words = append(words, c.String())
	}
	want := []string{
		"queue billing changed: threshold 10m → 12m", "skill fr added",
		"user ana changed: name Ana Souza → Ana Lima", "user luis deactivated",
	}
	slices.Sort(words)
	if !slices.Equal(words, want) {
		t.Errorf("changed %q, want %q", words, want)
	}
	if u, _ := edited.User("ana"); u.ID != (core.ID{1}) {
		t.Errorf("Ana's id became %v", u.ID)
	}
	if again, _ := o.Object(KindQueue, "sales"); again.Tag != was.Tag || string(again.Value) != string(was.Value) {
		t.Error("the organisation that was edited is no longer what it was")
	}
}

func tagOf(t *testing.T, o *Organisation, kind, key string) string {
	t.Helper()
	was, ok := o.Object(kind, key)
	if !ok {
		t.Fatalf("no %s %s", kind, key)
	}
	return was.Tag
}

// Ensure every object edited to what it is already changes nothing: what screens
// read is what they may send.
func TestEdited_Same(t *testing.T) {
	t.Parallel()
	o := demo(t)
	var edits []Edit
	for _, b := range o.Objects() {
		edits = append(edits, Edit{Kind: b.Kind, Key: b.Key, Value: b.Value, Was: b.Tag})
	}
	edited, err := o.Edited(edits)
	if err != nil {
		t.Fatal(err)
	}
	if changes := Plan(o, edited); len(changes) != 0 {
		t.Errorf("changed %v", changes)
	}
}

// Ensure an object takes its place in a list that people see in order.
func TestEdited_Place(t *testing.T) {
	t.Parallel()
	o := demo(t)
	keys := func(o *Organisation) (list []string) {
		for i := range o.Reasons {
			list = append(list, o.Reasons[i].Key)
		}
		return list
	}
	before := keys(o)
	for _, place := range []int{1, 2, len(before), 1000} {
		e := revalue(t, o, KindReason, before[1], nil)
		e.Place = place
		edited, err := o.Edited([]Edit{e})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Delete(slices.Clone(before), 1, 2)
		want = slices.Insert(want, min(place, len(before))-1, before[1])
		if got := keys(edited); !slices.Equal(got, want) {
			t.Errorf("place %d: %v, want %v", place, got, want)
		}
	}
}

// Ensure what cannot be done is refused with the field, and what somebody else
// changed meanwhile is not overwritten.
func TestEdited_Refused(t *testing.T) {
	t.Parallel()
	o := demo(t)
	billing := func(fields map[string]any) Edit { return revalue(t, o, KindQueue, "billing", fields) }
	stale := billing(nil)
	stale.Was = "0123456789abcdef"
	renamed := billing(nil)
	renamed.Key = "bills"
	renamed.Was = ""
	for name, c := range map[string]struct {
		edits []Edit
		code  core.Code
		field string
		words string
	}{
		"value":       {[]Edit{billing(map[string]any{"threshold": "0s"})}, core.Invalid, "edits[0].value.threshold", "out of range"},
		"form":        {[]Edit{billing(map[string]any{"priority": "high"})}, core.Invalid, "edits[0].value.priority", "not wanted"},
		"duration":    {[]Edit{billing(map[string]any{"threshold": "soon"})}, core.Invalid, "edits[0].value", "not a duration"},
		"unknown":     {[]Edit{billing(map[string]any{"treshold": "1m"})}, core.Invalid, "edits[0].value", "treshold"},
		"reference":   {[]Edit{billing(nil), {Kind: KindCalendar, Key: "always", Was: tagOf(t, o, KindCalendar, "always")}}, core.Invalid, "site.", "there is no calendar"},
		"kind":        {[]Edit{{Kind: "galaxy", Key: "x", Value: []byte("{}")}}, core.Invalid, "edits[0].kind", "no kind"},
		"another key": {[]Edit{renamed}, core.Invalid, "edits[0].value.key", "never changes"},
		"twice":       {[]Edit{billing(nil), billing(nil)}, core.Invalid, "edits[1]", "twice"},
		"root":        {[]Edit{{Kind: KindOrganisation, Key: RootKey, Was: tagOf(t, o, KindOrganisation, RootKey)}}, core.Invalid, "edits[0]", "cannot be removed"},
		"root field":  {[]Edit{revalue(t, o, KindOrganisation, RootKey, map[string]any{"timezone": "Mars"})}, core.Invalid, "edits[0].value.timezone", "time zone"},
		"no JSON":     {[]Edit{{Kind: KindRegion, Key: "x", Value: []byte("{")}}, core.Invalid, "edits[0].value", "JSON"},
		"stale":       {[]Edit{stale}, core.Stale, "edits[0]", "meanwhile"},
		"gone":        {[]Edit{{Kind: KindSkill, Key: "fr", Was: "1"}}, core.Stale, "edits[0]", "no longer"},
		"there":       {[]Edit{{Kind: KindSkill, Key: "es", Value: []byte(`{"key":"es"}`)}}, core.Stale, "edits[0]", "already"},
		"too many":    {make([]Edit, editsMax+1), core.TooLarge, "edits", "at most"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edited, err := o.Edited(c.edits)
			if edited != nil || core.CodeOf(err) != c.code {
				t.Fatalf("edited %v, error %v", edited != nil, err)
			}
			if text := err.Error(); !strings.Contains(text, c.field) || !strings.Contains(text, c.words) {
				t.Errorf("want %s at %s:\n%v", c.words, c.field, err)
			}
		})
	}
}
