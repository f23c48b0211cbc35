package routing

import "turno/internal/core"

// load is a ChannelLoad with numbers instead of names.
type load struct {
	units      int
	max        int
	interrupts uint64 // bit per channel number
}

// unknownLoad is the load of a channel that neither the profile nor
// DefaultLoads names: one at a time, and nothing beside it.
func unknownLoad() load { return load{units: Budget, max: 1} }

// compileLoads gives every known channel its load.
func compileLoads(in *interner, capacity []ChannelLoad) []load {
	for _, l := range capacity {
		in.channel(l.Channel)
		for _, c := range l.Interrupts {
			in.channel(c)
		}
	}
	loads := make([]load, len(in.names))
	for i := range loads {
		loads[i] = unknownLoad()
	}
	set := func(l ChannelLoad) {
		compiled := load{units: l.Units, max: l.Max}
		for _, c := range l.Interrupts {
			compiled.interrupts |= 1 << in.channel(c)
		}
		loads[in.channel(l.Channel)] = compiled
	}
	for _, l := range DefaultLoads() {
		set(l)
	}
	for _, l := range capacity {
		set(l)
	}
	return loads
}

// loadOf is the load of a channel, also of one first seen after the profile was
// compiled.
func (p *profile) loadOf(channel uint8) load {
	if int(channel) < len(p.loads) {
		return p.loads[channel]
	}
	return unknownLoad()
}

// interruptible are the channels that some channel's works may come on top of.
func interruptible(loads []load) uint64 {
	below := uint64(0)
	for i := range loads {
		below |= loads[i].interrupts
	}
	return below
}

// full reports that there is no room for anything, which is so nearly always
// that it is worth knowing without asking channel by channel: the budget is used
// up, and nothing in hand may be interrupted.
func (a *agent) full() bool {
	used := 0
	for i := range a.held {
		h := &a.held[i]
		if h.interrupted {
			continue
		}
		if !h.wrapUp && a.profile.below&(1<<h.channel) != 0 {
			return false
		}
		used += a.profile.loadOf(h.channel).units
	}
	return used >= Budget
}

// room says whether there is room for one more work of a channel.
type room uint8

const (
	noRoom room = iota
	roomBeside
	roomOnTop // something is interrupted
)

// held is one work, or one wrap-up, in an agent's hands.
type held struct {
	work        *work
	leg         int
	channel     uint8
	wrapUp      bool
	interrupted bool
	by          core.ID // of the work on top
	byLeg       int
	begun       core.Instant
}

// units in use by what an agent holds. Interrupted works cost nothing; a
// wrap-up costs what its work did.
func (a *agent) units() int {
	sum := 0
	for i := range a.held {
		if h := &a.held[i]; !h.interrupted {
			sum += a.profile.loadOf(h.channel).units
		}
	}
	return sum
}

// roomFor says whether the agent's budget and channel maximum allow one more
// work of the channel, whatever the agent's presence.
func (a *agent) roomFor(channel uint8) room {
	l := a.profile.loadOf(channel)
	used, interruptible, count := 0, 0, 0
	for i := range a.held {
		h := &a.held[i]
		if h.channel == channel {
			count++
		}
		if h.interrupted {
			continue
		}
		units := a.profile.loadOf(h.channel).units
		used += units
		if !h.wrapUp && l.interrupts&(1<<h.channel) != 0 {
			interruptible += units
		}
	}
	switch {
	case count >= l.max:
		return noRoom
	case used+l.units <= Budget:
		return roomBeside
	case used-interruptible+l.units <= Budget:
		return roomOnTop
	default:
		return noRoom
	}
}

// interrupt makes room for w, of leg w.leg, by setting aside what it may come
// on top of, newest first and no more than needed.
func (e *Engine) interrupt(a *agent, w *work) {
	l := a.profile.loadOf(w.channel)
	for i := len(a.held) - 1; i >= 0; i-- {
		if a.units()+l.units <= Budget {
			return
		}
		h := &a.held[i]
		if h.interrupted || h.wrapUp || l.interrupts&(1<<h.channel) == 0 {
			continue
		}
		h.interrupted, h.by, h.byLeg = true, w.ID, w.leg
		ef := e.emitHeld(Interrupted, h, a)
		ef.Other = w.ID
	}
}

// continueInterrupted resumes, oldest first, what nothing is on top of any
// more and there is room for.
func (e *Engine) continueInterrupted(a *agent) {
	for i := range a.held {
		h := &a.held[i]
		if !h.interrupted || a.holds(h.by, h.byLeg) {
			continue
		}
		if a.units()+a.profile.loadOf(h.channel).units > Budget {
			continue
		}
		h.interrupted, h.by, h.byLeg = false, core.NoID, 0
		if !h.wrapUp {
			e.emitHeld(Continued, h, a)
		}
	}
}

// holds reports whether the agent holds that leg, contact or wrap-up.
func (a *agent) holds(id core.ID, leg int) bool {
	for i := range a.held {
		if a.held[i].leg == leg && a.held[i].work.ID == id {
			return true
		}
	}
	return false
}
