package routing

import "turno/internal/core"

// startBreather gives an agent who was busy beyond the cap a pause.
func (e *Engine) startBreather(a *agent) {
	if e.cap == 0 || e.cfg.Breather.Length <= 0 || a.out || a.presence != core.Ready {
		return
	}
	if e.decay.occupancyOf(a, e.now) <= e.cap {
		return
	}
	a.breather = e.now.Add(e.cfg.Breather.Length)
	e.timers.set(timerOwner{a: a}, a.breather, timerBreather)
	ef := e.emit(BreatherStarted)
	ef.Agent, ef.Deadline = a.ID, a.breather
}

func (e *Engine) endBreather(a *agent) {
	a.breather = 0
	e.freed(a)
}
