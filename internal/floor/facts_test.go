package floor

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"turno/internal/core"
	"turno/internal/routing"
)

var (
	work1  = core.ID{15: 1}
	agent1 = core.ID{14: 1, 15: 1}
	agent2 = core.ID{14: 1, 15: 2}
)

// story feeds a facts machine effect by effect. Its state goes through JSON
// before every step, as it does through the store after a crash: whatever is
// derived must survive that.
type story struct {
	t  *testing.T
	f  *facts
	at core.Instant
}

func newStory(t *testing.T, channel core.Channel) *story {
	t.Helper()
	s := &story{t: t, f: newFacts(testRules())}
	s.f.create(&routing.Work{ID: work1, Channel: channel, Language: "es"}, &Meta{
		Contact: core.ID{1: 9}, Service: "pay", Segment: "premier", Label: "A-014",
		SLThreshold: time.Minute, ShortAbandon: 5 * time.Second,
	})
	for _, agent := range []core.ID{agent1, agent2} {
		s.effects(routing.Effect{Kind: routing.PresenceChanged, Agent: agent, Presence: core.Ready, Team: "north", Site: "mixco"})
	}
	s.f.take()
	return s
}

func testRules() rules {
	return rules{
		names:     cutAtSite,
		targets:   func(string) Targets { return Targets{SLThreshold: 20 * time.Second, ShortAbandon: 3 * time.Second} },
		class:     func(string) core.ReasonClass { return core.ClassBreak },
		answering: AnsweringOf,
		newID:     func() core.ID { return core.ID{0: 7} },
	}
}

// second moves the clock.
func (s *story) second(n int) *story {
	s.at = core.Instant(n) * 1_000_000
	return s
}

func (s *story) effects(effects ...routing.Effect) *story {
	s.t.Helper()
	s.reload()
	for i := range effects {
		e := &effects[i]
		e.At = s.at
		if e.Kind != routing.PresenceChanged && e.Kind != routing.ActivityChanged && e.Kind != routing.AgentMoved {
			e.Work = work1
			e.Channel = s.f.works[work1].Channel
			if e.Leg == 0 {
				e.Leg = 1
			}
			if e.Queue == "" {
				e.Queue = "billing@mixco"
			}
		}
	}
	s.f.step(effects)
	return s
}

func (s *story) note(note Note) *story {
	s.reload()
	s.f.note(note, s.at)
	return s
}

func (s *story) reload() {
	s.t.Helper()
	if w, ok := s.f.works[work1]; ok {
		doc, err := json.Marshal(w)
		if err != nil {
			s.t.Fatal(err)
		}
		again := &workFacts{}
		if err := json.Unmarshal(doc, again); err != nil {
			s.t.Fatal(err)
		}
		s.f.works[work1] = again
	}
}

// legs are those written so far, and their seconds are short to read.
func (s *story) legs(want ...core.Leg) {
	s.t.Helper()
	got, _ := s.f.take()
	for i := range want {
		w := &want[i]
		w.ID, w.Work, w.Contact = core.ID{0: 7}, work1, core.ID{1: 9}
		w.Direction, w.Service, w.Segment, w.Language = core.Inbound, "pay", "premier", "es"
		for _, at := range []*core.Instant{&w.Arrived, &w.Queued, &w.Offered, &w.Answered, &w.Released, &w.Wrapped} {
			*at *= 1_000_000
		}
		if w.Queue == "" {
			w.Queue, w.Site = "billing", "mixco"
		}
	}
	targets := cmpopts.IgnoreFields(core.Leg{}, "SLThreshold", "ShortAbandon", "Channel")
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), targets); diff != "" {
		s.t.Fatalf("legs (-want +got):\n%s", diff)
	}
}

func queued(leg, place int) routing.Effect {
	return routing.Effect{Kind: routing.Queued, Leg: leg, Place: place, Expected: time.Minute, Priority: 50}
}

func offered(agent core.ID) routing.Effect {
	return routing.Effect{Kind: routing.Offered, Agent: agent, Priority: 50}
}

func assigned(agent core.ID) routing.Effect {
	return routing.Effect{Kind: routing.Assigned, Agent: agent, Priority: 50, Cause: routing.CauseAccept}
}

func released(agent core.ID) routing.Effect {
	return routing.Effect{Kind: routing.Released, Agent: agent, Ends: core.Handled}
}

func of(kind routing.EffectKind, agent core.ID) routing.Effect {
	return routing.Effect{Kind: kind, Agent: agent}
}

// Ensure a visit becomes one leg, with the answer at the call the visitor
// followed, and is written when its wrap-up ends.
func TestFacts_Visit(t *testing.T) {
	t.Parallel()
	s := newStory(t, core.Visit)
	s.second(10).effects(queued(1, 3), offered(agent1))
	s.second(20).effects(assigned(agent1)).note(Called{Work: work1, Position: "4"})
	s.second(25).note(Recalled{Work: work1})
	s.second(30).note(Answered{Work: work1, At: 25_000_000})
	s.second(40).note(Described{Work: work1, Reason: "card", Outcome: "solved"})
	s.second(60).effects(released(agent1), of(routing.WrapUpStarted, agent1))
	s.legs()
	s.second(70).effects(of(routing.WrapUpEnded, agent1))
	s.legs(core.Leg{
		Number: 1, Agent: agent1, Team: "north", Position: "4", Reason: "card", Outcome: "solved",
		Arrived: 10, Queued: 10, Offered: 10, Answered: 25, Released: 60, Wrapped: 70,
		End: core.Handled, EndedBy: core.ByAgent, Offers: 1, Recalls: 1, Priority: 50, Place: 3, Announced: time.Minute,
	})
}

// Ensure what a channel never told is taken from the rule of its kind.
func TestFacts_Untold(t *testing.T) {
	t.Parallel()
	for channel, answered := range map[core.Channel]core.Instant{
		core.Visit: 20, core.Voice: 20, core.Task: 20, core.Chat: 60, core.Email: 60,
	} {
		s := newStory(t, channel)
		s.second(10).effects(queued(1, 1), offered(agent1))
		s.second(20).effects(assigned(agent1))
		s.second(60).effects(released(agent1))
		s.legs(core.Leg{
			Number: 1, Agent: agent1, Team: "north", Arrived: 10, Queued: 10, Offered: 10, Answered: answered,
			Released: 60, Wrapped: 60, End: core.Handled, EndedBy: core.ByAgent, Offers: 1,
			Priority: 50, Place: 1, Announced: time.Minute,
		})
	}
}

// Ensure an answered work that comes back has two legs, and one that was not
// answered goes on in its own.
func TestFacts_Return(t *testing.T) {
	t.Parallel()
	back := routing.Effect{Kind: routing.Queued, Returned: true, Place: 1, Expected: -1, Priority: 50, Arrived: 10_000_000, Party: core.ByAgent}
	t.Run("Answered", func(t *testing.T) {
		t.Parallel()
		s := newStory(t, core.Visit)
		s.second(10).effects(queued(1, 1), offered(agent1))
		s.second(20).effects(assigned(agent1)).note(Answered{Work: work1})
		s.second(50).effects(back, offered(agent2))
		s.legs(core.Leg{
			Number: 1, Agent: agent1, Team: "north", Arrived: 10, Queued: 10, Offered: 10, Answered: 20,
			Released: 50, Wrapped: 50, End: core.Handled, EndDetail: "returned", EndedBy: core.ByAgent, Offers: 1,
			Priority: 50, Place: 1, Announced: time.Minute,
		})
		s.second(55).effects(assigned(agent2))
		s.second(80).effects(released(agent2))
		s.legs(core.Leg{
			Number: 2, Agent: agent2, Team: "north", Arrived: 10, Queued: 50, Offered: 50, Answered: 55,
			Released: 80, Wrapped: 80, End: core.Handled, EndedBy: core.ByAgent, Offers: 1,
			Priority: 50, Place: 1, Announced: -time.Microsecond,
		})
	})
	t.Run("Unanswered", func(t *testing.T) {
		t.Parallel()
		s := newStory(t, core.Visit)
		s.second(10).effects(queued(1, 2), offered(agent1))
		s.second(20).effects(assigned(agent1)).note(Called{Work: work1, Position: "4"})
		s.second(50).effects(back, offered(agent2))
		s.second(60).effects(routing.Effect{Kind: routing.Cancelled, Ends: core.Abandoned})
		s.legs(core.Leg{
			Number: 1, Agent: agent2, Team: "north", Arrived: 10, Queued: 10, Offered: 50,
			Released: 60, Wrapped: 60, End: core.Abandoned, EndedBy: core.ByCustomer, Offers: 2,
			Priority: 50, Place: 2, Announced: time.Minute,
		})
	})
}

// Ensure a work that flows through three queues leaves three legs, and that one
// still wraps up while the next waits.
func TestFacts_Flow(t *testing.T) {
	t.Parallel()
	s := newStory(t, core.Voice)
	s.second(10).effects(queued(1, 5))
	s.second(40).effects(
		routing.Effect{Kind: routing.Overflowed, Leg: 1, To: routing.ToQueue, Target: "general", Trigger: routing.Waited, Ends: core.FlowedOut},
		routing.Effect{Kind: routing.Queued, Leg: 2, Queue: "general", Place: 1, Expected: -1, Arrived: 10_000_000})
	s.legs(core.Leg{
		Number: 1, Arrived: 10, Queued: 10, Released: 40, Wrapped: 40, End: core.FlowedOut, EndDetail: "general",
		EndedBy: core.BySystem, Priority: 50, Place: 5, Announced: time.Minute,
	})
	general := func(e routing.Effect) routing.Effect { e.Leg, e.Queue = 2, "general"; return e }
	s.second(41).effects(general(offered(agent1)))
	s.second(45).effects(general(assigned(agent1))).note(Answered{Work: work1})
	transferred := general(released(agent1))
	transferred.Detail = "experts"
	s.second(90).effects(transferred, general(of(routing.WrapUpStarted, agent1)),
		routing.Effect{Kind: routing.Queued, Leg: 3, Queue: "experts", Place: 1, Expected: -1, Arrived: 10_000_000})
	s.legs()
	s.second(95).effects(routing.Effect{Kind: routing.Cancelled, Leg: 3, Queue: "experts", Ends: core.Failed, Detail: "line"})
	s.legs(core.Leg{
		Number: 3, Queue: "experts", Arrived: 10, Queued: 90, Released: 95, Wrapped: 95, End: core.Failed, EndDetail: "line",
		EndedBy: core.BySystem, Place: 1, Announced: -time.Microsecond,
	})
	s.second(99).effects(general(of(routing.WrapUpEnded, agent1)))
	s.legs(core.Leg{
		Number: 2, Queue: "general", Agent: agent1, Team: "north", Arrived: 10, Queued: 40, Offered: 41, Answered: 45,
		Released: 90, Wrapped: 99, End: core.Handled, EndDetail: "experts", EndedBy: core.ByAgent, Offers: 1,
		Priority: 50, Place: 1, Announced: -time.Microsecond,
	})
}

// Ensure hold, interruption and parking are summed once each, the strongest
// first, and only after the answer, even one that is told late.
func TestFacts_Pauses(t *testing.T) {
	t.Parallel()
	resumed := routing.Effect{Kind: routing.Resumed, Agent: agent1, Cause: routing.CauseResume}
	unparked := routing.Effect{Kind: routing.Resumed, Agent: agent1, Cause: routing.CauseUnpark}
	s := newStory(t, core.Chat)
	s.second(10).effects(queued(1, 1), offered(agent1))
	s.second(20).effects(assigned(agent1))
	s.second(21).effects(of(routing.Held, agent1))
	s.second(25).effects(of(routing.Interrupted, agent1)) // stronger than the hold
	s.second(27).effects(of(routing.Continued, agent1))
	s.second(29).effects(resumed)
	s.second(30).note(Answered{Work: work1, At: 23_000_000})
	s.second(40).effects(of(routing.Parked, agent1))
	s.second(50).effects(unparked)
	s.second(55).effects(of(routing.Held, agent1))
	s.second(60).effects(released(agent1))
	s.legs(core.Leg{
		Number: 1, Agent: agent1, Team: "north", Arrived: 10, Queued: 10, Offered: 10, Answered: 23, Released: 60, Wrapped: 60,
		Hold: (2 + 2 + 5) * time.Second, Paused: 2 * time.Second, Parked: 10 * time.Second,
		End: core.Handled, EndedBy: core.ByAgent, Offers: 1, Priority: 50, Place: 1, Announced: time.Minute,
	})
}

// Ensure an answered work that another agent unparks is handled by the first and
// begins anew with the second.
func TestFacts_UnparkElsewhere(t *testing.T) {
	t.Parallel()
	s := newStory(t, core.Visit)
	s.second(10).effects(queued(1, 1), offered(agent1))
	s.second(20).effects(assigned(agent1)).note(Answered{Work: work1})
	s.second(30).effects(of(routing.Parked, agent1))
	elsewhere := assigned(agent2)
	elsewhere.Cause, elsewhere.Party = routing.CauseUnpark, core.ByAgent
	s.second(50).effects(elsewhere)
	s.legs(core.Leg{
		Number: 1, Agent: agent1, Team: "north", Arrived: 10, Queued: 10, Offered: 10, Answered: 20, Released: 50, Wrapped: 50,
		Parked: 20 * time.Second, End: core.Handled, EndDetail: "returned", EndedBy: core.ByAgent, Offers: 1,
		Priority: 50, Place: 1, Announced: time.Minute,
	})
	s.second(70).effects(released(agent2))
	s.legs(core.Leg{
		Number: 2, Agent: agent2, Team: "north", Arrived: 10, Queued: 50, Answered: 50, Released: 70, Wrapped: 70,
		End: core.Handled, EndedBy: core.ByAgent, Priority: 50, Announced: -time.Microsecond,
	})
}

// Ensure the ends of waiting never stand on a leg that was answered.
func TestFacts_CancelAnswered(t *testing.T) {
	t.Parallel()
	s := newStory(t, core.Voice)
	s.second(10).effects(queued(1, 1), offered(agent1))
	s.second(20).effects(assigned(agent1)).note(Answered{Work: work1})
	s.second(30).effects(routing.Effect{Kind: routing.Cancelled, Agent: agent1, Ends: core.Abandoned, Party: core.ByCustomer})
	s.legs(core.Leg{
		Number: 1, Agent: agent1, Team: "north", Arrived: 10, Queued: 10, Offered: 10, Answered: 20, Released: 30, Wrapped: 30,
		End: core.Handled, EndDetail: "abandoned", EndedBy: core.ByCustomer, Offers: 1, Priority: 50, Place: 1, Announced: time.Minute,
	})
}

// Ensure a visitor who was called and did not come is a no-show without an answer.
func TestFacts_NoShow(t *testing.T) {
	t.Parallel()
	s := newStory(t, core.Visit)
	s.second(10).effects(queued(1, 1), offered(agent1))
	s.second(20).effects(assigned(agent1)).note(Called{Work: work1})
	s.second(30).note(Recalled{Work: work1})
	noShow := released(agent1)
	noShow.Ends = core.NoShow
	s.second(40).effects(noShow)
	s.legs(core.Leg{
		Number: 1, Agent: agent1, Team: "north", Arrived: 10, Queued: 10, Offered: 10, Released: 40, Wrapped: 40,
		End: core.NoShow, EndedBy: core.ByAgent, Offers: 1, Recalls: 1, Priority: 50, Place: 1, Announced: time.Minute,
	})
}

// Ensure an agent's intervals have no gaps and no zero lengths, and end with the
// sign-out.
func TestFacts_Intervals(t *testing.T) {
	t.Parallel()
	f := newFacts(testRules())
	var at core.Instant
	do := func(second int, effects ...routing.Effect) {
		at = core.Instant(second) * 1_000_000
		for i := range effects {
			effects[i].At, effects[i].Agent = at, agent1
		}
		f.step(effects)
	}
	presence := func(p core.Presence, reason string) routing.Effect {
		return routing.Effect{Kind: routing.PresenceChanged, Presence: p, Reason: reason, Site: "mixco", Team: "north", Profile: "all"}
	}
	activity := func(a core.Activity, works int) routing.Effect {
		return routing.Effect{Kind: routing.ActivityChanged, Activity: a, Channel: core.Visit, Works: works}
	}
	do(0, presence(core.NotReady, core.ReasonSignedIn))
	do(5, presence(core.Ready, ""), activity(core.Offered, 0))
	do(8, activity(core.Engaged, 1))
	do(20, activity(core.WrapUp, 1))
	do(20, presence(core.Ready, "")) // the same again
	do(25, activity(core.Idle, 0), activity(core.Offered, 0))
	do(26, activity(core.Idle, 0), presence(core.NotReady, "lunch"))
	do(30, routing.Effect{Kind: routing.AgentMoved, Site: "lisbon", Team: "south", Profile: "all"})
	do(40, presence(core.Offline, ""))
	_, got := f.take()
	interval := func(from, to int, p core.Presence, reason string, class core.ReasonClass, a core.Activity, works int) core.AgentInterval {
		i := core.AgentInterval{
			ID: core.ID{0: 7}, Agent: agent1, Site: "mixco", Team: "north", Profile: "all", Presence: p, Reason: reason, Class: class,
			Activity: a, Works: works, From: core.Instant(from) * 1_000_000, To: core.Instant(to) * 1_000_000,
		}
		if a != core.Idle {
			i.Channel = core.Visit
		}
		return i
	}
	want := []core.AgentInterval{
		interval(0, 5, core.NotReady, core.ReasonSignedIn, core.ClassBreak, core.Idle, 0),
		interval(5, 8, core.Ready, "", "", core.Offered, 0),
		interval(8, 20, core.Ready, "", "", core.Engaged, 1),
		interval(20, 25, core.Ready, "", "", core.WrapUp, 1),
		interval(25, 26, core.Ready, "", "", core.Offered, 0),
		interval(26, 30, core.NotReady, "lunch", core.ClassBreak, core.Idle, 0),
		interval(30, 40, core.NotReady, "lunch", core.ClassBreak, core.Idle, 0),
	}
	want[6].Site, want[6].Team = "lisbon", "south"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("intervals (-want +got):\n%s", diff)
	}
	if len(f.agents) != 0 {
		t.Fatal("an agent is left after the sign-out")
	}
}
