// Package person gives out all that is kept of a customer, and erases it.
//
// A customer is a row, identities, contacts with their timelines, and what
// channels keep of those contacts (conversations with messages and files, visits).
// Facts are about contacts: they name the customer by an id, which means nobody
// once the customer is erased, and so they stay. docs/PERSONAL_DATA.md says it for
// those who ask.
package person
