package audit

import (
	"slices"

	"turno/internal/core"
	"turno/internal/routing"
)

// Answer is the auditor's opinion. Unclear is where the rules leave room.
type Answer int

// The answers.
const (
	No Answer = iota
	Unclear
	Yes
)

// ruling is an answer and the ground it stands on.
type ruling struct {
	answer Answer
	why    string
}

func no(why string) ruling { return ruling{No, why} }

// MayTake says whether the agent may take the work now: ready, nothing pending,
// no offer outstanding, not in a breather, channel maximum and budget allow,
// the profile or a step-added profile holds the queue, the delay has passed, a
// needs alternative fits, not excluded, not reserved for another, not declined
// by this agent in the last 60 s. The string names the first rule that forbids.
func (x *Auditor) MayTake(agentID, workID core.ID, now core.Instant) (Answer, string) {
	a, w := x.agents[agentID], x.works[workID]
	if a == nil || w == nil {
		return No, "unknown"
	}
	r := x.mayTake(a, w, now)
	return r.answer, r.why
}

func (x *Auditor) mayTake(a *agent, w *work, now core.Instant) ruling {
	if why := a.unavailable(now); why != "" {
		return no(why)
	}
	switch {
	case w.phase != Waiting:
		return no("work is " + string(w.phase))
	case now < w.deferred:
		return no("deferred")
	case w.excluded[a.id]:
		return no("excluded")
	case now < w.declined[a.id]:
		return no("declined")
	}
	if room := x.hasRoom(a, w.channel); room.answer == No {
		return room
	}
	reserved := w.reservation(x, now)
	if !reserved.IsZero() && reserved != a.id {
		return no("reserved for another")
	}
	// A person who gave it to this agent need not look at needs and profile.
	given := w.byHand && reserved == a.id
	if !given && !w.fits(a) {
		return no("needs")
	}
	if _, serves := x.rank(a, w, now); !serves && reserved != a.id {
		return no("profile or delay")
	}
	if now < w.shunned[a.id] {
		return ruling{Unclear, "returned by this agent"}
	}
	return x.hasRoom(a, w.channel)
}

// unavailable says why the agent may take nothing at all now, if so.
func (a *agent) unavailable(now core.Instant) string {
	switch {
	case a.presence != core.Ready:
		return "agent is " + string(a.presence)
	case a.pending:
		return "presence pending"
	case a.offer != nil:
		return "another offer outstanding"
	case now < a.breather:
		return "breather"
	}
	return ""
}

// reservation is for whom the work is reserved now. It has ended when its
// instant has come, when the agent is not signed in, or when exclusion, needs
// or profile rule the agent out.
func (w *work) reservation(x *Auditor, now core.Instant) core.ID {
	if !w.isReserved(now) {
		return core.NoID
	}
	a := x.agents[w.reserved]
	if a == nil || w.excluded[a.id] {
		return core.NoID
	}
	if !w.byHand && (!w.fits(a) || !x.holds(a, w)) {
		return core.NoID
	}
	return a.id
}

// endRuledOut ends a reservation for good when its agent is not signed in or
// ruled out: coming back later does not begin it again.
func (x *Auditor) endRuledOut(w *work) {
	if w.reservation(x, x.now).IsZero() {
		w.reserved, w.until, w.byHand = core.NoID, 0, false
	}
}

// holds says whether the agent serves the work's queue at all, delay or not.
func (x *Auditor) holds(a *agent, w *work) bool {
	_, serves := x.row(a, w.queue)
	return serves || w.addedFor(a)
}

func (w *work) addedFor(a *agent) bool {
	return slices.Contains(w.added, a.profile)
}

// rank is the rank in which the agent sees the work, and whether they see it.
func (x *Auditor) rank(a *agent, w *work, now core.Instant) (int, bool) {
	if row, serves := x.row(a, w.queue); serves && w.queued.Add(row.Delay) <= now {
		return max(row.Rank, 1), true
	}
	return addedRank, w.addedFor(a)
}

// load is what a work of the channel weighs for the agent.
func (x *Auditor) load(a *agent, c core.Channel) (routing.ChannelLoad, bool) {
	if p := x.profiles[a.profile]; p != nil {
		for _, l := range p.Capacity {
			if l.Channel == c {
				return l, true
			}
		}
	}
	for _, l := range routing.DefaultLoads() {
		if l.Channel == c {
			return l, true
		}
	}
	return routing.ChannelLoad{}, false
}

func interrupts(l routing.ChannelLoad, c core.Channel) bool {
	return slices.Contains(l.Interrupts, c)
}

// units are what the agent's works and wrap-ups weigh now. An interrupted work
// weighs nothing; wrap-up keeps its units.
func (x *Auditor) units(a *agent) int {
	x.resumeWraps(a)
	return x.weight(a)
}

func (x *Auditor) weight(a *agent) int {
	sum := 0
	for _, w := range a.works {
		if w.onTop == (legOf{}) {
			l, _ := x.load(a, w.channel)
			sum += l.Units
		}
	}
	for i := range a.wraps {
		if r := &a.wraps[i]; r.onTop == (legOf{}) {
			l, _ := x.load(a, r.channel)
			sum += l.Units
		}
	}
	return sum
}

// resumeWraps lets wrap-ups of interrupted works weigh again what they did, when
// the interruption is over and there is room. No effect tells of it; it comes with
// the end of a work or wrap-up, after the works that go on.
func (x *Auditor) resumeWraps(a *agent) {
	if !a.freed {
		return
	}
	for i := range a.wraps {
		r := &a.wraps[i]
		if r.onTop == (legOf{}) || a.has(r.onTop) {
			continue
		}
		if l, _ := x.load(a, r.channel); x.weight(a)+l.Units <= routing.Budget {
			r.onTop = legOf{}
		}
	}
}

// usage is what must be compared with an agent's limits before one more work of
// a channel: units that stay, units that stay after interrupting, works and
// wrap-ups of the channel.
func (x *Auditor) usage(a *agent, l routing.ChannelLoad) (stay, afterInterrupt, works, wraps int) {
	stay = x.units(a)
	afterInterrupt = stay
	for _, w := range a.works {
		if w.channel == l.Channel {
			works++
		}
		if w.onTop == (legOf{}) && interrupts(l, w.channel) {
			other, _ := x.load(a, w.channel)
			afterInterrupt -= other.Units
		}
	}
	for _, r := range a.wraps {
		if r.channel == l.Channel {
			wraps++
		}
	}
	return stay, afterInterrupt, works, wraps
}

// hasRoom says whether budget and channel maximum allow one more work of the
// channel, with interruption where the channel may.
func (x *Auditor) hasRoom(a *agent, c core.Channel) ruling {
	l, known := x.load(a, c)
	if !known {
		return no("channel without a load")
	}
	_, afterInterrupt, works, wraps := x.usage(a, l)
	switch {
	case works+1 > l.Max:
		return no("channel maximum")
	case afterInterrupt+l.Units > routing.Budget:
		return no("budget")
	case works+wraps+1 > l.Max:
		return ruling{Unclear, "wrap-ups may count to the channel maximum"}
	}
	return ruling{Yes, ""}
}

// mustInterrupt says whether one more work of the channel needs an interruption.
func (x *Auditor) mustInterrupt(a *agent, c core.Channel) bool {
	l, _ := x.load(a, c)
	return x.units(a)+l.Units > routing.Budget
}
