// Package core is the vocabulary every other package speaks: identifiers,
// instants, the closed enumerations of the field (channel, presence, activity,
// leg end), the five facts and the closed set of error codes.
//
// It imports only the standard library and knows nobody: no clock, no I/O, no
// randomness. Whoever needs a new id or the time asks package clock.
package core
