// Package erlang answers the questions of staffing with formulas instead of a
// simulation: how many wait, for how long, how many leave, and how many agents
// or how much load a goal allows.
//
// Three models of A. K. Erlang and C. Palm are here. In all of them contacts come
// in a Poisson stream and service times are exponential.
//
//   - Erlang B (M/M/n/n): who finds all agents busy is lost.
//   - Erlang C (M/M/n): who finds all agents busy waits, however long.
//   - Erlang A (M/M/n+M): who waits leaves when an exponential patience ends.
//
// Erlang, "Løsning af nogle Problemer fra Sandsynlighedsregningen af Betydning for
// de automatiske Telefoncentraler", Elektroteknikeren 13 (1917), for B and C;
// Palm, "Methods of judging the annoyance caused by congestion", Tele 2 (1953),
// for A, in the form of Mandelbaum and Zeltyn, "Service Engineering in Action: The
// Palm/Erlang-A Queue" (2007), section 4.
//
// All is computed with sums and integrals of positive terms, scaled where they
// would overflow, so that it holds up to 100 000 agents and at any load.
//
// The package is pure: no clock, no I/O, no locks.
package erlang
