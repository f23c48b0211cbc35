package customer

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"turno/internal/core"
)

// Normalise brings an identity into the form it is kept in. Country (ISO 3166)
// is that of phone numbers typed without their country code; empty: only numbers
// with one are understood. An error is core.Invalid.
func Normalise(id Identity, country string) (Identity, error) {
	if len(id.Value) > IdentityMax {
		return Identity{}, core.Boundf(core.TooLarge, "value", core.FaultTooLong, IdentityMax, "an identity has at most %d characters", IdentityMax)
	}
	var ok bool
	switch id.Kind {
	case Phone:
		id.Value, ok = phone(id.Value, country)
	case Document:
		id.Value, ok = document(id.Value)
	case Email:
		id.Value, ok = email(id.Value)
	default:
		return Identity{}, core.Faultf(core.Invalid, "kind", core.FaultWrongChoice, "%q is not a kind of identity: phone, document or email", id.Kind)
	}
	if !ok {
		return Identity{}, core.Faultf(core.Invalid, "value", core.FaultWrongFormat, "this is not a valid %s", id.Kind)
	}
	return id, nil
}

// readings returns what a text typed by a person may mean, likeliest first.
func readings(text, country string) []Identity {
	found := make([]Identity, 0, 3)
	if value, ok := email(text); ok {
		return append(found, Identity{Kind: Email, Value: value})
	}
	if value, ok := document(text); ok && !strings.Contains(text, "+") {
		found = append(found, Identity{Kind: Document, Value: value})
	}
	if value, ok := phone(text, country); ok {
		found = append(found, Identity{Kind: Phone, Value: value})
	}
	return found
}

// phone returns E.164 (`+50377771234`).
func phone(text, country string) (string, bool) {
	if country == "" {
		country = "ZZ" // the library's word for an unknown region
	}
	number, err := phonenumbers.Parse(text, country)
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}

// document returns letters and digits only, in upper case: `0123-4567-8` and
// `012345678` are the same person. It has at least 4 of them and a digit.
func document(text string) (string, bool) {
	var b strings.Builder
	digits := 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
			b.WriteRune(r)
		case unicode.IsLetter(r):
			b.WriteRune(unicode.ToUpper(r))
		case unicode.IsSpace(r) || strings.ContainsRune("-./+", r):
		default:
			return "", false
		}
	}
	return b.String(), digits > 0 && b.Len() >= 4
}

// email returns lower case. It is not the place to prove an address: one @ with
// something on both sides, and no space.
func email(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	local, domain, found := strings.Cut(text, "@")
	ok := found && local != "" && domain != "" && !strings.ContainsFunc(text, unicode.IsSpace) && !strings.Contains(domain, "@")
	return text, ok
}

// Fold is the search form of a name: no accents, no case, words of letters and
// digits with one space between. `Ana-Lucía  MÉNDEZ` is `ana lucia mendez`.
func Fold(name string) string {
	plain, _, err := transform.String(transform.Chain(
		norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil { // the transformers above do not fail; keep what was typed
		plain = name
	}
	words := strings.FieldsFunc(cases.Fold().String(plain), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, " ")
}
