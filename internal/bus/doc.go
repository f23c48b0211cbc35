// Package bus carries events inside the process. Whoever publishes never waits:
// a reader that falls behind is marked lost, and reads the truth anew where the
// truth is kept. A lost event costs a resynchronisation, never a fact.
package bus
