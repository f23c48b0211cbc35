package flow

import (
	"maps"
	"strings"
	"time"

	"turno/internal/core"
)

// machine carries out one step of a session.
type machine struct {
	p    *Program
	s    *Session
	now  core.Instant
	out  Result
	next string // the node to enter
}

// Start begins a contact's run.
func (p *Program) Start(now core.Instant, contact Contact) (*Session, Result) {
	s := &Session{Flow: p.Key(), Version: p.version, Digest: p.digest, Contact: contact, Language: p.Languages()[0]}
	if tag, ok := p.speaks(contact.Language); ok {
		s.Language = tag
	}
	if p.root.doc.Waiting && contact.Queue != "" {
		s.Queue = &Place{Queue: contact.Queue, Depth: -1}
	}
	m := &machine{p: p, s: s, now: now}
	m.call(p.root)
	m.run()
	return s, m.out
}

// Step goes on with what happened. A refused input changes nothing. An answer that
// comes too late is noted in the trace only.
func (p *Program) Step(s *Session, now core.Instant, in Input) (Result, error) {
	m := &machine{p: p, s: s, now: now}
	number, numbered := in.answers()
	switch {
	case s.State == StateEnded:
		if _, ok := in.(HungUp); ok || numbered {
			return Result{}, nil
		}
		return Result{}, core.Errorf(core.Conflict, "the flow has ended")
	case numbered && (number > s.Asked || number < 1):
		return Result{}, core.Errorf(core.Invalid, "nothing was asked under number %d", number)
	case numbered && (s.Await == nil || number != s.Await.Number):
		m.trace("late", "")
		return m.out, nil
	}
	var err error
	if numbered {
		err = m.answer(in)
	} else {
		err = m.happened(in)
	}
	if err != nil {
		return Result{}, err
	}
	m.run()
	return m.out, nil
}

// Again is what to carry out after a restart: the action whose answer is awaited.
func (p *Program) Again(s *Session) []Action {
	if s.State != StateAwaits {
		return nil
	}
	m := &machine{p: p, s: s}
	action, _ := m.request() // it was made before, of the very same state
	return []Action{action}
}

// speaks finds the program's language for a tag: the same, or one of the same base.
func (p *Program) speaks(tag string) (string, bool) {
	base, _, _ := strings.Cut(tag, "-")
	found := ""
	for _, have := range p.Languages() {
		haveBase, _, _ := strings.Cut(have, "-")
		switch {
		case have == tag:
			return have, true
		case tag != "" && haveBase == base && found == "":
			found = have
		}
	}
	return found, found != ""
}

// run enters nodes until an answer is awaited or the flow rests.
func (m *machine) run() {
	for m.next != "" {
		if m.s.Passed >= passedMax {
			m.trace("too_long", "")
			m.end(EndedTooLong, true)
			return
		}
		m.frame().Node, m.next = m.next, ""
		m.enter()
	}
}

func (m *machine) frame() *Frame { return &m.s.Frames[len(m.s.Frames)-1] }

func (m *machine) code() *code { return m.p.flows[m.frame().Flow] }

func (m *machine) node() *node { return m.code().nodes[m.frame().Node] }

func (m *machine) do(a Action) { m.out.Actions = append(m.out.Actions, a) }

// trace notes what became of the node.
func (m *machine) trace(outcome, why string) {
	f := m.frame()
	m.out.Passed = append(m.out.Passed, Passed{
		At: m.now, Flow: f.Flow, Node: f.Node, Kind: m.node().kind, Outcome: outcome, Why: why,
	})
}

// mistake notes an expression that has failed; the flow goes on without it.
func (m *machine) mistake(err error) { m.trace("mistake", message(err)) }

// leave goes out of the node by one of its ways.
func (m *machine) leave(outcome, why string) {
	m.trace(outcome, why)
	m.s.Passed++
	m.s.Await = nil
	for _, e := range m.node().edges {
		if e.outcome != outcome {
			continue
		}
		if e.queue == leaves {
			m.s.Queue = nil
		}
		if e.to == End {
			m.finish()
		} else {
			m.next = e.to
		}
		return
	}
}

// finish is the end of the flow on top: whoever waits in its queue goes on waiting,
// a subflow goes back, else the contact ends.
func (m *machine) finish() {
	top := len(m.s.Frames) - 1
	switch {
	case m.s.Queue != nil && (m.s.Queue.Depth == top || top == 0):
		m.s.State = StateWaits
	case top == 0:
		m.end(EndedCompleted, true)
	default:
		inner := m.s.Frames[top]
		m.s.Frames = m.s.Frames[:top]
		for _, h := range m.node().Subflow.Take {
			m.frame().Variables[h.Variable] = inner.Variables[h.From]
		}
		m.leave(outNext, "")
	}
}

// call begins a flow on top of the others.
func (m *machine) call(f *code) {
	m.s.Frames = append(m.s.Frames, Frame{Flow: f.doc.Key, Node: f.doc.Start, Variables: maps.Clone(f.initial)})
	m.next = f.doc.Start
}

func (m *machine) end(why string, hangup bool) {
	m.s.State, m.s.Ended, m.s.Await, m.s.Queue, m.next = StateEnded, why, nil, nil, ""
	if hangup {
		m.do(Hangup{Reason: why})
	}
}

// await numbers an action and carries it out; one that cannot be made fails the node.
func (m *machine) await(kind Awaited, timeout time.Duration) {
	m.s.Asked++
	a := &Await{Number: m.s.Asked, Kind: kind}
	if kind != AwaitEntry {
		a.Due = m.now.Add(timeout)
	}
	m.s.Await, m.s.State = a, StateAwaits
	action, err := m.request()
	if err != nil {
		m.mistake(err)
		m.leave(outFailed, "mistake")
		return
	}
	m.do(action)
}

// ask asks the node's question for the first time.
func (m *machine) ask() { m.await(AwaitEntry, 0) }

// again asks once more, or gives up by the outcome.
func (m *machine) again(what, before string, retries int, giveUp string) {
	try := m.s.Await.Try
	if try >= retries {
		m.leave(giveUp, what)
		return
	}
	m.trace(what, "")
	m.s.Passed++
	if m.s.Passed >= passedMax {
		m.end(EndedTooLong, true)
		return
	}
	m.s.Asked++
	m.s.Await = &Await{Number: m.s.Asked, Kind: AwaitEntry, Try: try + 1, Before: before}
	action, err := m.request()
	if err != nil {
		m.mistake(err)
		m.leave(giveUp, "mistake")
		return
	}
	m.do(action)
}

// env is what expressions read.
func (m *machine) env() map[string]any {
	f := m.frame()
	env := make(map[string]any, len(f.Variables)+5)
	maps.Copy(env, f.Variables)
	view := queueView{Left: m.s.Left}
	if q := m.s.Queue; q != nil {
		view.Waiting = m.s.State != StateServed
		view.Key, view.Place, view.Wait = q.Queue, float64(q.Place), float64(q.Wait)
	}
	env["contact"], env["customer"], env["hours"], env["queue"], env["language"] = m.s.Contact, m.s.Customer, m.s.Hours, view, m.s.Language
	return env
}

// eval runs an expression of the node.
func (m *machine) eval(field string) (any, error) { return m.node().exprs[field].eval(m.env()) }

// utter is a prompt in the customer's language.
func (m *machine) utter(key string) Utterance {
	p := m.code().prompts[key]
	tag := m.s.Language
	u := Utterance{Prompt: key, Language: tag, Recording: p.Recording[tag]}
	u.Spoken, u.Shown = m.fill(p.spoken[tag], tag)
	if written, ok := p.written[tag]; ok {
		_, u.Shown = m.fill(written, tag)
	}
	return u
}

// fill puts values into a text.
func (m *machine) fill(pieces []piece, tag string) (spokenText, shownText string) {
	l := spoken(tag)
	for i := range pieces {
		p := &pieces[i]
		if p.value == nil {
			spokenText, shownText = follow(spokenText, p.words), follow(shownText, p.words)
			continue
		}
		value, err := p.value.eval(m.env())
		if err != nil {
			m.mistake(err)
			continue
		}
		said := p.say(l, value)
		spokenText += said.Spoken
		shownText += said.Shown
	}
	return spokenText, shownText
}

// follow puts words after a text. A full stop after an abbreviation is not doubled.
func follow(text, words string) string {
	if strings.HasSuffix(text, ".") && strings.HasPrefix(words, ".") {
		return text + words[1:]
	}
	return text + words
}

// plain puts values into an address or number, each made harmless by escape.
func (m *machine) plain(field string, escape func(string) string) (string, error) {
	var text strings.Builder
	for _, p := range m.node().texts[field] {
		if p.value == nil {
			text.WriteString(p.words)
			continue
		}
		value, err := p.value.eval(m.env())
		if err != nil {
			return "", err
		}
		text.WriteString(escape(raw(value)))
	}
	return text.String(), nil
}
