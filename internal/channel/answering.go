package channel

import (
	"maps"

	"turno/internal/core"
	"turno/internal/floor"
)

// Answering is what several channels say of when their works count as answered, as
// the floor asks for it.
func Answering(said ...map[core.Channel]floor.Answering) func(core.Channel) floor.Answering {
	all := map[core.Channel]floor.Answering{}
	for _, rules := range said {
		maps.Copy(all, rules)
	}
	return func(c core.Channel) floor.Answering {
		if how, ok := all[c]; ok {
			return how
		}
		return floor.ByNote
	}
}
