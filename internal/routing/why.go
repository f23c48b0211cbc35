package routing

import (
	"strconv"
	"time"

	"turno/internal/core"
)

// The bounds of an explanation.
const (
	keptMax     = 20
	examinedMax = 40
)

// reasons is a Decision before it is read: agents and words as numbers, and few
// instants, because one is written with each offer.
type reasons struct {
	at       core.Instant
	choice   Choice
	leg      int
	unlisted int32
	agent    int32
	timed    uint32 // which of the list have an instant, a bit each
	n        int32
	list     [keptMax]reason
	since    [keptMax]core.Instant // meaningful where timed
}

// reason is an agent, by its number in the roster, and the word for it.
type reason struct {
	agent int32
	word  word
}

func (r *reasons) add(agent int32, w word, since core.Instant) {
	r.list[r.n] = reason{agent: agent, word: w}
	if since != 0 {
		r.since[r.n] = since
		r.timed |= 1 << r.n
	}
	r.n++
}

// sinceOf is the i-th reason's instant, or zero.
func (r *reasons) sinceOf(i int) core.Instant {
	if r.timed&(1<<i) == 0 {
		return 0
	}
	return r.since[i]
}

// decide notes why w goes to a: the chosen one, those who could have taken it
// too, in order, then the queue's agents by id. matched says that e.top is the
// ranking of w already.
func (e *Engine) decide(w *work, a *agent, matched bool) {
	if !matched {
		e.rankAgents(w)
	}
	r := w.why
	if r == nil {
		r = e.newReasons()
		w.why = r
	}
	r.leg, r.agent, r.at, r.choice, r.n, r.timed = w.leg, a.number, e.now, w.choice(), 0, 0
	e.stamp++
	a.stamp = e.stamp
	r.add(a.number, wordChosen, 0)
	chosen := e.candidateOf(a, w)
	for i := range e.top.n {
		c := &e.top.list[i]
		if c.a == a || r.n == keptMax {
			continue
		}
		c.a.stamp = e.stamp
		r.add(c.a.number, e.lostBy(&chosen, c), c.a.idleSince)
	}
	e.examineQueue(w, r)
}

// examineQueue adds the queue's other agents by id.
func (e *Engine) examineQueue(w *work, r *reasons) {
	agents := w.queue.agents
	examined := 0
	listed := 0
	for i := range agents {
		if examined == examinedMax || r.n == keptMax {
			break
		}
		examined++
		listed++
		s := &agents[i]
		fit := w.needs.fitness(s.group)
		if fit == unfit && s.number != r.agent {
			r.add(s.number, w.needs.lackedBy(s.a), 0)
			continue
		}
		if s.a.stamp == e.stamp {
			continue
		}
		ask := e.verdict
		if fit == fits {
			ask = e.obstacle // this agent's profile holds the queue
		}
		word, since := ask(s.a, w)
		r.add(s.number, word, since)
	}
	n := int(r.n)
	r.unlisted = int32(max(len(agents)-n, len(agents)-listed-(n-listed), 0))
}

// lackedBy is the word for what an agent lacks. Of a single condition it is
// known without a look at the agent.
func (n *needset) lackedBy(a *agent) word {
	if len(n.alts) == 1 && len(n.alts[0]) == 1 {
		return n.alts[0][0].word
	}
	return n.lacking(a.group.skills)
}

// lostBy says why a runner-up was not chosen.
func (e *Engine) lostBy(chosen, c *candidate) word {
	word, better := e.top.decides(chosen, c)
	switch {
	case !better:
		return wordRunnerUp
	case word == wordNone:
		return e.rankWord(c.rank)
	default:
		return word
	}
}

// verdict says what keeps an agent from a work, most lasting reason first.
func (e *Engine) verdict(a *agent, w *work) (word, core.Instant) {
	forced := w.reserved == a && w.reservedHard
	switch {
	case !forced && !a.group.serves(w):
		return wordProfile, 0
	case !forced && !a.group.fitsNeeds(w.needs):
		return w.needs.lackedBy(a), 0
	}
	return e.obstacle(a, w)
}

// obstacle is the verdict on an agent whose profile and skills are no obstacle.
func (e *Engine) obstacle(a *agent, w *work) (word, core.Instant) {
	switch {
	case w.exceptional && e.excluded(w, a.ID):
		return wordExcluded, 0
	case w.exceptional && w.declinedBy(a.ID):
		return wordDeclined, 0
	case w.reserved != nil && w.reserved != a:
		return wordReserved, 0
	case a.presence != core.Ready:
		return a.notReady, a.since
	case a.roomFor(w.channel) == noRoom:
		return e.busyWord(a)
	case a.offered != nil && a.offered != w:
		return wordOffered, a.offered.since
	case a.pending != "":
		return a.notReady, 0 // it has not begun
	case a.breather != 0:
		return wordBreather, 0
	}
	if w.reserved == nil {
		if _, sees := e.rankOf(a.group, w); !sees {
			return e.delayWord(a, w), 0
		}
	}
	return wordMayTake, a.idleSince
}

// busyWord says what fills an agent's hands: the work begun last, or else its
// wrap-up.
func (e *Engine) busyWord(a *agent) (word, core.Instant) {
	for i := len(a.held) - 1; i >= 0; i-- {
		if h := &a.held[i]; !h.wrapUp && !h.interrupted {
			if a.profile.loadOf(h.channel).units < a.units() {
				return wordCapacity, h.begun
			}
			return e.channelWord(h.channel), h.begun
		}
	}
	if n := len(a.held); n > 0 && a.held[n-1].wrapUp {
		return wordWrapUp, a.activitySince
	}
	return wordCapacity, 0
}

// channelWord is `busy:voice` and the like.
func (e *Engine) channelWord(channel uint8) word {
	for len(e.busyWords) <= int(channel) {
		e.busyWords = append(e.busyWords, e.words.id("busy:"+string(e.in.names[len(e.busyWords)])))
	}
	return e.busyWords[channel]
}

// rankWord is `rank:2` and the like.
func (e *Engine) rankWord(rank int) word {
	for len(e.rankWords) <= rank {
		e.rankWords = append(e.rankWords, e.words.id("rank:"+strconv.Itoa(len(e.rankWords))))
	}
	return e.rankWords[rank]
}

// delayWord is `delay:12s`: how long until the agent sees the work, in seconds
// rounded up.
func (e *Engine) delayWord(a *agent, w *work) word {
	row := a.group.profile.row(w.queue)
	left := w.queued.Add(w.queue.delays[row.slice-1]).Sub(e.now)
	seconds := (left + time.Second - 1) / time.Second
	return e.words.id("delay:" + strconv.FormatInt(int64(seconds), 10) + "s")
}

// newReasons takes a used one where there is one.
func (e *Engine) newReasons() *reasons {
	if n := len(e.spareReasons); n > 0 {
		r := e.spareReasons[n-1]
		e.spareReasons = e.spareReasons[:n-1]
		return r
	}
	return &reasons{}
}

// dropWhy forgets why the work went to an agent.
func (e *Engine) dropWhy(w *work) {
	if w.why != nil {
		e.spareReasons = append(e.spareReasons, w.why)
		w.why = nil
	}
}

// whyArena holds the decisions of a step's effects, and is used again in the
// next step.
type whyArena struct {
	list []*Decision
	n    int
}

func (s *whyArena) reset() { s.n = 0 }

// rendered is the work's decision in words, valid until the next step.
func (e *Engine) rendered(w *work) *Decision {
	if w.why == nil {
		return nil
	}
	if e.why.n == len(e.why.list) {
		e.why.list = append(e.why.list, &Decision{Verdicts: make([]Verdict, 0, keptMax)})
	}
	d := e.why.list[e.why.n]
	e.why.n++
	e.render(d, w)
	return d
}

func (e *Engine) render(d *Decision, w *work) {
	r := w.why
	d.Work, d.Leg, d.Agent, d.At, d.Choice, d.Unlisted = w.ID, r.leg, e.roster.ids[r.agent], r.at, r.choice, int(r.unlisted)
	d.Verdicts = d.Verdicts[:r.n]
	for i := range d.Verdicts {
		x := &r.list[i]
		d.Verdicts[i] = Verdict{Agent: e.roster.ids[x.agent], Word: e.words.texts[x.word], Since: r.sinceOf(i)}
	}
}
