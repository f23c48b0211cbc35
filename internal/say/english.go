package say

import (
	"strconv"
	"strings"
)

// english is that of Britain, or that of the United States.
type english struct{ american bool }

func (e english) cardinal(n int64, _ Use) string {
	if n == 0 {
		return "zero"
	}
	var parts []string
	for _, scale := range []struct {
		size int64
		name string
	}{{1_000_000_000, " billion"}, {1_000_000, " million"}, {1000, " thousand"}} {
		if k := int(n / scale.size); k > 0 {
			parts = append(parts, e.hundreds(k)+scale.name)
			n %= scale.size
		}
	}
	if n > 0 {
		last := e.hundreds(int(n))
		if len(parts) > 0 && n < 100 && !e.american {
			last = "and " + last
		}
		parts = append(parts, last)
	}
	return strings.Join(parts, " ")
}

func (e english) hundreds(n int) string {
	if n < 100 {
		return e.tens(n)
	}
	text := e.tens(n/100) + " hundred"
	switch {
	case n%100 == 0:
		return text
	case e.american:
		return text + " " + e.tens(n%100)
	default:
		return text + " and " + e.tens(n%100)
	}
}

func (e english) tens(n int) string {
	if n < 20 {
		return [...]string{
			"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
			"fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
		}[n]
	}
	text := [...]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}[n/10]
	if n%10 > 0 {
		text += "-" + e.tens(n%10)
	}
	return text
}

func (e english) ordinal(n int, _ Use) string {
	text := e.cardinal(int64(n), Alone)
	cut := strings.LastIndexAny(text, " -") + 1
	head, last := text[:cut], text[cut:]
	switch last {
	case "one":
		last = "first"
	case "two":
		last = "second"
	case "three":
		last = "third"
	case "five":
		last = "fifth"
	case "eight":
		last = "eighth"
	case "nine":
		last = "ninth"
	case "twelve":
		last = "twelfth"
	default:
		if stem, ok := strings.CutSuffix(last, "y"); ok {
			last = stem + "ie"
		}
		last += "th"
	}
	return head + last
}

func (e english) clock(hour, minute int, at bool) Said {
	h, half := (hour+11)%12+1, "a.m."
	if hour >= 12 {
		half = "p.m."
	}
	said := Said{Shown: strconv.Itoa(h) + ":" + pad(minute) + " " + half}
	switch {
	case minute == 0 && hour == 0:
		said.Spoken = "midnight"
	case minute == 0 && hour == 12:
		said.Spoken = "noon"
	case minute == 0:
		said.Spoken = e.tens(h) + " " + half
	case minute < 10:
		said.Spoken = e.tens(h) + " oh " + e.tens(minute) + " " + half
	default:
		said.Spoken = e.tens(h) + " " + e.tens(minute) + " " + half
	}
	if at {
		said.Spoken, said.Shown = "at "+said.Spoken, "at "+said.Shown
	}
	return said
}

func (e english) day(d Date, weekday, on bool) Said {
	w := englishWords()
	month := w.months[d.Month-1]
	said := Said{"the " + e.ordinal(d.Day, Alone) + " of " + month, strconv.Itoa(d.Day) + " " + month}
	if e.american {
		said = Said{month + " " + e.ordinal(d.Day, Alone), month + " " + strconv.Itoa(d.Day)}
	}
	if weekday {
		name := w.weekdays[d.weekday()]
		said.Spoken = name + ", " + said.Spoken
		if e.american {
			name += ","
		}
		said.Shown = name + " " + said.Shown
	}
	if on {
		said.Spoken, said.Shown = "on "+said.Spoken, "on "+said.Shown
	}
	return said
}

func (e english) withYear(day string, year int) string {
	return day + ", " + e.year(year)
}

// year says a year in two halves where English does.
func (e english) year(n int) string {
	high, low := n/100, n%100
	switch {
	case n < 1000 || n > 9999 || n%1000 < 10:
		return e.cardinal(int64(n), Alone)
	case low == 0:
		return e.tens(high) + " hundred"
	case low < 10:
		return e.tens(high) + " oh " + e.tens(low)
	default:
		return e.tens(high) + " " + e.tens(low)
	}
}
