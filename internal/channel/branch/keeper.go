package branch

import (
	"context"

	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/person"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Keeper answers for what the channel keeps of people.
type Keeper struct{}

var _ person.Keeper = Keeper{}

// KeptVisit is a visit as it is given out to the person who came.
type KeptVisit struct {
	Site    string `json:"site"`
	Day     string `json:"day"`
	Ticket  string `json:"ticket"`
	Counter string `json:"counter,omitempty"`
	State   string `json:"state"`
}

// Kept implements person.Keeper.
func (Keeper) Kept(ctx context.Context, q *db.Queries, contact core.ID) (person.Part, error) {
	v, err := q.GetVisit(ctx, contact.String())
	if channel.Missing(err) {
		return person.Part{}, nil
	}
	return person.Part{Name: "visit", Doc: KeptVisit{
		Site: v.Site, Day: v.Day, Ticket: label(v.Prefix, int(v.Number)), Counter: v.Counter, State: v.State,
	}}, err
}

// Erase implements person.Keeper: a ticket and where it was called say nothing of
// who came.
func (Keeper) Erase(context.Context, *store.Tx, core.ID) (person.Erased, error) {
	return person.Erased{}, nil
}
