package branch_test

import (
	"errors"
	"testing"
	"time"

	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/floor"
)

func (r *rig) works() []floor.WorkView {
	r.t.Helper()
	var all []floor.WorkView
	r.view(func(v floor.View) { all = v.Works() })
	return all
}

// offeredTo is the work that is offered to an agent.
func (r *rig) offeredTo(agent core.ID) floor.WorkView {
	r.t.Helper()
	for _, w := range r.works() {
		if w.Agent == agent && w.Status == "offered" {
			return w
		}
	}
	r.t.Fatal("nothing is offered")
	return floor.WorkView{}
}

func wantField(t *testing.T, name string, err error, code core.Code, field string) {
	t.Helper()
	var e *core.Error
	if !errors.As(err, &e) || e.Code != code || e.Field != field {
		t.Errorf("%s: got %v, want %s %s", name, err, code, field)
	}
}

// place is where a ticket waits.
func (r *rig) place(t branch.Ticket) (place int, expected time.Duration, ok bool) {
	r.t.Helper()
	r.view(func(v floor.View) { place, expected, ok = v.Engine().Place(t.Work) })
	return place, expected, ok
}
