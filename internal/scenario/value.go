package scenario

import (
	"maps"
	"slices"
	"time"

	"turno/internal/document"
	"turno/internal/routing"
	"turno/internal/sim"
)

// duration reads 20s, 5m, 1h30m, 3d; "" is zero.
func (c *checker) duration(path, text string) time.Duration {
	if text == "" {
		return 0
	}
	d, err := document.ParseDuration(text)
	if err != nil || d == document.Never {
		c.mistakef(path, "%q is not a duration: write 20s, 5m, 1h30m or 3d", text)
		return 0
	}
	return d.Std()
}

// positive is duration that must be longer than nothing.
func (c *checker) positive(path, text string) time.Duration {
	d := c.duration(path, text)
	if d <= 0 {
		c.mistakef(path, "a time over 0s is wanted")
	}
	return d
}

func (c *checker) share(path string, v float64) float64 {
	if !(v >= 0 && v <= 1) {
		c.mistakef(path, "%g is not a share from 0 to 1", v)
	}
	return v
}

func (c *checker) whole(path string, v, least, most int) int {
	if v < least || v > most {
		c.mistakef(path, "%d is not from %d to %d", v, least, most)
	}
	return v
}

func (c *checker) zone(path, name string) *time.Location {
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		c.mistakef(path, "%q is not a time zone as Europe/Rome", name)
		return nil
	}
	return zone
}

func (c *checker) site(path, name string, sc *sim.Scenario) {
	if name != "" && !slices.ContainsFunc(sc.Sites, func(s sim.Site) bool { return s.Name == name }) {
		c.mistakef(path, "there is no site %q", name)
	}
}

// levels are skills with levels, sorted by skill.
func (c *checker) levels(path string, in map[string]int, least int) []routing.Need {
	var all []routing.Need
	for _, skill := range slices.Sorted(maps.Keys(in)) {
		all = append(all, routing.Need{Skill: skill, Level: c.whole(path+"."+skill, in[skill], least, 5)})
	}
	return all
}

// weights copies a list of as many numbers as there is room for; none leaves it.
func (c *checker) weights(path string, in, out []float64) {
	if in == nil {
		return
	}
	sum := 0.0
	for _, v := range in {
		if !(v >= 0 && v <= 1e9) {
			c.mistakef(path, "%g is not a weight of 0 or more", v)
			return
		}
		sum += v
	}
	if len(in) != len(out) || sum == 0 {
		c.mistakef(path, "%d numbers are wanted, not all 0; there are %d", len(out), len(in))
		return
	}
	copy(out, in)
}

// dist reads a distribution: `30s` is exponential, `never` and nothing are none.
func (c *checker) dist(path string, in *dist) sim.Dist {
	if in.text == "never" {
		return sim.Dist{}
	}
	if in.text != "" {
		return sim.Dist{Shape: sim.Exponential, Mean: c.positive(path, in.text).Seconds()}
	}
	var made []sim.Dist
	add := func(shape sim.Shape, name string, p *params, cv bool) {
		if p == nil {
			return
		}
		d := sim.Dist{Shape: shape, Mean: c.positive(path+"."+name+".mean", p.Mean).Seconds(), CV: p.CV}
		if cv && !(p.CV > 0 && p.CV <= 20) {
			c.mistakef(path+"."+name+".cv", "a coefficient of variation over 0, 20 at most, is wanted")
		}
		if !cv && p.CV != 0 {
			c.mistakef(path+"."+name+".cv", "%s has no cv", name)
		}
		made = append(made, d)
	}
	add(sim.Constant, "constant", in.Constant, false)
	add(sim.Exponential, "exponential", in.Exponential, false)
	add(sim.Lognormal, "lognormal", in.Lognormal, true)
	add(sim.Gamma, "gamma", in.Gamma, true)
	if in.Empirical != nil {
		d := sim.Dist{Shape: sim.Empirical}
		for _, v := range in.Empirical {
			d.Values = append(d.Values, c.duration(path+".empirical", v).Seconds())
		}
		if len(d.Values) == 0 {
			c.mistakef(path+".empirical", "a list of times is wanted")
		}
		made = append(made, d)
	}
	switch len(made) {
	case 0:
		return sim.Dist{}
	case 1:
		return made[0]
	default:
		c.mistakef(path, "one distribution is wanted")
		return made[0]
	}
}
