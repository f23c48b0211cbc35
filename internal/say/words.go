package say

import "slices"

func spanishWords(decimal string) *words {
	centavo := noun{"centavo", "centavos", Masculine}
	centimo := noun{"céntimo", "céntimos", Masculine}
	peso := noun{"peso", "pesos", Masculine}
	return &words{
		minus: "menos", decimal: decimal, plus: "más", and: "y", of: " de ", cents: "con",
		digits:         [10]string{"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"},
		months:         [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		weekdays:       [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		lessThanMinute: "menos de un minuto", beyond: "número ", ordinalMark: [3]string{".º", ".º", ".ª"},
		second: noun{"segundo", "segundos", Masculine}, minute: noun{"minuto", "minutos", Masculine}, hour: noun{"hora", "horas", Feminine},
		currencies: map[string]currency{
			"USD": {unit: noun{"dólar", "dólares", Masculine}, cent: centavo, symbol: "$"},
			"EUR": {unit: noun{"euro", "euros", Masculine}, cent: centimo, symbol: "€"},
			"GTQ": {unit: noun{"quetzal", "quetzales", Masculine}, cent: centavo, symbol: "Q"},
			"HNL": {unit: noun{"lempira", "lempiras", Masculine}, cent: centavo, symbol: "L"},
			"NIO": {unit: noun{"córdoba", "córdobas", Masculine}, cent: centavo, symbol: "C$"},
			"CRC": {unit: noun{"colón", "colones", Masculine}, cent: centimo, symbol: "₡"},
			"PAB": {unit: noun{"balboa", "balboas", Masculine}, cent: noun{"centésimo", "centésimos", Masculine}, symbol: "B/."},
			"MXN": {unit: peso, cent: centavo, symbol: "$"},
			"COP": {unit: peso, cent: centavo, symbol: "$"},
			"ARS": {unit: peso, cent: centavo, symbol: "$"},
			"CLP": {unit: peso, cent: centavo, symbol: "$", whole: true},
			"PEN": {unit: noun{"sol", "soles", Masculine}, cent: centimo, symbol: "S/"},
			"BRL": {unit: noun{"real", "reales", Masculine}, cent: centavo, symbol: "R$"},
			"GBP": {unit: noun{"libra", "libras", Feminine}, cent: noun{"penique", "peniques", Masculine}, symbol: "£"},
		},
	}
}

func portugueseWords(european bool) *words {
	centavo := noun{"centavo", "centavos", Masculine}
	w := &words{
		minus: "menos", decimal: "vírgula", plus: "mais", and: "e", of: " de ", cents: "e",
		// In Brazil six is "meia" when digits are read out: it cannot be taken for "três".
		digits:         [10]string{"zero", "um", "dois", "três", "quatro", "cinco", "meia", "sete", "oito", "nove"},
		months:         [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		weekdays:       [7]string{"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"},
		lessThanMinute: "menos de um minuto", beyond: "número ", ordinalMark: [3]string{"º", "º", "ª"},
		second: noun{"segundo", "segundos", Masculine}, minute: noun{"minuto", "minutos", Masculine}, hour: noun{"hora", "horas", Feminine},
		currencies: map[string]currency{
			"BRL": {unit: noun{"real", "reais", Masculine}, cent: centavo, symbol: "R$"},
			"USD": {unit: noun{"dólar", "dólares", Masculine}, cent: centavo, symbol: "US$"},
			"EUR": {unit: noun{"euro", "euros", Masculine}, cent: centavo, symbol: "€"},
			"GTQ": {unit: noun{"quetzal", "quetzais", Masculine}, cent: centavo, symbol: "Q"},
			"MXN": {unit: noun{"peso", "pesos", Masculine}, cent: centavo, symbol: "MX$"},
			"ARS": {unit: noun{"peso", "pesos", Masculine}, cent: centavo, symbol: "AR$"},
			"GBP": {unit: noun{"libra", "libras", Feminine}, cent: noun{"penny", "pence", Masculine}, symbol: "£"},
		},
	}
	if european {
		w.digits[6] = "seis"
		euro := w.currencies["EUR"]
		euro.cent = noun{"cêntimo", "cêntimos", Masculine}
		w.currencies["EUR"] = euro
	}
	return w
}

func italianWords() *words {
	centesimo := noun{"centesimo", "centesimi", Masculine}
	centavo := noun{"centavo", "centavos", Masculine}
	return &words{
		minus: "meno", decimal: "virgola", plus: "più", and: "e", of: " di ", cents: "e",
		digits:         [10]string{"zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"},
		months:         [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		weekdays:       [7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
		lessThanMinute: "meno di un minuto", beyond: "numero ", ordinalMark: [3]string{"º", "º", "ª"},
		second: noun{"secondo", "secondi", Masculine}, minute: noun{"minuto", "minuti", Masculine}, hour: noun{"ora", "ore", Feminine},
		currencies: map[string]currency{
			"EUR": {unit: noun{"euro", "euro", Masculine}, cent: centesimo, symbol: "€"},
			"USD": {unit: noun{"dollaro", "dollari", Masculine}, cent: centesimo, symbol: "$"},
			"BRL": {unit: noun{"real", "reais", Masculine}, cent: centavo, symbol: "R$"},
			"GTQ": {unit: noun{"quetzal", "quetzal", Masculine}, cent: centavo, symbol: "Q"},
			"MXN": {unit: noun{"peso", "pesos", Masculine}, cent: centavo, symbol: "MX$"},
			"GBP": {unit: noun{"sterlina", "sterline", Feminine}, cent: noun{"penny", "pence", Masculine}, symbol: "£"},
		},
	}
}

func englishWords() *words {
	cent := noun{"cent", "cents", Alone}
	centavo := noun{"centavo", "centavos", Alone}
	peso := noun{"peso", "pesos", Alone}
	return &words{
		minus: "minus", decimal: "point", plus: "plus", and: "and", of: " ", cents: "and",
		digits:         [10]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"},
		months:         [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		weekdays:       [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		lessThanMinute: "less than a minute", beyond: "number ",
		second: noun{"second", "seconds", Alone}, minute: noun{"minute", "minutes", Alone}, hour: noun{"hour", "hours", Alone},
		currencies: map[string]currency{
			"USD": {unit: noun{"dollar", "dollars", Alone}, cent: cent, symbol: "$"},
			"EUR": {unit: noun{"euro", "euros", Alone}, cent: cent, symbol: "€"},
			"GBP": {unit: noun{"pound", "pounds", Alone}, cent: noun{"penny", "pence", Alone}, symbol: "£"},
			"GTQ": {unit: noun{"quetzal", "quetzales", Alone}, cent: centavo, symbol: "Q"},
			"HNL": {unit: noun{"lempira", "lempiras", Alone}, cent: centavo, symbol: "L"},
			"NIO": {unit: noun{"córdoba", "córdobas", Alone}, cent: centavo, symbol: "C$"},
			"CRC": {unit: noun{"colón", "colones", Alone}, cent: noun{"céntimo", "céntimos", Alone}, symbol: "₡"},
			"PAB": {unit: noun{"balboa", "balboas", Alone}, cent: noun{"centésimo", "centésimos", Alone}, symbol: "B/."},
			"MXN": {unit: peso, cent: centavo, symbol: "MX$"},
			"COP": {unit: peso, cent: centavo, symbol: "CO$"},
			"ARS": {unit: peso, cent: centavo, symbol: "AR$"},
			"CLP": {unit: peso, cent: centavo, symbol: "CL$", whole: true},
			"PEN": {unit: noun{"sol", "soles", Alone}, cent: noun{"céntimo", "céntimos", Alone}, symbol: "S/"},
			"BRL": {unit: noun{"real", "reais", Alone}, cent: centavo, symbol: "R$"},
		},
	}
}

// Currencies lists the currencies that have a name in the language, in order.
func (l Language) Currencies() []string {
	codes := make([]string, 0, len(l.words.currencies))
	for code := range l.words.currencies {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
