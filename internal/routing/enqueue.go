package routing

import (
	"slices"

	"turno/internal/core"
)

// The bounds of a work.
const excludedMax = 64

// newWork checks a work from outside and makes the engine's side of it, in no
// queue's line yet.
func (e *Engine) newWork(in *Work) (*work, error) {
	q := e.queues[in.Queue]
	needs, err := e.checkWork(in, q)
	if err != nil {
		return nil, err
	}
	channel, known := e.in.channels[in.Channel]
	if !known {
		channel = e.in.channel(in.Channel)
		e.reindex() // classes have room by channel
	}
	w := e.freshWork()
	w.Work, w.ID, w.queue, w.channel, w.leg = *in, in.ID, q, channel, 1
	w.Queue = q.key
	if w.Arrived == 0 {
		w.Arrived = e.now
	}
	w.needs = needs
	w.Needs = w.needs.public
	w.Excluded = slices.Clone(in.Excluded)
	w.digest()
	return w, nil
}

// checkWork says what is wrong with a work for a queue, or what its needs are.
func (e *Engine) checkWork(in *Work, q *queue) (*needset, error) {
	if err := e.checkFields(in, q); err != nil {
		return nil, err
	}
	if err := checkNeeds("work.needs", in.Needs); err != nil {
		return nil, err
	}
	needs := e.in.known(in.Needs)
	if needs == nil && !e.in.knowsSkills(in.Needs...) {
		return nil, core.FieldErrorf(core.Invalid, "work.needs", "at most %d different skills", skillsMax)
	}
	if e.works.get(&in.ID) != nil {
		return nil, core.FieldErrorf(core.Conflict, "work.id", "the work is here already")
	}
	if needs == nil {
		needs = e.in.needset(in.Needs)
	}
	return needs, nil
}

func (e *Engine) checkFields(in *Work, q *queue) error {
	switch {
	case in.ID.IsZero():
		return core.FieldErrorf(core.Invalid, "work.id", "an id is needed")
	case in.Channel == "" || !e.in.knowsChannel(in.Channel):
		return core.FieldErrorf(core.Invalid, "work.channel", "a channel is needed, at most %d different ones", channelsMax)
	case q == nil:
		return core.FieldErrorf(core.Invalid, "work.queue", "no queue %q", in.Queue)
	case in.Priority < -priorityMax || in.Priority > priorityMax:
		return core.FieldErrorf(core.Invalid, "work.priority", "−%d to %d", priorityMax, priorityMax)
	case in.Arrived > e.now:
		return core.FieldErrorf(core.Invalid, "work.arrived", "not in the future")
	case in.Arrived < 0:
		return core.FieldErrorf(core.Invalid, "work.arrived", "not before 1970")
	case len(in.Excluded) > excludedMax:
		return core.FieldErrorf(core.Invalid, "work.excluded", "at most %d agents", excludedMax)
	}
	return nil
}

// admit makes the work known; it begins its first leg now.
func (e *Engine) admit(w *work) {
	e.works.put(w.ID, w)
	w.queue.refs++
	e.beginLeg(w)
}

// beginLeg resets what belongs to a leg. The work is in no line.
func (e *Engine) beginLeg(w *work) {
	w.queued, w.since, w.status = e.now, e.now, waiting
	w.stage, w.stepAfter, w.stepPriority, w.waitTested = 0, -1, 0, -1
	w.kept, w.held, w.added, w.order, w.agent = false, false, nil, nil, nil
	w.leaveAlone(0)
	w.slice = int32(w.queue.sliceAt(0))
	if w.lowered {
		w.needs, w.lowered = e.in.needset(w.Needs), false
	}
	if !w.queue.rate.begun {
		w.queue.rate.begun, w.queue.rate.from, w.queue.rate.at = true, e.now, e.now
		e.saveQueue(w.queue)
	}
	e.rekey(w)
	e.saveWork(w)
}

// emitQueued says that the work entered its queue, or came back to it.
func (e *Engine) emitQueued(w *work) *Effect {
	place := e.place(w)
	expected := e.expected(w.queue, w.needs, place)
	ef := e.emitWork(Queued, w)
	ef.Place, ef.Expected = place, expected
	ef.Arrived, ef.Since, ef.Priority = w.Arrived, w.queued, w.priority()
	ef.Party, ef.Actor = e.party, e.actor
	return ef
}

// enqueue puts a new work into a queue.
func (e *Engine) enqueue(c *Enqueue) error {
	w, err := e.newWork(&c.Work)
	if err != nil {
		return err
	}
	rule, err := e.admission(w, w.queue)
	if err != nil {
		return err
	}
	e.reservePreferred(w)
	e.admit(w)
	e.enter(w, rule)
	return nil
}

// enter begins waiting in w.queue, or follows the overflow rule found for it.
func (e *Engine) enter(w *work, rule *Overflow) {
	e.emitQueued(w)
	w.waitTested = 0
	if rule != nil && rule.To != Keep {
		e.followRule(w, rule)
		return
	}
	if w.reserved != nil {
		ef := e.emitWork(Reserved, w)
		ef.Agent, ef.Deadline = w.reserved.ID, w.reservedTill
	}
	if rule != nil {
		e.keep(w, rule)
	}
	e.joinLine(w)
	e.retime(w)
	e.touch(w)
}
