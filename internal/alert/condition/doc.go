// Package condition says when an alert rings and when it clears: a pure function
// of what was watched, what was found at an instant, and how it stood before.
//
//	quiet    → pending   it is found
//	pending  → quiet     it is gone
//	pending  → firing    it has been found for as long as `lasts`
//	firing   → clearing  it is gone
//	clearing → firing    it is found again
//	clearing → quiet     it has been gone for as long as `clears`
//
// Only the step into firing and the step out of clearing are told to anybody, so
// a figure that flutters around its limit rings once. What is kept over a restart
// is which subjects ring: one that was pending begins anew, from the instant that
// its figure itself tells where it does; one that was clearing rings on and has to
// be well for the whole time again.
package condition
