package flow

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// zero is what a variable of a type holds before anything else.
func zero(t Type) any {
	switch t {
	case TypeNumber:
		return 0.0
	case TypeYesNo:
		return false
	default:
		return ""
	}
}

// read is a value of a type, written as a text.
func read(t Type, text string) (any, bool) {
	switch t {
	case TypeNumber:
		n, err := strconv.ParseFloat(text, 64)
		return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
	case TypeYesNo:
		return text == "yes" || text == "true", text == "yes" || text == "true" || text == "no" || text == "false"
	default:
		return text, holds(t, text)
	}
}

// holds reports whether a value is of a type and within its bounds.
func holds(t Type, value any) bool {
	switch v := value.(type) {
	case float64:
		return t == TypeNumber && !math.IsInf(v, 0) && !math.IsNaN(v)
	case bool:
		return t == TypeYesNo
	case string:
		if t == TypeTime && v != "" {
			_, err := time.Parse(civil, v)
			return err == nil
		}
		return (t == TypeText || t == TypeTime) && utf8.ValidString(v) && utf8.RuneCountInString(v) <= textMax
	default:
		return false
	}
}
