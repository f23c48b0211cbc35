package studio

import (
	"slices"
	"testing"

	"turno/internal/org"
)

// Ensure contradictions in a queue's rules are found, and none where there are none.
func TestWarnings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		queue  string
		fields map[string]any
		want   WarningKind
	}{
		"step too late":    {"billing", map[string]any{"steps": []any{map[string]any{"after": "20m", "priority": 5}}}, StepTooLate},
		"lowers nought":    {"care", map[string]any{"steps": []any{map[string]any{"after": "2m", "lower": map[string]int{"technical": 1}}}}, StepLowersNought},
		"adds nought":      {"billing", map[string]any{"steps": []any{map[string]any{"after": "2m", "add_profile": "counter"}}}, StepAddsNought},
		"delay too long":   {"sales", map[string]any{"overflow": []any{map[string]any{"when": "waited", "after": "3m", "to": "queue", "target": "care"}}}, DelayTooLong},
		"never reached":    {"chat", map[string]any{"overflow": []any{map[string]any{"when": "waited", "after": "1m", "to": "message"}, map[string]any{"when": "waited", "after": "2m", "to": "drop"}}}, NeverReached},
		"longer offer":     {"phone_care", map[string]any{"offer_timeout": "30s"}, LongerThanTarget},
		"circle":           {"care", map[string]any{"overflow": []any{map[string]any{"when": "waited", "after": "9m", "to": "queue", "target": "billing"}}}, OverflowCircle},
		"full":             {"back_office", map[string]any{"max_length": 10}, FullRefuses},
		"nobody serves":    {"technical", map[string]any{"needs": [][]map[string]any{{{"skill": "technical", "level": 5}, {"skill": "sales", "level": 5}}}}, NobodyServes},
		"nobody speaks":    {"chat", map[string]any{"needs": [][]map[string]any{{{"skill": "billing", "level": 4}}}}, NobodySpeaks},
		"unstaffed target": {"phone_care", map[string]any{"overflow": []any{map[string]any{"when": "closed", "to": "queue", "target": "phone_business"}}}, TargetUnstaffed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := demo(t)
			if slices.ContainsFunc(Warnings(o, c.queue), func(w Warning) bool { return w.Kind == c.want }) {
				t.Fatal("warned before anything was changed")
			}
			edits := []org.Edit{set(t, o, org.KindQueue, c.queue, c.fields)}
			if c.want == TargetUnstaffed {
				edits = append(edits, set(t, o, org.KindQueue, "phone_business", map[string]any{
					"needs": [][]map[string]any{{{"skill": "technical", "level": 5}, {"skill": "sales", "level": 5}, {"skill": "billing", "level": 5}}},
				}))
			}
			found := Warnings(edited(t, o, edits...), c.queue)
			if !slices.ContainsFunc(found, func(w Warning) bool { return w.Kind == c.want }) {
				t.Errorf("found only %+v", found)
			}
		})
	}
}
