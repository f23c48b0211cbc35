package studio

import (
	"slices"
	"testing"

	"turno/internal/core"
	"turno/internal/org"
)

// monday is noon UTC of an ordinary week.
const monday = core.Instant(1_795_003_200_000_000) // 2026-11-18

func find(effects []Effect, kind EffectKind, queue string) (Effect, bool) {
	i := slices.IndexFunc(effects, func(e Effect) bool { return e.Kind == kind && e.Queue == queue })
	if i < 0 {
		return Effect{}, false
	}
	return effects[i], true
}

// Ensure a profile that loses a queue says who no longer receives it.
func TestEffects_Queue(t *testing.T) {
	t.Parallel()
	o := demo(t)
	agents := 0
	for i := range o.Users {
		if o.Users[i].Profile == "counter" && o.Users[i].Skills["sales"] >= 2 {
			agents++
		}
	}
	after := edited(t, o, set(t, o, org.KindProfile, "counter", map[string]any{
		"queues": []map[string]any{{"queue": "billing", "rank": 1}, {"queue": "care", "rank": 1}},
	}))
	e, ok := find(Effects(o, after, monday), LosesQueue, "sales")
	if !ok || e.People != agents || len(e.Names) != agents || !e.Serious {
		t.Errorf("%+v, want %d agents", e, agents)
	}
	if e, ok := find(Effects(after, o, monday), GainsQueue, "sales"); !ok || e.People != agents || e.Serious {
		t.Errorf("the way back: %+v", e)
	}
	if effects := Effects(o, o, monday); len(effects) != 0 {
		t.Errorf("nothing changed, and %v", effects)
	}
}

// Ensure a lost language is told by channel, and a line without anybody left.
func TestEffects_Language(t *testing.T) {
	t.Parallel()
	o := demo(t)
	var edits []org.Edit
	lost := 0
	for i := range o.Users {
		u := &o.Users[i]
		if u.Skills["pt"] < 3 || u.Profile == "" {
			continue
		}
		skills := map[string]int{}
		for skill, level := range u.Skills {
			if skill != "pt" {
				skills[skill] = level
			}
		}
		if u.Profile == "phone" {
			lost++
		}
		edits = append(edits, set(t, o, org.KindUser, u.Login, map[string]any{"skills": skills}))
	}
	effects := Effects(o, edited(t, o, edits...), monday)
	for _, e := range effects {
		if e.Kind == LosesLanguage && e.Channel == core.Chat {
			if e.Language != "pt" || e.People != lost || lost == 0 {
				t.Errorf("%+v, want %d", e, lost)
			}
			return
		}
	}
	t.Errorf("no word of pt chats: %v", effects)
}

// Ensure the last who could serve a line is not taken away in silence.
func TestEffects_People(t *testing.T) {
	t.Parallel()
	o := demo(t)
	var edits []org.Edit
	for i := range o.Users {
		if u := &o.Users[i]; u.Profile != "" && o.SiteOf(u) == "catania" {
			edits = append(edits, remove(o, org.KindUser, u.Login))
		}
	}
	effects := Effects(o, edited(t, o, edits...), monday)
	if e, ok := find(effects, SignInLost, ""); !ok || e.People != len(edits) {
		t.Errorf("sign-in: %+v", e)
	}
	e, ok := find(effects, Unstaffed, "care")
	if !ok || e.Site != "catania" || !e.Serious {
		t.Errorf("care at Catania: %+v", e)
	}
	if e, told := find(effects, LosesQueue, "care"); told {
		t.Errorf("told twice: %+v", e)
	}
}

// Ensure hours are compared over the week to come, holidays too.
func TestEffects_Hours(t *testing.T) {
	t.Parallel()
	o := demo(t)
	week := map[string][]string{"mon": {"08:00-13:00", "14:00-18:00"}}
	after := edited(t, o, set(t, o, org.KindCalendar, "contact_centre", map[string]any{"week": week}))
	e, ok := find(Effects(o, after, monday), HoursChanged, "phone_care")
	if !ok || e.After != 9*60 || e.Before <= e.After || !e.Serious {
		t.Errorf("%+v", e)
	}
}
