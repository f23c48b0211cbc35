package rest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"runtime/debug"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/core"
)

// Operations are where operations are registered: each channel is given them, and
// so are the house's own.
type Operations struct {
	huma huma.API
	log  *slog.Logger // nil while only the document is made: then nothing is called
}

// New returns the operations of a huma API, which checks access and turns its own
// errors into problem documents from now on.
func New(h huma.API, log *slog.Logger) *Operations {
	adoptProblems()
	h.UseMiddleware(authorise)
	return &Operations{huma: h, log: log}
}

// Op describes an operation below Base.
func Op(id, method, path, tag, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: Base + path, Tags: []string{tag}, Summary: summary}
}

// Created marks an operation that answers 201.
func Created(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusCreated
	return o
}

// Done ends an operation that answers nothing but whether it went well. The very
// same command once more went well the first time.
func Done(err error) (*struct{}, error) {
	if err != nil && core.CodeOf(err) != core.Repeated {
		return nil, err
	}
	return &struct{}{}, nil
}

// Register adds an operation with its access; every operation goes through here.
func Register[I, O any](to *Operations, o huma.Operation, need Access, handler func(context.Context, *I) (*O, error)) {
	if o.Metadata == nil {
		o.Metadata = map[string]any{}
	}
	if o.Extensions == nil {
		o.Extensions = map[string]any{}
	}
	o.Metadata[metaAccess] = need
	o.Extensions[metaAccess] = need.Kind
	if need.Permission != "" {
		o.Extensions[metaPermission] = string(need.Permission)
	}
	if o.MaxBodyBytes == 0 {
		o.MaxBodyBytes = bodyMax
	}
	if o.DefaultStatus == 0 && isEmpty[O]() {
		o.DefaultStatus = http.StatusNoContent
	}
	describe(&o, need)
	where := placesOf(reflect.TypeFor[I]())
	huma.Register(to.huma, o, func(ctx context.Context, in *I) (*O, error) {
		if err := checkTexts(in); err != nil {
			return nil, to.fail(ctx, o.OperationID, where, err)
		}
		out, err := unharmed(func() (*O, error) { return handler(ctx, in) })
		if err != nil {
			return nil, to.fail(ctx, o.OperationID, where, err)
		}
		return out, nil
	})
}

// unharmed turns a panic into an error of the one call that met it.
func unharmed[O any](handler func() (*O, error)) (out *O, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = core.Wrap(core.Internal, "", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return handler()
}

func isEmpty[O any]() bool {
	var o *O
	_, ok := any(o).(*struct{})
	return ok
}

// fail turns an error into a problem, and logs what is ours to mend.
func (to *Operations) fail(ctx context.Context, operation string, where places, err error) error {
	p := problemAt(err, where)
	if p.Status >= http.StatusInternalServerError {
		to.log.ErrorContext(ctx, "operation failed", "operation", operation, "code", string(p.Code), "err", err)
	}
	if wait := p.retryAfter(); wait != "" {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {wait}})
	}
	return p
}
