// Package customer knows who is served: a first, simple table of people and
// companies with a segment, found by any of their identities or by name.
package customer

import "turno/internal/core"

// Customer is a person or company that is served.
type Customer struct {
	ID         core.ID
	Name       string
	Segment    string // key of the organisation's segment; empty: none
	Language   string // BCP 47; empty: unknown
	Note       string
	Identities []Identity // sorted by kind, then value
	Version    int64      // for If-Match; 1 for a new customer
	Created    core.Instant
	Changed    core.Instant
}

// Kind is a kind of identity.
type Kind string

// The kinds of identity this package can normalise.
const (
	Phone    Kind = "phone"    // E.164
	Document Kind = "document" // letters and digits, upper case
	Email    Kind = "email"    // lower case
)

// Identity is one address of a customer, in its normal form. An identity belongs
// to one customer only.
type Identity struct {
	Kind  Kind
	Value string
}

// New is a customer to create.
type New struct {
	// ID makes the request repeatable: made before with the same one, the customer
	// is returned as it is. Zero: a new one.
	ID         core.ID
	Name       string // at most NameMax bytes, not empty
	Segment    string
	Language   string
	Note       string
	Identities []Identity // as typed; normalised here, at most IdentitiesMax
}

// Patch changes a customer; nil fields stay as they are. Version must be the one
// that was read (core.Stale otherwise).
type Patch struct {
	Version    int64
	Name       *string
	Segment    *string
	Language   *string
	Note       *string
	Identities *[]Identity // replaces all
}

// Query finds customers by the beginning of any word of their name, whatever its
// accents and case, or by a whole identity.
type Query struct {
	Text  string
	After string // Page.Next of the page before
	Limit int    // 1 to PageMax; 0 means 50
}

// Page is a page of customers, sorted by name.
type Page struct {
	Customers []Customer
	Next      string // empty on the last page
}

// The limits of input.
const (
	NameMax       = 200
	NoteMax       = 4000
	IdentityMax   = 128
	IdentitiesMax = 20
	PageMax       = 200
)
