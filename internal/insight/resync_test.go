package insight

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// Ensure that rows kept batch by batch, also by boards that lost some, are those
// of boards that read the floor and the store only now, whatever happened.
func TestKeptRowsAreFreshRows(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			d := newDay(t, seed)
			lossy := d.follow()
			kept, patched := d.screens(d.boards), d.screens(lossy)
			renewed := 0
			for range 30 {
				for range 1 + d.rand.IntN(8) {
					d.act()
				}
				d.turns(d.boards, kept)
				d.turns(lossy, patched)
				if n := d.boards.catchUp(nil); n != 0 {
					t.Fatalf("nothing was lost, and %d batches did not fit", n)
				}
				renewed += lossy.catchUp(func() bool { return d.rand.IntN(8) == 0 })
				if d.rand.IntN(3) == 0 {
					d.boards.settle()
					lossy.settle()
				}
			}
			if renewed == 0 {
				t.Error("no loss was noticed: the test tests nothing")
			}
			d.pass(2 * time.Second) // explanations are renewed once a second
			d.boards.settle()
			lossy.settle()
			fresh := d.follow()
			fresh.settle()
			now := d.screens(fresh)
			d.turns(fresh, now)
			fresh.settle()
			compare(t, "kept", kept, now)
			compare(t, "patched", patched, now)
		})
	}
}

func compare(t *testing.T, what string, have, want map[string]*screen) {
	t.Helper()
	if len(have) != len(want) {
		t.Fatalf("%s: %d topics, want %d", what, len(have), len(want))
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		h, w := have[name].copy(), want[name].copy()
		for k, doc := range w {
			if h[k] != doc {
				t.Errorf("%s %s: %s %s\nhave %s\nwant %s", what, name, k.kind, k.id, h[k], doc)
			}
			delete(h, k)
		}
		for k, doc := range h {
			t.Errorf("%s %s: %s %s should be gone: %s", what, name, k.kind, k.id, doc)
		}
	}
}

// day is a rig on which anything happens.
type day struct {
	*rig

	rand    *rand.Rand
	tickets []branch.Ticket
	people  []core.ID
}

func newDay(t *testing.T, seed uint64) *day {
	t.Helper()
	d := &day{rig: newRig(t), rand: rand.New(rand.NewPCG(seed, 1))}
	for i := range 3 {
		c, err := d.customers.Create(t.Context(), customer.New{Name: "Person " + strconv.Itoa(i), Segment: "premier"})
		d.ok(err)
		d.people = append(d.people, c.ID)
	}
	return d
}

func (d *day) logins() []string { return []string{"ana", "bob", "eva", "luz", "max"} }

// screens opens every topic but the visitors'.
func (d *day) screens(b *follower) map[string]*screen {
	d.t.Helper()
	all := map[string]*screen{}
	open := func(source Source, name, key string) { all[name+":"+key] = d.screen(source, name, key) }
	for _, login := range d.logins() {
		open(b.Desk(), "desk", d.agent(login).String())
	}
	for _, node := range []string{"org", "region:italy", "site:rome", "site:lima"} {
		open(b.Floor(), "floor", node)
		open(b.Wall(), "wall", node)
	}
	for _, site := range []string{"rome", "lima"} {
		open(b.Display(), "display", site)
		open(b.Kiosk(), "kiosk", site)
	}
	return all
}

// turns opens the pages of all visitors that are not open yet.
func (d *day) turns(b *follower, screens map[string]*screen) {
	d.t.Helper()
	for i := range d.tickets {
		name := "turn:" + d.tickets[i].Token
		if screens[name] == nil {
			screens[name] = d.screen(b.Turn(), "turn", d.tickets[i].Token)
		}
	}
}

// act lets one thing happen, or be refused.
func (d *day) act() {
	d.t.Helper()
	ctx := d.t.Context()
	agent := d.agent(pick(d.rand, d.logins()))
	command := d.command(agent)
	switch d.rand.IntN(20) {
	case 0, 1, 2, 3:
		d.arrive()
	case 4:
		login := pick(d.rand, d.logins())
		u, _ := d.org.Get().User(login)
		_, _ = d.floor.Do(ctx, floor.Request{
			Command: &routing.SignIn{Head: head(), Agent: d.org.Get().AgentFor(u), Ready: d.rand.IntN(4) > 0},
			Note:    floor.Seated{Agent: u.ID, Position: strconv.Itoa(1 + d.rand.IntN(9))},
		})
	case 5, 6, 7, 8, 9, 10:
		d.serve(agent)
	case 11:
		d.visitor()
	case 12, 13:
		d.pass(time.Duration(d.rand.IntN(90)) * time.Second)
	case 14, 15:
		d.floor.DeskConnected(agent, d.rand.IntN(2))
	default:
		_ = d.try(command)
	}
	// What the channel's own reader would do at once.
	d.ok(d.branch.Reconcile(ctx))
	d.now.Add(1 + d.rand.Int64N(3_000_000))
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (d *day) arrive() {
	d.t.Helper()
	if d.rand.IntN(4) == 0 {
		_ = d.try(&routing.Enqueue{Head: head(), Work: routing.Work{ID: clock.NewID(), Channel: core.Chat, Queue: "chat"}})
		return
	}
	in := branch.Issue{Site: pick(d.rand, []string{"rome", "lima"}), Service: pick(d.rand, []string{"care", "billing"})}
	if d.rand.IntN(3) == 0 {
		in.Customer = pick(d.rand, d.people)
	}
	ticket, err := d.branch.Issue(d.t.Context(), visitor(), in)
	if core.CodeOf(err) == core.Closed {
		return
	}
	d.ok(err)
	d.tickets = append(d.tickets, ticket)
}

// visitor is somebody who waits and does something about it.
func (d *day) visitor() {
	if len(d.tickets) == 0 {
		return
	}
	ticket := pick(d.rand, d.tickets)
	if d.rand.IntN(2) == 0 {
		_ = d.branch.Leave(d.t.Context(), ticket.Token)
		return
	}
	_ = d.branch.Defer(d.t.Context(), ticket.Token, branch.Defer{Places: 1 + d.rand.IntN(3)})
}

// serve lets an agent go on with what is on the desk.
func (d *day) serve(agent core.ID) {
	ctx := d.t.Context()
	work, ok := d.inHand(agent)
	if !ok {
		return
	}
	contact := work.Meta.Contact
	visit := work.Channel == core.Visit
	switch {
	case work.Status == routing.StatusOffered && !visit:
		_ = d.try(&routing.Accept{Head: head(), Work: work.ID, Agent: agent, Offer: work.Offer})
	case work.Status == routing.StatusOffered && d.rand.IntN(6) == 0:
		_ = d.try(&routing.Decline{Head: head(), Work: work.ID, Agent: agent, Offer: work.Offer})
	case work.Status == routing.StatusOffered:
		_ = d.branch.Accept(ctx, by(agent), channel.Accept{Work: work.ID, Agent: agent, Offer: work.Offer})
	case work.Status == routing.StatusWrapUp:
		_ = d.try(&routing.CloseWrapUp{Head: head(), Work: work.ID})
	case !visit:
		if d.rand.IntN(2) == 0 {
			_, _ = d.floor.Do(ctx, floor.Request{Note: floor.Answered{Work: work.ID}})
			return
		}
		_ = d.try(&routing.Release{Head: head(), Work: work.ID, End: core.Handled})
	case work.OpenLeg().Answered == 0:
		d.receive(agent, contact)
	default:
		d.goOn(agent, &work)
	}
}

// receive is what an agent does who has called somebody.
func (d *day) receive(agent, contact core.ID) {
	ctx := d.t.Context()
	switch d.rand.IntN(4) {
	case 0:
		_ = d.branch.Recall(ctx, by(agent), contact)
	case 1:
		_ = d.branch.NoShow(ctx, by(agent), contact)
	default:
		_ = d.branch.Begin(ctx, by(agent), contact)
	}
}

func (d *day) goOn(agent core.ID, work *floor.WorkView) {
	ctx := d.t.Context()
	switch d.rand.IntN(8) {
	case 0:
		_ = d.branch.Park(ctx, by(agent), channel.Park{Work: work.ID})
	case 1:
		_ = d.branch.Unpark(ctx, by(agent), channel.Unpark{Work: work.ID, Agent: agent})
	case 2:
		_ = d.branch.Transfer(ctx, by(agent), channel.Transfer{Work: work.ID, Service: pick(d.rand, []string{"care", "billing"})})
	case 3:
		_, _ = d.branch.NextService(ctx, by(agent), branch.NextService{
			Contact: work.Meta.Contact, Service: pick(d.rand, []string{"care", "billing"}), ToQueue: d.rand.IntN(2) == 0,
		})
	case 4:
		_ = d.branch.Describe(ctx, by(agent), work.ID, channel.Description{Reason: "wrong_charge"})
	default:
		_ = d.branch.Release(ctx, by(agent), channel.Release{Work: work.ID, Description: channel.Description{Outcome: "resolved"}})
	}
}

// inHand is one of the works before an agent.
func (d *day) inHand(agent core.ID) (floor.WorkView, bool) {
	var works []floor.WorkView
	d.ok(d.floor.View(d.t.Context(), func(v floor.View) error {
		for _, w := range v.Works() {
			mine := w.Status != routing.StatusWaiting && w.Agent == agent
			for _, up := range w.WrapUps {
				mine = mine || up.Agent == agent
			}
			if mine {
				works = append(works, w)
			}
		}
		return nil
	}))
	if len(works) == 0 {
		return floor.WorkView{}, false
	}
	slices.SortFunc(works, func(a, b floor.WorkView) int { return a.ID.Compare(b.ID) })
	return pick(d.rand, works), true
}

// command is anything that agents and leaders may ask for beside.
func (d *day) command(agent core.ID) routing.Command {
	work := core.NoID
	if len(d.tickets) > 0 {
		work = pick(d.rand, d.tickets).Work
	}
	queue := pick(d.rand, []string{"care@rome", "billing@rome", "care@lima", "chat"})
	switch d.rand.IntN(14) {
	case 12, 13:
		profile := pick(d.rand, []string{"all@rome", "care@rome", "all@lima"})
		_, site := org.SplitProfile(profile)
		return &routing.MoveAgent{Head: head(), Agent: agent, Profile: profile, Site: site}
	case 0:
		return &routing.SignOut{Head: head(), Agent: agent, Force: d.rand.IntN(2) == 0}
	case 1, 2:
		return &routing.SetPresence{Head: head(), Agent: agent, Presence: core.NotReady, Reason: "lunch"}
	case 3, 4, 5:
		return &routing.SetPresence{Head: head(), Agent: agent, Presence: core.Ready}
	case 6:
		return &routing.Reprioritise{Head: head(), Work: work, Priority: d.rand.IntN(60)}
	case 7:
		return &routing.CloseQueue{Head: head(), Queue: queue}
	case 8, 9:
		return &routing.OpenQueue{Head: head(), Queue: queue}
	case 10:
		return &routing.Assign{Head: head(), Work: work, Agent: agent}
	default:
		return &routing.Pick{Head: head(), Work: work, Agent: agent}
	}
}
