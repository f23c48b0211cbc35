// Package org is the organisation: regions, sites, teams, users, skills, queues,
// profiles, services, counters, calendars, reasons and devices.
//
// A file describes it; Parse reads and checks one, Apply writes what it changes
// in one transaction, Export writes it back. In memory it is one immutable
// Organisation that is replaced, never edited: Live holds the one in force and
// tells those who asked. Expand turns it into the engine's configuration, with
// a queue for each site where a queue is per site.
package org
