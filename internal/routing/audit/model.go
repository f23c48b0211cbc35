package audit

import (
	"math"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// Phase is where a work is.
type Phase string

// The phases. Ended works may still have legs in wrap-up.
const (
	Announced Phase = "announced" // named by a command, nothing happened yet
	Waiting   Phase = "waiting"
	Offered   Phase = "offered"
	Assigned  Phase = "assigned"
	Parked    Phase = "parked"
	Ended     Phase = "ended"
)

// forever is the end of a reservation that lasts until the agent signs out.
const forever core.Instant = math.MaxInt64

// declineFor is how long a work is not offered again to who declined it.
const declineFor = 60 * time.Second

// addedRank is the rank of a queue that an agent serves only through a step.
const addedRank = 100

// work is what the auditor knows of a work.
type work struct {
	id      core.ID
	phase   Phase
	channel core.Channel
	queue   string
	leg     int
	legOpen bool
	arrived core.Instant
	queued  core.Instant

	own      int // own priority
	steps    int // points that steps added
	stage    int
	past     time.Duration // steps up to this one, in time from queued, have fired
	alike    int           // so many of the steps of that very time have
	needs    routing.Needs // original
	lowered  map[string]int
	added    []string // profiles that steps added
	excluded map[core.ID]bool
	declined map[core.ID]core.Instant // until

	preferred core.ID // prefers this agent whether reserved or not
	reserved  core.ID
	until     core.Instant             // of the reservation
	byHand    bool                     // a person reserved it, whatever profile and skills say
	shunned   map[core.ID]core.Instant // who gave it back, and until when it may pass them by
	deferred  core.Instant             // not offered before
	displaced bool                     // moved behind others: its place is no longer given by arrived

	offeredTo core.ID
	offer     uint64
	deadline  core.Instant
	agent     core.ID // who has it, or had it when it was parked
	onTop     legOf   // what interrupted it

	visited map[string]bool
	kept    bool // a Keep rule stopped the testing
	retimed bool // a new configuration moved its timers: lateness is not judged
	resumed bool // an unpark was announced and its outcome has not come yet
	touched bool
}

// legOf names a leg of a work; the zero value is none.
type legOf struct {
	work core.ID
	leg  int
}

// wrap is one leg in wrap-up.
type wrap struct {
	legOf
	onTop    legOf // what interrupted it before its release; it weighs nothing till that is over
	channel  core.Channel
	queue    string
	deadline core.Instant
	extended bool
}

// agent is what the auditor knows of a signed-in agent.
type agent struct {
	id        core.ID
	profile   string
	skills    map[string]int
	presence  core.Presence
	pending   bool
	works     map[core.ID]*work
	wraps     []wrap
	offer     *work
	breather  core.Instant // not offered before
	idle      core.Instant // idle since
	activity  core.Activity
	releasing core.ID // the work released last, whose wrap-up may follow
	// releasedUnder is what had interrupted that work.
	releasedUnder legOf

	freed bool // something ended since the last work was begun

	busy    float64 // occupancy average, as of busyAt
	busyAt  core.Instant
	touched bool
}

// queue is what the auditor knows of a queue.
type queue struct {
	config  routing.Queue
	open    bool
	removed bool
	served  map[string]routing.ProfileQueue // profiles that served it when it was removed
	last    core.ID                         // whom it made its last offer, for round robin
}

func (w *work) isReserved(now core.Instant) bool {
	return !w.reserved.IsZero() && now < w.until
}

// currentNeeds are the needs as the steps lowered them: a need lowered to level
// 0 is gone.
func (w *work) currentNeeds() routing.Needs {
	var out routing.Needs
	for _, alternative := range w.needs {
		var all []routing.Need
		for _, n := range alternative {
			if to, ok := w.lowered[n.Skill]; ok && to < n.Level {
				n.Level = to
			}
			if n.Level > 0 {
				all = append(all, n)
			}
		}
		if len(all) == 0 {
			return nil // an alternative that asks nothing fits everybody
		}
		out = append(out, all)
	}
	return out
}

func satisfies(a *agent, alternative []routing.Need) bool {
	for _, n := range alternative {
		if a.skills[n.Skill] < n.Level {
			return false
		}
	}
	return true
}

func (w *work) fits(a *agent) bool {
	needs := w.currentNeeds()
	for _, alternative := range needs {
		if satisfies(a, alternative) {
			return true
		}
	}
	return len(needs) == 0
}

// skillSum is the largest sum of levels over the skills of a satisfied
// alternative.
func (w *work) skillSum(a *agent) int {
	best := 0
	for _, alternative := range w.currentNeeds() {
		if !satisfies(a, alternative) {
			continue
		}
		sum := 0
		seen := map[string]bool{}
		for _, n := range alternative {
			if !seen[n.Skill] {
				seen[n.Skill] = true
				sum += a.skills[n.Skill]
			}
		}
		best = max(best, sum)
	}
	return best
}

func (w *work) forgetLeg() {
	w.steps, w.stage, w.lowered, w.added = 0, 0, map[string]int{}, nil
	w.past, w.alike = beforeAll, 0
	w.kept, w.retimed = false, false
}

// beforeAll is before the time of every step.
const beforeAll time.Duration = -1

// nextStep is the step that the work's queue has for it next, nil for none.
// Fired steps stay fired whatever a new configuration says: only later ones
// count.
func (x *Auditor) nextStep(w *work) *routing.Step {
	q := x.queues[w.queue]
	if q == nil {
		return nil
	}
	alike := 0
	for i := range q.config.Steps {
		s := &q.config.Steps[i]
		switch {
		case s.After > w.past:
			return s
		case s.After == w.past:
			if alike++; alike > w.alike {
				return s
			}
		}
	}
	return nil
}

// fired notes a step as past.
func (w *work) fired(s *routing.Step) {
	if s.After != w.past {
		w.past, w.alike = s.After, 0
	}
	w.alike++
}

func (a *agent) engaged() bool { return len(a.works) > 0 || len(a.wraps) > 0 }

// tau is the time constant of the occupancy average.
const tau = 30 * time.Minute

// occupancy brings the average of "has a work" up to now.
func (a *agent) occupancy(now core.Instant) float64 {
	if now > a.busyAt {
		toward := 0.0
		if a.engaged() {
			toward = 1
		}
		decay := math.Exp(-float64(now-a.busyAt) / float64(tau/time.Microsecond))
		a.busy = toward + (a.busy-toward)*decay
		a.busyAt = now
	}
	return a.busy
}

func skillMap(skills []routing.Need) map[string]int {
	m := make(map[string]int, len(skills))
	for _, s := range skills {
		m[s.Skill] = s.Level
	}
	return m
}
