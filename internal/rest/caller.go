package rest

import (
	"context"

	"turno/internal/auth"
	"turno/internal/clock"
	"turno/internal/core"
)

type principalKey struct{}

// WithPrincipal says who makes a call.
func WithPrincipal(ctx context.Context, p auth.Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalOf is who makes a call; a zero one for whoever did not say.
func PrincipalOf(ctx context.Context) auth.Principal {
	p, _ := ctx.Value(principalKey{}).(auth.Principal)
	return p
}

type commandKey struct{}

// WithCommand gives a call the id that is derived from its idempotency key.
func WithCommand(ctx context.Context, id core.ID) context.Context {
	return context.WithValue(ctx, commandKey{}, id)
}

// CommandOf returns the id derived from the caller's key, or zero when the
// caller sent none and the service makes its own.
func CommandOf(ctx context.Context) core.ID {
	id, _ := ctx.Value(commandKey{}).(core.ID)
	return id
}

// NewCommand is the id derived from the caller's idempotency key, or a new one.
func NewCommand(ctx context.Context) core.ID {
	if id := CommandOf(ctx); !id.IsZero() {
		return id
	}
	return clock.NewID()
}
