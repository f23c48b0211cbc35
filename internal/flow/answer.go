package flow

import (
	"slices"
	"strconv"

	"turno/internal/core"
)

// unfit refuses an answer of another kind than was asked for.
func unfit() error {
	return core.Errorf(core.Invalid, "that is no answer to what was asked")
}

// answer takes the answer that was awaited.
func (m *machine) answer(in Input) error {
	switch in := in.(type) {
	case TimedOut:
		m.gaveUp("timeout")
	case Failed:
		if m.s.Await.Kind == AwaitEntry || m.s.Await.Kind == AwaitTime {
			return unfit() // nobody can fail to ask, or to wait
		}
		m.gaveUp(orElse(in.Reason, "failed"))
	case Entered:
		return m.entered(in.Text)
	case HoursTold:
		return m.hoursTold(in)
	case Identified:
		return m.identified(in)
	case Fetched:
		return m.fetched(in)
	case Queued, Refused:
		return m.queued(in)
	case PlaceTold:
		return m.placeTold(in)
	case Done:
		return m.done()
	}
	return nil
}

// gaveUp goes on without the answer.
func (m *machine) gaveUp(why string) {
	n := m.node()
	switch m.s.Await.Kind {
	case AwaitEntry:
		m.silent(n)
	case AwaitQueue:
		m.s.Left = why
		m.leave(outRefused, why)
	case AwaitPlace:
		m.leave(outNext, why)
	case AwaitTime:
		m.leave(outNext, "")
	default:
		m.leave(outFailed, why)
	}
}

// silent is a question that nobody answered.
func (m *machine) silent(n *node) {
	const what = "silence"
	switch n.kind {
	case KindMenu:
		m.again(what, n.Menu.Silence, tries(n.Menu.Retries, 2), outFailed)
	case KindCollect:
		m.again(what, n.Collect.Silence, tries(n.Collect.Retries, 2), outFailed)
	case KindLanguage:
		m.again(what, "", tries(n.Language.Retries, 1), outNext)
	case KindSurvey:
		m.again(what, "", tries(n.Survey.Retries, 1), outNext)
	default:
		m.leave(outDeclined, what)
	}
}

func tries(n *int, otherwise int) int {
	if n == nil {
		return otherwise
	}
	return *n
}

func (m *machine) hoursTold(in HoursTold) error {
	if m.s.Await.Kind != AwaitHours || !holds(TypeTime, in.Now) || !holds(TypeTime, in.Opens) {
		return unfit()
	}
	m.s.Hours = Hours{in.Open, in.Now, in.Opens}
	if in.Open {
		m.leave(outOpen, "")
	} else {
		m.leave(outClosed, "")
	}
	return nil
}

func (m *machine) identified(in Identified) error {
	c := in.Customer
	for _, text := range []string{c.ID, c.Name, c.Segment, c.Language, c.Agent} {
		if !holds(TypeText, text) {
			return unfit()
		}
	}
	if m.s.Await.Kind != AwaitCustomer {
		return unfit()
	}
	if !c.Known {
		m.leave(outNotFound, "")
		return nil
	}
	m.s.Customer = c
	if tag, ok := m.p.speaks(c.Language); ok && !m.s.Chosen {
		m.s.Language = tag
	}
	m.leave(outFound, "")
	return nil
}

func (m *machine) queued(in Input) error {
	if m.s.Await.Kind != AwaitQueue {
		return unfit()
	}
	switch in := in.(type) {
	case Queued:
		m.s.Left = ""
		m.s.Queue = &Place{
			Queue: m.node().Queue.Queue, Node: m.node().Key, Depth: len(m.s.Frames) - 1, Place: max(in.Place, 0), Wait: seconds(in.Wait),
		}
		m.leave(outWaiting, "")
	case Refused:
		m.s.Left = orElse(in.Reason, "refused")
		m.leave(outRefused, m.s.Left)
	}
	return nil
}

// placeTold says place and wait, unless only what is better is to be said.
func (m *machine) placeTold(in PlaceTold) error {
	if m.s.Await.Kind != AwaitPlace {
		return unfit()
	}
	n, q := m.node().Announce, m.s.Queue
	if in.Place < 1 || q == nil {
		m.leave(outNext, "unknown")
		return nil
	}
	q.Place, q.Wait = in.Place, seconds(in.Wait)
	nearer := q.ToldPlace == 0 || q.Place < q.ToldPlace
	sooner := q.Wait > 0 && (q.ToldWait == 0 || minutes(q.Wait) < minutes(q.ToldWait))
	told := false
	if n.Place != "" && (nearer || !n.Better) {
		m.do(Say{Utterance: m.utter(n.Place)})
		q.ToldPlace, told = q.Place, true
	}
	if n.Wait != "" && q.Wait > 0 && (sooner || !n.Better) {
		m.do(Say{Utterance: m.utter(n.Wait)})
		q.ToldWait, told = q.Wait, true
	}
	if told {
		m.leave(outNext, "place "+strconv.Itoa(q.Place))
	} else {
		m.leave(outNext, "not_better")
	}
	return nil
}

// minutes rounds up, as waits are said.
func minutes(seconds int) int { return (seconds + 59) / 60 }

// done is what was asked for and has been done.
func (m *machine) done() error {
	switch m.s.Await.Kind {
	case AwaitCallback:
		m.leave(outTaken, "")
	case AwaitMessage:
		m.leave(outNext, "")
	case AwaitTransfer:
		m.trace(outAnswered, "")
		m.s.Passed++
		m.end(EndedTransferred, false)
	default:
		return unfit()
	}
	return nil
}

// happened takes what was not asked for.
func (m *machine) happened(in Input) error {
	waiting := m.s.Queue != nil && m.s.State != StateServed
	switch in := in.(type) {
	case HungUp:
		m.trace("hung_up", "")
		m.end(EndedHungUp, false)
	case Served:
		if !waiting {
			return core.Errorf(core.Conflict, "the customer waits in no queue")
		}
		m.backToQueue()
		m.trace("answered", "")
		m.s.State = StateServed
	case Released:
		if m.s.State != StateServed {
			return core.Errorf(core.Conflict, "no agent has the customer")
		}
		m.outOfQueue(outServed, "")
	case Left:
		if !waiting {
			return core.Errorf(core.Conflict, "the customer waits in no queue")
		}
		m.backToQueue()
		m.s.Left = orElse(in.To, "left")
		m.outOfQueue(outLeft, m.s.Left)
	default:
		return unfit()
	}
	return nil
}

// backToQueue drops whatever the customer was told meanwhile.
func (m *machine) backToQueue() {
	q := m.s.Queue
	m.s.Frames = slices.Clip(m.s.Frames[:max(q.Depth, 0)+1])
	if q.Depth >= 0 {
		m.frame().Node = q.Node
	}
	m.s.Await = nil
}

// outOfQueue goes on where the node that entered the queue says. Who waited before
// the flow began has nothing more to be told.
func (m *machine) outOfQueue(outcome, why string) {
	if m.s.Queue.Depth >= 0 {
		m.leave(outcome, why)
		return
	}
	m.trace(outcome, why)
	m.end(EndedCompleted, true)
}
