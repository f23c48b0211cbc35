package org

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
)

// hours is a calendar, parsed: minutes of the local day at which it is open.
type hours struct {
	week     [7][]span // by time.Weekday
	holidays map[string][]span
}

// span is [from, to) in minutes of the local day, 0–1440.
type span struct{ from, to int }

const dayMinutes = 24 * 60

// weekdays are the words of the file, by time.Weekday.
func weekdays() [7]string { return [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

// lookAhead bounds the search for a change: more than a year of holidays.
const lookAhead = 400

// OpenAt reports whether a calendar is open at an instant, in the time zone of
// a site ("" is the organisation's). The calendar "" is always open, an unknown
// one never.
func (o *Organisation) OpenAt(site, calendar string, at core.Instant) bool {
	if calendar == "" {
		return true
	}
	h, ok := o.idx().hours[calendar]
	if !ok {
		return false
	}
	location := o.Location(site)
	year, month, day := at.Time().In(location).Date()
	for _, w := range h.windows(year, month, day, location) {
		if w.from <= at && at < w.to {
			return true
		}
	}
	return false
}

// NextChange returns the first instant after `at` at which a calendar opens or
// closes, and whether it is open from then. ok is false when nothing changes
// within the next 400 days.
func (o *Organisation) NextChange(site, calendar string, at core.Instant) (change core.Instant, open, ok bool) {
	h, known := o.idx().hours[calendar]
	if !known {
		return 0, false, false
	}
	location := o.Location(site)
	year, month, day := at.Time().In(location).Date()
	var end core.Instant // of the stretch of openness that holds `at` or begins after it
	for i := range lookAhead {
		for _, w := range h.windows(year, month, day+i, location) {
			switch {
			case w.to <= at:
			case end != 0 && w.from > end:
				return end, false, true
			case w.from > at && end == 0:
				return w.from, true, true
			default: // open now, or going on over midnight
				end = max(end, w.to)
			}
		}
		// A stretch that reaches the end of the day may go on in the next.
		if end != 0 && end < localInstant(year, month, day+i, dayMinutes, location, false) {
			return end, false, true
		}
	}
	return 0, false, false
}

// Day is the local date at a site, "2026-03-29": tickets are numbered per day.
func (o *Organisation) Day(site string, at core.Instant) string {
	return at.Time().In(o.Location(site)).Format(time.DateOnly)
}

// DayStart is the instant at which a site's local day of `at` began, and
// DayEnd that at which it ends; a day has 23, 24 or 25 hours.
func (o *Organisation) DayStart(site string, at core.Instant) core.Instant {
	location := o.Location(site)
	year, month, day := at.Time().In(location).Date()
	return localInstant(year, month, day, 0, location, false)
}

// DayEnd is the instant at which the local day of `at` ends at a site.
func (o *Organisation) DayEnd(site string, at core.Instant) core.Instant {
	location := o.Location(site)
	year, month, day := at.Time().In(location).Date()
	return localInstant(year, month, day+1, 0, location, false)
}

// SiteOpenAt reports whether a site is open by its calendar.
func (o *Organisation) SiteOpenAt(site string, at core.Instant) bool {
	s, ok := o.Site(site)
	return ok && o.OpenAt(site, s.Calendar, at)
}

// SiteNextChange is NextChange of a site's calendar.
func (o *Organisation) SiteNextChange(site string, at core.Instant) (change core.Instant, open, ok bool) {
	s, known := o.Site(site)
	if !known {
		return 0, false, false
	}
	return o.NextChange(site, s.Calendar, at)
}

// QueueCalendar is the calendar that opens and closes a queue as the engine
// knows it, and the site in whose time zone: its own calendar, else that of its
// site, else none ("": always open).
func (o *Organisation) QueueCalendar(key string) (site, calendar string) {
	q, ok := o.Queue(key)
	if !ok {
		return "", ""
	}
	_, site = SplitQueue(key)
	if site == "" {
		site = q.Site
	}
	if q.Calendar != "" {
		return site, q.Calendar
	}
	if s, ok := o.Site(site); ok {
		return site, s.Calendar
	}
	return site, ""
}

// QueueOpenAt reports whether a queue, as the engine knows it, is open.
func (o *Organisation) QueueOpenAt(key string, at core.Instant) bool {
	site, calendar := o.QueueCalendar(key)
	return o.OpenAt(site, calendar, at)
}

// QueueNextChange is NextChange of a queue as the engine knows it.
func (o *Organisation) QueueNextChange(key string, at core.Instant) (change core.Instant, open, ok bool) {
	site, calendar := o.QueueCalendar(key)
	return o.NextChange(site, calendar, at)
}

// window is a span of one day as instants.
type window struct{ from, to core.Instant }

// windows are the open stretches of a local day, in order. A stretch that
// begins in the hour that clocks skip begins when they have skipped it; one
// that ends in the hour that comes twice ends the second time.
func (h *hours) windows(year int, month time.Month, day int, location *time.Location) []window {
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	spans, holiday := h.holidays[date.Format(time.DateOnly)]
	if !holiday {
		spans = h.week[date.Weekday()]
	}
	list := make([]window, 0, len(spans))
	for _, s := range spans {
		// Midnight belongs to the next day's beginning, so that days join.
		late := s.to < dayMinutes
		w := window{localInstant(year, month, day, s.from, location, false), localInstant(year, month, day, s.to, location, late)}
		if w.from < w.to {
			list = append(list, w)
		}
	}
	return list
}

// localInstant is the instant at which the clocks of a place show a minute of a
// date. Shown twice, late chooses the second; skipped, it is when they skip.
func localInstant(year int, month time.Month, day, minute int, location *time.Location, late bool) core.Instant {
	shown := time.Date(year, month, day, 0, minute, 0, 0, time.UTC)
	before := offsetAt(shown.Add(-26*time.Hour), location)
	after := offsetAt(shown.Add(26*time.Hour), location)
	first, second := shown.Add(-before), shown.Add(-after)
	firstFits := offsetAt(first, location) == before
	secondFits := offsetAt(second, location) == after
	switch {
	case firstFits && secondFits:
		if late == first.Before(second) {
			return core.InstantOf(second)
		}
		return core.InstantOf(first)
	case firstFits:
		return core.InstantOf(first)
	case secondFits:
		return core.InstantOf(second)
	default:
		skip, _ := first.In(location).ZoneBounds()
		return core.InstantOf(skip)
	}
}

func offsetAt(t time.Time, location *time.Location) time.Duration {
	_, seconds := t.In(location).Zone()
	return time.Duration(seconds) * time.Second
}

// parseCalendar reads a calendar's words; all mistakes come together. What could
// be read is returned with them.
func parseCalendar(c *Calendar) (*hours, []calendarMistake) {
	h := &hours{holidays: make(map[string][]span, len(c.Holidays))}
	var mistakes []calendarMistake
	known := weekdays()
	for _, day := range sortedKeys(c.Week) {
		weekday := slices.Index(known[:], day)
		if weekday < 0 {
			mistakes = append(mistakes, calendarMistake{"week." + day, strconv.Quote(day) + " is not a day: write mon, tue, wed, thu, fri, sat or sun"})
			continue
		}
		spans, why := parseSpans(c.Week[day])
		if why != "" {
			mistakes = append(mistakes, calendarMistake{"week." + day, why})
		}
		h.week[weekday] = spans
	}
	for i, holiday := range c.Holidays {
		path := "holidays[" + strconv.Itoa(i) + "]"
		if _, err := time.Parse(time.DateOnly, holiday.Date); err != nil {
			mistakes = append(mistakes, calendarMistake{path + ".date", strconv.Quote(holiday.Date) + " is not a date: write 2026-12-25"})
			continue
		}
		if _, twice := h.holidays[holiday.Date]; twice {
			mistakes = append(mistakes, calendarMistake{path + ".date", holiday.Date + " is listed twice"})
		}
		spans, why := parseSpans(holiday.Hours)
		if why != "" {
			mistakes = append(mistakes, calendarMistake{path + ".hours", why})
		}
		h.holidays[holiday.Date] = spans
	}
	return h, mistakes
}

// calendarMistake is a mistake at a path inside a calendar.
type calendarMistake struct{ path, why string }

func parseSpans(texts []string) (spans []span, why string) {
	for _, text := range texts {
		from, to, _ := strings.Cut(text, "-")
		s := span{parseMinute(from), parseMinute(to)}
		if s.from < 0 || s.to < 0 || s.from >= s.to {
			return nil, strconv.Quote(text) + ` is not a stretch of the day: write "08:00-12:30", up to 24:00`
		}
		spans = append(spans, s)
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return nil, "two stretches overlap"
		}
	}
	return spans, ""
}

// parseMinute reads HH:MM, 00:00 to 24:00; -1 is a mistake.
func parseMinute(text string) int {
	if text == "24:00" {
		return dayMinutes
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}
