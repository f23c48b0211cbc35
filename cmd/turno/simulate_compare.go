package main

import (
	"math"

	"turno/internal/sim"
)

// samples are a figure's values, one a run.
type samples []float64

func (s samples) mean() float64 {
	if len(s) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / float64(len(s))
}

// half is half the width of the 95 % confidence interval of the mean, by Student's
// t; zero for fewer than two.
func (s samples) half() float64 {
	n := float64(len(s))
	if n < 2 {
		return 0
	}
	mean, square := s.mean(), 0.0
	for _, v := range s {
		square += (v - mean) * (v - mean)
	}
	return student(len(s)-1) * math.Sqrt(square/(n-1)/n)
}

// student is the 97.5 % quantile of Student's t: exact for one and two degrees of
// freedom, and for more the expansion of Abramowitz and Stegun, 26.7.5, which is
// right to three digits from three on.
func student(freedom int) float64 {
	switch freedom {
	case 1:
		return 12.706
	case 2:
		return 4.303
	}
	const x = 1.959964
	v := float64(freedom)
	x3 := x * x * x
	x5, x7 := x3*x*x, x3*x3*x
	return x + (x3+x)/(4*v) + (5*x5+16*x3+3*x)/(96*v*v) + (3*x7+19*x5+17*x3-15*x)/(384*v*v*v) +
		(79*math.Pow(x, 9)+776*x7+1482*x5-1920*x3-945*x)/(92160*v*v*v*v)
}

// samplesOf are the values of the n-th target; runs without a value are left out.
func samplesOf(results []*sim.Result, n int) samples {
	var s samples
	for _, res := range results {
		if v := &res.Verdicts[n]; v.Value.OK {
			s = append(s, sim.Amount(v.KPI, v.Value))
		}
	}
	return s
}

// difference is what a variant changes: the mean over runs with the same customers,
// and half its 95 % interval where there is more than one run.
type difference struct {
	KPI  string   `json:"kpi"`
	Mean float64  `json:"mean"`
	Half *float64 `json:"half_interval,omitempty"`
}

// differences compares two variants, run by run, over all contacts.
func differences(before, after *outcome) []difference {
	var list []difference
	for _, name := range []string{"service_level", "service_level.strict", "abandonment", "asa", "occupancy"} {
		var s samples
		for n := range after.results {
			x, y := before.results[n].Scopes[0].Value(name, 0), after.results[n].Scopes[0].Value(name, 0)
			if x.OK && y.OK {
				s = append(s, sim.Amount(name, y)-sim.Amount(name, x))
			}
		}
		if len(s) == 0 {
			continue
		}
		d := difference{KPI: name, Mean: s.mean()}
		if len(s) > 1 {
			half := s.half()
			d.Half = &half
		}
		list = append(list, d)
	}
	return list
}
