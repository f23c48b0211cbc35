package say

import (
	"math"
	"strconv"
	"strings"
)

// NumberMax is the largest number that is put into words; larger ones are said
// digit by digit.
const NumberMax = 999_999_999_999

// Number says a number with at most six decimals.
func (l Language) Number(n float64, use Use) Said {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return Said{}
	}
	text := strconv.FormatFloat(math.Abs(n), 'f', 6, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	shown, spoken := l.grouped(whole), l.whole(whole, use)
	if fraction != "" {
		shown += l.style.decimal + fraction
		spoken = l.whole(whole, Alone) + " " + l.words.decimal + " " + l.spell(fraction)
	}
	if n < 0 && strings.Trim(text, "0.") != "" {
		shown, spoken = "-"+shown, l.words.minus+" "+spoken
	}
	return Said{spoken, shown}
}

// whole says a whole number that is written in digits.
func (l Language) whole(digits string, use Use) string {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > NumberMax {
		return l.spell(digits)
	}
	return l.speaker.cardinal(n, use)
}

// grouped writes thousands apart, from five digits where a language wants it so.
func (l Language) grouped(digits string) string {
	if len(digits) < l.style.groupsFrom {
		return digits
	}
	head := len(digits) % 3
	parts := make([]string, 0, len(digits)/3+1)
	if head > 0 {
		parts = append(parts, digits[:head])
	}
	for ; head < len(digits); head += 3 {
		parts = append(parts, digits[head:head+3])
	}
	return strings.Join(parts, l.style.group)
}

// Place says a place in an order, from 1: third, terza. Beyond 999 it is a
// number: número mil dos.
func (l Language) Place(n int, use Use) Said {
	if n < 1 {
		return Said{}
	}
	shown := strconv.Itoa(n) + l.mark(n, use)
	if n > 999 {
		return Said{l.words.beyond + l.speaker.cardinal(int64(n), Alone), shown}
	}
	return Said{l.speaker.ordinal(n, use), shown}
}

// mark is the sign after the digits of an ordinal: 3.º, 3ª, 3rd.
func (l Language) mark(n int, use Use) string {
	if m := l.words.ordinalMark[use]; m != "" {
		return m
	}
	switch {
	case n%100 >= 11 && n%100 <= 13:
		return "th"
	case n%10 == 1:
		return "st"
	case n%10 == 2:
		return "nd"
	case n%10 == 3:
		return "rd"
	default:
		return "th"
	}
}

// Digits says the signs of a text one by one, with a breath after every three
// and where the writing has a gap, as numbers of phones, documents and cases are read out.
func (l Language) Digits(text string) Said {
	signs := []rune(text)
	var b strings.Builder
	in := 0 // signs since the last breath
	for i, sign := range signs {
		word := l.sign(sign)
		if word == "" {
			in = 0
			continue
		}
		if in >= 3 && len(signs)-i >= 2 {
			in = 0
		}
		switch {
		case b.Len() == 0:
		case in == 0:
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(word)
		in++
	}
	return Said{b.String(), text}
}

// spell says digits one by one, without a breath.
func (l Language) spell(digits string) string {
	parts := make([]string, 0, len(digits))
	for _, sign := range digits {
		parts = append(parts, l.sign(sign))
	}
	return strings.Join(parts, " ")
}

// sign is the name of a digit or letter; those that are only written have none.
func (l Language) sign(r rune) string {
	switch {
	case r >= '0' && r <= '9':
		return l.words.digits[r-'0']
	case r == '+':
		return l.words.plus
	case strings.ContainsRune(" -./()", r):
		return ""
	default:
		return strings.ToUpper(string(r))
	}
}
