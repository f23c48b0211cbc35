package studio

import (
	"cmp"
	"slices"

	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/routing"
)

// WarningKind says what about a queue's rules is allowed and yet hardly meant.
type WarningKind string

// The kinds of warnings.
const (
	NobodyServes     WarningKind = "nobody_serves"      // no agent has the queue in their profile with the skills it needs
	NobodySpeaks     WarningKind = "nobody_speaks"      // customers may speak a language that no agent of the queue does
	StepTooLate      WarningKind = "step_too_late"      // a step after the customers have gone elsewhere
	StepLowersNought WarningKind = "step_lowers_nought" // a step lowers a skill that the queue does not need
	StepAddsNought   WarningKind = "step_adds_nought"   // a step adds a profile that serves the queue anyway
	DelayTooLong     WarningKind = "delay_too_long"     // a profile sees the works only after they have gone elsewhere
	NeverReached     WarningKind = "never_reached"      // an overflow rule behind one that is always true before it
	LongerThanTarget WarningKind = "longer_than_target" // an offer may ring longer than the customer should wait
	OverflowCircle   WarningKind = "overflow_circle"    // overflows lead back here; each queue is entered once only
	FullRefuses      WarningKind = "full_refuses"       // at its maximum length the queue refuses, as no rule says where to go
	TargetUnstaffed  WarningKind = "target_unstaffed"   // an overflow leads to a queue that nobody serves
)

// Warning is one contradiction in a queue's rules, told by its parts so that each
// screen says it in its reader's language.
type Warning struct {
	Kind    WarningKind `json:"kind"`
	Queue   string      `json:"queue"`
	Site    string      `json:"site,omitempty"`
	Step    int         `json:"step,omitempty"` // number of the step or rule concerned, from 1
	Rule    int         `json:"rule,omitempty"`
	By      int         `json:"by,omitempty"` // number of the rule that comes first
	Skill   string      `json:"skill,omitempty"`
	Profile string      `json:"profile,omitempty"`
	Target  string      `json:"target,omitempty"` // another queue
}

// Warnings looks at one queue's rules together with the profiles and people that
// serve it.
func Warnings(o *org.Organisation, key string) []Warning {
	q, ok := o.Queue(key)
	if !ok {
		return nil
	}
	w := warner{o: o, q: q, reach: reachOf(o)}
	w.queues = w.reach.byQueue()
	w.staff()
	w.steps()
	w.delays()
	w.overflow()
	w.limits()
	return w.found
}

type warner struct {
	o      *org.Organisation
	q      *org.Queue
	reach  *reach
	queues map[string]map[string]bool // reach by queue
	found  []Warning
}

func (w *warner) warn(v Warning) {
	v.Queue = w.q.Key
	w.found = append(w.found, v)
}

func (w *warner) staff() {
	if len(w.queues[w.q.Key]) == 0 {
		w.warn(Warning{Kind: NobodyServes})
		return
	}
	for _, line := range w.o.QueueKeys() {
		if base, site := org.SplitQueue(line); base == w.q.Key {
			w.languages(line, cmp.Or(site, w.q.Site))
		}
	}
}

// languages looks for one that customers of a line may choose and none of its
// agents speaks.
func (w *warner) languages(line, site string) {
	logins := w.reach.lines[line]
	if len(logins) == 0 {
		return // said already, or by the site's own warning
	}
	for _, language := range w.o.LanguagesOf(site) {
		if s, ok := w.o.Skill(language); !ok || !s.Language {
			continue
		}
		speaks := false
		for login := range logins {
			u, _ := w.o.User(login)
			speaks = speaks || u.Skills[language] >= w.o.LanguageLevel()
		}
		if !speaks {
			w.warn(Warning{Kind: NobodySpeaks, Skill: language, Site: site})
		}
	}
}

// gone is the wait after which nobody is left in the queue, with the number of
// the rule that sees to it; 0 when none does.
func (w *warner) gone() (after org.Duration, rule int) {
	for i, r := range w.q.Overflow {
		if r.When == routing.Waited && r.To != routing.Keep && (rule == 0 || r.After < after) {
			after, rule = r.After, i+1
		}
	}
	return after, rule
}

func (w *warner) steps() {
	gone, rule := w.gone()
	for i, s := range w.q.Steps {
		if rule > 0 && s.After >= gone {
			w.warn(Warning{Kind: StepTooLate, Step: i + 1, Rule: rule})
		}
		for skill := range s.Lower {
			if !w.asks(skill) {
				w.warn(Warning{Kind: StepLowersNought, Step: i + 1, Skill: skill})
			}
		}
		if s.AddProfile != "" && w.serves(s.AddProfile) {
			w.warn(Warning{Kind: StepAddsNought, Step: i + 1, Profile: s.AddProfile})
		}
	}
}

// asks reports whether works of the queue may need a skill: by the queue, by a
// service that leads to it, or as a language.
func (w *warner) asks(skill string) bool {
	if s, ok := w.o.Skill(skill); ok && s.Language {
		return true
	}
	if needsSkill(w.q.Needs, skill) {
		return true
	}
	for i := range w.o.Services {
		if s := &w.o.Services[i]; s.Queue == w.q.Key && needsSkill(s.Needs, skill) {
			return true
		}
	}
	return false
}

func needsSkill(needs routing.Needs, skill string) bool {
	for _, alternative := range needs {
		if slices.ContainsFunc(alternative, func(n routing.Need) bool { return n.Skill == skill }) {
			return true
		}
	}
	return false
}

func (w *warner) serves(profile string) bool {
	p, ok := w.o.Profile(profile)
	return ok && slices.ContainsFunc(p.Queues, func(pq org.ProfileQueue) bool {
		base, _ := org.SplitQueue(pq.Queue)
		return base == w.q.Key && pq.Delay == 0
	})
}

func (w *warner) delays() {
	gone, rule := w.gone()
	if rule == 0 {
		return
	}
	for i := range w.o.Profiles {
		p := &w.o.Profiles[i]
		for _, pq := range p.Queues {
			if base, _ := org.SplitQueue(pq.Queue); base == w.q.Key && pq.Delay >= gone && pq.Delay > 0 {
				w.warn(Warning{Kind: DelayTooLong, Profile: p.Key, Rule: rule})
			}
		}
	}
}

func (w *warner) overflow() {
	for i, r := range w.q.Overflow {
		for j, earlier := range w.q.Overflow[:i] {
			if hides(earlier, r) {
				w.warn(Warning{Kind: NeverReached, Rule: i + 1, By: j + 1})
				break
			}
		}
		if r.To != routing.ToQueue {
			continue
		}
		target, _ := org.SplitQueue(r.Target)
		if len(w.queues[target]) == 0 {
			w.warn(Warning{Kind: TargetUnstaffed, Rule: i + 1, Target: target})
		}
		if w.leadsBack(target, map[string]bool{}) {
			w.warn(Warning{Kind: OverflowCircle, Rule: i + 1, Target: target})
		}
	}
}

// hides reports whether a rule is true whenever a later one is, so that the later
// one never acts.
func hides(earlier, later org.Overflow) bool {
	if earlier.When != later.When {
		return false
	}
	switch later.When {
	case routing.Waited, routing.ExpectedWait:
		return earlier.After <= later.After
	case routing.Length:
		return earlier.Count <= later.Count
	default:
		return true
	}
}

func (w *warner) leadsBack(queue string, seen map[string]bool) bool {
	if queue == w.q.Key {
		return true
	}
	q, ok := w.o.Queue(queue)
	if !ok || seen[queue] {
		return false
	}
	seen[queue] = true
	for _, r := range q.Overflow {
		if base, _ := org.SplitQueue(r.Target); r.To == routing.ToQueue && w.leadsBack(base, seen) {
			return true
		}
	}
	return false
}

func (w *warner) limits() {
	if w.q.OfferTimeout > w.q.Threshold && w.q.Channel != core.Visit {
		w.warn(Warning{Kind: LongerThanTarget})
	}
	byLength := slices.ContainsFunc(w.q.Overflow, func(r org.Overflow) bool { return r.When == routing.Length && r.To != routing.Keep })
	if w.q.MaxLength > 0 && !byLength {
		w.warn(Warning{Kind: FullRefuses})
	}
}
