package routing

import "turno/internal/core"

// roster numbers the agents that the engine has ever heard of, so that an
// explanation, which names twenty, is small. A number outlives the agent's
// signing out, because explanations do. Like the numbers of skills it never
// influences a decision.
type roster struct {
	numbers map[core.ID]int32
	ids     []core.ID
}

// number is the agent's; one is given to who has none.
func (r *roster) number(id core.ID) int32 {
	if n, ok := r.numbers[id]; ok {
		return n
	}
	n := int32(len(r.ids))
	r.numbers[id] = n
	r.ids = append(r.ids, id)
	return n
}
