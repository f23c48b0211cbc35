// Package branch is the channel of people who come to a branch: tickets and their
// numbers, the call to a counter, the visitor's own page, closing time and
// midnight.
//
// Everything a visit does goes through floor.Do, and the rows of the visit
// (contact, visit, contact_event) are written in the floor's own transaction, so
// that a ticket a visitor holds is a ticket that waits, whatever fails meanwhile.
//
//	Issue, ReserveBlock, IssueLate            a ticket; numbers for a kiosk that may be cut off
//	Call (Accept), Recall, Begin, NoShow      next, again, here they are, nobody came
//	End (Release), Describe                   over, and why they came
//	Park, Unpark, Transfer, NextService       aside, back, elsewhere, another matter
//	Direct                                    served without a ticket
//	Turn, Defer, Leave                        the visitor's own page
//	Run                                       closing time and midnight, on time and after a restart
package branch
