// Package sim runs a service organisation in virtual time. It drives the very
// engine that runs live, package routing: customers come, wait, leave, are served,
// call again; agents work shifts, take breaks and miss offers; and what happens is
// counted by package kpi from the same facts.
//
//	result, err := sim.Run(&scenario)
//
// A Scenario is a plain value; package scenario reads one from a file.
//
// Chance is drawn by key, not in sequence: every customer, and every day of every
// agent, has a key made of the seed and names, and each of its draws (patience, handle
// time, …) is the first number of a generator seeded with that key and the draw's
// purpose. So a changed staff, rule or stream leaves all the other customers exactly as
// they were (common random numbers), and the same seed gives the same result.
//
// The package is pure: no clock, no I/O, no goroutines, no locks. Several runs may
// go on beside one another.
package sim
