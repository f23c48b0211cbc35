package sim

import (
	"encoding/binary"
	"math"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// Reasons of not being ready, beside the engine's own.
const (
	reasonBreak  = "break"
	reasonEnd    = "shift_end"
	reasonTravel = "travel"
)

// noticing is how long an agent who missed an offer stays not ready.
const noticing = time.Minute

// breakLength is about how long one break or absence is.
const breakLength = 25 * time.Minute

// agent is one person.
type agent struct {
	id     core.ID
	group  int32
	index  int // in the group
	shift  int
	key    key
	site   string // where it stands
	to     string // where it travels to
	travel time.Duration

	signedIn bool
	leaving  bool // goes home as soon as its works are done
	breakFor time.Duration
	gen      uint32 // of presence: an evBack of an older one is void
	offers   uint64
	shiftEnd core.Instant

	presence core.Presence
	reason   string
	activity core.Activity
	channel  core.Channel
	works    int
	since    core.Instant
}

// hire makes all agents, each with its shift.
func (r *run) hire() {
	root := key(r.sc.Seed).named("agents")
	for g := range r.sc.Groups {
		group := &r.sc.Groups[g]
		n := 0
		for shift, count := range group.perShift() {
			for range count {
				a := agent{group: int32(g), index: n, shift: shift, key: root.named(group.Name).child(uint64(n)), site: group.Site}
				a.id[0] = 1
				binary.BigEndian.PutUint32(a.id[12:], uint32(len(r.agents)))
				r.agents = append(r.agents, a)
				n++
			}
		}
	}
	for i := range r.agents {
		r.nextShift(int32(i), -1)
	}
}

// perShift is how many work each shift: evenly spread, the earlier ones first.
func (g *Group) perShift() []int {
	if g.PerShift != nil {
		return g.PerShift
	}
	counts := make([]int, len(g.Shifts))
	for i := range g.Count {
		counts[i%len(counts)]++
	}
	return counts
}

// works reports whether the agent works on that weekday. Days off are spread:
// agents of one shift begin their week one after another.
func (g *Group) works(index, day int) bool {
	if !g.Days[day] {
		return false
	}
	return g.WorkDays == 0 || (day+index*3)%7 < g.WorkDays
}

// nextShift puts the agent's next shift, on a day from the given one on, into
// the calendar.
func (r *run) nextShift(n int32, from int) {
	a := &r.agents[n]
	for day := from; day < r.sc.Days+1; day++ {
		begin, end, ok := r.shiftOn(a, day)
		if !ok || end <= r.start {
			continue
		}
		if begin < r.end {
			r.calendar.add(max(begin, r.start), evShift, n, uint32(day+1))
		}
		return
	}
}

// shiftOn is the agent's shift that begins on a local day.
func (r *run) shiftOn(a *agent, day int) (begin, end core.Instant, ok bool) {
	g := &r.sc.Groups[a.group]
	zone := g.Zone
	if zone == nil {
		zone = r.sc.Start.Location()
	}
	y, m, d := r.sc.Start.AddDate(0, 0, day).Date()
	if !g.works(a.index, weekday(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))) {
		return 0, 0, false
	}
	at := func(after time.Duration) core.Instant {
		return core.InstantOf(time.Date(y, m, d, int(after/time.Hour), int(after%time.Hour/time.Minute), 0, 0, zone))
	}
	s := g.Shifts[a.shift]
	return at(s.From), at(s.To), true
}

// beginShift signs an agent in and plans the day.
func (r *run) beginShift(n int32, day int) {
	a := &r.agents[n]
	begin, end, _ := r.shiftOn(a, day)
	r.nextShift(n, day+1)
	a.shiftEnd = end
	r.calendar.add(end, evShiftEnd, n, 0)
	r.planBreaks(n, begin, end, day)
	if a.signedIn { // still at work since the last shift
		a.leaving = false
		r.ready(n)
		return
	}
	g := &r.sc.Groups[a.group]
	a.signedIn, a.leaving, a.breakFor = true, false, 0
	a.site, a.to = g.Site, ""
	a.presence, a.activity, a.since = core.Offline, core.Idle, r.now
	r.must(&routing.SignIn{
		Agent: routing.Agent{ID: a.id, Site: a.site, Team: g.Name, Profile: g.profileKey(a.site), Skills: g.Skills},
		Ready: true,
	})
}

// planBreaks divides the shift into as many parts as there are breaks, with one
// break anywhere in each, so that agents are away one after another. Breaks and
// absences together are the share of the shift that shrinkage says.
func (r *run) planBreaks(n int32, begin, end core.Instant, day int) {
	a := &r.agents[n]
	length := end.Sub(begin)
	total := time.Duration(r.sc.Groups[a.group].Shrinkage * float64(length))
	if total <= 0 {
		return
	}
	parts := max(int(math.Round(float64(total)/float64(breakLength))), 1)
	part, away := length/time.Duration(parts), total/time.Duration(parts)
	dice := r.dice.at(a.key.child(uint64(day+1)), drawBreaks)
	for i := range parts {
		at := begin.Add(time.Duration(i)*part + time.Duration(dice.Float64()*float64(part-away)))
		if at >= r.now {
			r.calendar.add(at, evBreak, n, uint32(away/time.Second))
		}
	}
}

// endShift lets the agent go once the works in hand are done.
func (r *run) endShift(n int32) {
	a := &r.agents[n]
	if !a.signedIn || r.now != a.shiftEnd || r.draining {
		return
	}
	a.leaving = true
	r.notReady(n, reasonEnd)
}

// takeBreak begins a break, or lengthens the one that goes on.
func (r *run) takeBreak(n int32, away time.Duration) {
	a := &r.agents[n]
	if !a.signedIn || a.leaving || r.draining {
		return
	}
	a.breakFor += away
	if a.presence == core.NotReady && (a.reason == reasonTravel || a.reason == reasonBreak) {
		return // until they are back
	}
	r.notReady(n, reasonBreak)
}

func (r *run) notReady(n int32, reason string) {
	r.must(&routing.SetPresence{Agent: r.agents[n].id, Presence: core.NotReady, Reason: reason})
}

func (r *run) ready(n int32) {
	r.must(&routing.SetPresence{Agent: r.agents[n].id, Presence: core.Ready})
}

// back ends a break, a missed offer or a journey.
func (r *run) back(n int32) {
	a := &r.agents[n]
	if !a.signedIn || a.leaving {
		return
	}
	if a.to != "" && a.reason == reasonTravel {
		a.site, a.to = a.to, ""
		r.must(&routing.MoveAgent{Agent: a.id, Profile: r.sc.Groups[a.group].profileKey(a.site), Site: a.site})
		if r.err != nil {
			return
		}
	}
	switch {
	case a.breakFor == 0:
		r.ready(n)
	case a.reason == reasonBreak:
		r.calendar.add(r.now.Add(a.breakFor), evBack, n, a.gen)
		a.breakFor = 0
	default:
		r.notReady(n, reasonBreak)
	}
}

// presence notes a change of presence, and what it leads to.
func (r *run) presence(n int32, f *routing.Effect) {
	a := &r.agents[n]
	if f.Presence != a.presence || f.Reason != a.reason {
		r.closeInterval(a)
		a.presence, a.reason = f.Presence, f.Reason
		a.gen++
	}
	if f.Presence == core.Offline {
		a.signedIn = false
		return
	}
	if f.Presence != core.NotReady || f.Pending != "" {
		return
	}
	switch {
	case a.leaving:
		r.pending = append(r.pending, pending{kind: pendSignOut, ref: n})
	case f.Reason == reasonBreak:
		r.calendar.add(r.now.Add(a.breakFor), evBack, n, a.gen)
		a.breakFor = 0
	case f.Reason == reasonTravel:
		r.calendar.add(r.now.Add(a.travel), evBack, n, a.gen)
	case f.Reason == core.ReasonNoAnswer:
		r.calendar.add(r.now.Add(noticing), evBack, n, a.gen)
	}
}

// closeInterval counts the agent's time since the last change.
func (r *run) closeInterval(a *agent) {
	if a.since < r.now && a.presence != core.Offline {
		i := core.AgentInterval{
			Agent: a.id, Site: a.site, Team: r.sc.Groups[a.group].Name, Presence: a.presence, Reason: a.reason,
			Activity: a.activity, Channel: a.channel, Works: a.works, From: a.since, To: r.now,
		}
		if a.reason == reasonBreak {
			i.Class = core.ClassBreak
		}
		r.count.interval(a.group, &i)
	}
	a.since = r.now
}
