package floor

import (
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// Targets are what a queue's facts keep of its settings, so that a figure of
// last year does not change when a target changes today.
type Targets struct {
	Program      string
	SLThreshold  time.Duration
	ShortAbandon time.Duration
}

// rules is what deriving facts needs to know of the organisation.
type rules struct {
	names     func(queue string) (base, site string)
	targets   func(queue string) Targets
	class     func(reason string) core.ReasonClass
	answering func(core.Channel) Answering
	newID     func() core.ID
}

// workFacts is what is open of one work.
type workFacts struct {
	Channel core.Channel `json:"channel"`
	Meta    Meta         `json:"meta"`
	// Legs: the present one is the last and has no end; those before it wrap up.
	Legs []*OpenLeg `json:"legs"`
	// Last is the number of the newest leg, open or written.
	Last int `json:"last"`
	// Thread is where the writing stands, nil where nothing was written.
	Thread *Thread `json:"thread,omitempty"`
}

// current is the leg that waits or is served, or nil.
func (w *workFacts) current() *OpenLeg {
	if n := len(w.Legs); n > 0 && w.Legs[n-1].End == "" {
		return w.Legs[n-1]
	}
	return nil
}

// inHands reports whether an agent has the work or wraps it up.
func (w *workFacts) inHands() bool {
	leg := w.current()
	return leg == nil || leg.Assigned != 0
}

// facts derives legs and agent intervals from effects. It is a plain state
// machine: fed with the same effects and notes it derives the same facts, and
// its open parts are stored with every transaction, so that a crash loses none.
type facts struct {
	rules

	works  map[core.ID]*workFacts
	agents map[core.ID]*openInterval

	// Since the last take:
	legs          []core.Leg
	intervals     []core.AgentInterval
	touchedWorks  map[core.ID]struct{}
	touchedAgents map[core.ID]struct{}
	ended         []core.ID      // works with a leg that ended in this step
	offers        map[uint64]int // by the effect's number: which leg was offered
}

func newFacts(r rules) *facts {
	return &facts{
		rules: r,
		works: map[core.ID]*workFacts{}, agents: map[core.ID]*openInterval{},
		touchedWorks: map[core.ID]struct{}{}, touchedAgents: map[core.ID]struct{}{}, offers: map[uint64]int{},
	}
}

// create makes a work known before the effects of its Enqueue or Start.
func (f *facts) create(work *routing.Work, meta *Meta) {
	w := &workFacts{Channel: work.Channel}
	if meta != nil {
		w.Meta = *meta
	}
	if w.Meta.Contact.IsZero() {
		w.Meta.Contact = work.ID
	}
	if w.Meta.Direction == "" {
		w.Meta.Direction = core.Inbound
	}
	if w.Meta.Language == "" {
		w.Meta.Language = work.Language
	}
	f.works[work.ID] = w
	f.touchedWorks[work.ID] = struct{}{}
}

// step takes in the effects of one step, then writes the legs that ended in it
// and do not wrap up.
func (f *facts) step(effects []routing.Effect) {
	for i := range effects {
		f.effect(&effects[i])
	}
	for _, id := range f.ended {
		w := f.works[id]
		for i := 0; w != nil && i < len(w.Legs); {
			if leg := w.Legs[i]; leg.End != "" && !leg.Wrapping {
				f.write(id, w, i, leg.Released)
			} else {
				i++
			}
		}
	}
	f.ended = f.ended[:0]
}

// write turns an ended leg into a fact and forgets it.
func (f *facts) write(id core.ID, w *workFacts, index int, wrapped core.Instant) {
	leg := w.Legs[index]
	fact := leg.fact(id, w.Channel, &w.Meta, f.names, max(wrapped, leg.Released))
	fact.ID = f.newID()
	f.legs = append(f.legs, fact)
	w.Legs = append(w.Legs[:index], w.Legs[index+1:]...)
	f.touchedWorks[id] = struct{}{}
}

// gone forgets a work that the engine has forgotten. A leg that is still open
// then would be lost: it is written as failed, and the caller logs the defect.
func (f *facts) gone(id core.ID, at core.Instant) (defect bool) {
	w, ok := f.works[id]
	if !ok {
		return false
	}
	for len(w.Legs) > 0 {
		defect = true
		if leg := w.Legs[0]; leg.End == "" {
			leg.end(core.Failed, "lost", core.BySystem, at, f.answering(w.Channel))
		}
		f.write(id, w, 0, at)
	}
	delete(f.works, id)
	return defect
}

// take returns the facts to write since the last take and starts anew.
func (f *facts) take() ([]core.Leg, []core.AgentInterval) {
	legs, intervals := f.legs, f.intervals
	f.legs, f.intervals = nil, nil
	clear(f.touchedWorks)
	clear(f.touchedAgents)
	clear(f.offers)
	return legs, intervals
}
