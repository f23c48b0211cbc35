package say

import (
	"strconv"
	"strings"
)

// portuguese is that of Brazil, or that of Portugal.
type portuguese struct{ european bool }

// cardinal joins the groups of thousands; the last one that is not nought takes an
// "e" when it is below a hundred or whole hundreds: mil e duzentos, mil duzentos e dez.
func (p portuguese) cardinal(n int64, use Use) string {
	if n == 0 {
		return "zero"
	}
	type group struct {
		value int
		text  string
	}
	var groups []group
	if milliards := int(n / 1_000_000_000); milliards > 0 {
		groups = append(groups, group{milliards, p.milliards(milliards)})
	}
	if millions := int(n / 1_000_000 % 1000); millions == 1 {
		groups = append(groups, group{1, "um milhão"})
	} else if millions > 1 {
		groups = append(groups, group{millions, p.hundreds(millions, Masculine) + " milhões"})
	}
	if thousands := int(n / 1000 % 1000); thousands == 1 {
		groups = append(groups, group{1, "mil"})
	} else if thousands > 1 {
		groups = append(groups, group{thousands, p.hundreds(thousands, use) + " mil"})
	}
	if rest := int(n % 1000); rest > 0 {
		groups = append(groups, group{rest, p.hundreds(rest, use)})
	}
	var text strings.Builder
	text.WriteString(groups[0].text)
	for i, g := range groups[1:] {
		if i == len(groups)-2 && (g.value < 100 || g.value%100 == 0) {
			text.WriteString(" e")
		}
		text.WriteString(" " + g.text)
	}
	return text.String()
}

// milliards are bilhões in Brazil, thousands of millions in Portugal.
func (p portuguese) milliards(n int) string {
	switch {
	case p.european && n == 1:
		return "mil milhões"
	case p.european:
		return p.hundreds(n, Masculine) + " mil milhões"
	case n == 1:
		return "um bilhão"
	default:
		return p.hundreds(n, Masculine) + " bilhões"
	}
}

func (p portuguese) hundreds(n int, use Use) string {
	if n == 100 {
		return "cem"
	}
	var parts []string
	if h := n / 100; h > 0 {
		word := [...]string{"", "cento", "duzentos", "trezentos", "quatrocentos", "quinhentos", "seiscentos", "setecentos", "oitocentos", "novecentos"}[h]
		if use == Feminine && h > 1 {
			word = strings.TrimSuffix(word, "os") + "as"
		}
		parts = append(parts, word)
	}
	if rest := n % 100; rest > 0 {
		parts = append(parts, p.tens(rest, use))
	}
	return strings.Join(parts, " e ")
}

func (p portuguese) tens(n int, use Use) string {
	switch {
	case n == 1:
		return pick(use, "um", "uma")
	case n == 2:
		return pick(use, "dois", "duas")
	case n < 20:
		word := [...]string{
			"", "", "", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze", "treze", "quatorze",
			"quinze", "dezesseis", "dezessete", "dezoito", "dezenove",
		}[n]
		if p.european {
			word = strings.NewReplacer("quatorze", "catorze", "dezesse", "dezasse", "dezenove", "dezanove").Replace(word)
		}
		return word
	}
	tens := [...]string{"", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"}[n/10]
	if n%10 == 0 {
		return tens
	}
	return tens + " e " + p.tens(n%10, use)
}

func (portuguese) ordinal(n int, use Use) string {
	units := [...]string{"", "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono"}
	tens := [...]string{"", "décimo", "vigésimo", "trigésimo", "quadragésimo", "quinquagésimo", "sexagésimo", "septuagésimo", "octogésimo", "nonagésimo"}
	hundreds := [...]string{
		"", "centésimo", "ducentésimo", "trecentésimo", "quadringentésimo", "quingentésimo", "sexcentésimo", "septingentésimo", "octingentésimo", "noningentésimo",
	}
	var parts []string
	for _, part := range []string{hundreds[n/100], tens[n/10%10], units[n%10]} {
		if part == "" {
			continue
		}
		if use == Feminine {
			part = strings.TrimSuffix(part, "o") + "a"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

func (p portuguese) clock(hour, minute int, at bool) Said {
	said := Said{Shown: strconv.Itoa(hour) + "h"}
	if minute > 0 {
		said.Shown += pad(minute)
	}
	with := "às "
	switch hour {
	case 0:
		said.Spoken, with = "meia-noite"+p.past(minute), "à "
	case 12:
		said.Spoken, with = "meio-dia"+p.past(minute), "ao "
	default:
		h := (hour+11)%12 + 1
		said.Spoken = p.tens(h, Feminine)
		if minute == 0 {
			said.Spoken += either(h != 1, " hora", " horas")
		}
		if h == 1 {
			with = "à "
		}
		said.Spoken += p.past(minute) + p.part(hour)
	}
	if at {
		said.Spoken = with + said.Spoken
		said.Shown = either(hour > 1, "à ", "às ") + said.Shown
	}
	return said
}

func (p portuguese) past(minute int) string {
	switch minute {
	case 0:
		return ""
	case 30:
		return " e meia"
	default:
		return " e " + p.tens(minute, Alone)
	}
}

func (portuguese) part(hour int) string {
	switch {
	case hour < 6:
		return " da madrugada"
	case hour < 12:
		return " da manhã"
	case hour < 19:
		return " da tarde"
	default:
		return " da noite"
	}
}

func (p portuguese) day(d Date, weekday, on bool) Said {
	w := portugueseWords(p.european)
	day, shown, month := p.tens(d.Day, Masculine), strconv.Itoa(d.Day), w.months[d.Month-1]
	if d.Day == 1 {
		day, shown = "primeiro", "1º"
	}
	said := Said{day + " de " + month, shown + " de " + month}
	if weekday {
		name := w.weekdays[d.weekday()]
		said.Spoken, said.Shown = name+", "+said.Spoken, name+", "+said.Shown
	}
	if on {
		with := either(d.weekday() > 0 && d.weekday() < 6, "no ", "na ")
		said.Spoken, said.Shown = with+said.Spoken, with+said.Shown
	}
	return said
}

func (p portuguese) withYear(day string, year int) string {
	return day + " de " + p.cardinal(int64(year), Alone)
}
