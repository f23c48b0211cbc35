// Package jobs runs what must happen because of a transaction and cannot happen
// in it: a mail, a call to another system. A job is a row that is written in that
// very transaction, so it is there exactly if the transaction is; then it is tried
// until it succeeds or has been tried often enough. It may run twice (a process
// that is killed after the mail went out and before that was noted), so whoever
// receives it is given an id by which a repeat is recognised.
//
// River (docs/adr/0026) keeps the jobs in tables of its own beside ours; on SQLite it
// takes its turn among the store's writers. A backup does not hold its tables: what
// a feature still owes after a restore is in the feature's own rows (see Owed of
// package alert).
package jobs
