// Package kpi holds the named, versioned formulas over the facts: what every
// figure on a screen, a wall, an export or a report is counted with, and
// nothing else counts.
//
// A Tally takes legs and agent intervals in and out and adds up; Value reads a
// formula off it. Because a tally only adds, boards keep it up to date fact by
// fact, and reports merge the tallies of half hours, queues or agents.
//
// Which facts belong to a period is the caller's choice, by one rule: a leg
// belongs to the interval in which it was queued, an agent interval to those it
// overlaps (Clip). Formulas that look at several legs of a customer at once
// (fcr.no_escalation, recall) are answered by Contacts instead, of which a contact
// belongs to the period of its first answered leg.
//
// The formula over what was said (first_response) is answered by Responses, at the
// first answered leg of each conversation.
//
// What a single row adds to a figure is a Part: a screen that lists the rows
// behind a figure asks here, and counts nothing itself.
//
// The package is pure: no clock, no I/O, no locks. It imports core alone.
package kpi
