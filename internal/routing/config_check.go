package routing

import (
	"strconv"
	"time"

	"turno/internal/core"
)

// Limits of a configuration. Priorities and the ageing unit are bounded so that
// (base + steps) · age_unit − arrived fits 64 bits.
const (
	keyLengthMax     = 200
	priorityMax      = 100
	stepPriorityMax  = 1000
	stepsMax         = 32
	overflowsMax     = 32
	rankMax          = 99
	ageUnitMax       = 366 * 24 * time.Hour
	durationMax      = 366 * 24 * time.Hour
	defaultThreshold = 20 * time.Second
	defaultTimeout   = 20 * time.Second
)

func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// checkConfig says what is wrong with a configuration.
func checkConfig(c *Config) error {
	if c.AgeUnit < 0 || c.AgeUnit > ageUnitMax || (c.AgeUnit > 0 && c.AgeUnit < time.Microsecond) {
		return core.FieldErrorf(core.Invalid, "age_unit", "between 1 µs and 366 days, or zero")
	}
	if !(c.Breather.Cap >= 0 && c.Breather.Cap <= 1) {
		return core.FieldErrorf(core.Invalid, "breather.cap", "between 0 and 1")
	}
	if err := checkDuration("breather.length", c.Breather.Length); err != nil {
		return err
	}
	queues := make(map[string]bool, len(c.Queues))
	for i := range c.Queues {
		if err := checkKey(at("queues", i)+".key", c.Queues[i].Key, queues); err != nil {
			return err
		}
	}
	profiles := make(map[string]bool, len(c.Profiles))
	for i := range c.Profiles {
		if err := checkKey(at("profiles", i)+".key", c.Profiles[i].Key, profiles); err != nil {
			return err
		}
	}
	for i := range c.Queues {
		if err := checkQueue(at("queues", i), &c.Queues[i], queues, profiles); err != nil {
			return err
		}
	}
	for i := range c.Profiles {
		if err := checkProfile(at("profiles", i), &c.Profiles[i], queues); err != nil {
			return err
		}
	}
	return nil
}

func checkKey(field, key string, seen map[string]bool) error {
	switch {
	case key == "":
		return core.FieldErrorf(core.Invalid, field, "a key is needed")
	case len(key) > keyLengthMax:
		return core.FieldErrorf(core.Invalid, field, "at most %d bytes", keyLengthMax)
	case seen[key]:
		return core.FieldErrorf(core.Invalid, field, "%q is there twice", key)
	}
	seen[key] = true
	return nil
}

func checkDuration(field string, d time.Duration) error {
	if d < 0 || d > durationMax {
		return core.FieldErrorf(core.Invalid, field, "between 0 and 366 days")
	}
	return nil
}

func checkQueue(field string, q *Queue, queues, profiles map[string]bool) error {
	if q.Priority < 0 || q.Priority > priorityMax {
		return core.FieldErrorf(core.Invalid, field+".priority", "0 to %d", priorityMax)
	}
	if q.MaxLength < 0 {
		return core.FieldErrorf(core.Invalid, field+".max_length", "not negative")
	}
	if err := checkDuration(field+".service_level.threshold", q.ServiceLevel.Threshold); err != nil {
		return err
	}
	if q.Offer.Timeout > durationMax {
		return core.FieldErrorf(core.Invalid, field+".offer.timeout", "at most 366 days")
	}
	switch q.Choice {
	case "", LongestIdle, LeastOccupied, BestSkilled, RoundRobin, Fill:
	default:
		return core.FieldErrorf(core.Invalid, field+".choice", "no rule %q", q.Choice)
	}
	if err := checkWrapUp(field+".wrap_up", &q.WrapUp); err != nil {
		return err
	}
	if err := checkSteps(field+".steps", q.Steps, profiles); err != nil {
		return err
	}
	if len(q.Overflow) > overflowsMax {
		return core.FieldErrorf(core.Invalid, field+".overflow", "at most %d rules", overflowsMax)
	}
	for i := range q.Overflow {
		if err := checkOverflow(at(field+".overflow", i), &q.Overflow[i], queues); err != nil {
			return err
		}
	}
	return nil
}

func checkWrapUp(field string, w *WrapUp) error {
	switch w.Mode {
	case "", WrapUpNone, WrapUpOptional:
	case WrapUpTimed:
		if w.Length <= 0 {
			return core.FieldErrorf(core.Invalid, field+".length", "a timed wrap-up needs a length")
		}
	default:
		return core.FieldErrorf(core.Invalid, field+".mode", "no mode %q", w.Mode)
	}
	if err := checkDuration(field+".length", w.Length); err != nil {
		return err
	}
	return checkDuration(field+".extension", w.Extension)
}

func checkSteps(field string, steps []Step, profiles map[string]bool) error {
	if len(steps) > stepsMax {
		return core.FieldErrorf(core.Invalid, field, "at most %d steps", stepsMax)
	}
	for i, s := range steps {
		if err := checkDuration(at(field, i)+".after", s.After); err != nil {
			return err
		}
		if i > 0 && s.After < steps[i-1].After {
			return core.FieldErrorf(core.Invalid, at(field, i)+".after", "steps are in order of after")
		}
		if s.Priority < -stepPriorityMax || s.Priority > stepPriorityMax {
			return core.FieldErrorf(core.Invalid, at(field, i)+".priority", "−%d to %d", stepPriorityMax, stepPriorityMax)
		}
		if err := checkLevels(at(field, i)+".lower", s.Lower, 0); err != nil {
			return err
		}
		if s.AddProfile != "" && !profiles[s.AddProfile] {
			return core.FieldErrorf(core.Invalid, at(field, i)+".add_profile", "no profile %q", s.AddProfile)
		}
	}
	return nil
}

func checkOverflow(field string, o *Overflow, queues map[string]bool) error {
	switch o.When {
	case Waited, ExpectedWait, Length, Unstaffed, QueueClosed:
	default:
		return core.FieldErrorf(core.Invalid, field+".when", "no trigger %q", o.When)
	}
	if err := checkDuration(field+".after", o.After); err != nil {
		return err
	}
	if o.Count < 0 {
		return core.FieldErrorf(core.Invalid, field+".count", "not negative")
	}
	switch o.To {
	case ToQueue:
		if !queues[o.Target] {
			return core.FieldErrorf(core.Invalid, field+".target", "no queue %q", o.Target)
		}
	case ToCallback, ToVoicemail, ToMessage, ToOutside, Drop, Keep:
	default:
		return core.FieldErrorf(core.Invalid, field+".to", "no destination %q", o.To)
	}
	return nil
}

func checkProfile(field string, p *Profile, queues map[string]bool) error {
	seen := make(map[string]bool, len(p.Queues))
	for i, row := range p.Queues {
		if !queues[row.Queue] {
			return core.FieldErrorf(core.Invalid, at(field+".queues", i)+".queue", "no queue %q", row.Queue)
		}
		if seen[row.Queue] {
			return core.FieldErrorf(core.Invalid, at(field+".queues", i)+".queue", "%q is there twice", row.Queue)
		}
		seen[row.Queue] = true
		if row.Rank < 0 || row.Rank > rankMax {
			return core.FieldErrorf(core.Invalid, at(field+".queues", i)+".rank", "1 to %d", rankMax)
		}
		if err := checkDuration(at(field+".queues", i)+".delay", row.Delay); err != nil {
			return err
		}
	}
	channels := make(map[core.Channel]bool, len(p.Capacity))
	for i, l := range p.Capacity {
		name := at(field+".capacity", i)
		if l.Channel == "" || channels[l.Channel] {
			return core.FieldErrorf(core.Invalid, name+".channel", "each channel once")
		}
		channels[l.Channel] = true
		if l.Units < 1 || l.Units > Budget {
			return core.FieldErrorf(core.Invalid, name+".units", "1 to %d", Budget)
		}
		if l.Max < 1 {
			return core.FieldErrorf(core.Invalid, name+".max", "at least 1")
		}
	}
	return nil
}
