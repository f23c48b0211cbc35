// Package flow interprets flow documents: what a customer hears, presses, types
// and is asked before an agent is there, while waiting, and after. The same
// flow serves calls, chats and kiosks; the channel renders it its own way.
//
// It is pure and deterministic: no clock, no I/O, no goroutines. What a flow needs
// from outside (opening hours, who the customer is, a record of another system, a
// place in a queue) is an Action with a number; the answer, or that none came in
// time, is an Input with the same number. The caller's duties:
//
//  1. Parse the documents and Compile them, once per published version.
//  2. Start a session for a contact; carry out the actions in their order.
//  3. For whatever happens, Step the session; store it and the trace; only then
//     carry out the actions.
//  4. An action that waits has a Timeout: when it is over, and nothing was
//     answered, Step with TimedOut. For a question it counts from the end of the
//     prompt; for all else from the step (Session.Due).
//  5. After a crash read the session, check it with Program.Restore, and
//     carry out Again: the one action whose answer is still awaited.
//
// A contact keeps the version it started with: a Program is closed, it holds the
// flow and all its subflows as they were when it was published.
package flow
