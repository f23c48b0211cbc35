// Package device knows which kiosks, displays and walls are there: online while
// a browser of theirs has its live socket open, and since when they are gone.
//
// Whoever wants to tell people of a device that is gone (alerts, a live screen)
// asks Presence.Standings, and is woken by Options.Changed. A device that never
// came since it was paired has a Standing without Since: nothing was lost there.
package device
