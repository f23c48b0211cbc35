package condition

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"turno/internal/core"
)

// Phase is how a subject stands.
type Phase string

// The phases; quiet subjects have no state.
const (
	Pending  Phase = "pending"
	Firing   Phase = "firing"
	Clearing Phase = "clearing"
)

// State is a subject that is not quiet.
type State struct {
	Phase   Phase
	Since   core.Instant // when it came into the phase; of a pending one, since when it is so
	Finding Finding      // the newest
}

// States are the subjects that are not quiet.
type States map[Subject]State

// Change is a step that somebody is told of.
type Change struct {
	Finding Finding // the newest
	Opened  bool    // else cleared
	Removed bool    // cleared because nothing watches it any more
}

// Next is how the subjects stand after what was found at an instant, and which of
// them began or ceased to ring, in the order of their subjects. The states given
// are left as they are: whoever keeps the changes takes the new ones over when
// they are kept.
func Next(now core.Instant, rules []Rule, states States, found []Finding) (States, []Change) {
	times := make(map[string]*Rule, len(rules))
	for i := range rules {
		times[rules[i].Key] = &rules[i]
	}
	next := make(States, len(states)+len(found))
	var changes []Change
	for i := range found {
		f := &found[i]
		state, opened := states.worse(now, f, times[f.Alert].Lasts)
		if next[f.Subject] = state; opened {
			changes = append(changes, Change{Finding: *f, Opened: true})
		}
	}
	for subject, state := range states {
		if _, still := next[subject]; still {
			continue
		}
		rule, watched := times[subject.Alert]
		switch {
		case state.Phase == Pending:
		case !watched:
			changes = append(changes, Change{Finding: state.Finding, Removed: true})
		default:
			better, cleared := state.better(now, rule.Clears)
			if cleared {
				changes = append(changes, Change{Finding: state.Finding})
			} else {
				next[subject] = better
			}
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return compare(a.Finding.Subject, b.Finding.Subject) })
	return next, changes
}

// worse is the state of a subject whose figure is beyond its limit.
func (s States) worse(now core.Instant, f *Finding, lasts time.Duration) (state State, opened bool) {
	state, known := s[f.Subject]
	state.Finding = *f
	switch {
	case !known:
		state.Phase, state.Since = Pending, now
		if f.Since != 0 && f.Since < now {
			state.Since = f.Since
		}
	case state.Phase == Clearing:
		state.Phase, state.Since = Firing, now
	}
	if state.Phase == Pending && now.Sub(state.Since) >= lasts {
		state.Phase, state.Since, opened = Firing, now, true
	}
	return state, opened
}

// better is the state of a ringing subject whose figure is well.
func (s State) better(now core.Instant, clears time.Duration) (state State, cleared bool) {
	if s.Phase == Firing {
		s.Phase, s.Since = Clearing, now
	}
	return s, now.Sub(s.Since) >= clears
}

// Ringing are the states after a restart: those of the subjects that rang.
func Ringing(now core.Instant, open []Finding) States {
	states := make(States, len(open))
	for i := range open {
		states[open[i].Subject] = State{Phase: Firing, Since: now, Finding: open[i]}
	}
	return states
}

// Sorted are the subjects in their order.
func (s States) Sorted() []Subject { return slices.SortedFunc(maps.Keys(s), compare) }

func compare(a, b Subject) int {
	return cmp.Or(cmp.Compare(a.Alert, b.Alert), cmp.Compare(a.Of, b.Of), cmp.Compare(a.ID, b.ID))
}
