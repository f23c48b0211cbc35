package sim

import (
	"slices"
	"time"
)

// Staffing is what Staff found.
type Staffing struct {
	PerShift [][]int // by group; nil where the scenario says it
	Formula  float64 // agent hours a day that Erlang A alone asks for
	Hours    float64 // agent hours a day that were found
	Runs     int     // simulations that it took
	Met      bool    // whether the targets are met in the sample
}

// Staff finds the agents of all groups that are Auto: first by Erlang A per half
// hour, covered with whole shifts; then it is corrected by simulation until the
// targets of the queues they serve are met with few agent hours. A run of more than
// two weeks is judged by four weeks of it. The scenario itself is not changed; Apply
// puts the result into one.
//
// With targets that no staff reaches, Met is false and the largest staff tried is
// returned. stop is asked before each simulation.
func Staff(sc *Scenario, stop func() bool) (*Staffing, error) {
	s := &search{sc: sc, weeks: sample(sc), need: demand(sc), stop: stop}
	for i := range sc.Targets {
		s.targets = append(s.targets, s.matters(&sc.Targets[i]))
	}
	s.scale = make([]float64, len(sc.Groups))
	s.setAll(1)
	out := &Staffing{Formula: s.hours(s.cover())}
	met, err := s.bisect()
	if err != nil {
		return nil, err
	}
	if met {
		if err := s.trim(); err != nil {
			return nil, err
		}
	}
	out.PerShift, out.Met, out.Runs = s.best, met, s.runs
	out.Hours = s.hours(out.PerShift)
	return out, nil
}

// StaffByFormula is Staff without the simulations: what Erlang A alone asks for.
func StaffByFormula(sc *Scenario) *Staffing {
	s := &search{sc: sc, need: demand(sc), scale: make([]float64, len(sc.Groups))}
	s.setAll(1)
	out := &Staffing{PerShift: s.cover()}
	out.Formula = s.hours(out.PerShift)
	out.Hours = out.Formula
	return out
}

// Apply is the scenario with the staff that was found.
func (st *Staffing) Apply(sc Scenario) Scenario {
	sc.Groups = slices.Clone(sc.Groups)
	for i := range sc.Groups {
		if g := &sc.Groups[i]; g.Auto {
			g.Auto, g.PerShift, g.Count = false, st.PerShift[i], 0
			for _, n := range g.PerShift {
				g.Count += n
			}
		}
	}
	return sc
}

// search is a search under way. The staff of a group is what covers its demand
// times its scale.
type search struct {
	sc      *Scenario
	weeks   []Scenario
	need    [][48]float64 // agents ready, by group and half hour of the day
	targets []bool        // those that the staff can help
	scale   []float64
	best    [][]int
	runs    int
	stop    func() bool
}

// sample are the parts of the period that stand for it: all of it, or the middle
// weeks of its quarters.
func sample(sc *Scenario) []Scenario {
	if sc.Days <= 14 {
		return []Scenario{*sc}
	}
	var weeks []Scenario
	for quarter := range 4 {
		w := *sc
		w.Start = sc.Start.AddDate(0, 0, (2*quarter+1)*sc.Days/8-3)
		w.Days = 7
		weeks = append(weeks, w)
	}
	return weeks
}

// matters reports whether more agents of the groups in question can help a target.
func (s *search) matters(t *Target) bool {
	if t.KPI == kpiRecall || t.KPI == kpiResolved {
		return false
	}
	for i := range s.sc.Groups {
		if !s.sc.Groups[i].Auto {
			continue
		}
		for _, p := range s.sc.Groups[i].Profile {
			for k := range s.sc.Queues {
				q := &s.sc.Queues[k]
				if q.Key == p.Queue && (t.Queue == "" || t.Queue == q.Key) && (t.Channel == "" || t.Channel == q.Channel) {
					return true
				}
			}
		}
	}
	return false
}

func (s *search) setAll(scale float64) {
	for i := range s.scale {
		s.scale[i] = scale
	}
}

// meets simulates the staff of the scales as they are.
func (s *search) meets() (bool, [][]int, error) {
	staff := s.cover()
	num, den := make([]int64, len(s.targets)), make([]int64, len(s.targets))
	var last *Result
	for i := range s.weeks {
		if s.stop != nil && s.stop() {
			return false, nil, ErrStopped
		}
		sc := (&Staffing{PerShift: staff}).Apply(s.weeks[i])
		res, err := RunWith(&sc, Options{Stop: s.stop})
		if err != nil {
			return false, nil, err
		}
		for k := range res.Verdicts {
			num[k] += res.Verdicts[k].Value.Num
			den[k] += res.Verdicts[k].Value.Den
		}
		last = res
	}
	s.runs++
	for k, wanted := range s.targets {
		v := last.Verdicts[k]
		v.Value.Num, v.Value.Den, v.Value.OK = num[k], den[k], den[k] > 0
		if den[k] > 0 {
			v.Value.V = float64(num[k]) / float64(den[k])
		}
		if wanted && v.Value.OK && !v.holds() {
			return false, staff, nil
		}
	}
	return true, staff, nil
}

// bisect finds the least scale for all groups together.
func (s *search) bisect() (bool, error) {
	low, high := 0.4, 1.0
	for {
		s.setAll(high)
		met, staff, err := s.meets()
		if err != nil {
			return false, err
		}
		s.best = staff
		if met {
			break
		}
		low, high = high, high*1.25
		if high > 4 {
			return false, nil
		}
	}
	for high-low > 0.02 {
		mid := (low + high) / 2
		s.setAll(mid)
		met, staff, err := s.meets()
		switch {
		case err != nil:
			return false, err
		case met:
			high, s.best = mid, staff
		default:
			low = mid
		}
	}
	s.setAll(high)
	return true, nil
}

// trim takes from one group after another while the targets are still met: those
// that the formula or the other groups were too generous to.
func (s *search) trim() error {
	for _, step := range [2]float64{0.1, 0.04} {
		for g := range s.sc.Groups {
			if !s.sc.Groups[g].Auto {
				continue
			}
			for s.scale[g] > step {
				before := s.hours(s.best)
				s.scale[g] -= step
				met, staff, err := s.meets()
				if err != nil {
					return err
				}
				if !met || s.hours(staff) >= before {
					s.scale[g] += step
					break
				}
				s.best = staff
			}
		}
	}
	return nil
}

// cover is the staff for the scaled demand, in whole shifts.
func (s *search) cover() [][]int {
	staff := make([][]int, len(s.sc.Groups))
	for i := range s.sc.Groups {
		if g := &s.sc.Groups[i]; g.Auto {
			staff[i] = g.cover(s.need[i], s.scale[i])
		}
	}
	return staff
}

// hours are the agent hours of an ordinary day, of the groups that were staffed.
func (s *search) hours(staff [][]int) float64 {
	sum := 0.0
	for i, perShift := range staff {
		for k, n := range perShift {
			g := &s.sc.Groups[i]
			sum += float64(n) * (g.Shifts[k].To - g.Shifts[k].From).Hours() * g.weekShare()
		}
	}
	return sum
}

// weekShare is how many of the week's days an agent works.
func (g *Group) weekShare() float64 {
	days := 0
	for d := range 7 {
		for i := range 7 {
			if g.works(i, d) {
				days++
			}
		}
	}
	return float64(days) / 49
}

// cover adds an agent to the shift that covers most of what is missing per hour,
// until nothing worth half an agent is missing, and takes out who is not missed.
func (g *Group) cover(need [48]float64, scale float64) []int {
	perAgent := (1 - g.Shrinkage) * g.weekShare()
	var missing [48]float64
	for i, n := range need {
		missing[i] = n * scale
	}
	count := make([]int, len(g.Shifts))
	change := func(k, by int) {
		count[k] += by
		for i := range missing {
			if g.Shifts[k].covers(i) {
				missing[i] -= float64(by) * perAgent
			}
		}
	}
	for {
		best, most := -1, 0.25*perAgent
		for k := range g.Shifts {
			sum, hours := 0.0, 0.0
			for i := range missing {
				if g.Shifts[k].covers(i) {
					sum += min(max(missing[i], 0), perAgent)
					hours++
				}
			}
			if hours > 0 && sum/hours > most {
				best, most = k, sum/hours
			}
		}
		if best < 0 {
			break
		}
		change(best, 1)
	}
	for k := range g.Shifts {
		for count[k] > 0 {
			change(k, -1)
			if short(missing[:], &g.Shifts[k]) {
				change(k, 1)
				break
			}
		}
	}
	if !slices.ContainsFunc(count, func(n int) bool { return n > 0 }) {
		count[0] = 1
	}
	return count
}

func short(missing []float64, s *Shift) bool {
	for i := range missing {
		if s.covers(i) && missing[i] > 0 {
			return true
		}
	}
	return false
}

// covers reports whether the shift is at work in a half hour of the day.
func (s *Shift) covers(half int) bool {
	at := time.Duration(half)*slot + slot/2
	return at >= s.From && at < s.To || at+24*time.Hour < s.To
}
