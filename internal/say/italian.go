package say

import (
	"strconv"
	"strings"
)

type italian struct{}

// cardinal writes everything below a million as one word: duemilatrecentotré.
func (it italian) cardinal(n int64, use Use) string {
	switch n {
	case 0:
		return "zero"
	case 1:
		return [...]string{Alone: "uno", Masculine: "un", Feminine: "una"}[use]
	}
	var parts []string
	add := func(n int64, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, one)
		case n > 1:
			parts = append(parts, accented(it.thousands(int(n)))+" "+many)
		}
	}
	add(n/1_000_000_000, "un miliardo", "miliardi")
	add(n/1_000_000%1000, "un milione", "milioni")
	if rest := int(n % 1_000_000); rest > 0 {
		word := accented(it.thousands(rest))
		if rest == 1 {
			word = "e " + it.cardinal(1, use)
		}
		parts = append(parts, word)
	}
	return strings.Join(parts, " ")
}

// accented puts the accent on a compound that ends in tre.
func accented(word string) string {
	if strings.HasSuffix(word, "tre") && word != "tre" {
		return strings.TrimSuffix(word, "e") + "é"
	}
	return word
}

func (it italian) thousands(n int) string {
	switch thousands := n / 1000; thousands {
	case 0:
		return it.hundreds(n)
	case 1:
		return "mille" + it.hundreds(n%1000)
	default:
		return it.hundreds(thousands) + "mila" + it.hundreds(n%1000)
	}
}

func (it italian) hundreds(n int) string {
	switch h := n / 100; h {
	case 0:
		return it.tens(n)
	case 1:
		return "cento" + it.tens(n%100)
	default:
		return it.tens(h) + "cento" + it.tens(n%100)
	}
}

// tens drops the tens' last vowel before uno and otto: ventuno, ventotto.
func (it italian) tens(n int) string {
	if n < 20 {
		return [...]string{
			"", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "tredici",
			"quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove",
		}[n]
	}
	tens := [...]string{"", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"}[n/10]
	if n%10 == 1 || n%10 == 8 {
		tens = tens[:len(tens)-1]
	}
	return tens + it.tens(n%10)
}

// ordinal is the cardinal without its last vowel, but tre and sei keep theirs:
// ventitreesimo, ventiseiesimo.
func (it italian) ordinal(n int, use Use) string {
	var word string
	if n <= 10 {
		word = [...]string{"", "primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"}[n]
	} else {
		word = it.hundreds(n)
		keeps := n%100 != 13 && (n%10 == 3 || n%10 == 6) && n%100 != 16
		if !keeps {
			word = word[:len(word)-1]
		}
		word += "esimo"
	}
	if use == Feminine {
		return strings.TrimSuffix(word, "o") + "a"
	}
	return word
}

// clock counts to 24, as opening hours are told.
func (it italian) clock(hour, minute int, at bool) Said {
	said := Said{Shown: strconv.Itoa(hour) + ":" + pad(minute)}
	past := ""
	if minute > 0 {
		past = " e " + accented(it.cardinal(int64(minute), Alone))
	}
	bare, with := "le ", "alle "
	switch {
	case hour == 0:
		said.Spoken, bare, with = "mezzanotte"+past, "", "a "
	case hour == 12 && minute == 0:
		said.Spoken, bare, with = "mezzogiorno", "", "a "
	case hour == 1:
		said.Spoken, bare, with = "una"+past, "l'", "all'"
	default:
		said.Spoken = accented(it.tens(hour)) + past
	}
	if !at {
		said.Spoken = bare + said.Spoken
		return said
	}
	said.Spoken = with + said.Spoken
	said.Shown = either(hour != 1, "all'", "alle ") + said.Shown
	return said
}

func (it italian) day(d Date, weekday, _ bool) Said {
	w := italianWords()
	day, shown, month := accented(it.tens(d.Day)), strconv.Itoa(d.Day), w.months[d.Month-1]
	if d.Day == 1 {
		day, shown = "primo", "1º"
	}
	said := Said{day + " " + month, shown + " " + month}
	if weekday {
		name := w.weekdays[d.weekday()]
		said.Spoken, said.Shown = name+" "+said.Spoken, name+" "+said.Shown
	}
	return said
}

func (it italian) withYear(day string, year int) string {
	return day + " " + it.cardinal(int64(year), Alone)
}
