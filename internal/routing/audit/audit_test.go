package audit_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/routing/audit"
)

const start core.Instant = 1_000_000_000

func id(kind byte, n byte) core.ID { return core.ID{0: kind, 15: n} }

// tape plays hand-made effects to an auditor.
type tape struct {
	x    *audit.Auditor
	seq  uint64
	at   core.Instant
	errs []string
}

func newTape(config routing.Config) *tape { return &tape{x: audit.New(config), at: start} }

// step lets a command have these effects; instant and number are filled in.
func (p *tape) step(after time.Duration, cmd routing.Command, err error, effects ...routing.Effect) {
	p.at = p.at.Add(after)
	for i := range effects {
		p.seq++
		effects[i].Seq = p.seq
		if effects[i].At == 0 {
			effects[i].At = p.at
		}
	}
	if problem := p.x.Observe(p.at, cmd, effects, err); problem != nil {
		p.errs = append(p.errs, problem.Error())
	}
}

// engine is the public state of an engine that says what the test wants.
type engine struct {
	next    core.Instant
	agents  []core.ID
	works   []core.ID
	waiting []core.ID
}

func (e engine) Next() (core.Instant, bool) { return e.next, e.next != 0 }
func (e engine) Agents() []core.ID          { return e.agents }
func (e engine) QueueKeys() []string        { return []string{"q"} }
func (e engine) Work(id core.ID) (routing.WorkState, bool) {
	if slices.Contains(e.works, id) {
		return routing.WorkState{}, true
	}
	return routing.WorkState{}, false
}
func (e engine) Waiting(string, int) []core.ID { return e.waiting }

func (p *tape) settle(e engine) {
	if problem := p.x.Settle(e); problem != nil {
		p.errs = append(p.errs, problem.Error())
	}
}

func (p *tape) expect(t *testing.T, part string) {
	t.Helper()
	all := strings.Join(p.errs, "\n")
	if part == "" && all != "" {
		t.Errorf("blameless, but: %s", all)
	}
	if !strings.Contains(all, part) {
		t.Errorf("want a breach with %q, got %q", part, all)
	}
}

func oneQueue() routing.Config {
	return routing.Config{
		Queues:   []routing.Queue{{Key: "q"}},
		Profiles: []routing.Profile{{Key: "p", Queues: []routing.ProfileQueue{{Queue: "q"}}}},
	}
}

func (p *tape) signIn(n byte) {
	a := routing.Agent{ID: id('a', n), Profile: "p", Skills: []routing.Need{{Skill: "pt", Level: 2}}}
	p.step(time.Second, &routing.SignIn{Agent: a, Ready: true}, nil,
		routing.Effect{Kind: routing.PresenceChanged, Agent: a.ID, Presence: core.Ready})
}

func queued(n byte, at core.Instant, place int) routing.Effect {
	return routing.Effect{Kind: routing.Queued, Work: id('w', n), Leg: 1, Channel: core.Voice, Queue: "q", Arrived: at, Since: at, Place: place}
}

func offered(n, a byte, number uint64, at core.Instant) routing.Effect {
	return routing.Effect{Kind: routing.Offered, Work: id('w', n), Leg: 1, Channel: core.Voice, Queue: "q", Agent: id('a', a), Offer: number, Deadline: at.Add(20 * time.Second)}
}

func busy(a byte, what core.Activity) routing.Effect {
	return routing.Effect{Kind: routing.ActivityChanged, Agent: id('a', a), Activity: what}
}

func (p *tape) enqueue(n byte, needs routing.Needs, effects ...routing.Effect) {
	p.step(0, &routing.Enqueue{Work: routing.Work{ID: id('w', n), Queue: "q", Channel: core.Voice, Needs: needs}}, nil, effects...)
}

func workEffect(kind routing.EffectKind, n, a byte) routing.Effect {
	return routing.Effect{Kind: kind, Work: id('w', n), Leg: 1, Channel: core.Voice, Queue: "q", Agent: id('a', a)}
}

// Ensure that the auditor blames nobody for a correct course of events.
func TestBlameless(t *testing.T) {
	t.Parallel()
	p := newTape(oneQueue())
	p.signIn(1)
	p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 1, 1, p.at), busy(1, core.Offered))
	p.settle(engine{next: p.at.Add(20 * time.Second), agents: []core.ID{id('a', 1)}, works: []core.ID{id('w', 1)}})
	taken := workEffect(routing.Assigned, 1, 1)
	taken.Cause, taken.Offer = routing.CauseAccept, 1
	p.step(time.Second, &routing.Accept{Work: id('w', 1), Agent: id('a', 1), Offer: 1}, nil, taken, busy(1, core.Engaged))
	done := workEffect(routing.Released, 1, 1)
	done.Ends = core.Handled
	p.step(time.Second, &routing.Release{Work: id('w', 1)}, nil, done, busy(1, core.Idle))
	p.settle(engine{agents: []core.ID{id('a', 1)}})
	p.expect(t, "")
	if ended, open := p.x.Legs(); ended != 1 || open != 0 {
		t.Errorf("%d legs ended, %d open", ended, open)
	}
}

// Ensure that the auditor sees each kind of breach: a course of events with one
// mistake is blamed for that mistake.
func TestBreaches(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		play func(p *tape)
		want string
	}{
		{"offered twice", func(p *tape) {
			p.signIn(1)
			p.signIn(2)
			p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 1, 1, p.at), offered(1, 2, 2, p.at))
		}, "work is offered"},
		{"two offers to one agent", func(p *tape) {
			p.signIn(1)
			p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 1, 1, p.at))
			p.enqueue(2, nil, queued(2, p.at, 2), offered(2, 1, 2, p.at))
		}, "another offer outstanding"},
		{"needs not met", func(p *tape) {
			p.signIn(1)
			p.enqueue(1, routing.Needs{{{Skill: "pt", Level: 3}}}, queued(1, p.at, 1), offered(1, 1, 1, p.at))
		}, "needs"},
		{"not the longest idle", func(p *tape) {
			p.signIn(1)
			p.signIn(2)
			p.settle(engine{agents: []core.ID{id('a', 1), id('a', 2)}})
			p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 2, 1, p.at))
		}, "better agent"},
		{"not the first in line", func(p *tape) {
			p.enqueue(1, nil, queued(1, p.at, 1))
			p.at++
			p.enqueue(2, nil, queued(2, p.at, 2))
			p.settle(engine{works: []core.ID{id('w', 1), id('w', 2)}, waiting: []core.ID{id('w', 1), id('w', 2)}})
			p.step(0, &routing.SignIn{Agent: routing.Agent{ID: id('a', 1), Profile: "p"}, Ready: true}, nil,
				routing.Effect{Kind: routing.PresenceChanged, Agent: id('a', 1), Presence: core.Ready}, offered(2, 1, 1, p.at))
		}, "better work"},
		{"left apart", func(p *tape) {
			p.signIn(1)
			p.enqueue(1, nil, queued(1, p.at, 1))
			p.settle(engine{agents: []core.ID{id('a', 1)}, works: []core.ID{id('w', 1)}, waiting: []core.ID{id('w', 1)}})
		}, "may take it"},
		{"lost", func(p *tape) {
			p.enqueue(1, nil, queued(1, p.at, 1))
			p.settle(engine{})
		}, "is lost"},
		{"ended twice", func(p *tape) {
			p.enqueue(1, nil, queued(1, p.at, 1))
			gone := routing.Effect{Kind: routing.Cancelled, Work: id('w', 1), Leg: 1, Channel: core.Voice, Queue: "q", Ends: core.Abandoned}
			p.step(0, &routing.Cancel{Work: id('w', 1)}, nil, gone, gone)
		}, "has ended already"},
		{"never ended", func(p *tape) {
			p.enqueue(1, nil, queued(1, p.at, 1))
			gone := routing.Effect{Kind: routing.Cancelled, Work: id('w', 1), Leg: 1, Channel: core.Voice, Queue: "q"}
			p.step(0, &routing.Cancel{Work: id('w', 1)}, nil, gone)
		}, "without an end"},
		{"over budget", func(p *tape) {
			p.signIn(1)
			for n := byte(1); n <= 2; n++ {
				taken := workEffect(routing.Assigned, n, 1)
				taken.Cause = routing.CauseStart
				p.step(0, &routing.Start{Work: routing.Work{ID: id('w', n), Queue: "q", Channel: core.Voice}, Agent: id('a', 1)}, nil, queued(n, p.at, 1), taken)
			}
		}, "no room"},
		{"offer overdue", func(p *tape) {
			p.signIn(1)
			p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 1, 1, p.at), busy(1, core.Offered))
			p.step(20*time.Second, &routing.Tick{}, nil)
			p.settle(engine{agents: []core.ID{id('a', 1)}, works: []core.ID{id('w', 1)}})
		}, "was due"},
		{"timer forgotten", func(p *tape) {
			p.signIn(1)
			p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 1, 1, p.at), busy(1, core.Offered))
			p.settle(engine{agents: []core.ID{id('a', 1)}, works: []core.ID{id('w', 1)}})
		}, "the next timer is at"},
		{"accepted late", func(p *tape) {
			p.signIn(1)
			p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 1, 1, p.at))
			taken := workEffect(routing.Assigned, 1, 1)
			taken.Cause = routing.CauseAccept
			p.step(20*time.Second, &routing.Accept{Work: id('w', 1), Agent: id('a', 1), Offer: 1}, nil, taken)
		}, "should be refused late"},
		{"wrong place", func(p *tape) {
			p.enqueue(1, nil, queued(1, p.at, 2))
		}, "place 2"},
		{"a gap in the numbers", func(p *tape) {
			p.seq = 7
			p.enqueue(1, nil, queued(1, p.at, 1))
		}, "effect number 8 after 0"},
		{"wrong activity", func(p *tape) {
			p.signIn(1)
			p.enqueue(1, nil, queued(1, p.at, 1), offered(1, 1, 1, p.at))
			p.settle(engine{next: p.at.Add(time.Second), agents: []core.ID{id('a', 1)}, works: []core.ID{id('w', 1)}})
		}, "was told to be idle, is offered"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newTape(oneQueue())
			c.play(p)
			p.expect(t, c.want)
		})
	}
}
