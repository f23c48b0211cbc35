// Command past writes facts into a store as the floor writes them, for tests of
// screens that look back: a test has no other way to have had a yesterday.
//
//	past sqlite:///tmp/data/turno.db < facts.json
//
// The document is {"legs": [...], "intervals": [...]} with the fields of core.Leg and
// core.AgentInterval; instants are microseconds, durations nanoseconds. Rows get ids
// of their own, and a leg without contact or work those too.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
)

type facts struct {
	Legs      []core.Leg
	Intervals []core.AgentInterval
}

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, in io.Reader) error {
	if len(args) != 1 {
		return core.Errorf(core.Invalid, "usage: past STORE < facts.json")
	}
	var past facts
	if err := json.NewDecoder(in).Decode(&past); err != nil {
		return err
	}
	s, err := store.Open(ctx, args[0], store.Options{NoMigrate: true, MustExist: true})
	if err != nil {
		return err
	}
	for i := range past.Legs {
		l := &past.Legs[i]
		l.ID = clock.NewID()
		for _, id := range []*core.ID{&l.Contact, &l.Work} {
			if id.IsZero() {
				*id = clock.NewID()
			}
		}
	}
	for i := range past.Intervals {
		past.Intervals[i].ID = clock.NewID()
	}
	err = s.Write(ctx, func(tx *store.Tx) error {
		if err := tx.InsertLegs(ctx, past.Legs); err != nil {
			return err
		}
		return tx.InsertIntervals(ctx, past.Intervals)
	})
	if closeErr := s.Close(); err == nil {
		err = closeErr
	}
	return err
}
