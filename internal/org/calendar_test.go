package org

import (
	"testing"
	"time"

	"turno/internal/core"
)

// Ensure several stretches a day, holidays and days of 23 and 25 hours open and
// close a site when its own clocks say so.
func TestCalendar(t *testing.T) {
	t.Parallel()
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	o := demo(t)
	catania, _ := o.Site("catania")
	if catania.Timezone != "Europe/Rome" {
		t.Fatalf("Catania is in %s", catania.Timezone)
	}
	moment := func(text string) core.Instant {
		at, err := time.ParseInLocation("2006-01-02 15:04:05", text, rome)
		if err != nil {
			t.Fatal(err)
		}
		return core.InstantOf(at)
	}
	for text, open := range map[string]bool{
		"2026-07-01 07:59:59": false, "2026-07-01 08:00:00": true, "2026-07-01 12:30:00": false, "2026-07-01 13:29:59": false,
		"2026-07-01 13:30:00": true, "2026-07-01 17:00:00": false, "2026-07-04 11:59:59": true, "2026-07-04 13:30:00": false,
		"2026-07-05 10:00:00": false, "2026-12-24 11:59:59": true, "2026-12-24 13:30:00": false, "2026-12-25 10:00:00": false,
	} {
		if got := o.OpenAt("catania", "branch_hours", moment(text)); got != open {
			t.Errorf("%s: open %v", text, got)
		}
	}
	for from, want := range map[string]string{
		"2026-07-01 06:00:00": "2026-07-01 08:00:00", "2026-07-01 08:00:00": "2026-07-01 12:30:00",
		"2026-07-01 17:00:00": "2026-07-02 08:00:00", "2026-07-04 12:00:00": "2026-07-06 08:00:00",
		"2026-12-24 12:00:00": "2026-12-26 08:00:00", // a Saturday behind Christmas
		"2026-03-28 12:00:00": "2026-03-30 08:00:00", // over the night that has no 02:30
		"2026-10-24 12:00:00": "2026-10-26 08:00:00", // and the one that has it twice
	} {
		if got, _, ok := o.NextChange("catania", "branch_hours", moment(from)); !ok || got != moment(want) {
			t.Errorf("after %s: %s, want %s", from, got.Time().In(rome), want)
		}
	}
	if _, _, ok := o.NextChange("catania", "always", moment("2026-07-01 12:00:00")); ok {
		t.Error("what is always open changes")
	}
	if o.OpenAt("catania", "no such calendar", moment("2026-07-01 12:00:00")) {
		t.Error("an unknown calendar is open")
	}
	for day, hours := range map[string]int{"2026-03-29": 23, "2026-03-30": 24, "2026-10-25": 25} {
		noon := moment(day + " 12:00:00")
		if got := o.DayEnd("catania", noon).Sub(o.DayStart("catania", noon)); got != time.Duration(hours)*time.Hour || o.Day("catania", noon) != day {
			t.Errorf("%s has %v", day, got)
		}
	}
}
