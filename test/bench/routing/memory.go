package main

import (
	"runtime"

	"turno/internal/core"
	"turno/internal/routing"
)

// memory is the heap at three moments, in bytes.
type memory struct {
	empty  uint64 // an engine with a full memory of command ids and nobody there
	staff  uint64 // everybody signed in
	full   uint64 // after the measured steps
	signed int
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // the second sweeps what the first has found
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// commandsKept is how many accepted ids the engine remembers.
const commandsKept = 1 << 16

// fill brings the agents and the works that wait. Ticks with an id first fill
// the engine's memory of ids, which is the same for every size.
func (l *load) fill(m *memory) error {
	for range commandsKept {
		if err := l.step(&routing.Tick{Head: l.head()}); err != nil {
			return err
		}
	}
	m.empty = heap()
	for i := range l.agents {
		agent := l.agent(l.r, i, l.spoken())
		if err := l.step(&routing.SignIn{Head: l.head(), Agent: agent, Ready: true}); err != nil {
			return err
		}
	}
	m.staff, m.signed = heap(), l.agents
	for len(l.waiting) < l.size.waiting {
		if err := l.enqueue(l.idle); err != nil {
			return err
		}
		l.now += 100 * core.Instant(1) // so close that no offer expires meanwhile
	}
	if l.idle {
		l.events.add(event{at: l.now, kind: arrives})
	}
	return nil
}

// perAgent is what signing in costs.
func (m *memory) perAgent() float64 { return float64(m.staff-m.empty) / float64(m.signed) }

// perWork is all that came later, shared out among the works there are: most
// wait, one per agent is in somebody's hands.
func (m *memory) perWork(works int) float64 { return float64(m.full-m.staff) / float64(works) }
