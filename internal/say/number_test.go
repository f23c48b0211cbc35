package say

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func find(tb testing.TB, tag string) Language {
	tb.Helper()
	l, ok := Find(tag)
	if !ok {
		tb.Fatalf("%s is not spoken", tag)
	}
	return l
}

// Ensure cardinals are said with their gender, their short forms, and the joints of
// each language.
func TestNumber(t *testing.T) {
	t.Parallel()
	for tag, rows := range map[string][]struct {
		n    float64
		use  Use
		want string
	}{
		"es": {
			{0, Alone, "cero"},
			{1, Alone, "uno"},
			{1, Masculine, "un"},
			{1, Feminine, "una"},
			{16, Alone, "dieciséis"},
			{21, Alone, "veintiuno"},
			{21, Masculine, "veintiún"},
			{21, Feminine, "veintiuna"},
			{22, Alone, "veintidós"},
			{30, Alone, "treinta"},
			{31, Masculine, "treinta y un"},
			{41, Feminine, "cuarenta y una"},
			{55, Alone, "cincuenta y cinco"},
			{100, Alone, "cien"},
			{101, Masculine, "ciento un"},
			{115, Alone, "ciento quince"},
			{200, Feminine, "doscientas"},
			{500, Alone, "quinientos"},
			{571, Feminine, "quinientas setenta y una"},
			{999, Alone, "novecientos noventa y nueve"},
			{1000, Alone, "mil"},
			{1001, Alone, "mil uno"},
			{1100, Alone, "mil cien"},
			{2026, Alone, "dos mil veintiséis"},
			{21_000, Alone, "veintiún mil"},
			{31_001, Feminine, "treinta y un mil una"},
			{100_000, Alone, "cien mil"},
			{200_000, Feminine, "doscientas mil"},
			{1_000_000, Alone, "un millón"},
			{1_000_001, Alone, "un millón uno"},
			{21_000_000, Alone, "veintiún millones"},
			{2_300_000, Alone, "dos millones trescientos mil"},
			{1_000_000_000, Alone, "mil millones"},
			{3.5, Alone, "tres coma cinco"},
			{-2, Alone, "menos dos"},
			{0.05, Alone, "cero coma cero cinco"},
			{-0.0000001, Alone, "cero"},
		},
		"es-MX": {{3.5, Alone, "tres punto cinco"}},
		"pt": {
			{0, Alone, "zero"},
			{1, Alone, "um"},
			{1, Feminine, "uma"},
			{2, Masculine, "dois"},
			{2, Feminine, "duas"},
			{14, Alone, "quatorze"},
			{16, Alone, "dezesseis"},
			{19, Alone, "dezenove"},
			{21, Feminine, "vinte e uma"},
			{100, Alone, "cem"},
			{101, Alone, "cento e um"},
			{122, Feminine, "cento e vinte e duas"},
			{200, Feminine, "duzentas"},
			{1000, Alone, "mil"},
			{1001, Alone, "mil e um"},
			{1100, Alone, "mil e cem"},
			{1200, Alone, "mil e duzentos"},
			{1234, Alone, "mil duzentos e trinta e quatro"},
			{2000, Feminine, "duas mil"},
			{2026, Alone, "dois mil e vinte e seis"},
			{21_000, Alone, "vinte e um mil"},
			{1_000_000, Alone, "um milhão"},
			{1_200_000, Alone, "um milhão e duzentos mil"},
			{1_234_000, Alone, "um milhão duzentos e trinta e quatro mil"},
			{2_000_001, Alone, "dois milhões e um"},
			{1_000_000_000, Alone, "um bilhão"},
			{3_000_000_000, Alone, "três bilhões"},
			{3.5, Alone, "três vírgula cinco"},
		},
		"pt-PT": {
			{14, Alone, "catorze"},
			{16, Alone, "dezasseis"},
			{17, Alone, "dezassete"},
			{18, Alone, "dezoito"},
			{19, Alone, "dezanove"},
			{1_000_000_000, Alone, "mil milhões"},
			{2_000_000_000, Alone, "dois mil milhões"},
		},
		"it": {
			{0, Alone, "zero"},
			{1, Alone, "uno"},
			{1, Masculine, "un"},
			{1, Feminine, "una"},
			{3, Alone, "tre"},
			{17, Alone, "diciassette"},
			{21, Alone, "ventuno"},
			{23, Alone, "ventitré"},
			{28, Alone, "ventotto"},
			{38, Alone, "trentotto"},
			{80, Alone, "ottanta"},
			{81, Alone, "ottantuno"},
			{100, Alone, "cento"},
			{101, Alone, "centouno"},
			{103, Alone, "centotré"},
			{200, Alone, "duecento"},
			{888, Alone, "ottocentoottantotto"},
			{1000, Alone, "mille"},
			{1003, Alone, "milletré"},
			{2000, Alone, "duemila"},
			{2026, Alone, "duemilaventisei"},
			{3000, Alone, "tremila"},
			{23_000, Alone, "ventitremila"},
			{100_000, Alone, "centomila"},
			{1_000_000, Alone, "un milione"},
			{2_500_000, Alone, "due milioni cinquecentomila"},
			{3_000_000, Alone, "tre milioni"},
			{23_000_000, Alone, "ventitré milioni"},
			{1_000_000_000, Alone, "un miliardo"},
			{3.14, Alone, "tre virgola uno quattro"},
		},
		"en": {
			{0, Alone, "zero"},
			{13, Alone, "thirteen"},
			{21, Alone, "twenty-one"},
			{40, Alone, "forty"},
			{100, Alone, "one hundred"},
			{101, Alone, "one hundred and one"},
			{999, Alone, "nine hundred and ninety-nine"},
			{1001, Alone, "one thousand and one"},
			{1234, Alone, "one thousand two hundred and thirty-four"},
			{1_000_000, Alone, "one million"},
			{2_000_017, Alone, "two million and seventeen"},
			{1_000_000_000, Alone, "one billion"},
			{-3.25, Alone, "minus three point two five"},
		},
		"en-US": {{101, Alone, "one hundred one"}, {1001, Alone, "one thousand one"}},
	} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			l := find(t, tag)
			for _, r := range rows {
				if got := l.Number(r.n, r.use).Spoken; got != r.want {
					t.Errorf("%v is said %q, want %q", r.n, got, r.want)
				}
			}
		})
	}
}

// Ensure numbers are written as the region writes them.
func TestNumber_Shown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tag  string
		n    float64
		want string
	}{
		{"es", 1234, "1234"},
		{"es", 12345.5, "12.345,5"},
		{"es-GT", 1234.5, "1,234.5"},
		{"pt", 1234.5, "1.234,5"},
		{"pt-PT", 1234567, "1\u00a0234\u00a0567"},
		{"it", 1234567, "1.234.567"},
		{"en", -1234567.25, "-1,234,567.25"},
	} {
		if got := find(t, c.tag).Number(c.n, Alone).Shown; got != c.want {
			t.Errorf("%s writes %v as %q, want %q", c.tag, c.n, got, c.want)
		}
	}
}

// Ensure places agree with what they stand for.
func TestPlace(t *testing.T) {
	t.Parallel()
	for tag, rows := range map[string][]struct {
		n           int
		use         Use
		want, shown string
	}{
		"es": {
			{1, Alone, "primero", "1.º"},
			{1, Masculine, "primer", "1.º"},
			{1, Feminine, "primera", "1.ª"},
			{2, Masculine, "segundo", "2.º"},
			{3, Masculine, "tercer", "3.º"},
			{10, Alone, "décimo", "10.º"},
			{11, Feminine, "undécima", "11.ª"},
			{13, Masculine, "decimotercer", "13.º"},
			{13, Feminine, "decimotercera", "13.ª"},
			{20, Alone, "vigésimo", "20.º"},
			{21, Masculine, "vigésimo primer", "21.º"},
			{21, Feminine, "vigésima primera", "21.ª"},
			{34, Alone, "trigésimo cuarto", "34.º"},
			{100, Alone, "centésimo", "100.º"},
			{101, Alone, "centésimo primero", "101.º"},
			{999, Alone, "noningentésimo nonagésimo noveno", "999.º"},
			{1002, Alone, "número mil dos", "1002.º"},
		},
		"pt": {
			{1, Alone, "primeiro", "1º"},
			{3, Feminine, "terceira", "3ª"},
			{11, Feminine, "décima primeira", "11ª"},
			{20, Alone, "vigésimo", "20º"},
			{45, Alone, "quadragésimo quinto", "45º"},
			{100, Feminine, "centésima", "100ª"},
		},
		"it": {
			{1, Alone, "primo", "1º"},
			{2, Feminine, "seconda", "2ª"},
			{8, Alone, "ottavo", "8º"},
			{11, Alone, "undicesimo", "11º"},
			{13, Alone, "tredicesimo", "13º"},
			{16, Alone, "sedicesimo", "16º"},
			{20, Alone, "ventesimo", "20º"},
			{21, Feminine, "ventunesima", "21ª"},
			{23, Alone, "ventitreesimo", "23º"},
			{26, Alone, "ventiseiesimo", "26º"},
			{100, Alone, "centesimo", "100º"},
			{103, Alone, "centotreesimo", "103º"},
			{200, Alone, "duecentesimo", "200º"},
		},
		"en": {
			{1, Alone, "first", "1st"},
			{2, Alone, "second", "2nd"},
			{3, Alone, "third", "3rd"},
			{5, Alone, "fifth", "5th"},
			{8, Alone, "eighth", "8th"},
			{9, Alone, "ninth", "9th"},
			{11, Alone, "eleventh", "11th"},
			{12, Alone, "twelfth", "12th"},
			{20, Alone, "twentieth", "20th"},
			{21, Alone, "twenty-first", "21st"},
			{40, Alone, "fortieth", "40th"},
			{100, Alone, "one hundredth", "100th"},
			{112, Alone, "one hundred and twelfth", "112th"},
		},
	} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			l := find(t, tag)
			for _, r := range rows {
				if got := l.Place(r.n, r.use); got.Spoken != r.want || got.Shown != r.shown {
					t.Errorf("place %d is %q (%s), want %q (%s)", r.n, got.Spoken, got.Shown, r.want, r.shown)
				}
			}
		})
	}
}

// Ensure digits are read one by one with a breath after every three.
func TestDigits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ tag, text, want string }{
		{"es", "4721", "cuatro siete dos uno"},
		{"es", "472163", "cuatro siete dos, uno seis tres"},
		{"es", "A-014", "A, cero uno cuatro"},
		{"pt", "687", "meia oito sete"},
		{"pt-PT", "687", "seis oito sete"},
		{"it", "+39 095", "più tre nove, zero nove cinque"},
		{"en", "12345", "one two three, four five"},
		{"en", "", ""},
	} {
		if got := find(t, c.tag).Digits(c.text).Spoken; got != c.want {
			t.Errorf("%s reads %q as %q, want %q", c.tag, c.text, got, c.want)
		}
	}
}

// Ensure no two numbers are said alike, and all in clean words.
func TestNumber_NeverAlike(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"es", "es-MX", "pt", "pt-PT", "it", "en", "en-US"} {
		l := find(t, tag)
		said := map[string]int{}
		for n := range 12_000 {
			text := l.Number(float64(n), Alone).Spoken
			if before, twice := said[text]; twice {
				t.Fatalf("%s says %d and %d alike: %q", tag, before, n, text)
			}
			said[text] = n
			clean(t, text)
		}
		places := map[string]int{}
		for n := 1; n <= 1100; n++ {
			text := l.Place(n, Feminine).Spoken
			if before, twice := places[text]; twice {
				t.Fatalf("%s says places %d and %d alike: %q", tag, before, n, text)
			}
			places[text] = n
			clean(t, text)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		l, _ := Find(rapid.SampledFrom([]string{"es", "pt", "pt-PT", "it", "en", "en-US"}).Draw(t, "tag"))
		a, b := rapid.Int64Range(0, NumberMax).Draw(t, "a"), rapid.Int64Range(0, NumberMax).Draw(t, "b")
		one, two := l.Number(float64(a), Alone).Spoken, l.Number(float64(b), Alone).Spoken
		if (a == b) != (one == two) {
			t.Fatalf("%d is %q, %d is %q", a, one, b, two)
		}
	})
}

func clean(t *testing.T, text string) {
	t.Helper()
	if text == "" || text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
		t.Fatalf("not clean: %q", text)
	}
}
