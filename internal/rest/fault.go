package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"turno/internal/core"
)

// faultOf turns what huma found wrong into a fault of ours. huma has words only,
// so they are read back: from its own constants, which a test goes through.
func faultOf(err error) FieldFault {
	d := &huma.ErrorDetail{Message: err.Error()}
	var detailed huma.ErrorDetailer
	if errors.As(err, &detailed) {
		d = detailed.ErrorDetail()
	}
	f := FieldFault{Location: d.Location, Message: d.Message, Reason: string(core.Invalid)}
	for _, known := range humaFaults() {
		rest, ok := strings.CutPrefix(d.Message, known.words)
		if !ok {
			continue
		}
		f.Reason = string(known.fault)
		if limit, err := strconv.ParseFloat(rest, 64); err == nil && limit == math.Trunc(limit) && known.bound {
			whole := int64(limit)
			f.Limit = &whole
		}
		if known.named {
			// The location is that of the object that lacks the field.
			name, _, _ := strings.Cut(rest, " ")
			f.Location = strings.TrimPrefix(f.Location+"."+name, ".")
		}
		break
	}
	if f.Reason == string(core.FaultTooShort) && d.Value == "" {
		f.Reason, f.Limit = string(core.FaultRequired), nil // as a form sees it
	}
	if !isSecret(f.Location) {
		f.Value = briefValue(d.Value)
	}
	return f
}

// humaFault is how huma begins its words for a fault; the bound follows, or the
// field's name.
type humaFault struct {
	words        string
	fault        core.Fault
	bound, named bool
}

func humaFaults() []humaFault {
	before := func(format string) string {
		words, _, _ := strings.Cut(format, "%")
		return words
	}
	return []humaFault{
		{before(validation.MsgExpectedRequiredProperty), core.FaultRequired, false, true},
		{"required ", core.FaultRequired, false, false}, // a parameter; its location is right
		{"request body is required", core.FaultRequired, false, false},
		{validation.MsgUnexpectedProperty, core.FaultUnknownKey, false, false},
		{"unknown query parameter", core.FaultUnknownKey, false, false},
		{before(validation.MsgExpectedMinLength), core.FaultTooShort, true, false},
		{before(validation.MsgExpectedMaxLength), core.FaultTooLong, true, false},
		{before(validation.MsgExpectedMinimumNumber), core.FaultTooLow, true, false},
		{before(validation.MsgExpectedExclusiveMinimumNumber), core.FaultTooLow, true, false},
		{before(validation.MsgExpectedMaximumNumber), core.FaultTooHigh, true, false},
		{before(validation.MsgExpectedExclusiveMaximumNumber), core.FaultTooHigh, true, false},
		{before(validation.MsgExpectedMinItems), core.FaultTooFew, true, false},
		{before(validation.MsgExpectedMaxItems), core.FaultTooMany, true, false},
		{before(validation.MsgExpectedOneOf), core.FaultWrongChoice, false, false},
		{"expected string to ", core.FaultWrongFormat, false, false}, // a pattern or a format
		{validation.MsgExpectedBoolean, core.FaultWrongType, false, false},
		{validation.MsgExpectedInteger, core.FaultWrongType, false, false},
		{validation.MsgExpectedNumber, core.FaultWrongType, false, false},
		{validation.MsgExpectedString, core.FaultWrongType, false, false},
		{validation.MsgExpectedArray, core.FaultWrongType, false, false},
		{validation.MsgExpectedObject, core.FaultWrongType, false, false},
		{"invalid ", core.FaultWrongType, false, false}, // a parameter that is no number
	}
}

// valueMax is how much of what was sent goes back, in characters.
const valueMax = 64

// Brief cuts a text that goes back to the caller.
func Brief(text string) string {
	runes := []rune(text)
	if len(runes) <= valueMax {
		return text
	}
	return string(runes[:valueMax-1]) + "…"
}

// briefValue is a value that may go back: a text that is cut, a number, a yes or
// no. Lists and objects are told by their place.
func briefValue(v any) any {
	switch v := v.(type) {
	case string:
		return Brief(v)
	case bool, float64, float32, int, int32, int64:
		return v
	case json.Number:
		return Brief(v.String())
	case fmt.Stringer:
		return Brief(v.String())
	}
	return nil
}

// isSecret reports whether a field holds what nobody should read in a log. A body
// that could not be read may hold any of it.
func isSecret(location string) bool {
	_, name, _ := strings.Cut(location, ".")
	switch name {
	case "", "password", "old", "new", "token":
		return true
	}
	return false
}
