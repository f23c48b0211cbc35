package say

import "strings"

// Said is one thing in one language: in words, for a voice, and as it is written,
// for a screen.
type Said struct{ Spoken, Shown string }

// Use is what a number stands before. It decides gender and short forms.
type Use uint8

// The uses.
const (
	Alone     Use = iota // on its own: uno, primero
	Masculine            // before a masculine noun: un minuto, el primer lugar
	Feminine             // before or for a feminine noun: una hora, la primera llamada
)

// Language says things in one language. Its zero value says nothing; Find gives one.
type Language struct {
	speaker speaker
	words   *words
	style   style
}

// speaker is what differs between languages by rule, not by table.
type speaker interface {
	// cardinal says n ≥ 0.
	cardinal(n int64, use Use) string
	// ordinal says n from 1 to 999.
	ordinal(n int, use Use) string
	// clock says a time of day, with "at" in front when asked.
	clock(hour, minute int, at bool) Said
	// day says a date without year, with weekday and "on" in front when asked.
	day(d Date, weekday, on bool) Said
	// withYear adds the year to a spoken day.
	withYear(day string, year int) string
}

// style is how numbers are written.
type style struct {
	group, decimal string
	groupsFrom     int  // digits from which thousands are written apart
	spaced         bool // a space after every sign of money
}

// words are the tables of a language.
type words struct {
	minus, decimal, plus string
	digits               [10]string
	months               [12]string
	weekdays             [7]string // from Sunday
	and                  string    // between hours and minutes, units and cents
	of                   string    // between a million and its noun, with spaces
	cents                string    // between units and cents
	lessThanMinute       string
	beyond               string // before a cardinal that stands for an ordinal, with a space
	ordinalMark          [3]string
	second, minute, hour noun
	currencies           map[string]currency
}

// noun is a thing that is counted.
type noun struct {
	one, many string
	use       Use
}

// Find returns the language of a BCP 47 tag: es, pt, it, en, with or without a
// region, which decides how numbers are written and some words (pt-PT, en-US,
// es-MX). Other languages are not spoken.
func Find(tag string) (Language, bool) {
	base, region, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "es":
		if pointRegion(region) {
			return Language{spanish{}, spanishWords("punto"), style{",", ".", 4, false}}, true
		}
		return Language{spanish{}, spanishWords("coma"), style{".", ",", 5, false}}, true
	case "pt":
		if region == "pt" {
			return Language{portuguese{european: true}, portugueseWords(true), style{"\u00a0", ",", 5, true}}, true
		}
		return Language{portuguese{}, portugueseWords(false), style{".", ",", 4, true}}, true
	case "it":
		return Language{italian{}, italianWords(), style{".", ",", 4, true}}, true
	case "en":
		return Language{english{american: region == "us"}, englishWords(), style{",", ".", 4, false}}, true
	default:
		return Language{}, false
	}
}

// pointRegion reports whether Spanish is written with a decimal point there
// (Unicode CLDR, numbers of es-419 and its regions).
func pointRegion(region string) bool {
	switch region {
	case "419", "mx", "gt", "sv", "hn", "ni", "pa", "do", "pr", "us", "pe", "cu", "bz":
		return true
	default:
		return false
	}
}

// Languages lists the languages that are spoken.
func Languages() []string { return []string{"en", "es", "it", "pt"} }

// count says a number of things: una hora, dos minutos.
func (l Language) count(n int64, of noun) string {
	word := of.many
	if n == 1 {
		word = of.one
	}
	number := l.speaker.cardinal(n, of.use)
	if number == "una" && word == "ora" { // una melts with a vowel: un'ora
		return "un'ora"
	}
	return number + " " + word
}

// pick chooses between masculine and feminine.
func pick(use Use, masculine, feminine string) string {
	if use == Feminine {
		return feminine
	}
	return masculine
}

// either chooses the first word or, when other is true, the second.
func either(other bool, first, second string) string {
	if other {
		return second
	}
	return first
}
