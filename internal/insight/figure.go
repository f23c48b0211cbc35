package insight

import (
	"slices"

	"turno/internal/core"
	"turno/internal/kpi"
)

// figure is a KPI on a row, with what it was divided from; value is null where
// there is nothing to divide by.
type figure struct {
	Value *float64 `json:"value"`
	Num   int64    `json:"num"`
	Den   int64    `json:"den"`
	Goal  float64  `json:"goal,omitempty"`
}

// dayFigures are an agent's day at a glance.
type dayFigures struct {
	Handled      int64  `json:"handled"`
	AHT          figure `json:"aht"`
	Occupancy    figure `json:"occupancy"`
	ServiceLevel figure `json:"service_level"`
}

func figureOf(v kpi.Value) figure {
	f := figure{Num: v.Num, Den: v.Den}
	if v.OK {
		f.Value = &v.V
	}
	return f
}

// figuresOf are all formulas that count only certain facts, by name.
func (b *Boards) figuresOf(t *kpi.Tally, facts ...string) map[string]figure {
	all := make(map[string]figure, len(b.formula))
	for i := range b.formula {
		d := &b.formula[i]
		if !slices.ContainsFunc(d.Facts, func(fact string) bool { return !slices.Contains(facts, fact) }) {
			all[d.Name] = figureOf(d.Of(t))
		}
	}
	return all
}

func (b *Boards) value(t *kpi.Tally, name string) figure {
	for i := range b.formula {
		if b.formula[i].Name == name {
			return figureOf(b.formula[i].Of(t))
		}
	}
	return figure{}
}

// dayOf is an agent's day up to now; nil before the figures are read.
func (b *Boards) dayOf(id core.ID) *dayFigures {
	if b.f == nil {
		return nil
	}
	t := b.f.ofAgent(id, b.now())
	return &dayFigures{
		Handled: t.Handled, AHT: b.value(&t, "aht"), Occupancy: b.value(&t, "occupancy"),
		ServiceLevel: b.value(&t, "service_level"),
	}
}
