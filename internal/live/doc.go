// Package live brings what happens to the screens: one WebSocket per tab, on it
// any number of topics, each a set of rows that the screen keeps a copy of.
// docs/LIVE.md is the protocol.
//
// A Hub knows nothing of queues and agents. A Family says who may read its topics
// and which Source makes their rows; the source pushes changed rows, the hub does
// the rest: it numbers changes, gathers those that come close together, encodes a
// frame once for all its readers, and writes all that is due to a socket with one
// call. Nobody waits for a reader: one that is too slow loses its pending frames
// and gets a fresh snapshot when it has caught up.
//
// Locks are taken in the order hub, topic, client; no lock is held during I/O or
// while a source is called.
package live
