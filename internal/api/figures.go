package api

import (
	"context"
	"net/http"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Figure is a KPI with all that it was made of.
type Figure struct {
	kpi.Definition
	Num     int64    `json:"num"`
	Den     int64    `json:"den"`
	Value   *float64 `json:"value,omitempty" doc:"Absent where there is nothing to divide by: no value, never 0."`
	Counted int      `json:"counted" doc:"Facts looked at."`
}

type (
	figuresOutput struct {
		Body struct {
			Items []kpi.Definition `json:"items" nullable:"false"`
		}
	}
	figureInput struct {
		Name string `path:"name" maxLength:"64" doc:"The KPI's name."`
		FactsInput
	}
	figureOutput struct {
		Body Figure
	}
)

// figureSpan bounds the period of one figure, so that a call is never a scan of
// years.
const figureSpan = 31 * 24 * 3600 * 1_000_000

func (a *API) registerFigures() {
	const tag = "Figures"
	report := a.guard(auth.ReportView)
	register(a, op("list-kpis", http.MethodGet, "/kpis", tag, "What the figures mean"), a.guard(auth.OrgView), a.listFigures)
	register(a, op("get-kpi", http.MethodGet, "/kpis/{name}", tag, "A figure of a period of up to 31 days"), report, a.getFigure)
	register(a, op("get-kpi-legs", http.MethodGet, "/kpis/{name}/legs", tag, "The legs that a figure counts"), report, a.getFigureLegs)
	register(a, op("get-kpi-intervals", http.MethodGet, "/kpis/{name}/intervals", tag, "The agent intervals that a figure counts"), report, a.getFigureIntervals)
}

func (a *API) listFigures(context.Context, *struct{}) (*figuresOutput, error) {
	out := &figuresOutput{}
	out.Body.Items = kpi.Definitions()
	return out, nil
}

func (a *API) getFigure(ctx context.Context, in *figureInput) (*figureOutput, error) {
	def, ok := kpi.Lookup(in.Name)
	if !ok {
		return nil, core.Errorf(core.NotFound, "there is no KPI %q", in.Name)
	}
	if !def.OfTally() {
		return nil, core.FieldErrorf(core.Invalid, "name", "%s needs whole contacts and is not computed here", in.Name)
	}
	if in.To-in.From > figureSpan || in.To < in.From {
		return nil, core.FieldErrorf(core.Invalid, "to", "a period is at most 31 days")
	}
	f, err := a.filter(ctx, &in.FactsInput, auth.ReportView)
	if err != nil {
		return nil, err
	}
	f.Limit, f.After = 0, store.FactCursor{}
	var tally kpi.Tally
	counted := 0
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		for {
			legs, err := store.LegsBetween(ctx, q, f)
			if err != nil {
				return err
			}
			for i := range legs {
				tally.Add(&legs[i])
				f.After = store.CursorOfLeg(&legs[i])
			}
			counted += len(legs)
			if len(legs) < store.MaxFactPage {
				break
			}
		}
		n, err := a.addIntervals(ctx, q, f, &tally)
		counted += n
		return err
	})
	if err != nil {
		return nil, err
	}
	value := def.Of(&tally)
	figure := Figure{Definition: def, Num: value.Num, Den: value.Den, Counted: counted}
	if value.OK {
		figure.Value = &value.V
	}
	return &figureOutput{Body: figure}, nil
}

func (a *API) addIntervals(ctx context.Context, q *db.Queries, f store.FactFilter, tally *kpi.Tally) (int, error) {
	// An interval that began before the period reaches into it.
	from, to := f.From, f.To
	f.From, f.After, f.Queue = f.From-intervalReach, store.FactCursor{}, ""
	counted := 0
	for {
		intervals, err := store.IntervalsBetween(ctx, q, f)
		if err != nil {
			return counted, err
		}
		for i := range intervals {
			f.After = store.CursorOfInterval(&intervals[i])
			if part, ok := kpi.Clip(intervals[i], from, to); ok {
				tally.AddInterval(&part)
				counted++
			}
		}
		if len(intervals) < store.MaxFactPage {
			return counted, nil
		}
	}
}

// intervalReach is the longest an agent interval can be: sign-ins end at midnight.
const intervalReach = 48 * 3600 * 1_000_000

func (a *API) getFigureLegs(ctx context.Context, in *figureInput) (*legsOutput, error) {
	if _, ok := kpi.Lookup(in.Name); !ok {
		return nil, core.Errorf(core.NotFound, "there is no KPI %q", in.Name)
	}
	f, err := a.filter(ctx, &in.FactsInput, auth.ReportView)
	if err != nil {
		return nil, err
	}
	var rows []Leg
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		legs, err := store.LegsBetween(ctx, q, f)
		for i := range legs {
			rows = append(rows, legOf(&legs[i]))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &legsOutput{Body: pageOf(rows, in.Limit, func(l Leg) string { return cursor(l.Queued, l.ID) })}, nil
}

// getFigureIntervals lists the intervals that reach into the period, whole: the
// figure counts the part of each that lies in it.
func (a *API) getFigureIntervals(ctx context.Context, in *figureInput) (*intervalsOutput, error) {
	if _, ok := kpi.Lookup(in.Name); !ok {
		return nil, core.Errorf(core.NotFound, "there is no KPI %q", in.Name)
	}
	f, err := a.filter(ctx, &in.FactsInput, auth.ReportView)
	if err != nil {
		return nil, err
	}
	from, to := f.From, f.To
	f.From, f.Queue = f.From-intervalReach, "" // an interval is of no queue
	var rows []AgentInterval
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		for len(rows) <= in.Limit {
			found, err := store.IntervalsBetween(ctx, q, f)
			if err != nil {
				return err
			}
			for i := range found {
				f.After = store.CursorOfInterval(&found[i])
				if _, ok := kpi.Clip(found[i], from, to); ok {
					rows = append(rows, AgentInterval(found[i]))
				}
			}
			if len(found) < f.Limit {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &intervalsOutput{Body: pageOf(rows, in.Limit, func(i AgentInterval) string { return cursor(i.From, i.ID) })}, nil
}
