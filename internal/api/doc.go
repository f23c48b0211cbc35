// Package api is the REST interface under /api/v1: one file per resource, one
// registration per operation, from which the OpenAPI document is made.
//
// Every operation says who may call it (see access) and goes through register,
// which checks texts, turns errors into problem documents (RFC 9457) that name
// the place of the fault, and keeps a panic to its own call.
package api
