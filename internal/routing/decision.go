package routing

import "turno/internal/core"

// Decision is why a work went to an agent: the chosen one, the runners-up in
// order, then other agents of the queue by id. At most 20 verdicts are kept of
// at most 40 agents examined.
type Decision struct {
	Work     core.ID      `json:"work"`
	Leg      int          `json:"leg"`
	Agent    core.ID      `json:"agent"`
	At       core.Instant `json:"at"`
	Choice   Choice       `json:"choice"`
	Verdicts []Verdict    `json:"verdicts"`
	// Unlisted is how many agents of the queue were not examined or not kept.
	Unlisted int `json:"unlisted,omitempty"`
}

// Verdict is one agent's part in a decision. Word is the stable term shown to
// people and translated by the screens: `chosen`, `longer_idle_exists`,
// `rank:2`, `fewer_units_exist`, `skill:pt<3`, `busy:voice`, `offered`,
// `wrap_up`, `not_ready:lunch`, `reserved_for_other`, `excluded`,
// `declined`, `delay:12s`, `capacity`, `breather`, `profile`…
type Verdict struct {
	Agent core.ID `json:"agent"`
	Word  string  `json:"word"`
	// Since is when the agent's present state began, where Word speaks of one.
	Since core.Instant `json:"since,omitempty"`
}

// Explanation is the answer to "why does it wait" or "why this agent".
type Explanation struct {
	Work     core.ID       `json:"work"`
	Waiting  bool          `json:"waiting"`
	Queue    string        `json:"queue"`
	Place    int           `json:"place,omitempty"`
	Stage    int           `json:"stage"`
	Needs    Needs         `json:"needs,omitempty"`    // as lowered by the steps
	Priority PriorityParts `json:"priority"`           // why it stands before others of its rank
	Decision *Decision     `json:"decision,omitempty"` // of an offered or assigned work
	// Fitting counts signed-in agents whose profile and skills fit; Verdicts says
	// of each (at most 20) what it is doing instead.
	Fitting  int       `json:"fitting"`
	Verdicts []Verdict `json:"verdicts,omitempty"`
	// Word sums it up: `offered`, `nobody_fits`, `nobody_signed_in`, `all_busy`,
	// `closed`, `deferred`, `parked`, `reserved`, `assigned`.
	Word string `json:"word"`
}

// PriorityParts is what a work's priority is made of. Total is what works are
// ordered by: Queue and Own together are kept between 0 and 100, and Steps are
// added. Ageing, where it is on, is not part of it.
type PriorityParts struct {
	Queue int `json:"queue"` // the queue's
	Own   int `json:"own"`   // the work's: its segment's, or what a leader set
	Steps int `json:"steps"` // gained while waiting
	Total int `json:"total"`
}
