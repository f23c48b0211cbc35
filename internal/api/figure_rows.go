package api

import (
	"context"

	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/store"
	"turno/internal/store/db"
)

// CountedLeg is a leg with what it adds to a figure.
type CountedLeg struct {
	Leg
	Wait     int64    `json:"wait" doc:"Microseconds from entering the queue to the answer, else to the end."`
	Handling int64    `json:"handling" doc:"Microseconds of talk, hold and wrap-up; 0 where nobody answered."`
	Terms    []string `json:"terms" nullable:"false" doc:"What the leg is in the letters of the formulas: N, H, H(T), A, A(T), S, F, or how else it ended; outbound for our own calls."`
	Counts   kpi.Part `json:"counts" doc:"What it adds above and below the line of the figure, durations in microseconds; both 0: it is not counted. All rows together are the figure's num and den."`
}

// CountedInterval is an agent interval with what it adds to a figure.
type CountedInterval struct {
	AgentInterval
	Length int64    `json:"length" doc:"Microseconds that lie in the period."`
	Spend  string   `json:"spend" enum:"off,contact,ready,break,training,other,unpaid" doc:"What the time counts as."`
	Counts kpi.Part `json:"counts" doc:"What it adds above and below the line of the figure, in microseconds."`
}

type (
	figureLegsOutput struct {
		Body Page[CountedLeg]
	}
	figureIntervalsOutput struct {
		Body Page[CountedInterval]
	}
)

func (a *API) getFigureLegs(ctx context.Context, in *figureInput) (*figureLegsOutput, error) {
	def, f, err := a.figureOf(ctx, in)
	if err != nil {
		return nil, err
	}
	var rows []CountedLeg
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		rows = nil
		legs, err := store.LegsBetween(ctx, q, f)
		if err != nil {
			return err
		}
		partOf, err := a.parts(ctx, q, &def, f, legs)
		if err != nil {
			return err
		}
		for i := range legs {
			rows = append(rows, countedLeg(&legs[i], partOf(&legs[i])))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &figureLegsOutput{Body: pageOf(rows, in.Limit, func(l CountedLeg) string { return cursor(l.Queued, l.ID) })}, nil
}

func countedLeg(l *core.Leg, part kpi.Part) CountedLeg {
	row := CountedLeg{Leg: legOf(l), Wait: l.Wait().Microseconds(), Terms: kpi.TermsOf(l), Counts: part}
	if l.Answered != 0 {
		row.Handling = (l.Talk() + l.Hold + l.WrapUp()).Microseconds()
	}
	return row
}

// getFigureIntervals lists the intervals that reach into the period, whole: the
// figure counts the part of each that lies in it.
func (a *API) getFigureIntervals(ctx context.Context, in *figureInput) (*figureIntervalsOutput, error) {
	def, f, err := a.figureOf(ctx, in)
	if err != nil {
		return nil, err
	}
	from, to := f.From, f.To
	f.From, f.Queue = f.From-intervalReach, "" // an interval is of no queue
	after := f.After
	var rows []CountedInterval
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		rows, f.After = nil, after
		for len(rows) <= in.Limit {
			found, err := store.IntervalsBetween(ctx, q, f)
			if err != nil {
				return err
			}
			for i := range found {
				f.After = store.CursorOfInterval(&found[i])
				if part, ok := kpi.Clip(found[i], from, to); ok {
					rows = append(rows, countedInterval(&found[i], &part, def.OfInterval(&part)))
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
	return &figureIntervalsOutput{Body: pageOf(rows, in.Limit, func(i CountedInterval) string { return cursor(i.From, i.ID) })}, nil
}

// countedInterval is an interval with the part of it that is counted.
func countedInterval(i, part *core.AgentInterval, counts kpi.Part) CountedInterval {
	return CountedInterval{
		AgentInterval: AgentInterval(*i), Length: part.Length().Microseconds(), Spend: kpi.SpendOf(part), Counts: counts,
	}
}
