package core

import (
	"fmt"
	"time"
)

// Fault says more exactly than the code what is wrong with a field, in a word that
// never changes: what a screen looks up to say it in the reader's language. The
// words in Message are for logs, and for programs without words of their own.
type Fault string

// The faults. Those that speak of a bound carry it as the error's Limit.
const (
	FaultRequired    Fault = "required"     // it is missing or empty
	FaultTooShort    Fault = "too_short"    // fewer characters than Limit
	FaultTooLong     Fault = "too_long"     // more characters (of a password: bytes) than Limit
	FaultTooLow      Fault = "too_low"      // a number below Limit
	FaultTooHigh     Fault = "too_high"     // a number above Limit
	FaultTooFew      Fault = "too_few"      // fewer entries than Limit
	FaultTooMany     Fault = "too_many"     // more entries than Limit
	FaultUnknown     Fault = "unknown"      // nothing has this key or id
	FaultUnknownKey  Fault = "unknown_key"  // the operation knows no such field
	FaultWrongType   Fault = "wrong_type"   // a number where a text is wanted, and the like
	FaultWrongFormat Fault = "wrong_format" // not an address, a date, a page of this list, …
	FaultWrongChoice Fault = "wrong_choice" // none of the values to choose from
	FaultNotText     Fault = "not_text"     // control characters, or no UTF-8
	FaultNotAllowed  Fault = "not_allowed"  // the caller may not choose this
	FaultTaken       Fault = "taken"        // somebody or something else has it
	FaultElsewhere   Fault = "elsewhere"    // it is not of this site
	FaultUnfit       Fault = "unfit"        // it cannot do what is asked of it
	FaultMismatch    Fault = "mismatch"     // it is not what we have: the present password, a token
	FaultTooSimple   Fault = "too_simple"   // a password that is easily guessed
	FaultUsed        Fault = "used"         // it was used for something else before
	FaultClosed      Fault = "closed"       // it is closed now
	FaultFull        Fault = "full"         // it takes no more
)

// FaultPassword and FaultSecondFactor are of no field: what the caller must do
// before anything else.
const (
	FaultPassword     Fault = "password"      // change the password
	FaultSecondFactor Fault = "second_factor" // set up a second factor
)

// Faults lists all of them.
func Faults() []Fault {
	return []Fault{
		FaultRequired, FaultTooShort, FaultTooLong, FaultTooLow, FaultTooHigh, FaultTooFew, FaultTooMany,
		FaultUnknown, FaultUnknownKey, FaultWrongType, FaultWrongFormat, FaultWrongChoice, FaultNotText,
		FaultNotAllowed, FaultTaken, FaultElsewhere, FaultUnfit, FaultMismatch, FaultTooSimple, FaultUsed,
		FaultClosed, FaultFull, FaultPassword, FaultSecondFactor,
	}
}

// Faultf is FieldErrorf with what is wrong with the field.
func Faultf(code Code, field string, fault Fault, format string, args ...any) error {
	return &Error{Code: code, Field: field, Fault: fault, Message: fmt.Sprintf(format, args...)}
}

// Boundf is Faultf for a field that is beyond a bound.
func Boundf(code Code, field string, fault Fault, limit int, format string, args ...any) error {
	return &Error{Code: code, Field: field, Fault: fault, Limit: limit, Message: fmt.Sprintf(format, args...)}
}

// TooSoon refuses what is asked too often. Asking again makes sense after wait,
// which the words and a Retry-After say alike, in whole seconds.
func TooSoon(wait time.Duration, words string) error {
	wait = max(time.Second, (wait + time.Second - 1).Truncate(time.Second))
	return &Error{Code: Throttled, Wait: wait, Message: fmt.Sprintf("%s: try again in %s", words, wait)}
}
