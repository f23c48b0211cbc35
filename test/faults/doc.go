// Package faults proves what the house promises when a process is killed: the
// child is this very test binary, under load, and the parent judges what it
// left behind.
package faults
