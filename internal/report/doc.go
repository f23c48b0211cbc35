// Package report puts the facts of one day together as people look back on it: as a
// whole, by queue, site, service, agent and hour, with reasons, results and the time
// of agents.
//
// It counts nothing itself: legs and intervals go into the tallies of package kpi,
// and every figure comes out of a definition there. What it adds is which facts are
// of the day, which of them are asked for, and into which row each goes.
//
// A day is the local day of the site of each fact, so that a place in two time zones
// has two midnights; facts of no site follow the organisation's clock.
package report
