package main

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// size is one of the sizes of the page of the engine: how many of everything.
type size struct {
	name      string
	agents    int
	queues    int
	perAgent  int // queues in an agent's profile
	languages int
	waiting   int
	steps     int // measured
}

func sizes() []size {
	return []size{
		{name: "1k", agents: 1000, queues: 60, perAgent: 10, languages: 13, waiting: 10_000, steps: 2_000_000},
		{name: "10k", agents: 10_000, queues: 500, perAgent: 20, languages: 13, waiting: 100_000, steps: 1_000_000},
	}
}

// The times of a contact. An offer is accepted well before it expires.
const (
	offerTimeout  = 20 * time.Second
	acceptMax     = 5 * time.Second
	handleMean    = 5 * time.Minute
	wrapUpMean    = 20 * time.Second
	contactMean   = acceptMax/2 + handleMean + wrapUpMean
	cancelledOf   = 50 // one contact of so many leaves before it is served: 2 %
	changesEvery  = 64 // steps between two calls of TakeChanges, as in a busy floor's batch
	begins        = core.Instant(1_767_258_000_000_000)
	levelNeeded   = 3
	levelLowered  = 1
	premierOf     = 10
	premierPoints = 20
)

// config has three steps per queue (more priority, a lower level, another
// profile) and as many profiles as queues. All five rules of choice occur.
func (s *size) config() routing.Config {
	choices := []routing.Choice{
		routing.LongestIdle, routing.LeastOccupied, routing.BestSkilled, routing.RoundRobin, routing.Fill,
	}
	thresholds := []time.Duration{20 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute}
	lower := make([]routing.Need, s.languages)
	for i := range lower {
		lower[i] = routing.Need{Skill: language(i), Level: levelLowered}
	}
	var c routing.Config
	for i := range s.queues {
		c.Queues = append(c.Queues, routing.Queue{
			Key:          queueKey(i),
			Priority:     10 * (i % 3),
			ServiceLevel: routing.ServiceLevel{Threshold: thresholds[i%len(thresholds)], Goal: 0.8},
			Offer:        routing.Offer{Timeout: offerTimeout},
			WrapUp:       routing.WrapUp{Mode: routing.WrapUpTimed, Length: 10 * time.Minute},
			Choice:       choices[i%len(choices)],
			Steps: []routing.Step{
				{After: 30 * time.Second, Priority: 10},
				{After: 2 * time.Minute, Lower: lower},
				{After: 10 * time.Minute, AddProfile: profileKey((i + s.queues/2) % s.queues)},
			},
		})
		p := routing.Profile{Key: profileKey(i)}
		for n := range s.perAgent {
			p.Queues = append(p.Queues, routing.ProfileQueue{Queue: queueKey((i + n) % s.queues), Rank: 1 + 3*n/s.perAgent})
		}
		c.Profiles = append(c.Profiles, p)
	}
	return c
}

func queueKey(i int) string   { return fmt.Sprintf("queue-%03d@centro", i) }
func profileKey(i int) string { return fmt.Sprintf("profile-%03d", i) }
func language(i int) string   { return fmt.Sprintf("lang-%02d", i) }

// channelOf a queue; both fill an agent's hands.
func channelOf(queue int) core.Channel {
	if queue%2 == 0 {
		return core.Voice
	}
	return core.Visit
}

// agent is the i-th agent: any profile, any two of the spoken languages, any
// levels, so that hardly two agents are alike.
func (s *size) agent(r *rand.Rand, i, spoken int) routing.Agent {
	first := r.IntN(spoken)
	second := (first + 1 + r.IntN(spoken-1)) % spoken
	return routing.Agent{
		ID: newID(r, begins, i), Site: "centro", Team: "north", Profile: profileKey(r.IntN(s.queues)),
		Skills: []routing.Need{
			{Skill: language(first), Level: levelNeeded + r.IntN(3)},
			{Skill: language(second), Level: 1 + r.IntN(5)},
		},
	}
}

// newID is like a UUID version 7, but random from a seed; its last four bytes
// are a number of our own, so that effects can be followed without a map.
func newID(r *rand.Rand, at core.Instant, number int) core.ID {
	var id core.ID
	binary.BigEndian.PutUint64(id[:8], uint64(at/1000)<<16|0x7000|uint64(r.IntN(1<<12)))
	binary.BigEndian.PutUint32(id[8:], 0x8000_0000|r.Uint32()>>2)
	binary.BigEndian.PutUint32(id[12:], uint32(number))
	return id
}

func numberOf(id core.ID) int { return int(binary.BigEndian.Uint32(id[12:])) }
