// Package faults proves what the house promises when a process is killed, its
// disk is full, or its store is locked or gone. The processes that suffer are
// this very test binary, and the parent judges what they left behind.
package faults
