package studio

import (
	"testing"

	"turno/internal/core"
	"turno/internal/org"
)

// Ensure the way back brings the organisation to what it was, and is refused when
// somebody changed the same thing again.
func TestUndo(t *testing.T) {
	t.Parallel()
	o := demo(t)
	edits := []org.Edit{
		set(t, o, org.KindQueue, "care", map[string]any{"goal": 0.5}),
		remove(o, org.KindCounter, "mixco-6"),
		{Kind: org.KindSkill, Key: "fr", Value: []byte(`{"key":"fr","name":{"es":"Francés"},"language":true}`)},
	}
	after := edited(t, o, edits...)
	var past []Past
	for _, c := range org.Plan(o, after) {
		before, _ := o.Object(c.Kind, c.Key)
		is, _ := after.Object(c.Kind, c.Key)
		past = append(past, Past{Kind: c.Kind, Key: c.Key, Action: c.Action, Before: string(before.Value), After: string(is.Value)})
	}
	back, err := Undo(after, past)
	if err != nil {
		t.Fatal(err)
	}
	if changes := org.Plan(o, edited(t, after, back...)); len(changes) != 0 {
		t.Errorf("not back: %v", changes)
	}
	again := edited(t, after, set(t, after, org.KindQueue, "care", map[string]any{"goal": 0.6}))
	if _, err := Undo(again, past); core.CodeOf(err) != core.Conflict {
		t.Errorf("changed again since: %v", err)
	}
}
