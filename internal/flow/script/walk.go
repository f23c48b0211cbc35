package script

import (
	"encoding/json"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/flow"
)

// Options say how a walk begins.
type Options struct {
	Contact flow.Contact
	Trace   bool // also show the nodes that are passed
	// Restored sends the session through JSON before every step, as if another
	// process went on with it each time.
	Restored bool
}

// Walk is one run of a program, led by lines.
type Walk struct {
	program *flow.Program
	options Options
	session *flow.Session
	now     core.Instant
	passed  []flow.Passed
	last    flow.State
}

// begin is when every walk begins; a step takes a second.
const begin = core.Instant(1_700_000_000_000_000)

// New begins a walk; the lines are what the flow does first.
func New(p *flow.Program, o Options) (*Walk, []string) {
	if o.Contact.Channel == "" {
		o.Contact.Channel = "voice"
	}
	w := &Walk{program: p, options: o, now: begin}
	s, result := p.Start(w.now, o.Contact)
	w.session = s
	return w, w.show(result)
}

// Session is where the walk stands; it must not be changed.
func (w *Walk) Session() *flow.Session { return w.session }

// Passed is the trace so far.
func (w *Walk) Passed() []flow.Passed { return w.passed }

// Ended reports whether nothing more can happen.
func (w *Walk) Ended() bool { return w.session.State == flow.StateEnded }

// Line goes on with one line, > or *, and returns what the flow does.
func (w *Walk) Line(line string) ([]string, error) {
	in, err := w.input(line)
	if err != nil {
		return nil, err
	}
	if w.options.Restored {
		if err := w.restore(); err != nil {
			return nil, err
		}
	}
	w.now = w.now.Add(time.Second)
	result, err := w.program.Step(w.session, w.now, in)
	if err != nil {
		return nil, err
	}
	return w.show(result), nil
}

// restore goes on with a copy that was stored and read again.
func (w *Walk) restore() error {
	text, err := json.Marshal(w.session)
	if err != nil {
		return core.Wrap(core.Internal, "", err)
	}
	s := &flow.Session{}
	if err := json.Unmarshal(text, s); err != nil {
		return core.Wrap(core.Internal, "", err)
	}
	w.session = s
	return w.program.Restore(s)
}

// show writes a step's result in lines.
func (w *Walk) show(r flow.Result) []string {
	w.passed = append(w.passed, r.Passed...)
	var lines []string
	if w.options.Trace {
		for _, p := range r.Passed {
			lines = append(lines, strings.TrimRight(". "+p.Flow+"/"+p.Node+" "+p.Outcome+" "+p.Why, " "))
		}
	}
	for _, a := range r.Actions {
		lines = append(lines, w.action(a)...)
	}
	if state := w.session.State; state != w.last {
		if state == flow.StateWaits || state == flow.StateServed {
			lines = append(lines, "< "+string(state))
		}
		if h := w.session; state == flow.StateEnded && h.Ended != flow.EndedCompleted && len(r.Actions) == 0 {
			lines = append(lines, "< ended "+h.Ended)
		}
		w.last = state
	}
	return lines
}
