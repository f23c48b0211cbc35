// Package chat is the channel of customers who write on a web page, and of the
// messages that they leave there outside hours.
//
// A conversation is one contact. It waits with a work of channel chat; when it is
// resumed later it goes on with another, and what is left as a message waits with
// a work of channel task. What is said lies in the store before anybody is told:
// a message, the answer it may be (floor.Answered) and where the writing stands
// (floor.Messaged) are one request to the floor, which commits many at once.
//
// The customer holds a token, which is all that opens the conversation; the store
// has its hash only. Rooms show a conversation live to both sides (live.Source);
// that the customer's browser has a socket is also how its presence is known.
package chat
