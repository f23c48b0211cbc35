package say

import (
	"math"
	"strconv"
	"strings"
)

// currency is money in one language.
type currency struct {
	unit, cent noun
	symbol     string // as it is written; a sign stands before, a word after
	whole      bool   // it has no cents
}

// Spoken reports whether the currency (ISO 4217) has a name in the language.
func (l Language) Spoken(code string) bool {
	_, ok := l.words.currencies[code]
	return ok
}

// amountMax is the largest amount whose cents a float64 still holds exactly.
const amountMax = 9e12

// Amount says an amount of money, rounded to the currency's smallest part. Currencies
// without a name in the language, and amounts beyond nine billion thousands, are
// said and written as a number and the currency's letters.
func (l Language) Amount(n float64, code string) Said {
	c, ok := l.words.currencies[code]
	if !ok || math.Abs(n) > amountMax || math.IsNaN(n) {
		number := l.Number(n, Alone)
		return Said{number.Spoken + " " + l.Digits(code).Spoken, number.Shown + " " + code}
	}
	parts := int64(100)
	if c.whole {
		parts = 1
	}
	total := int64(math.Round(math.Abs(n) * float64(parts)))
	units, cents := total/parts, total%parts
	said := Said{Spoken: l.money(units, cents, c), Shown: l.written(units, cents, c)}
	if n < 0 && total > 0 {
		said.Spoken = l.words.minus + " " + said.Spoken
		said.Shown = "-" + said.Shown
	}
	return said
}

func (l Language) money(units, cents int64, c currency) string {
	if units == 0 && cents > 0 {
		return l.count(cents, c.cent)
	}
	text := l.count(units, c.unit)
	if units > 0 && units%1_000_000 == 0 {
		text = l.speaker.cardinal(units, c.unit.use) + l.words.of + c.unit.many
	}
	if cents > 0 {
		text += " " + l.words.cents + " " + l.count(cents, c.cent)
	}
	return text
}

func (l Language) written(units, cents int64, c currency) string {
	number := l.grouped(strconv.FormatInt(units, 10))
	if !c.whole {
		number += l.style.decimal + pad(int(cents))
	}
	switch {
	case c.symbol == "€" && l.style.decimal == ",":
		return number + "\u00a0€"
	case l.style.spaced || len(c.symbol) > 1 && !strings.HasSuffix(c.symbol, "$") && c.symbol != "€" && c.symbol != "£" && c.symbol != "₡":
		return c.symbol + "\u00a0" + number
	default:
		return c.symbol + number
	}
}

// pad writes two digits.
func pad(n int) string {
	text := strconv.Itoa(n)
	if n < 10 {
		return "0" + text
	}
	return text
}
