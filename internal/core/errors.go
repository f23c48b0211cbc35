package core

import (
	"errors"
	"fmt"
	"time"
)

// Code says what kind of thing went wrong. The set is closed: package api maps
// each code once to an HTTP status (RFC 9457), and every caller decides by code,
// never by text.
type Code string

// The error codes.
const (
	Invalid         Code = "invalid"         // the input is malformed or breaks a rule; Field names it
	Unauthenticated Code = "unauthenticated" // who are you?
	Forbidden       Code = "forbidden"       // we know you, and you may not
	NotFound        Code = "not_found"       // no such thing
	Conflict        Code = "conflict"        // the thing is in another state than the caller believed
	Stale           Code = "stale"           // someone else changed it first: read again (ETag)
	Repeated        Code = "repeated"        // this very command was already carried out
	Late            Code = "late"            // the offer's deadline has passed
	QueueFull       Code = "queue_full"      // the queue is at its maximum length and has no overflow rule
	Closed          Code = "closed"          // the queue, service or site is closed
	TooLarge        Code = "too_large"       // over a length, size or page limit
	Throttled       Code = "throttled"       // too many attempts: wait
	Unavailable     Code = "unavailable"     // the store or another part cannot serve now: try again
	Internal        Code = "internal"        // a defect of ours
)

// Error is an error with a code, the field of the input that caused it (dotted
// path, empty when none) and words for the person who can act.
type Error struct {
	Code    Code
	Field   string
	Message string
	Err     error // the cause, for the log; may be nil

	Fault Fault         // what is wrong with the field, or ""
	Limit int           // the bound that Fault speaks of
	Wait  time.Duration // after which trying again makes sense; 0: not known
}

// Error implements error.
func (e *Error) Error() string {
	text := string(e.Code)
	if e.Field != "" {
		text += " " + e.Field
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, core.Errorf(code, …)) compare by code alone when the
// target carries nothing but a code, as the package's sentinel errors do.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Field == "" && t.Message == "" && t.Err == nil && t.Fault == ""
}

// Errorf returns an error with a code and a message for the person who can act.
func Errorf(code Code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// FieldErrorf is Errorf with the dotted path of the input field at fault.
func FieldErrorf(code Code, field, format string, args ...any) error {
	return &Error{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Wrap gives a cause a code and, where known, a field.
func Wrap(code Code, field string, err error) error {
	return &Error{Code: code, Field: field, Err: err}
}

// CodeOf returns the code of the first *Error in err's chain, Internal for any
// other error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}
