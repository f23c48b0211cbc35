// Package floor runs the routing engine live. One goroutine owns the engine, the
// facts and the clock; everybody else hands in requests.
//
// A request goes through four stages:
//
//  1. it waits with others for the transaction under way to end (group commit);
//  2. the engine steps, once or as often as the request needs, and the facts —
//     legs and agent intervals — are derived from the effects;
//  3. what changed is written in one transaction, together with the rows that
//     the request's own hooks write;
//  4. the caller is answered, and the batch is published on the bus.
//
// So what was answered is on disk, and what was published happened. When the
// transaction fails nothing of it happened: engine and facts are rebuilt from
// the store before the next step. The same rebuild makes the floor of a process
// that starts after a crash, which then withdraws the offers it finds pending
// (routing.Recover); their works go back to their place.
//
// The floor of a store has one owner. Opening it raises an epoch that every
// transaction checks, so that a former owner that still runs can write nothing.
package floor
