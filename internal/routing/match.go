package routing

import "slices"

// matchAgents lets the touched agents, in order of (idle since, id), each take
// its best work.
func (e *Engine) matchAgents() {
	for len(e.touchedAgents) > 0 {
		list := e.touchedAgents
		if len(list) > 1 {
			sortTouched(list)
		}
		e.touchedAgents = e.spareAgents[:0]
		done := 0
		for done < len(list) && e.allowed > 0 && e.tries > 0 {
			a := list[done]
			done++
			a.touched = false
			e.saveAgent(a)
			if !a.available() {
				continue
			}
			if w := e.bestWork(a); w != nil {
				e.allowed--
				e.offerTo(w, a, true)
			} else {
				e.tries--
			}
		}
		e.touchedAgents = append(e.touchedAgents, list[done:]...)
		clear(list)
		e.spareAgents = list[:0]
		if e.allowed <= 0 || e.tries <= 0 {
			for _, a := range e.touchedAgents {
				e.saveAgent(a)
			}
			return
		}
	}
}

// matchWorks gives the touched works, in serving order, each its best agent.
func (e *Engine) matchWorks() {
	for len(e.touchedWorks) > 0 {
		list := e.touchedWorks
		if len(list) > 1 {
			slices.SortFunc(list, func(a, b *work) int {
				if e.servedBefore(a, b) {
					return -1
				}
				return 1
			})
		}
		e.touchedWorks = e.spareWorks[:0]
		done := 0
		for done < len(list) && e.allowed > 0 && e.tries > 0 {
			w := list[done]
			done++
			w.touched = false
			if w.gone {
				continue
			}
			e.saveWork(w)
			if w.status != waiting || w.leftAlone(e.now) {
				continue
			}
			if a := e.bestAgent(w); a != nil {
				e.allowed--
				e.offerTo(w, a, false)
			} else {
				e.tries--
			}
		}
		e.touchedWorks = append(e.touchedWorks, list[done:]...)
		clear(list)
		e.spareWorks = list[:0]
		if e.allowed <= 0 || e.tries <= 0 {
			for _, w := range e.touchedWorks {
				e.saveWork(w)
			}
			return
		}
		// An agent with auto-accept may have room for more, and agents go first.
		if len(e.touchedAgents) > 0 {
			return
		}
	}
}
