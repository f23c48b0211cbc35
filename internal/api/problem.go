package api

import (
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/core"
)

// Problem is the body of every error: a problem document (RFC 9457) with the
// house's closed error code beside it, so that a program decides by code and a
// person reads the detail.
type Problem struct { //nolint:errname // RFC 9457 calls it a problem, and so does the document
	huma.ErrorModel
	Code core.Code `json:"code,omitempty" doc:"Closed error code, the same in every language." enum:"invalid,unauthenticated,forbidden,not_found,conflict,stale,repeated,late,queue_full,closed,too_large,throttled,unavailable,internal"`
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

// problemOf turns any error of the house into a problem document. The cause of an
// internal error stays in the log: people get words they can act on.
func problemOf(err error) *Problem { return problemAt(err, nil) }

// problemAt is problemOf for a call whose input has fields elsewhere than in its
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
	p.Detail = e.Message
	if p.Detail == "" && e.Err != nil && code != core.Unavailable {
		p.Detail = e.Err.Error()
	}
	if code == core.Unavailable && e.Message == "" {
		p.Detail = "The service cannot save anything at the moment. Nothing was changed; please try again shortly."
	}
	many := manyOf(err)
	for _, fault := range many {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Message: fault.Message, Location: fault.Field})
	}
	if len(many) == 0 && e.Field != "" {
		p.Errors = []*huma.ErrorDetail{{Message: p.Detail, Location: where.of(e.Field)}}
	}
	return p
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
					p.Add(err)
				}
			}
			return p
		}
	})
}

// Error implements error.
func (p *Problem) Error() string { return fmt.Sprintf("%s: %s", p.Code, p.Detail) }
