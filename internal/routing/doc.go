// Package routing decides who gets which work, and can say why. It is pure and
// deterministic: no clock, no I/O, no goroutines, no randomness.
package routing
