// Package audit keeps who did what: changes of the organisation, supervisors'
// acts, sign-ins, passwords and tokens, and look-ups of customers.
//
// The log is one table to which rows are added and in which nothing is ever
// changed. Every row carries the hash of the row before it and a hash of its own
// (Row.Sum), so that whoever alters or removes a row breaks the chain from there
// on, which Verify tells. What a chain cannot show by itself is that its end was
// cut off and written anew; for that its Head is published elsewhere (the server
// logs it), and Verify compares.
//
// A row is written in the transaction of what it records wherever that can be.
// It holds ids and never a customer's data, a password, or what somebody typed
// into a search.
package audit
