package audit

import (
	"errors"
	"fmt"
	"maps"
	"math"

	"turno/internal/core"
	"turno/internal/routing"
)

// Auditor keeps the model. It is not safe for concurrent use.
type Auditor struct {
	config   routing.Config
	profiles map[string]*routing.Profile
	queues   map[string]*queue
	works    map[core.ID]*work
	agents   map[core.ID]*agent
	accepted map[core.ID]bool // command ids

	now     core.Instant
	settled core.Instant // when nothing was left to do
	effects uint64       // number of the last effect
	offers  uint64       // number of the last offer
	ended   uint64       // legs

	cmd       routing.Command
	problems  []error
	assigned  map[taken]bool   // who took a work of which channel in this step
	breather  map[core.ID]bool // agents who must get a breather in this step
	wrapDue   map[core.ID]bool // works whose wrap-up must start in this step
	mustQueue map[core.ID]bool // works that flowed out and must be queued in this step
	// mustReturn are works set aside by an agent who was moved away from their queue.
	mustReturn map[core.ID]bool
}

// stepMost is how many matches, firings or overflows a step makes at most.
const stepMost = 256

// New watches an engine that was just made with this configuration.
func New(config routing.Config) *Auditor {
	x := &Auditor{
		queues: map[string]*queue{}, works: map[core.ID]*work{}, agents: map[core.ID]*agent{}, accepted: map[core.ID]bool{},
	}
	x.configure(config)
	return x
}

// Legs returns how many legs have ended and how many are open.
func (x *Auditor) Legs() (ended uint64, open int) {
	for _, w := range x.works {
		if w.legOpen {
			open++
		}
	}
	return x.ended, open
}

func (x *Auditor) configure(config routing.Config) {
	x.config = config
	served := x.rowsOfQueues()
	x.profiles = map[string]*routing.Profile{}
	for i := range config.Profiles {
		x.profiles[config.Profiles[i].Key] = &config.Profiles[i]
	}
	for _, q := range x.queues {
		q.removed = true
	}
	for _, c := range config.Queues {
		q := x.queues[c.Key]
		if q == nil {
			q = &queue{open: true}
			x.queues[c.Key] = q
		}
		if q.served != nil { // it was removed and is back before it was empty
			q.open = true
		}
		q.config, q.removed = c, false
	}
	for key, q := range x.queues {
		switch {
		case !q.removed:
			q.served = nil
		case q.served == nil:
			q.open, q.served = false, map[string]routing.ProfileQueue{}
			maps.Copy(q.served, served[key])
		}
	}
	for _, w := range x.works {
		w.touched, w.retimed, w.alike = true, true, math.MaxInt
		x.endRuledOut(w)
	}
	for _, a := range x.agents {
		a.touched, a.freed = true, true
	}
}

// rowsOfQueues are the profiles' rows by queue, for a queue that is removed is
// served by those who served it.
func (x *Auditor) rowsOfQueues() map[string]map[string]routing.ProfileQueue {
	rows := map[string]map[string]routing.ProfileQueue{}
	for key, p := range x.profiles {
		for _, q := range p.Queues {
			if rows[q.Queue] == nil {
				rows[q.Queue] = map[string]routing.ProfileQueue{}
			}
			rows[q.Queue][key] = q
		}
	}
	return rows
}

// row is how the agent's profile serves the queue.
func (x *Auditor) row(a *agent, key string) (routing.ProfileQueue, bool) {
	if q := x.queues[key]; q != nil && q.removed {
		row, ok := q.served[a.profile]
		return row, ok
	}
	if p := x.profiles[a.profile]; p != nil {
		for _, row := range p.Queues {
			if row.Queue == key {
				return row, true
			}
		}
	}
	return routing.ProfileQueue{}, false
}

// Observe takes one Step: what went in and what came out. It returns every
// breach it saw, joined, and goes on from what the engine did.
func (x *Auditor) Observe(now core.Instant, cmd routing.Command, effects []routing.Effect, err error) error {
	x.problems, x.cmd = nil, cmd
	x.assigned, x.breather, x.wrapDue = map[taken]bool{}, map[core.ID]bool{}, map[core.ID]bool{}
	x.mustQueue, x.mustReturn = map[core.ID]bool{}, map[core.ID]bool{}
	before := x.now
	x.now = max(x.now, now)
	if before == 0 {
		before, x.settled = x.now, x.now
	}
	expected := x.foresee(cmd)
	x.announce(cmd)
	configure, isConfigure := cmd.(*routing.Configure)
	reconfigured := !isConfigure || err != nil
	last := before
	count := map[routing.EffectKind]int{}
	for i := range effects {
		f := &effects[i]
		if count[f.Kind]++; count[f.Kind] == stepMost+1 && (f.Kind == routing.Offered || f.Kind == routing.Overflowed || f.Kind == routing.Stepped) {
			x.breachf(f, "more than %d in one step", stepMost)
		}
		if f.At < last || f.At > x.now {
			x.breachf(f, "at %d, outside %d to %d", f.At, last, x.now)
		}
		last = max(last, f.At)
		if f.Seq != x.effects+1 {
			x.breachf(f, "effect number %d after %d", f.Seq, x.effects)
		}
		x.effects = f.Seq
		if !reconfigured && f.At == x.now {
			reconfigured = true
			x.configure(configure.Config)
		}
		x.apply(f)
	}
	if !reconfigured {
		x.configure(configure.Config)
	}
	x.checkAnswer(cmd, effects, err, expected)
	x.finishStep()
	if id := cmd.Header().ID; err == nil && !id.IsZero() {
		x.accepted[id] = true
	}
	return errors.Join(x.problems...)
}

// announce remembers what a command says about a work that may come to be.
func (x *Auditor) announce(cmd routing.Command) {
	var w *routing.Work
	switch c := cmd.(type) {
	case *routing.Enqueue:
		w = &c.Work
	case *routing.Start:
		w = &c.Work
	default:
		return
	}
	if x.works[w.ID] != nil {
		return
	}
	x.works[w.ID] = &work{
		id: w.ID, phase: Announced, channel: w.Channel, queue: w.Queue, arrived: w.Arrived, own: w.Priority, needs: w.Needs,
		lowered: map[string]int{}, excluded: idSet(w.Excluded), declined: map[core.ID]core.Instant{}, shunned: map[core.ID]core.Instant{},
		preferred: w.Preferred, reserved: w.Preferred, until: w.ReservedUntil, visited: map[string]bool{}, past: beforeAll,
	}
}

// finishStep checks what must hold when a step is over, matched or not.
func (x *Auditor) finishStep() {
	for t := range x.assigned {
		if a := x.agents[t.agent]; a != nil {
			x.checkLimits(a, t.channel)
		}
	}
	for id := range x.breather {
		x.failf("agent %s got no breather though occupancy exceeds the cap", id)
	}
	for id := range x.mustQueue {
		x.failf("work %s flowed out and was not queued", id)
	}
	for id := range x.mustReturn {
		x.failf("work %s stays set aside by an agent who serves its queue no more", id)
	}
	for id := range x.wrapDue {
		x.failf("work %s was released and its wrap-up did not start", id)
	}
	x.finishWorks()
	for key, q := range x.queues {
		if q.removed && !x.inUse(key) {
			delete(x.queues, key)
		}
	}
}

// inUse says whether a queue has works or wrap-ups: a removed one lives so long.
func (x *Auditor) inUse(key string) bool {
	for _, w := range x.works {
		if w.queue == key { // ended ones too, while another leg wraps up
			return true
		}
	}
	for _, a := range x.agents {
		for i := range a.wraps {
			if a.wraps[i].queue == key {
				return true
			}
		}
	}
	return false
}

// taken is that an agent took a work of a channel.
type taken struct {
	agent   core.ID
	channel core.Channel
}

// checkLimits checks an agent who took a work of a channel. Of other channels
// there may be more than a profile allows that the agent was moved to meanwhile.
func (x *Auditor) checkLimits(a *agent, c core.Channel) {
	if u := x.units(a); u > routing.Budget {
		x.failf("agent %s carries %d units", a.id, u)
	}
	count := 0
	for _, w := range a.works {
		if w.channel == c {
			count++
		}
	}
	if l, _ := x.load(a, c); count > l.Max {
		x.failf("agent %s has %d works of %s, at most %d", a.id, count, c, l.Max)
	}
}

// finishWorks checks what must hold of the works when a step is over, and
// forgets those that are.
func (x *Auditor) finishWorks() {
	for id, w := range x.works {
		switch {
		case w.phase == Announced:
			delete(x.works, id) // refused
		case w.phase == Ended && w.legOpen:
			x.failf("work %s ended with its leg %d open", id, w.leg)
		case w.phase != Ended && !w.legOpen:
			x.failf("work %s is %s without an open leg", id, w.phase)
		case w.phase == Ended && !x.inWrapUp(id):
			delete(x.works, id)
		case w.resumed:
			x.failf("work %s was unparked and went nowhere", id)
			w.resumed = false
		}
	}
}

func (x *Auditor) inWrapUp(id core.ID) bool {
	for _, a := range x.agents {
		for _, r := range a.wraps {
			if r.work == id {
				return true
			}
		}
	}
	return false
}

func (x *Auditor) failf(format string, args ...any) {
	x.problems = append(x.problems, fmt.Errorf(format, args...))
}

// breachf is failf with the effect that shows it.
func (x *Auditor) breachf(f *routing.Effect, format string, args ...any) {
	x.failf("effect %d (kind %d, work %s, leg %d, agent %s): %s", f.Seq, f.Kind, f.Work, f.Leg, f.Agent, fmt.Sprintf(format, args...))
}

func idSet(ids []core.ID) map[core.ID]bool {
	set := make(map[core.ID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}
