// Package insight holds the live boards: what desks, floors, walls, kiosks,
// displays and visitors' pages show, kept up to date from the floor's batches and
// counted through package kpi. docs/LIVE.md says what is in each row.
//
// Boards keep a mirror of the floor: read once through floor.View, then kept by
// batches, read anew when one is missing. A batch is told at once to those whom it
// concerns in person: the desks that hold its works, the visitors, the displays.
// The rest waits for the next beat, which asks the engine about the lines that
// changed (places, expected waits), shows them, and renews explanations.
//
// Today's figures are read from the store at the start and kept fact by fact; what
// is answered and not written yet counts through floor.Provisional. They are read
// in the background: no desk waits for them.
//
// One lock guards all of it. It is held for one batch or one topic at a time, never
// while the floor or the store is asked.
package insight
