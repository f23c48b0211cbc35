package api

import (
	"context"

	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/report"
	"turno/internal/store"
	"turno/internal/store/db"
)

type (
	// ReportLegsInput says which figure of which report, and which page of its rows.
	ReportLegsInput struct {
		ReportInput
		Figure string `query:"figure" required:"true" maxLength:"64" doc:"The name of the figure whose legs are asked for."`
		Every  bool   `query:"every" doc:"Also those that do not count."`
		After  string `query:"after" maxLength:"100" doc:"The 'next' of the page before."`
		Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
	}
	reportIntervalsInput struct {
		ReportLegsInput
		State string `query:"state" enum:"engaged,wrap_up,ready,not_ready" doc:"One state of the agents."`
		Pause string `query:"pause" maxLength:"64" doc:"One reason of not being ready."`
	}
)

// reportPage is how many facts are looked at in one go.
const reportPage = 1000

// reportRows is what the rows behind a figure of a day are found with.
type reportRows struct {
	def     kpi.Definition
	counter *report.Counter
	filter  store.FactFilter
}

func (a *API) reportRowsOf(ctx context.Context, in *ReportLegsInput, narrow func(*report.Filter)) (*reportRows, error) {
	def, ok := kpi.Lookup(in.Figure)
	if !ok {
		return nil, core.Faultf(core.Invalid, "figure", core.FaultUnknown, "there is no KPI %q", in.Figure)
	}
	after, err := cursorOf(in.After)
	if err != nil {
		return nil, err
	}
	_, begin, err := a.reportOf(ctx, &in.ReportInput, narrow)
	if err != nil {
		return nil, err
	}
	rows := &reportRows{def: def, counter: begin()}
	rows.filter = rows.counter.Facts()
	rows.filter.After, rows.filter.Limit = after, reportPage
	return rows, nil
}

// listReportLegs goes through the legs that the store chooses and gives those of the
// report, one page: as many as are asked for, however few of them there are.
func (a *API) listReportLegs(ctx context.Context, in *ReportLegsInput) (*figureLegsOutput, error) {
	r, err := a.reportRowsOf(ctx, in, nil)
	if err != nil {
		return nil, err
	}
	r.filter.Agent, r.filter.Answered = in.Agent, !in.Agent.IsZero()
	after := r.filter.After
	var rows []CountedLeg
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		rows, r.filter.After = nil, after
		for {
			legs, err := store.LegsBetween(ctx, q, r.filter)
			if err != nil {
				return err
			}
			partOf, err := a.parts(ctx, q, &r.def, r.filter, legs)
			if err != nil {
				return err
			}
			for i := range legs {
				l := &legs[i]
				part := partOf(l)
				if r.counter.Wants(l) && (in.Every || part != kpi.Part{}) {
					rows = append(rows, countedLeg(l, part))
				}
				if len(rows) > in.Limit {
					return nil
				}
				r.filter.After = store.CursorOfLeg(l)
			}
			if len(legs) < reportPage {
				return nil
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return &figureLegsOutput{Body: pageOf(rows, in.Limit, func(l CountedLeg) string { return cursor(l.Queued, l.ID) })}, nil
}

// listReportIntervals does the same for agents' time. An interval that began the day
// before is whole in the list; its length is that of the part in the report.
func (a *API) listReportIntervals(ctx context.Context, in *reportIntervalsInput) (*figureIntervalsOutput, error) {
	r, err := a.reportRowsOf(ctx, &in.ReportLegsInput, func(f *report.Filter) { f.State, f.Pause = in.State, in.Pause })
	if err != nil {
		return nil, err
	}
	r.filter.Agent = in.Agent
	r.filter.From = r.filter.From.Add(-report.IntervalReach)
	after := r.filter.After
	var rows []CountedInterval
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		rows, r.filter.After = nil, after
		for {
			found, err := store.IntervalsBetween(ctx, q, r.filter)
			if err != nil {
				return err
			}
			for i := range found {
				if part, ok := r.counter.Part(&found[i]); ok {
					counts := r.def.OfInterval(&part)
					if in.Every || counts != (kpi.Part{}) {
						rows = append(rows, countedInterval(&found[i], &part, counts))
					}
				}
				if len(rows) > in.Limit {
					return nil
				}
				r.filter.After = store.CursorOfInterval(&found[i])
			}
			if len(found) < reportPage {
				return nil
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return &figureIntervalsOutput{Body: pageOf(rows, in.Limit, func(i CountedInterval) string { return cursor(i.From, i.ID) })}, nil
}
