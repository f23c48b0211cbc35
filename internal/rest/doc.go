// Package rest is what every operation of the REST interface under /api/v1 is
// made with, whoever brings it: the house (package api) or a channel.
//
// An operation says who may call it (Access) and goes through Register, which
// checks texts, turns errors into problem documents (RFC 9457) that name the place
// of the fault, and keeps a panic to its own call. From what is registered the
// OpenAPI document is made.
package rest
