package routing

import "turno/internal/core"

// apply carries out one command. Every command checks all it needs before it
// changes anything.
func (e *Engine) apply(cmd Command) error { //nolint:cyclop,funlen // a dispatch switch
	switch c := cmd.(type) {
	case *Configure:
		return e.configure(c)
	case *SignIn:
		return e.signIn(c)
	case *SignOut:
		return e.signOut(c)
	case *SetPresence:
		return e.setPresence(c)
	case *Enqueue:
		return e.enqueue(c)
	case *Start:
		return e.start(c)
	case *Cancel:
		return e.cancel(c)
	case *Accept:
		return e.accept(c)
	case *Decline:
		return e.decline(c)
	case *Return:
		return e.giveBack(c)
	case *Release:
		return e.release(c)
	case *CloseWrapUp:
		return e.closeWrapUp(c)
	case *ExtendWrapUp:
		return e.extendWrapUp(c)
	case *Transfer:
		return e.transfer(c)
	case *Pick:
		return e.pick(c)
	case *Assign:
		return e.assignBy(c)
	case *Reprioritise:
		return e.reprioritise(c)
	case *Defer:
		return e.deferWork(c)
	case *Park:
		return e.park(c)
	case *Unpark:
		return e.unpark(c)
	case *Hold:
		return e.hold(c)
	case *Resume:
		return e.resume(c)
	case *MoveAgent:
		return e.moveAgent(c)
	case *OpenQueue:
		return e.openQueue(c)
	case *CloseQueue:
		return e.closeQueue(c)
	case *Recover:
		e.recoverOffers()
		return nil
	case *Tick:
		return nil
	}
	return core.Errorf(core.Invalid, "the engine does not know a command of type %T", cmd)
}

// refuse emits Refused for a command that was not carried out.
func (e *Engine) refuse(cmd Command, err error) {
	ef := e.emit(Refused)
	ef.Code, ef.Detail = core.CodeOf(err), err.Error()
	ef.Party, ef.Actor = e.party, e.actor
	ef.Work, ef.Agent, ef.Queue = concerns(cmd)
}

// concerns names the work, agent and queue of a command.
func concerns(cmd Command) (w, a core.ID, queue string) { //nolint:cyclop // a dispatch switch
	switch c := cmd.(type) {
	case *SignIn:
		a = c.Agent.ID
	case *SignOut:
		a = c.Agent
	case *SetPresence:
		a = c.Agent
	case *Enqueue:
		w, queue = c.Work.ID, c.Work.Queue
	case *Start:
		w, a, queue = c.Work.ID, c.Agent, c.Work.Queue
	case *Cancel:
		w = c.Work
	case *Accept:
		w, a = c.Work, c.Agent
	case *Decline:
		w, a = c.Work, c.Agent
	case *Return:
		w = c.Work
	case *Release:
		w = c.Work
	case *CloseWrapUp:
		w = c.Work
	case *ExtendWrapUp:
		w = c.Work
	case *Transfer:
		w, a, queue = c.Work, c.Agent, c.Queue
	case *Pick:
		w, a = c.Work, c.Agent
	case *Assign:
		w, a = c.Work, c.Agent
	case *Reprioritise:
		w = c.Work
	case *Defer:
		w = c.Work
	case *Park:
		w = c.Work
	case *Unpark:
		w, a = c.Work, c.Agent
	case *Hold:
		w = c.Work
	case *Resume:
		w = c.Work
	case *MoveAgent:
		a = c.Agent
	case *OpenQueue:
		queue = c.Queue
	case *CloseQueue:
		queue = c.Queue
	}
	return w, a, queue
}
