package faults

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
)

// The child's instructions come in the environment.
const storeVariable = "TURNO_FAULTS_STORE"

const (
	agentsN    = 10
	customersN = 6
	waitingMax = 40 // enough that agents always find work
)

func agentID(n int) core.ID { return core.ID{0: 0xA6, 15: byte(n + 1)} }

func config() routing.Config {
	return routing.Config{
		Queues: []routing.Queue{
			{Key: "visits", Offer: routing.Offer{Timeout: -1}},
			{Key: "voice", Offer: routing.Offer{Timeout: -1}, WrapUp: routing.WrapUp{Mode: routing.WrapUpTimed, Length: 20 * time.Millisecond}},
		},
		Profiles: []routing.Profile{{Key: "all", Queues: []routing.ProfileQueue{{Queue: "visits"}, {Queue: "voice"}}}},
	}
}

func openFloor(ctx context.Context, s *store.Store, b *bus.Bus) (*floor.Floor, error) {
	return floor.Open(ctx, floor.Options{
		Store: s, Config: config(), Bus: b,
		Desk: func() floor.DeskTimes { return floor.DeskTimes{Grace: time.Hour, ChatReturn: time.Hour} },
	})
}

// TestChild is not a test but the process that is killed; it runs only when a
// parent asks for it.
func TestChild(t *testing.T) {
	url := os.Getenv(storeVariable)
	if url == "" {
		t.Skip("run by the tests that kill it")
	}
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := openFloor(t.Context(), s, bus.New())
	if err != nil {
		t.Fatal(err)
	}
	c := &child{f: f, speaker: speaker{out: os.Stdout}}
	for n := range agentsN {
		go c.agent(agentID(n))
	}
	for range customersN {
		go c.customer()
	}
	select {} // until killed
}

type child struct {
	f *floor.Floor
	speaker
}

// do hands in a command about a work and reports it. A refusal that the load
// itself can bring about (the customer left first) is not reported as done.
func (c *child) do(st stage, work, agent core.ID, request floor.Request) bool {
	c.say("asks", st, work, agent)
	request.Command.Header().ID = clock.NewID()
	_, err := c.f.Do(context.Background(), request)
	switch core.CodeOf(err) {
	case "":
		c.say("done", st, work, agent)
		return true
	case core.Conflict, core.NotFound, core.Late:
		c.say("back", st, work, agent)
		return false
	default:
		c.failf("%s %s: %v", st, work, err)
		return false
	}
}

// customer comes, and now and then leaves again before being served.
func (c *child) customer() {
	for {
		var waiting int
		err := c.f.View(context.Background(), func(v floor.View) error {
			waiting = len(v.Works())
			return nil
		})
		if err != nil || waiting > waitingMax {
			time.Sleep(time.Millisecond)
			continue
		}
		work := routing.Work{ID: clock.NewID(), Channel: core.Visit, Queue: "visits"}
		if rand.IntN(2) == 0 {
			work.Channel, work.Queue = core.Voice, "voice"
		}
		c.do(enqueued, work.ID, core.NoID, floor.Request{
			Command: &routing.Enqueue{Work: work}, Meta: &floor.Meta{Contact: work.ID},
		})
	}
}

// agent signs in where needed, ends what it has in hand, and takes what it is
// offered.
func (c *child) agent(id core.ID) {
	for {
		var state floor.AgentView
		var offered floor.WorkView
		var signedIn bool
		err := c.f.View(context.Background(), func(v floor.View) error {
			state, signedIn = v.Agent(id)
			offered, _ = v.Work(state.Offered)
			return nil
		})
		switch {
		case err != nil:
			c.failf("view: %v", err)
		case !signedIn:
			agent := routing.Agent{ID: id, Profile: "all", Team: "north"}
			_, err := c.f.Do(context.Background(), floor.Request{
				Command: &routing.SignIn{Head: routing.Head{ID: clock.NewID()}, Agent: agent, Ready: true},
			})
			if err != nil {
				c.failf("sign in: %v", err)
			}
		case len(state.Works) > 0 && !state.Works[0].WrapUp:
			work := state.Works[0].Work
			time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
			c.do(ended, work, id, floor.Request{
				Command: &routing.Release{Work: work}, Note: floor.Described{Work: work, Reason: "test"},
			})
		case !offered.ID.IsZero() && rand.IntN(10) == 0:
			c.do(left, offered.ID, core.NoID, floor.Request{Command: &routing.Cancel{Work: offered.ID, End: core.Abandoned}})
		case !offered.ID.IsZero():
			c.do(accepted, offered.ID, id, floor.Request{
				Command: &routing.Accept{Work: offered.ID, Agent: id, Offer: offered.Offer},
			})
		default:
			time.Sleep(time.Millisecond)
		}
	}
}
