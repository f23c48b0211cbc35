package routing

import (
	"slices"
	"time"

	"turno/internal/core"
)

// declineTime is how long a work is not offered to an agent who declined it.
const declineTime = 60 * time.Second

// offerTo puts a waiting work before an agent who may take it. With auto-accept
// the agent has it at once.
func (e *Engine) offerTo(w *work, a *agent, byAgent bool) {
	e.decide(w, a, !byAgent)
	e.hide(w)
	e.offers++
	e.setStatus(w, offered)
	w.agent, w.offer, w.deadline = a, e.offers, 0
	if timeout := w.queue.timeout(); timeout >= 0 && !w.queue.def.Offer.AutoAccept {
		w.deadline = e.now.Add(timeout)
	}
	if w.queue.lastOffered != a.ID {
		w.queue.lastOffered = a.ID
		e.saveQueue(w.queue)
	}
	a.offered = w
	ef := e.emitWork(Offered, w)
	ef.Agent, ef.Offer, ef.Deadline, ef.Since = a.ID, w.offer, w.deadline, w.queued
	ef.Priority = w.priority()
	ef.Why = e.rendered(w)
	if w.queue.def.Offer.AutoAccept {
		a.offered = nil
		e.assign(w, a, CauseAuto)
		return
	}
	e.refresh(a)
	e.retime(w)
}

// accept takes the numbered offer.
func (e *Engine) accept(c *Accept) error {
	w, a, err := e.offerOf(c.Work, c.Agent, c.Offer)
	if err != nil {
		return err
	}
	a.offered = nil
	e.assign(w, a, CauseAccept)
	return nil
}

// offerOf finds an outstanding offer, or says what became of it.
func (e *Engine) offerOf(workID, agentID core.ID, offer uint64) (*work, *agent, error) {
	a, err := e.agentByID(agentID)
	if err != nil {
		return nil, nil, err
	}
	if offer != 0 && a.expired == offer {
		return nil, nil, core.FieldErrorf(core.Late, "offer", "offer %d was not answered in time", offer)
	}
	w, err := e.workByID(workID)
	if err != nil {
		return nil, nil, err
	}
	if w.status != offered || w.agent != a || w.offer != offer {
		return nil, nil, core.FieldErrorf(core.Conflict, "offer", "offer %d is no longer outstanding", offer)
	}
	if w.deadline != 0 && w.deadline <= e.now {
		return nil, nil, core.FieldErrorf(core.Late, "offer", "offer %d was not answered in time", offer)
	}
	return w, a, nil
}

// decline refuses the numbered offer.
func (e *Engine) decline(c *Decline) error {
	w, a, err := e.offerOf(c.Work, c.Agent, c.Offer)
	if err != nil {
		return err
	}
	a.idleSince = e.now
	w.declined = append(w.declined, Declined{Agent: a.ID, Until: e.now.Add(declineTime)})
	w.digest()
	if w.reserved == a {
		e.unreserve(w)
	}
	e.withdraw(w, CauseDecline)
	return nil
}

// withdraw ends an outstanding offer; the work is where it was, the agent looks
// for other work.
func (e *Engine) withdraw(w *work, cause Cause) {
	a := w.agent
	ef := e.emitWork(OfferWithdrawn, w)
	ef.Agent, ef.Offer, ef.Cause = a.ID, w.offer, cause
	a.offered = nil
	w.agent, w.deadline = nil, 0
	e.dropWhy(w)
	e.setStatus(w, waiting)
	e.expose(w)
	e.retime(w)
	e.touch(w)
	e.untest(w)
	e.freed(a)
}

// noAnswer ends an offer at its deadline. The agent becomes not ready, pending
// while there is other work.
func (e *Engine) noAnswer(w *work) {
	a := w.agent
	a.expired = w.offer
	if w.reserved == a {
		e.unreserve(w)
	}
	e.withdraw(w, CauseNoAnswer)
	if len(a.held) > 0 {
		e.pend(a, core.ReasonNoAnswer, CauseNoAnswer)
	} else {
		e.changePresence(a, core.NotReady, core.ReasonNoAnswer, CauseNoAnswer)
	}
}

// forgetDeclined lets agents who declined long enough ago be asked again.
func (e *Engine) forgetDeclined(w *work) {
	w.dropDeclined(e.now)
	e.saveWork(w)
	e.touch(w)
}

// dropDeclined takes those off the list who declined long enough ago.
func (w *work) dropDeclined(now core.Instant) {
	if w.exceptional {
		w.declined = slices.DeleteFunc(w.declined, func(d Declined) bool { return d.Until <= now })
		w.digest()
	}
}

// recoverOffers withdraws all offers, whose works keep their keys.
func (e *Engine) recoverOffers() {
	for _, id := range e.Agents() {
		if w := e.agents.get(&id).offered; w != nil {
			e.withdraw(w, CauseRecover)
		}
	}
}
