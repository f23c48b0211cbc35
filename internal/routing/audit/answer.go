package audit

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// forecast is what the engine must answer to a command, as far as the model
// knows before the timers due were fired. Nil where it does not know.
type forecast struct {
	ok   *bool     // accepted or refused
	code core.Code // of the refusal, empty where any will do
}

func mustAccept() forecast               { yes := true; return forecast{ok: &yes} }
func mustRefuse(code core.Code) forecast { nay := false; return forecast{ok: &nay, code: code} }

// foresee says what the answer to the command must be.
func (x *Auditor) foresee(cmd routing.Command) forecast {
	if x.accepted[cmd.Header().ID] && len(x.accepted) <= 65_536 {
		return mustRefuse(core.Repeated)
	}
	switch c := cmd.(type) {
	case *routing.Tick, *routing.Recover:
		return mustAccept()
	case *routing.Accept:
		return x.foreseeAnswer(c.Work, c.Agent, c.Offer)
	case *routing.Decline:
		return x.foreseeAnswer(c.Work, c.Agent, c.Offer)
	case *routing.SignIn:
		switch {
		case x.agents[c.Agent.ID] != nil:
			return mustRefuse(core.Conflict)
		case x.profiles[c.Agent.Profile] == nil:
			return mustRefuse(core.Invalid)
		}
	case *routing.SignOut:
		a := x.agents[c.Agent]
		switch {
		case a == nil:
			return mustRefuse(core.NotFound)
		case c.Force:
			return mustAccept()
		case len(a.works) > 0, len(x.setAside(a.id)) > 0:
			return mustRefuse(core.Conflict)
		}
	case *routing.Enqueue:
		return x.foreseeEnqueue(&c.Work)
	}
	return forecast{}
}

// foreseeAnswer is for Accept and Decline: the offer must be the one that is
// outstanding, and not late.
func (x *Auditor) foreseeAnswer(work, agent core.ID, offer uint64) forecast {
	w := x.works[work]
	switch {
	case w == nil:
		return mustRefuse("")
	case w.phase != Offered || w.offeredTo != agent || w.offer != offer:
		return mustRefuse("")
	case w.deadline != 0 && x.now >= w.deadline:
		return mustRefuse(core.Late)
	}
	return mustAccept()
}

func (x *Auditor) foreseeEnqueue(w *routing.Work) forecast {
	q := x.queues[w.Queue]
	old := x.works[w.ID]
	switch {
	case q == nil || q.removed && len(q.config.Overflow) == 0:
		return mustRefuse("")
	case old != nil: // waiting, assigned, parked or in wrap-up
		return mustRefuse(core.Conflict)
	case !q.open && len(q.config.Overflow) == 0:
		return mustRefuse(core.Closed)
	case !validNeeds(w.Needs) || w.Arrived > x.now || w.Priority < -100 || w.Priority > 100:
		return mustRefuse(core.Invalid)
	case q.open && q.config.MaxLength == 0 && !w.ID.IsZero() && w.Channel != "":
		return mustAccept()
	}
	return forecast{}
}

func validNeeds(needs routing.Needs) bool {
	if len(needs) > 4 {
		return false
	}
	for _, alternative := range needs {
		if len(alternative) == 0 || len(alternative) > 4 {
			return len(alternative) == 0 // an empty alternative may be read as "fits all"
		}
		for _, n := range alternative {
			if n.Skill == "" || n.Level < 1 || n.Level > 5 {
				return false
			}
		}
	}
	return true
}

// checkAnswer compares the engine's answer with the forecast.
func (x *Auditor) checkAnswer(cmd routing.Command, effects []routing.Effect, err error, expected forecast) {
	code := core.CodeOf(err)
	if expected.ok != nil {
		switch {
		case *expected.ok && err != nil && x.overtaken(cmd):
		case *expected.ok && err != nil:
			x.failf("%T refused, should be accepted: %w", cmd, err)
		case !*expected.ok && err == nil:
			x.failf("%T accepted, should be refused %s", cmd, expected.code)
		case !*expected.ok && expected.code != "" && code != expected.code:
			x.failf("%T refused %s, should be %s", cmd, code, expected.code)
		}
	}
	if code == core.Internal {
		x.failf("%T: an error without a code: %w", cmd, err)
	}
	x.checkRefusal(cmd, effects, err)
}

// overtaken says whether the step's timers ended the offer that the command is
// about.
func (x *Auditor) overtaken(cmd routing.Command) bool {
	var w *work
	var offer uint64
	switch c := cmd.(type) {
	case *routing.Accept:
		w, offer = x.works[c.Work], c.Offer
	case *routing.Decline:
		w, offer = x.works[c.Work], c.Offer
	default:
		return false
	}
	return w == nil || w.phase != Offered || w.offer != offer
}

// checkRefusal: one Refused effect repeats an error, and only an error.
func (x *Auditor) checkRefusal(cmd routing.Command, effects []routing.Effect, err error) {
	code, refused := core.CodeOf(err), 0
	for i := range effects {
		if effects[i].Kind == routing.Refused {
			refused++
			if effects[i].Code != code {
				x.breachf(&effects[i], "refused %s, the error says %s", effects[i].Code, code)
			}
		}
	}
	if err != nil && refused != 1 || err == nil && refused != 0 {
		x.failf("%T: %d Refused effects for error %v", cmd, refused, err)
	}
}
