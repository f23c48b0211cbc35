package say

import (
	"strconv"
	"strings"
)

type spanish struct{}

func (s spanish) cardinal(n int64, use Use) string {
	if n == 0 {
		return "cero"
	}
	var parts []string
	if millions := n / 1_000_000; millions == 1 {
		parts = append(parts, "un millón")
	} else if millions > 1 {
		parts = append(parts, s.thousands(millions, Masculine)+" millones")
	}
	if rest := n % 1_000_000; rest > 0 {
		parts = append(parts, s.thousands(rest, use))
	}
	return strings.Join(parts, " ")
}

// thousands says 1 to 999 999. Before mil, uno is always un.
func (s spanish) thousands(n int64, use Use) string {
	var parts []string
	switch thousands := n / 1000; {
	case thousands == 1:
		parts = append(parts, "mil")
	case thousands > 1:
		parts = append(parts, s.hundreds(int(thousands), use, true)+" mil")
	}
	if rest := int(n % 1000); rest > 0 {
		parts = append(parts, s.hundreds(rest, use, false))
	}
	return strings.Join(parts, " ")
}

func (s spanish) hundreds(n int, use Use, beforeMil bool) string {
	if n == 100 {
		return "cien"
	}
	var parts []string
	if h := n / 100; h > 0 {
		word := [...]string{"", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"}[h]
		if use == Feminine && h > 1 {
			word = strings.TrimSuffix(word, "os") + "as"
		}
		parts = append(parts, word)
	}
	if rest := n % 100; rest > 0 {
		if beforeMil {
			use = Masculine
		}
		parts = append(parts, s.tens(rest, use))
	}
	return strings.Join(parts, " ")
}

func (spanish) tens(n int, use Use) string {
	one := [...]string{Alone: "uno", Masculine: "un", Feminine: "una"}[use]
	switch {
	case n == 1:
		return one
	case n == 21:
		return [...]string{Alone: "veintiuno", Masculine: "veintiún", Feminine: "veintiuna"}[use]
	case n < 30:
		return [...]string{
			"", "", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce",
			"quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "", "veintidós", "veintitrés", "veinticuatro",
			"veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
		}[n]
	}
	tens := [...]string{"", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"}[n/10]
	switch n % 10 {
	case 0:
		return tens
	case 1:
		return tens + " y " + one
	default:
		return tens + " y " + spanish{}.tens(n%10, use)
	}
}

// ordinal inflects each part: vigésima primera; the last is cut before a
// masculine noun: primer, tercer.
func (spanish) ordinal(n int, use Use) string {
	var parts []string
	if h := n / 100; h > 0 {
		parts = append(parts, [...]string{
			"", "centésimo", "ducentésimo", "tricentésimo", "cuadringentésimo", "quingentésimo", "sexcentésimo", "septingentésimo", "octingentésimo", "noningentésimo",
		}[h])
	}
	units := [...]string{"", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"}
	switch rest := n % 100; {
	case rest == 0:
	case rest < 10:
		parts = append(parts, units[rest%10])
	case rest < 20:
		parts = append(parts, [...]string{
			"décimo", "undécimo", "duodécimo", "decimotercero", "decimocuarto", "decimoquinto", "decimosexto", "decimoséptimo", "decimoctavo", "decimonoveno",
		}[rest-10])
	default:
		parts = append(parts, [...]string{
			"", "", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo", "octogésimo", "nonagésimo",
		}[rest/10])
		if rest%10 > 0 {
			parts = append(parts, units[rest%10])
		}
	}
	if use == Feminine {
		for i, part := range parts {
			parts[i] = strings.TrimSuffix(part, "o") + "a"
		}
	}
	last := &parts[len(parts)-1]
	if use == Masculine && (strings.HasSuffix(*last, "primero") || strings.HasSuffix(*last, "tercero")) {
		*last = strings.TrimSuffix(*last, "o")
	}
	return strings.Join(parts, " ")
}

func (s spanish) clock(hour, minute int, at bool) Said {
	said := Said{Shown: strconv.Itoa(hour) + ":" + pad(minute)}
	article := "las "
	if hour%12 == 1 {
		article = "la "
	}
	switch {
	case minute == 0 && hour == 0:
		said.Spoken, article = "medianoche", ""
	case minute == 0 && hour == 12:
		said.Spoken, article = "mediodía", ""
	default:
		said.Spoken = s.tens((hour+11)%12+1, Feminine) + s.past(minute) + s.part(hour)
	}
	switch {
	case !at:
		said.Spoken = article + said.Spoken
	case article == "" && hour == 0:
		said.Spoken = "a la " + said.Spoken
	case article == "":
		said.Spoken = "al " + said.Spoken
	default:
		said.Spoken = "a " + article + said.Spoken
	}
	if at {
		said.Shown = "a " + either(hour != 1, "la ", "las ") + said.Shown
	}
	return said
}

func (s spanish) past(minute int) string {
	switch minute {
	case 0:
		return ""
	case 15:
		return " y cuarto"
	case 30:
		return " y media"
	default:
		return " y " + s.tens(minute, Alone)
	}
}

func (spanish) part(hour int) string {
	switch {
	case hour == 0 || hour >= 19:
		return " de la noche"
	case hour < 6:
		return " de la madrugada"
	case hour < 12:
		return " de la mañana"
	case hour == 12:
		return " del mediodía"
	default:
		return " de la tarde"
	}
}

func (s spanish) day(d Date, weekday, on bool) Said {
	w := spanishWords("")
	day, month := s.tens(d.Day, Alone), w.months[d.Month-1]
	if d.Day == 1 {
		day = "primero"
	}
	said := Said{day + " de " + month, strconv.Itoa(d.Day) + " de " + month}
	if weekday {
		said.Spoken = w.weekdays[d.weekday()] + " " + said.Spoken
		said.Shown = w.weekdays[d.weekday()] + " " + said.Shown
	}
	if on {
		said.Spoken, said.Shown = "el "+said.Spoken, "el "+said.Shown
	}
	return said
}

func (s spanish) withYear(day string, year int) string {
	return day + " de " + s.cardinal(int64(year), Alone)
}
