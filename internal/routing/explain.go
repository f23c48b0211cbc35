package routing

import "turno/internal/core"

// Explain says why a work waits, or why its agent got it. Ended works are not
// known here: core.NotFound.
func (e *Engine) Explain(id core.ID) (Explanation, error) {
	w, err := e.workByID(id)
	if err != nil {
		return Explanation{}, err
	}
	x := Explanation{Work: w.ID, Waiting: w.waits(), Queue: w.queue.key, Stage: int(w.stage), Needs: cloneNeeds(w.needs.public)}
	x.Priority = PriorityParts{
		Queue: w.queue.def.Priority, Own: w.Priority, Steps: int(w.stepPriority), Total: w.base() + int(w.stepPriority),
	}
	if w.why != nil {
		x.Decision = &Decision{Verdicts: make([]Verdict, w.why.n)}
		e.render(x.Decision, w)
	}
	switch w.status {
	case parked:
		x.Word = "parked"
		return x, nil
	case assigned:
		x.Word = "assigned"
		return x, nil
	case wrapping:
		x.Word = "wrap_up"
		return x, nil
	case waiting, offered:
	}
	x.Place = e.place(w)
	e.explainWaiting(w, &x)
	return x, nil
}

// explainWaiting looks at all agents who could serve the work by profile and
// skills.
func (e *Engine) explainWaiting(w *work, x *Explanation) {
	for _, a := range e.sortedAgents() {
		hard := w.reserved == a && w.reservedHard
		if !hard && (!a.group.serves(w) || !a.group.fitsNeeds(w.needs)) {
			continue
		}
		x.Fitting++
		if len(x.Verdicts) < keptMax && w.status == waiting { // why an offered work is where it is, its decision says
			word, since := e.verdict(a, w)
			x.Verdicts = append(x.Verdicts, Verdict{Agent: a.ID, Word: e.words.text(word), Since: since})
		}
	}
	switch {
	case w.status == offered:
		x.Word = "offered"
	case w.leftAlone(e.now):
		x.Word = "deferred"
	case w.reserved != nil:
		x.Word = "reserved"
	case x.Fitting > 0:
		x.Word = "all_busy"
	case w.queue.closed:
		x.Word = "closed"
	case e.agents.n == 0:
		x.Word = "nobody_signed_in"
	default:
		x.Word = "nobody_fits"
	}
}

// sortedAgents are the signed-in agents by id.
func (e *Engine) sortedAgents() []*agent {
	ids := e.Agents()
	list := make([]*agent, len(ids))
	for i, id := range ids {
		list[i] = e.agents.get(&id)
	}
	return list
}
