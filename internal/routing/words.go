package routing

// word is an interned term of an explanation: decisions keep numbers and are
// rendered when they are read.
type word int32

// vocabulary interns the words of explanations.
type vocabulary struct {
	ids   map[string]word
	texts []string
}

// The fixed words come first, so that they are constants.
const (
	wordNone word = iota
	wordChosen
	wordRunnerUp
	wordLongerIdle
	wordFewerUnits
	wordMoreUnits
	wordLessOccupied
	wordBetterSkilled
	wordRoundRobin
	wordSmallerID
	wordInterrupts
	wordPreferredFree
	wordReserved
	wordExcluded
	wordDeclined
	wordProfile
	wordCapacity
	wordBreather
	wordOffered
	wordWrapUp
	wordMayTake
	wordsFixed
)

func newVocabulary() *vocabulary {
	v := &vocabulary{ids: map[string]word{}}
	for _, text := range [wordsFixed]string{
		wordNone: "", wordChosen: "chosen", wordRunnerUp: "runner_up", wordLongerIdle: "longer_idle_exists",
		wordFewerUnits: "fewer_units_exist", wordMoreUnits: "more_units_exist", wordLessOccupied: "less_occupied_exists",
		wordBetterSkilled: "better_skilled_exists", wordRoundRobin: "not_next_in_turn", wordSmallerID: "smaller_id_exists",
		wordInterrupts: "would_be_interrupted", wordPreferredFree: "preferred_free",
		wordReserved: "reserved_for_other", wordExcluded: "excluded", wordDeclined: "declined", wordProfile: "profile",
		wordCapacity: "capacity", wordBreather: "breather", wordOffered: "offered", wordWrapUp: "wrap_up", wordMayTake: "may_take",
	} {
		v.id(text)
	}
	return v
}

func (v *vocabulary) id(text string) word {
	if w, ok := v.ids[text]; ok {
		return w
	}
	w := word(len(v.texts))
	v.ids[text] = w
	v.texts = append(v.texts, text)
	return w
}

func (v *vocabulary) text(w word) string { return v.texts[w] }
