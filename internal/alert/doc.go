// Package alert tells people that a figure is not as it should be: in the app, by
// mail and by webhook (docs/ALERTS.md).
//
// Once a second it looks at how the house stands (insight.Boards.Standing, the
// devices), asks package condition what rings and what clears, and writes that in
// one transaction: the occurrence, the messages that are owed for it, and a
// durable job for each of them. Only what is written is shown and sent, so a process that is killed
// anywhere rings once, clears once, and sends what it owes when it is back.
//
// A message may be sent twice (killed after it went out and before that was
// noted); both carry the same id.
package alert
