package say

import (
	"strconv"
	"time"
)

// Date is a civil date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// weekday is the day of the week, 0 for Sunday.
func (d Date) weekday() int {
	return int(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday())
}

// DateOf is the civil date of a time, in the time's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// Time says a time of day: las tres y media de la tarde.
func (l Language) Time(hour, minute int) Said { return l.speaker.clock(hour, minute, false) }

// At says a time of day with its preposition: a las tres, à uma, all'una.
func (l Language) At(hour, minute int) Said { return l.speaker.clock(hour, minute, true) }

// Date says a date with its year.
func (l Language) Date(d Date) Said {
	said := l.speaker.day(d, false, false)
	said.Spoken = l.speaker.withYear(said.Spoken, d.Year)
	said.Shown = pad(d.Day) + "/" + pad(int(d.Month)) + "/" + strconv.Itoa(d.Year)
	if e, ok := l.speaker.(english); ok && e.american {
		said.Shown = pad(int(d.Month)) + "/" + pad(d.Day) + "/" + strconv.Itoa(d.Year)
	}
	return said
}

// Day says a date near today, by weekday, day and month.
func (l Language) Day(d Date) Said { return l.speaker.day(d, true, false) }

// On says a date near today with its preposition: el martes, na terça-feira.
func (l Language) On(d Date) Said { return l.speaker.day(d, true, true) }
