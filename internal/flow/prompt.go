package flow

import (
	"math"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/say"
)

// form is how a value in a prompt is said.
type form string

// The forms. Text, number and yes_no are what a value is said as when none is named.
const (
	formText   form = "text"
	formNumber form = "number"
	formPlace  form = "place"
	formDigits form = "digits"
	formAmount form = "amount"
	formTime   form = "time"
	formAt     form = "at"
	formDate   form = "date"
	formDay    form = "day"
	formOn     form = "on"
	formWait   form = "wait"
	formLength form = "length"
)

// civil is how times are written.
const civil = "2006-01-02T15:04"

// piece is a part of a prompt: words, or a value.
type piece struct {
	words    string
	value    *expression
	form     form
	argument string
}

// splitPieces takes a text apart at its braces; doubled braces are braces. The
// values are compiled by compile.
func splitPieces(text string, compile func(source string) (*expression, error)) ([]piece, error) {
	var pieces []piece
	var words strings.Builder
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			words.WriteString(text)
			break
		}
		words.WriteString(text[:i])
		brace := text[i : i+1]
		text = text[i+1:]
		if strings.HasPrefix(text, brace) {
			words.WriteString(brace)
			text = text[1:]
			continue
		}
		inside, rest, closed := strings.Cut(text, "}")
		if brace == "}" || !closed {
			return nil, core.Errorf(core.Invalid, "a brace has no partner; a brace that is meant is written twice")
		}
		p, err := valuePiece(inside, compile)
		if err != nil {
			return nil, err
		}
		if words.Len() > 0 {
			pieces = append(pieces, piece{words: words.String()})
			words.Reset()
		}
		pieces, text = append(pieces, p), rest
	}
	if words.Len() > 0 {
		pieces = append(pieces, piece{words: words.String()})
	}
	return pieces, nil
}

// valuePiece reads `expression`, `expression | form` or `expression | form argument`.
func valuePiece(inside string, compile func(source string) (*expression, error)) (piece, error) {
	source, how := inside, ""
	if i := strings.LastIndexByte(inside, '|'); i > 0 && inside[i-1] != '|' {
		source, how = inside[:i], strings.TrimSpace(inside[i+1:])
	}
	value, err := compile(strings.TrimSpace(source))
	if err != nil {
		return piece{}, err
	}
	name, argument, _ := strings.Cut(how, " ")
	p := piece{value: value, form: form(name), argument: strings.TrimSpace(argument)}
	if name == "" {
		p.form = formText
		if value.result == TypeNumber {
			p.form = formNumber
		}
	}
	return p, p.check()
}

// check refuses forms that do not fit the value or lack their argument.
func (p *piece) check() error {
	want, argument := TypeText, false
	switch p.form {
	case formText:
		want = p.value.result
	case formDigits, formTime, formAt, formDate, formDay, formOn:
	case formNumber, formPlace:
		want, argument = TypeNumber, true
	case formAmount:
		want, argument = TypeNumber, true
		if len(p.argument) != 3 {
			return core.Errorf(core.Invalid, "an amount names its currency: {%s | amount USD}", p.value.source)
		}
	case formWait, formLength:
		want = TypeNumber
	default:
		return core.Errorf(core.Invalid, "%q is not a way to say a value", string(p.form))
	}
	return p.checkUse(want, argument)
}

// checkUse checks the value's type, and whether an argument may follow.
func (p *piece) checkUse(want Type, argument bool) error {
	switch {
	case p.value.result != want:
		return core.Errorf(core.Invalid, "%q is a %s, and %s says a %s", p.value.source, p.value.result, p.form, want)
	case p.argument != "" && !argument:
		return core.Errorf(core.Invalid, "%s takes no %q", p.form, p.argument)
	case (p.form == formPlace || p.form == formNumber) && p.argument != "" && p.argument != "f" && p.argument != "m":
		return core.Errorf(core.Invalid, "%s is followed by f or m, not by %q", p.form, p.argument)
	default:
		return nil
	}
}

// say says a value in a language.
func (p *piece) say(l say.Language, value any) say.Said {
	switch v := value.(type) {
	case float64:
		return p.sayNumber(l, v)
	case string:
		return p.sayText(l, v)
	default:
		return say.Said{}
	}
}

func (p *piece) sayNumber(l say.Language, v float64) say.Said {
	use := say.Alone
	switch p.argument {
	case "f":
		use = say.Feminine
	case "m":
		use = say.Masculine
	}
	// A number that is too large for a place or a wait is none.
	bounded := math.Max(0, math.Min(v, 1e9))
	switch p.form {
	case formPlace:
		return l.Place(int(bounded), use)
	case formAmount:
		return l.Amount(v, p.argument)
	case formWait:
		return l.Wait(time.Duration(bounded) * time.Second)
	case formLength:
		return l.Length(time.Duration(bounded) * time.Second)
	default:
		return l.Number(v, use)
	}
}

// sayText says a text. What should be a time and is none is said as it stands.
func (p *piece) sayText(l say.Language, v string) say.Said {
	if p.form == formText {
		return say.Said{Spoken: v, Shown: v}
	}
	if p.form == formDigits {
		return l.Digits(v)
	}
	at, err := time.Parse(civil, v)
	if err != nil {
		return say.Said{Spoken: v, Shown: v}
	}
	switch p.form {
	case formTime:
		return l.Time(at.Hour(), at.Minute())
	case formAt:
		return l.At(at.Hour(), at.Minute())
	case formDate:
		return l.Date(say.DateOf(at))
	case formDay:
		return l.Day(say.DateOf(at))
	default:
		return l.On(say.DateOf(at))
	}
}

// raw is a value inside an address or a phone number.
func raw(value any) string {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case string:
		return v
	default:
		return ""
	}
}
