package person

import (
	"context"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Keeper keeps something of contacts besides their rows: a channel.
type Keeper interface {
	// Kept is what it keeps of a contact; a zero Part for nothing.
	Kept(ctx context.Context, q *db.Queries, contact core.ID) (Part, error)
	// Erase takes away what says who the customer is and what was said, and
	// leaves what figures are made of. The contact is closed.
	Erase(ctx context.Context, tx *store.Tx, contact core.ID) (Erased, error)
}

// Part is what a keeper has of a contact.
type Part struct {
	Name  string // `conversation`
	Doc   any    // written as JSON
	Files []File
}

// File is a file that belongs to a part.
type File struct {
	ID   string // random
	Name string // as people called it
}

// Erased is what went, and which files are to go when that is on disk.
type Erased struct {
	Messages int
	Files    []string
}
