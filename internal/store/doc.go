// Package store keeps what must survive: the organisation, contacts, the floor's
// state and the facts. One schema and one set of queries (package db, generated
// by sqlc) run on SQLite and on PostgreSQL.
//
// Read and Write are the only ways in. Both run a function in one transaction
// and may run it again when the engine asks for a retry, so the function changes
// nothing but the database until it is over: results go into variables that it
// sets anew each time. It never calls Write again (on SQLite there is one
// writer, which would wait for itself).
//
// A caller's duties:
//
//  1. Inside Write, expect no error to be survivable: PostgreSQL ends a
//     transaction at its first error. Ask first, or use the queries that say
//     ON CONFLICT DO NOTHING and give the number of rows.
//  2. Pass texts that are valid UTF-8 without the NUL byte; PostgreSQL takes no others.
//  3. Take ids and instants from package clock, never from SQL.
//
// Errors leave the package as core.Error: Conflict for a unique or reference
// violation, NotFound for sql.ErrNoRows, Unavailable when the disk is full, the
// store is locked, or the server is gone (trying again later makes sense),
// Internal for the rest. An error of the function's own keeps its code.
package store
