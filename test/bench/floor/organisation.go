package main

import (
	"bytes"
	"context"
	"fmt"

	"turno/internal/org"
	"turno/internal/store"
)

// The floor of the offer part.
const (
	agents          = 500
	queues          = 20
	queuesPerAgent  = 5
	leads           = 2 // who watch the whole floor
	enqueuesPerS    = 500
	organisationKey = "bench"
)

// settle writes an organisation of one site into the store and reads it back.
func settle(ctx context.Context, s *store.Store) (*org.Organisation, error) {
	o, err := org.Parse(organisation())
	if err != nil {
		return nil, err
	}
	if _, _, err := org.Apply(ctx, s, o, "bench", org.AnyVersion); err != nil {
		return nil, err
	}
	o, _, err = org.Load(ctx, s)
	return o, err
}

func organisation() []byte {
	var f bytes.Buffer
	fmt.Fprintf(&f, "key: %s\nname: Bench\nlanguages: [en]\ntimezone: UTC\nregions:\n  - {key: r, name: {en: R}}\n", organisationKey)
	f.WriteString("sites:\n  - {key: s, name: {en: S}, region: r}\nteams:\n  - {key: t, name: {en: T}, site: s}\nskills: []\n")
	f.WriteString("calendars: []\nservices: []\ncounters: []\nreasons: []\ndispositions: []\nnot_ready_reasons: []\nqueues:\n")
	for i := range queues {
		fmt.Fprintf(&f, "  - {key: q%d, name: {en: Q%d}, channel: voice, site: s, threshold: 20s, goal: 0.8}\n", i, i)
	}
	f.WriteString("profiles:\n")
	for i := range queues {
		fmt.Fprintf(&f, "  - {key: p%d, name: {en: P%d}, queues: [", i, i)
		for j := range queuesPerAgent {
			fmt.Fprintf(&f, "{queue: q%d, rank: 1}, ", (i+j)%queues)
		}
		f.WriteString("]}\n")
	}
	f.WriteString("users:\n")
	for i := range agents {
		fmt.Fprintf(&f, "  - {login: a%d, name: Agent %d, team: t, profile: p%d, roles: [{role: agent, at: 'team:t'}]}\n", i, i, i%queues)
	}
	return f.Bytes()
}

func queueKey(i int) string { return fmt.Sprintf("q%d", i%queues) }
