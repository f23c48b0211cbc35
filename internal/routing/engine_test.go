package routing

import (
	"testing"
	"time"

	"turno/internal/core"
)

func testID(n byte) core.ID { return core.ID{15: n} }

func TestOneContact(t *testing.T) {
	t.Parallel()
	e, err := New(Config{
		Queues:   []Queue{{Key: "q", WrapUp: WrapUp{Mode: WrapUpTimed, Length: 30 * time.Second}}},
		Profiles: []Profile{{Key: "p", Queues: []ProfileQueue{{Queue: "q"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	now := core.Instant(1_000_000_000)
	step := func(c Command) []Effect {
		t.Helper()
		effects, err := e.Step(now, c)
		if err != nil {
			t.Fatal(err)
		}
		for _, ef := range effects {
			t.Logf("%+v", ef)
		}
		return effects
	}
	a, w := testID(1), testID(2)
	step(&SignIn{Agent: Agent{ID: a, Profile: "p"}, Ready: true})
	effects := step(&Enqueue{Work: Work{ID: w, Channel: core.Visit, Queue: "q"}})
	if len(effects) != 3 || effects[1].Kind != Offered || effects[1].Agent != a {
		t.Fatalf("want queued, offered, activity: %+v", effects)
	}
	step(&Accept{Work: w, Agent: a, Offer: effects[1].Offer})
	step(&Release{Work: w})
	at, ok := e.Next()
	if !ok || at != now.Add(30*time.Second) {
		t.Fatalf("wrap-up timer: %v %v", at, ok)
	}
	now = at
	step(&Tick{})
	if _, there := e.Work(w); there {
		t.Fatal("the work should be gone")
	}
	state, _ := e.Agent(a)
	if state.Activity != core.Idle {
		t.Fatalf("activity %s", state.Activity)
	}
}

// Ensure an explanation says what the priority is made of.
func TestExplainPriority(t *testing.T) {
	t.Parallel()
	e, err := New(Config{
		Queues: []Queue{{Key: "q", Priority: 20, Steps: []Step{{After: time.Minute, Priority: 15}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	now := core.Instant(1_000_000_000)
	id := testID(3)
	if _, err := e.Step(now, &Enqueue{Work: Work{ID: id, Channel: core.Visit, Queue: "q", Priority: 90}}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Step(now.Add(time.Minute), &Tick{}); err != nil {
		t.Fatal(err)
	}
	x, err := e.Explain(id)
	if err != nil {
		t.Fatal(err)
	}
	if want := (PriorityParts{Queue: 20, Own: 90, Steps: 15, Total: 115}); x.Priority != want {
		t.Errorf("priority %+v, want %+v: queue and own together are at most 100", x.Priority, want)
	}
}
