package rest

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/core"
)

// Problem is the body of every error: a problem document (RFC 9457) with the
// house's closed error code beside it, so that a program decides by code and a
// person reads the detail.
type Problem struct { //nolint:errname // RFC 9457 calls it a problem, and so does the document
	Title  string       `json:"title,omitempty" doc:"The status in words."`
	Status int          `json:"status,omitempty" doc:"The HTTP status."`
	Detail string       `json:"detail,omitempty" doc:"What happened, in English, for logs and for programs without words of their own."`
	Code   core.Code    `json:"code,omitempty" doc:"Closed error code, the same in every language." enum:"invalid,unauthenticated,forbidden,not_found,conflict,stale,repeated,late,queue_full,closed,too_large,throttled,unavailable,internal"`
	Reason core.Fault   `json:"reason,omitempty" doc:"More exactly than the code, where it is about no field: password (change it first), second_factor (set one up first)."`
	Errors []FieldFault `json:"errors,omitempty" doc:"The fields at fault."`

	wait time.Duration // after which trying again makes sense
}

// FieldFault is what is wrong with one field of a call.
type FieldFault struct {
	Location string `json:"location,omitempty" doc:"Where: body, path, query or header, a dot, and the field. Of a file: the path in it."`
	Reason   string `json:"reason" doc:"What is wrong, in a word that never changes: required, too_short, too_long, too_low, too_high, too_few, too_many, unknown, unknown_key, wrong_type, wrong_format, wrong_choice, not_text, not_allowed, taken, elsewhere, unfit, mismatch, too_simple, used, closed, full; of an organisation's rules also both, no_share, house_language, foreign_language, too_brief and too_lasting (limit in seconds), level_range, not_of_team, not_used, nobody_there, wrong_channel, one_line, no_variable, only_branch, itself, too_deep, only_leaf, no_prefix, one_place, no_place, only_timed, out_of_order, idle, not_for_visitors, which_site, no_profile, no_work; else the problem's code."`
	Limit    *int64 `json:"limit,omitempty" doc:"The bound that a too_… speaks of."`
	Message  string `json:"message,omitempty" doc:"The same in English."`
	Value    any    `json:"value,omitempty" doc:"What was sent, cut to 64 characters; no secret, no list and no object."`
}

// statusOf maps the closed set of error codes to HTTP, once for the whole house.
func statusOf(code core.Code) int {
	switch code {
	case core.Invalid:
		return http.StatusUnprocessableEntity
	case core.Unauthenticated:
		return http.StatusUnauthorized
	case core.Forbidden:
		return http.StatusForbidden
	case core.NotFound:
		return http.StatusNotFound
	case core.Conflict, core.Repeated, core.Late, core.QueueFull, core.Closed:
		return http.StatusConflict
	case core.Stale:
		return http.StatusPreconditionFailed
	case core.TooLarge:
		return http.StatusRequestEntityTooLarge
	case core.Throttled:
		return http.StatusTooManyRequests
	case core.Unavailable:
		return http.StatusServiceUnavailable
	case core.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}

// codeOf is the way back, for problems that huma itself raises.
func codeOf(status int) core.Code {
	switch status {
	case http.StatusUnauthorized:
		return core.Unauthenticated
	case http.StatusForbidden:
		return core.Forbidden
	case http.StatusNotFound:
		return core.NotFound
	case http.StatusConflict:
		return core.Conflict
	case http.StatusPreconditionFailed:
		return core.Stale
	case http.StatusRequestEntityTooLarge:
		return core.TooLarge
	case http.StatusTooManyRequests:
		return core.Throttled
	case http.StatusServiceUnavailable:
		return core.Unavailable
	}
	if status >= http.StatusInternalServerError {
		return core.Internal
	}
	return core.Invalid
}

// ProblemOf turns any error of the house into a problem document. The cause of an
// internal error stays in the log: people get words they can act on.
func ProblemOf(err error) *Problem { return problemAt(err, nil) }

// problemAt is ProblemOf for a call whose input has fields elsewhere than in its
// body.
func problemAt(err error, where places) *Problem {
	code := core.CodeOf(err)
	status := statusOf(code)
	p := &Problem{Code: code}
	p.Status = status
	p.Title = http.StatusText(status)
	var e *core.Error
	if !errors.As(err, &e) || code == core.Internal {
		p.Detail = "Something went wrong on our side. It has been logged; please try again."
		return p
	}
	if e.Field == IfMatch && e.Fault == core.FaultRequired {
		p.Status, p.Title = http.StatusPreconditionRequired, http.StatusText(http.StatusPreconditionRequired)
	}
	p.Detail, p.wait = words(err), e.Wait
	if code == core.Unavailable && p.Detail == "" {
		p.Detail = "The service cannot save anything at the moment. Nothing was changed; please try again shortly."
	}
	many := manyOf(err)
	for _, fault := range many {
		p.Errors = append(p.Errors, fieldFault(fault, fault.Field, fault.Message))
	}
	switch {
	case len(many) > 0:
	case e.Field != "":
		p.Errors = []FieldFault{fieldFault(err, where.of(e.Field), p.Detail)}
	default:
		p.Reason = e.Fault
	}
	return p
}

// words are the first that somebody in the chain has for a person. What a store
// that is out of reach says is for the log.
func words(err error) string {
	for {
		e, ok := errors.AsType[*core.Error](err)
		switch {
		case !ok:
			return err.Error()
		case e.Message != "":
			return e.Message
		case e.Err == nil || e.Code == core.Unavailable:
			return ""
		}
		err = e.Err
	}
}

// fieldFault says what the chain of an error knows of a field.
func fieldFault(err error, location, message string) FieldFault {
	f := FieldFault{Location: location, Message: message, Reason: string(core.CodeOf(err))}
	for e, ok := errors.AsType[*core.Error](err); ok; e, ok = errors.AsType[*core.Error](e.Err) {
		if e.Fault == "" {
			continue
		}
		f.Reason = string(e.Fault)
		if e.Limit != 0 {
			limit := int64(e.Limit)
			f.Limit = &limit
		}
		break
	}
	return f
}

// manyOf lists the parts of a joined error, as a file with several faults has.
func manyOf(err error) []*core.Error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var all []*core.Error
	for _, part := range joined.Unwrap() {
		if e, ok := errors.AsType[*core.Error](part); ok {
			all = append(all, e)
		}
	}
	return all
}

// IfMatch is the header that says which version a change is of.
const IfMatch = "If-Match"

// adoptOnce guards the one process-wide hook that huma offers for its errors.
var adoptOnce sync.Once //nolint:gochecknoglobals // huma's hook is a global; it is set once, to a pure function

// adoptProblems makes the errors huma raises itself (validation, unknown format)
// the same documents as ours.
func adoptProblems() {
	adoptOnce.Do(func() {
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
			p := &Problem{Code: codeOf(status)}
			p.Status = status
			p.Title = http.StatusText(status)
			p.Detail = msg
			for _, err := range errs {
				if err != nil {
					p.Errors = append(p.Errors, faultOf(err))
				}
			}
			return p
		}
	})
}

// Error implements error.
func (p *Problem) Error() string { return fmt.Sprintf("%s: %s", p.Code, p.Detail) }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(kind string) string {
	if kind == "application/json" {
		return "application/problem+json"
	}
	return kind
}

// retryAfter is the header that says when trying again makes sense; empty where
// waiting does not help.
func (p *Problem) retryAfter() string {
	switch {
	case p.wait > 0:
		return strconv.FormatInt(int64((p.wait+time.Second-1)/time.Second), 10)
	case p.Code == core.Unavailable || p.Code == core.Throttled:
		return "2"
	}
	return ""
}
