package say

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Ensure amounts name units and cents in the right number, with "de" after whole
// millions where the language wants it.
func TestAmount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tag         string
		n           float64
		code        string
		want, shown string
	}{
		{"es-GT", 1234.56, "GTQ", "mil doscientos treinta y cuatro quetzales con cincuenta y seis centavos", "Q1,234.56"},
		{"es-SV", 1, "USD", "un dólar", "$1.00"},
		{"es", 21, "EUR", "veintiún euros", "21,00\u00a0€"},
		{"es", 0.01, "EUR", "un céntimo", "0,01\u00a0€"},
		{"es", 0, "USD", "cero dólares", "$0,00"},
		{"es", 1_000_000, "USD", "un millón de dólares", "$1.000.000,00"},
		{"es", 201, "GBP", "doscientas una libras", "£201,00"},
		{"es-PE", -12.5, "PEN", "menos doce soles con cincuenta céntimos", "-S/\u00a012.50"},
		{"es", 1500.4, "CLP", "mil quinientos pesos", "$1500"},
		{"pt", 1234.5, "BRL", "mil duzentos e trinta e quatro reais e cinquenta centavos", "R$\u00a01.234,50"},
		{"pt", 1, "BRL", "um real", "R$\u00a01,00"},
		{"pt", 2_000_000, "BRL", "dois milhões de reais", "R$\u00a02.000.000,00"},
		{"pt-PT", 2.02, "EUR", "dois euros e dois cêntimos", "2,02\u00a0€"},
		{"pt", 2, "GBP", "duas libras", "£\u00a02,00"},
		{"it", 1, "EUR", "un euro", "1,00\u00a0€"},
		{"it", 23.01, "EUR", "ventitré euro e un centesimo", "23,01\u00a0€"},
		{"it", 1_000_000, "EUR", "un milione di euro", "1.000.000,00\u00a0€"},
		{"it", 1, "GBP", "una sterlina", "£\u00a01,00"},
		{"en", 1234.56, "USD", "one thousand two hundred and thirty-four dollars and fifty-six cents", "$1,234.56"},
		{"en", 0.5, "GBP", "fifty pence", "£0.50"},
		{"en", 1_000_000, "EUR", "one million euros", "€1,000,000.00"},
		{"en", 1.005, "USD", "one dollar", "$1.00"}, // the nearest float64 lies below
		{"en", 3, "XAU", "three X A U", "3 XAU"},
	} {
		if got := find(t, c.tag).Amount(c.n, c.code); got.Spoken != c.want || got.Shown != c.shown {
			t.Errorf("%s: %v %s is %q (%q), want %q (%q)", c.tag, c.n, c.code, got.Spoken, got.Shown, c.want, c.shown)
		}
	}
}

// Ensure the common currencies have a name in every language.
func TestCurrencies(t *testing.T) {
	t.Parallel()
	for _, tag := range Languages() {
		l := find(t, tag)
		for _, code := range []string{"USD", "EUR", "BRL", "GTQ", "MXN", "GBP"} {
			if !l.Spoken(code) || !slices.Contains(l.Currencies(), code) {
				t.Errorf("%s has no name in %s", code, tag)
			}
		}
		if l.Spoken("XAU") {
			t.Errorf("%s knows gold", tag)
		}
	}
}

// Ensure times of day are said with their article, part of the day and preposition.
func TestTime(t *testing.T) {
	t.Parallel()
	for tag, rows := range map[string][]struct {
		hour, minute        int
		bare, at, shown, on string
	}{
		"es": {
			{0, 0, "medianoche", "a la medianoche", "0:00", "a las 0:00"},
			{0, 20, "las doce y veinte de la noche", "a las doce y veinte de la noche", "0:20", "a las 0:20"},
			{1, 0, "la una de la madrugada", "a la una de la madrugada", "1:00", "a la 1:00"},
			{8, 0, "las ocho de la mañana", "a las ocho de la mañana", "8:00", "a las 8:00"},
			{12, 0, "mediodía", "al mediodía", "12:00", "a las 12:00"},
			{13, 15, "la una y cuarto de la tarde", "a la una y cuarto de la tarde", "13:15", "a las 13:15"},
			{15, 30, "las tres y media de la tarde", "a las tres y media de la tarde", "15:30", "a las 15:30"},
			{20, 41, "las ocho y cuarenta y uno de la noche", "a las ocho y cuarenta y uno de la noche", "20:41", "a las 20:41"},
		},
		"pt": {
			{0, 0, "meia-noite", "à meia-noite", "0h", "à 0h"},
			{1, 0, "uma hora da madrugada", "à uma hora da madrugada", "1h", "à 1h"},
			{8, 0, "oito horas da manhã", "às oito horas da manhã", "8h", "às 8h"},
			{12, 30, "meio-dia e meia", "ao meio-dia e meia", "12h30", "às 12h30"},
			{13, 5, "uma e cinco da tarde", "à uma e cinco da tarde", "13h05", "às 13h05"},
			{14, 30, "duas e meia da tarde", "às duas e meia da tarde", "14h30", "às 14h30"},
			{21, 0, "nove horas da noite", "às nove horas da noite", "21h", "às 21h"},
		},
		"it": {
			{0, 0, "mezzanotte", "a mezzanotte", "0:00", "alle 0:00"},
			{1, 0, "l'una", "all'una", "1:00", "all'1:00"},
			{8, 30, "le otto e trenta", "alle otto e trenta", "8:30", "alle 8:30"},
			{12, 0, "mezzogiorno", "a mezzogiorno", "12:00", "alle 12:00"},
			{12, 23, "le dodici e ventitré", "alle dodici e ventitré", "12:23", "alle 12:23"},
			{17, 0, "le diciassette", "alle diciassette", "17:00", "alle 17:00"},
			{23, 0, "le ventitré", "alle ventitré", "23:00", "alle 23:00"},
		},
		"en": {
			{0, 0, "midnight", "at midnight", "12:00 a.m.", "at 12:00 a.m."},
			{8, 0, "eight a.m.", "at eight a.m.", "8:00 a.m.", "at 8:00 a.m."},
			{12, 0, "noon", "at noon", "12:00 p.m.", "at 12:00 p.m."},
			{15, 5, "three oh five p.m.", "at three oh five p.m.", "3:05 p.m.", "at 3:05 p.m."},
			{18, 45, "six forty-five p.m.", "at six forty-five p.m.", "6:45 p.m.", "at 6:45 p.m."},
		},
	} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			l := find(t, tag)
			for _, r := range rows {
				bare, at := l.Time(r.hour, r.minute), l.At(r.hour, r.minute)
				if bare != (Said{r.bare, r.shown}) || at != (Said{r.at, r.on}) {
					t.Errorf("%d:%02d is %q and %q", r.hour, r.minute, bare, at)
				}
			}
		})
	}
}

// Ensure dates are said in the order and with the words of each language.
func TestDate(t *testing.T) {
	t.Parallel()
	tuesday, first, sunday := Date{2026, time.November, 24}, Date{2026, time.May, 1}, Date{1905, time.January, 1}
	for _, c := range []struct {
		name string
		got  func(l Language) Said
		tag  string
		want Said
	}{
		{"date", func(l Language) Said { return l.Date(tuesday) }, "es", Said{"veinticuatro de noviembre de dos mil veintiséis", "24/11/2026"}},
		{"date", func(l Language) Said { return l.Date(first) }, "es", Said{"primero de mayo de dos mil veintiséis", "01/05/2026"}},
		{"day", func(l Language) Said { return l.Day(tuesday) }, "es", Said{"martes veinticuatro de noviembre", "martes 24 de noviembre"}},
		{"on", func(l Language) Said { return l.On(tuesday) }, "es", Said{"el martes veinticuatro de noviembre", "el martes 24 de noviembre"}},
		{"date", func(l Language) Said { return l.Date(first) }, "pt", Said{"primeiro de maio de dois mil e vinte e seis", "01/05/2026"}},
		{"on", func(l Language) Said { return l.On(tuesday) }, "pt", Said{"na terça-feira, vinte e quatro de novembro", "na terça-feira, 24 de novembro"}},
		{"on", func(l Language) Said { return l.On(sunday) }, "pt", Said{"no domingo, primeiro de janeiro", "no domingo, 1º de janeiro"}},
		{"date", func(l Language) Said { return l.Date(tuesday) }, "it", Said{"ventiquattro novembre duemilaventisei", "24/11/2026"}},
		{"on", func(l Language) Said { return l.On(first) }, "it", Said{"venerdì primo maggio", "venerdì 1º maggio"}},
		{"date", func(l Language) Said { return l.Date(tuesday) }, "en", Said{"the twenty-fourth of November, twenty twenty-six", "24/11/2026"}},
		{"date", func(l Language) Said { return l.Date(sunday) }, "en", Said{"the first of January, nineteen oh five", "01/01/1905"}},
		{"on", func(l Language) Said { return l.On(tuesday) }, "en", Said{"on Tuesday, the twenty-fourth of November", "on Tuesday 24 November"}},
		{"date", func(l Language) Said { return l.Date(tuesday) }, "en-US", Said{"November twenty-fourth, twenty twenty-six", "11/24/2026"}},
		{"on", func(l Language) Said { return l.On(tuesday) }, "en-US", Said{"on Tuesday, November twenty-fourth", "on Tuesday, November 24"}},
		{"2000", func(l Language) Said { return l.Date(Date{2000, time.March, 3}) }, "en", Said{"the third of March, two thousand", "03/03/2000"}},
		{"1900", func(l Language) Said { return l.Date(Date{1900, time.March, 3}) }, "en", Said{"the third of March, nineteen hundred", "03/03/1900"}},
	} {
		if got := c.got(find(t, c.tag)); got != c.want {
			t.Errorf("%s %s: %+q, want %+q", c.tag, c.name, got, c.want)
		}
	}
}

// Ensure waits are told in whole minutes, and lengths exactly.
func TestWait(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tag  string
		d    time.Duration
		want string
	}{
		{"es", 20 * time.Second, "menos de un minuto"},
		{"es", time.Minute, "un minuto"},
		{"es", 61 * time.Second, "dos minutos"},
		{"es", 21 * time.Minute, "veintiún minutos"},
		{"es", 61 * time.Minute, "una hora y cinco minutos"},
		{"pt", 2 * time.Hour, "duas horas"},
		{"pt", 62 * time.Minute, "uma hora e cinco minutos"},
		{"it", 23 * time.Minute, "ventitré minuti"},
		{"it", 60 * time.Minute, "un'ora"},
		{"en", 90 * time.Minute, "one hour and thirty minutes"},
	} {
		if got := find(t, c.tag).Wait(c.d).Spoken; got != c.want {
			t.Errorf("%s: %v is %q, want %q", c.tag, c.d, got, c.want)
		}
	}
	if got := find(t, "es").Length(time.Hour + time.Minute + time.Second); got != (Said{"una hora, un minuto y un segundo", "1\u00a0h 1\u00a0min 1\u00a0s"}) {
		t.Errorf("length %+q", got)
	}
	if got := find(t, "en").Length(0); got != (Said{"zero seconds", "0\u00a0s"}) {
		t.Errorf("no length %+q", got)
	}
}

// Ensure every minute and every day of a year can be said, in clean words.
func TestMoments_AllClean(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"es", "pt", "it", "en", "en-US", "pt-PT"} {
		l := find(t, tag)
		times := map[string]bool{}
		for minute := range 24 * 60 {
			said := l.Time(minute/60, minute%60)
			if times[said.Spoken] {
				t.Errorf("%s says two times alike: %q", tag, said.Spoken)
			}
			times[said.Spoken] = true
			clean(t, said.Spoken)
			clean(t, l.At(minute/60, minute%60).Spoken)
		}
		for at := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == 2028; at = at.AddDate(0, 0, 1) {
			clean(t, l.On(DateOf(at)).Spoken)
			clean(t, l.Date(DateOf(at)).Spoken)
		}
	}
}

// Ensure a language that is not spoken is not found.
func TestFind(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"", "fi", "english", "e"} {
		if _, ok := Find(tag); ok {
			t.Errorf("%q is spoken", tag)
		}
	}
	if _, ok := Find(strings.ToUpper("es-gt")); !ok {
		t.Error("ES-GT is not spoken")
	}
}
