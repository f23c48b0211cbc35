package routing

import (
	"cmp"
	"slices"
	"strconv"

	"turno/internal/core"
)

// Limits on needs.
const (
	alternativesMax = 4
	conditionsMax   = 4
	levelMax        = 5
)

// need is an interned Need, with the word that says an agent lacks it.
type need struct {
	skill uint16
	level uint8
	word  word
}

// needset is an interned, canonical Needs: equal needs are the same pointer.
type needset struct {
	idx    int
	public Needs // canonical, never changed
	alts   [][]need
	fit    []fitness // by group
}

// fitness says whether a group's skills meet needs.
type fitness int8

const (
	unknownFitness fitness = iota
	fits
	unfit
)

// fitness is what is known of a group, by number.
func (n *needset) fitness(group int32) fitness {
	if int(group) < len(n.fit) {
		return n.fit[group]
	}
	return unknownFitness
}

// skillSet holds an agent's level by interned skill; a skill beyond its end has
// level 0.
type skillSet []uint8

func (s skillSet) level(skill uint16) uint8 {
	if int(skill) < len(s) {
		return s[skill]
	}
	return 0
}

func (s skillSet) meets(alternative []need) bool {
	for _, n := range alternative {
		if s.level(n.skill) < n.level {
			return false
		}
	}
	return true
}

// metBy reports whether any alternative is met.
func (n *needset) metBy(s skillSet) bool {
	if len(n.alts) == 0 {
		return true
	}
	return slices.ContainsFunc(n.alts, s.meets)
}

// mastery is the sum of the agent's levels over the skills of the alternative
// that it satisfies best.
func (n *needset) mastery(s skillSet) int {
	best := 0
	for _, alternative := range n.alts {
		if !s.meets(alternative) {
			continue
		}
		sum := 0
		for _, condition := range alternative {
			sum += int(s.level(condition.skill))
		}
		best = max(best, sum)
	}
	return best
}

// lacking is the word for the first unmet condition of the alternative with the
// fewest unmet ones.
func (n *needset) lacking(s skillSet) word {
	fewest, found := conditionsMax+1, word(0)
	for _, alternative := range n.alts {
		unmet, first := 0, word(0)
		for _, condition := range alternative {
			if s.level(condition.skill) < condition.level {
				if unmet == 0 {
					first = condition.word
				}
				unmet++
			}
		}
		if unmet < fewest {
			fewest, found = unmet, first
		}
	}
	return found
}

// checkNeeds says what is wrong with needs from outside.
func checkNeeds(field string, needs Needs) error {
	if len(needs) > alternativesMax {
		return core.FieldErrorf(core.Invalid, field, "at most %d alternatives", alternativesMax)
	}
	for i, alternative := range needs {
		if len(alternative) > conditionsMax {
			return core.FieldErrorf(core.Invalid, field+"["+strconv.Itoa(i)+"]", "at most %d needs in an alternative", conditionsMax)
		}
		if err := checkLevels(field+"["+strconv.Itoa(i)+"]", alternative, 1); err != nil {
			return err
		}
	}
	return nil
}

// checkLevels says what is wrong with a list of skills with levels.
func checkLevels(field string, list []Need, levelMin int) error {
	for i, n := range list {
		at := field + "[" + strconv.Itoa(i) + "]"
		if n.Skill == "" {
			return core.FieldErrorf(core.Invalid, at+".skill", "a skill needs a name")
		}
		if n.Level < levelMin || n.Level > levelMax {
			return core.FieldErrorf(core.Invalid, at+".level", "a level is %d to %d", levelMin, levelMax)
		}
	}
	return nil
}

func compareNeed(a, b Need) int {
	return cmp.Or(cmp.Compare(a.Skill, b.Skill), cmp.Compare(a.Level, b.Level))
}

// canonicalSkills sorts by skill and keeps the highest level of each.
func canonicalSkills(list []Need) []Need {
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, compareNeed)
	kept := sorted[:0]
	for _, n := range sorted {
		if last := len(kept) - 1; last >= 0 && kept[last].Skill == n.Skill {
			kept[last] = n
			continue
		}
		kept = append(kept, n)
	}
	return kept
}

// canonicalNeeds is the one form of all needs that mean the same. An
// alternative without conditions fits everybody, so it stands for no needs.
func canonicalNeeds(needs Needs) Needs {
	if len(needs) == 0 {
		return nil
	}
	out := make(Needs, 0, len(needs))
	for _, alternative := range needs {
		if len(alternative) == 0 {
			return nil
		}
		out = append(out, canonicalSkills(alternative))
	}
	compare := func(a, b []Need) int { return slices.CompareFunc(a, b, compareNeed) }
	slices.SortFunc(out, compare)
	return slices.CompactFunc(out, func(a, b []Need) bool { return compare(a, b) == 0 })
}

// lowerNeeds lowers the conditions on each of the given skills to its level;
// level 0 drops them.
func lowerNeeds(needs Needs, lower []Need) Needs {
	out := make(Needs, 0, len(needs))
	for _, alternative := range needs {
		kept := make([]Need, 0, len(alternative))
		for _, n := range alternative {
			for _, l := range lower {
				if l.Skill == n.Skill {
					n.Level = min(n.Level, l.Level)
				}
			}
			if n.Level > 0 {
				kept = append(kept, n)
			}
		}
		out = append(out, kept)
	}
	return canonicalNeeds(out)
}
