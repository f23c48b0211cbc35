package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

func write(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s *store.Store, fn func(q *db.Queries) error) {
	t.Helper()
	if err := s.Read(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func setting(t *testing.T, s *store.Store, user string) (doc string, code core.Code) {
	t.Helper()
	err := s.Read(t.Context(), func(q *db.Queries) (err error) {
		doc, err = q.GetUserSetting(t.Context(), user)
		return err
	})
	return doc, core.CodeOf(err)
}

// Ensure a transaction is written whole or not at all, also when it panics.
func TestWrite(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		write(t, s, func(tx *store.Tx) error { return tx.SetUserSetting(t.Context(), "kept", `{"a":"ñ ü 中 😀"}`) })
		refused := core.Errorf(core.Invalid, "no")
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.SetUserSetting(t.Context(), "gone", "{}"), refused)
		})
		if !errors.Is(err, refused) {
			t.Fatalf("got %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			err := s.Write(t.Context(), func(tx *store.Tx) error {
				if err := tx.SetUserSetting(t.Context(), "gone", "{}"); err != nil {
					return err
				}
				panic("a defect")
			})
			t.Errorf("after a panic: %v", err)
		}()
		if doc, _ := setting(t, s, "kept"); doc != `{"a":"ñ ü 中 😀"}` {
			t.Errorf("kept %q", doc)
		}
		if _, code := setting(t, s, "gone"); code != core.NotFound {
			t.Errorf("what was undone is %q", code)
		}
	})
}

// Ensure a part of a transaction can be undone alone.
func TestNested(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		write(t, s, func(tx *store.Tx) error {
			if err := tx.SetUserSetting(t.Context(), "outer", "1"); err != nil {
				return err
			}
			err := tx.Nested(t.Context(), func() error {
				if err := tx.SetUserSetting(t.Context(), "inner", "1"); err != nil {
					return err
				}
				return core.Errorf(core.Conflict, "refused")
			})
			if core.CodeOf(err) != core.Conflict {
				return fmt.Errorf("nested: %w", err)
			}
			// Also after the engine itself refused: PostgreSQL ends a transaction then.
			err = tx.Nested(t.Context(), func() error {
				one := store.CommandRow{ID: clock.NewID(), At: 1}
				return tx.InsertCommands(t.Context(), []store.CommandRow{one, one})
			})
			if core.CodeOf(err) != core.Repeated {
				return fmt.Errorf("twice the same command: %w", err)
			}
			return tx.Nested(t.Context(), func() error { return tx.SetUserSetting(t.Context(), "second", "1") })
		})
		for user, want := range map[string]core.Code{"outer": "", "inner": core.NotFound, "second": ""} {
			if _, code := setting(t, s, user); code != want {
				t.Errorf("%s is %q, want %q", user, code, want)
			}
		}
	})
}

// Ensure a part whose statements had no need to be sent yet is undone or kept
// like any other: as the first thing of a transaction, after a read, and twice.
func TestNested_unsent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		refused := core.Errorf(core.Conflict, "refused")
		part := func(tx *store.Tx, key string, refusal error) error {
			err := tx.Nested(t.Context(), func() error {
				return errors.Join(tx.UpsertQueues(t.Context(), []store.QueueRow{{Key: key, Doc: []byte("{}")}}), refusal)
			})
			if core.CodeOf(err) != core.CodeOf(refusal) {
				return fmt.Errorf("%s: %w", key, err)
			}
			return nil
		}
		write(t, s, func(tx *store.Tx) error {
			err := errors.Join(part(tx, "undone-1", refused), part(tx, "kept-1", nil), part(tx, "undone-2", refused))
			if err != nil {
				return err
			}
			queues, err := tx.ListFloorQueues(t.Context())
			if err != nil || len(queues) != 1 || queues[0].Queue != "kept-1" {
				return fmt.Errorf("inside: %v, %w", queues, err)
			}
			return errors.Join(part(tx, "undone-3", refused), part(tx, "kept-2", nil))
		})
		read(t, s, func(q *db.Queries) error {
			queues, err := q.ListFloorQueues(t.Context())
			if len(queues) != 2 || queues[0].Queue != "kept-1" || queues[1].Queue != "kept-2" {
				t.Errorf("kept: %v", queues)
			}
			return err
		})
	})
}

// Ensure what is refused only by the commit undoes everything, and that the
// connection is good for the next transaction.
func TestWrite_refusedLate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		one := store.CommandRow{ID: clock.NewID(), At: 1}
		for range 3 {
			err := s.Write(t.Context(), func(tx *store.Tx) error {
				return errors.Join(
					tx.UpsertQueues(t.Context(), []store.QueueRow{{Key: "gone", Doc: []byte("{}")}}),
					tx.InsertCommands(t.Context(), []store.CommandRow{one, one}),
				)
			})
			if core.CodeOf(err) != core.Repeated {
				t.Errorf("twice the same command: %v", err)
			}
			ended, cancel := context.WithCancel(t.Context())
			err = s.Write(ended, func(tx *store.Tx) error {
				defer cancel()
				return errors.Join(tx.UpsertQueues(ended, []store.QueueRow{{Key: "gone", Doc: []byte("{}")}}), core.Errorf(core.Invalid, "no"))
			})
			if core.CodeOf(err) != core.Invalid {
				t.Errorf("refused by its own function: %v", err)
			}
		}
		write(t, s, func(tx *store.Tx) error { return tx.InsertCommands(t.Context(), []store.CommandRow{one}) })
		read(t, s, func(q *db.Queries) error {
			queues, err := q.ListFloorQueues(t.Context())
			if len(queues) != 0 {
				t.Errorf("written by transactions that failed: %v", queues)
			}
			return err
		})
	})
}

// Ensure the engines' own refusals have the same codes.
func TestErrors(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		identity := db.InsertCustomerIdentityParams{Kind: "phone", Value: "+50212345678", CustomerID: "nobody"}
		err := s.Write(t.Context(), func(tx *store.Tx) error { return tx.InsertCustomerIdentity(t.Context(), identity) })
		if core.CodeOf(err) != core.Conflict {
			t.Errorf("an identity of nobody: %v", err)
		}
		leg := leg(1)
		write(t, s, func(tx *store.Tx) error { return tx.InsertLegs(t.Context(), []core.Leg{leg}) })
		err = s.Write(t.Context(), func(tx *store.Tx) error { return tx.InsertLegs(t.Context(), []core.Leg{leg}) })
		if core.CodeOf(err) != core.Conflict {
			t.Errorf("a leg twice: %v", err)
		}
		err = s.Write(t.Context(), func(tx *store.Tx) error { return tx.InsertLegs(t.Context(), []core.Leg{{}}) })
		if core.CodeOf(err) != core.Internal {
			t.Errorf("a leg without id: %v", err)
		}
		err = s.Read(t.Context(), func(q *db.Queries) error { return q.SetUserSetting(t.Context(), "x", "{}") })
		if core.CodeOf(err) != core.Unavailable {
			t.Errorf("writing in a read: %v", err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		err = s.Read(ended, func(q *db.Queries) error {
			_, err := q.GetUserSetting(ended, "x")
			return err
		})
		if core.CodeOf(err) != core.Unavailable {
			t.Errorf("with a dead context: %v", err)
		}
	})
}

// Ensure writers that meet are run one after the other, and none is lost.
func TestConcurrentWriters(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		const writers, each = 8, 10
		next := db.TakeTicketNumbersParams{Site: "mixco", Day: "2026-11-24", Prefix: "A", FirstNumber: 1, Count: 1}
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for n := 0; n < each; {
					err := s.Write(t.Context(), func(tx *store.Tx) error {
						number, err := tx.TakeTicketNumbers(t.Context(), next)
						if err != nil {
							return err
						}
						return tx.SetUserSetting(t.Context(), fmt.Sprint("number", number), "{}")
					})
					switch core.CodeOf(err) {
					case "":
						n++
					case core.Unavailable: // busy, as the error says: again
					default:
						t.Errorf("got %v", err)
						return
					}
				}
			})
		}
		all.Wait()
		count := 0
		for n := range 2 * writers * each {
			if _, code := setting(t, s, fmt.Sprint("number", n)); code == "" {
				count++
			}
		}
		if count != writers*each {
			t.Errorf("%d numbers for %d takers", count, writers*each)
		}
	})
}

// Ensure a reader sees one state, whatever is written meanwhile.
func TestReadIsOneState(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		write(t, s, func(tx *store.Tx) error { return tx.SetUserSetting(t.Context(), "x", "before") })
		read(t, s, func(q *db.Queries) error {
			first, err := q.GetUserSetting(t.Context(), "x")
			if err != nil {
				return err
			}
			write(t, s, func(tx *store.Tx) error { return tx.SetUserSetting(t.Context(), "x", "after") })
			second, err := q.GetUserSetting(t.Context(), "x")
			if first != "before" || second != "before" {
				t.Errorf("one reader saw %q, then %q", first, second)
			}
			return err
		})
		if doc, _ := setting(t, s, "x"); doc != "after" {
			t.Errorf("now it is %q", doc)
		}
	})
}
