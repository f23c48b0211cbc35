package routing_test

import (
	"math"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// Ensure that after five departures the expected wait is the place divided by
// the queue's departures per second, and follows when they become rarer.
func TestExpectedWaitFollowsDepartures(t *testing.T) {
	t.Parallel()
	config := routing.Config{
		Queues:   []routing.Queue{{Key: "calls", Offer: routing.Offer{AutoAccept: true}}},
		Profiles: []routing.Profile{{Key: "all", Queues: []routing.ProfileQueue{{Queue: "calls"}}}},
	}
	engine, err := routing.New(config)
	if err != nil {
		t.Fatal(err)
	}
	now, made := scriptStart, 0
	step := func(cmd routing.Command) {
		t.Helper()
		if _, err := engine.Step(now, cmd); err != nil {
			t.Fatalf("%T: %v", cmd, err)
		}
	}
	enqueue := func() {
		t.Helper()
		step(&routing.Enqueue{Work: routing.Work{ID: callID(made), Channel: core.Voice, Queue: "calls"}})
		made++
	}
	step(&routing.SignIn{Agent: routing.Agent{ID: alias('a', 1), Profile: "all"}, Ready: true})
	for range 20 {
		enqueue() // the first is served, 19 wait
	}
	serve := func(count int, every time.Duration) {
		t.Helper()
		for range count {
			now = now.Add(every)
			step(&routing.Release{Work: callID(made - 20)}) // the longest waiting follows
			enqueue()
		}
	}
	expect := func(place int, want, tolerance float64) {
		t.Helper()
		waiting := engine.Waiting("calls", 100)
		got, expected, ok := engine.Place(waiting[place-1])
		if !ok || got != place || math.Abs(expected.Seconds()/want-1) > tolerance {
			t.Errorf("place %d %t, expected %s, want %d and %g s", got, ok, expected, place, want)
		}
	}
	serve(6, 10*time.Second)
	expect(10, 100, 0.2) // few departures yet, but of the right rate
	serve(500, 10*time.Second)
	expect(1, 10, 0.02)
	expect(12, 120, 0.02)
	serve(300, 30*time.Second) // ten time constants
	expect(12, 360, 0.02)
	info, ok := engine.QueueInfo("calls")
	if !ok || info.Waiting != 19 || math.Abs(info.Expected.Seconds()/600-1) > 0.02 {
		t.Errorf("queue %+v, want 19 waiting and about 600 s", info)
	}
}
