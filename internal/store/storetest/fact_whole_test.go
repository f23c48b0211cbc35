package storetest_test

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure a page of legs finds the other legs of its contacts, and the legs of its
// customers' other contacts, wherever and whenever they were; and that legs that
// nobody answered can be left out.
func TestLegsOfWholeContacts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		first, transferred, again, stranger, unanswered := leg(0), leg(10), leg(20), leg(0), leg(1)
		transferred.Contact, transferred.Site, transferred.Number = first.Contact, "rome", 2
		again.Customer, again.Site = first.Customer, "rome"
		stranger.Site = "rome"
		unanswered.Customer, unanswered.Answered = core.NoID, 0
		legs := []core.Leg{first, transferred, again, stranger, unanswered}
		write(t, s, func(tx *store.Tx) error {
			errs := []error{tx.InsertLegs(t.Context(), legs)}
			for _, l := range []core.Leg{first, again, stranger, unanswered} {
				errs = append(errs, tx.InsertContact(t.Context(), db.InsertContactParams{
					ID: l.Contact.String(), CustomerID: l.Customer.String(), ArrivedAt: int64(l.Arrived),
				}))
			}
			return errors.Join(errs...)
		})
		filter := store.FactFilter{From: first.Queued, To: first.Queued + 2_000_000, Site: "mixco"}
		read(t, s, func(q *db.Queries) error {
			page, err := store.LegsBetween(t.Context(), q, filter)
			if diff := gocmp.Diff([]core.Leg{first, unanswered}, page); err != nil || diff != "" {
				t.Fatalf("page (-want +got): %v\n%s", err, diff)
			}
			whole, err := store.LegsOfContactsIn(t.Context(), q, filter, page)
			if diff := gocmp.Diff([]core.Leg{first, unanswered, transferred}, sorted(whole)); diff != "" {
				t.Errorf("whole contacts (-want +got):\n%s", diff)
			}
			others, errOthers := store.LegsOfCustomersIn(t.Context(), q, filter, page, first.Arrived, again.Arrived+1)
			if diff := gocmp.Diff([]core.Leg{first, transferred, again}, sorted(others)); diff != "" {
				t.Errorf("whole customers (-want +got):\n%s", diff)
			}
			sooner, errSooner := store.LegsOfCustomersIn(t.Context(), q, filter, page, first.Arrived, again.Arrived)
			if diff := gocmp.Diff([]core.Leg{first, transferred}, sorted(sooner)); diff != "" {
				t.Errorf("whole customers, sooner (-want +got):\n%s", diff)
			}
			filter.Answered = true
			answered, errAnswered := store.LegsBetween(t.Context(), q, filter)
			if diff := gocmp.Diff([]core.Leg{first}, answered); diff != "" {
				t.Errorf("answered (-want +got):\n%s", diff)
			}
			none, errNone := store.LegsOfContactsIn(t.Context(), q, filter, nil)
			if len(none) != 0 {
				t.Errorf("legs of an empty page: %v", none)
			}
			return errors.Join(err, errOthers, errSooner, errAnswered, errNone)
		})
	})
}

// sorted brings legs into the order they were queued.
func sorted(legs []core.Leg) []core.Leg {
	slices.SortFunc(legs, func(a, b core.Leg) int { return cmp.Or(cmp.Compare(a.Queued, b.Queued), a.ID.Compare(b.ID)) })
	return legs
}
