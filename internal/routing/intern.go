package routing

import (
	"strconv"

	"turno/internal/core"
)

// interner turns the organisation's words into small numbers, so that matching
// compares integers. Its numbers never influence a decision: two engines with
// different histories number differently and decide alike.
type interner struct {
	skills     map[string]uint16
	skillNames []string
	channels   map[core.Channel]uint8
	names      []core.Channel // by channel number
	needs      map[string]*needset
	sets       []*needset
	scratch    []byte
	words      *vocabulary
}

func newInterner(words *vocabulary) *interner {
	in := &interner{
		skills:   map[string]uint16{},
		channels: map[core.Channel]uint8{},
		needs:    map[string]*needset{},
		words:    words,
	}
	for _, l := range DefaultLoads() {
		in.channel(l.Channel)
	}
	in.needset(nil)
	return in
}

func (in *interner) skill(name string) uint16 {
	if n, ok := in.skills[name]; ok {
		return n
	}
	n := uint16(len(in.skillNames))
	in.skills[name] = n
	in.skillNames = append(in.skillNames, name)
	return n
}

func (in *interner) channel(c core.Channel) uint8 {
	if n, ok := in.channels[c]; ok {
		return n
	}
	n := uint8(len(in.names))
	in.channels[c] = n
	in.names = append(in.names, c)
	return n
}

// channelsMax bounds the channels an engine has ever seen.
const channelsMax = 64

// knowsChannel reports whether a channel has, or can still get, a number.
func (in *interner) knowsChannel(c core.Channel) bool {
	_, ok := in.channels[c]
	return ok || len(in.names) < channelsMax
}

// skillsMax bounds the skills an engine has ever seen.
const skillsMax = 1 << 15

// knowsSkills reports whether all the skills have, or can still get, a number.
func (in *interner) knowsSkills(lists ...[]Need) bool {
	unknown := 0
	for _, list := range lists {
		for _, n := range list {
			if _, ok := in.skills[n.Skill]; !ok {
				unknown++
			}
		}
	}
	return len(in.skillNames)+unknown <= skillsMax
}

// known are checked needs that were interned before, or nil.
func (in *interner) known(needs Needs) *needset {
	in.scratch = appendNeedsKey(in.scratch[:0], needs)
	return in.needs[string(in.scratch)]
}

// needset interns needs that were checked.
func (in *interner) needset(needs Needs) *needset {
	if set := in.known(needs); set != nil {
		return set
	}
	canonical := canonicalNeeds(needs)
	asGiven := string(in.scratch)
	in.scratch = appendNeedsKey(in.scratch[:0], canonical)
	if set, ok := in.needs[string(in.scratch)]; ok {
		in.needs[asGiven] = set
		return set
	}
	set := &needset{idx: len(in.sets), public: canonical, alts: make([][]need, 0, len(canonical))}
	for _, alternative := range canonical {
		conditions := make([]need, 0, len(alternative))
		for _, n := range alternative {
			conditions = append(conditions, need{
				skill: in.skill(n.Skill),
				level: uint8(n.Level),
				word:  in.words.id("skill:" + n.Skill + "<" + strconv.Itoa(n.Level)),
			})
		}
		set.alts = append(set.alts, conditions)
	}
	in.sets = append(in.sets, set)
	in.needs[string(in.scratch)] = set
	in.needs[asGiven] = set
	return set
}

func appendNeedsKey(b []byte, needs Needs) []byte {
	for _, alternative := range needs {
		b = append(b, 1)
		for _, n := range alternative {
			b = append(b, n.Skill...)
			b = append(b, 0, byte(n.Level))
		}
	}
	return b
}

// skillset turns an agent's checked skills into levels by number.
func (in *interner) skillset(list []Need) skillSet {
	var set skillSet
	for _, n := range list {
		idx := in.skill(n.Skill)
		for len(set) <= int(idx) {
			set = append(set, 0)
		}
		set[idx] = max(set[idx], uint8(n.Level))
	}
	return set
}
