package kpi

import "turno/internal/core"

// State is what an agent's time was spent on, as reports divide it: by what was in
// hand, and where nothing was, by what the agent said and the reason of it.
type State struct {
	Name   string // one of States
	Reason string // key of the not-ready reason; empty for others
}

// The states of agents' time.
const (
	StateEngaged  = "engaged"   // with a customer, or with work
	StateWrapUp   = "wrap_up"   // after-contact work
	StateReady    = "ready"     // waiting for work; an agent who is offered one is still ready
	StateNotReady = "not_ready" // with a reason
)

// States lists every name that StateOf gives. Engaged and wrap-up together are the
// contact time of occupancy, ready is its ready time.
func States() []string { return []string{StateEngaged, StateWrapUp, StateReady, StateNotReady} }

// StateOf puts an interval into exactly one state, by the agent's clock: two chats
// at once count once. ok is false for time that counts nowhere (signed out).
func StateOf(i *core.AgentInterval) (s State, ok bool) {
	switch kind := spendOf(i); kind {
	case offDuty, spends:
		return State{}, false
	case contactTime:
		if i.Activity == core.WrapUp {
			return State{Name: StateWrapUp}, true
		}
		return State{Name: StateEngaged}, true
	case readyTime:
		return State{Name: StateReady}, true
	case breakTime, trainingTime, otherTime, unpaidTime:
		return State{Name: StateNotReady, Reason: i.Reason}, true
	default:
		return State{}, false
	}
}
