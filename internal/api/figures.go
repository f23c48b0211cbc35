package api

import (
	"context"
	"net/http"
	"slices"

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
	AtOnce  int64    `json:"at_once" doc:"Of the answered legs looked at, those that began the moment they were queued: nobody waited."`
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
	out.Body.Items = kpi.All()
	return out, nil
}

func (a *API) getFigure(ctx context.Context, in *figureInput) (*figureOutput, error) {
	def, f, err := a.figureOf(ctx, in)
	if err != nil {
		return nil, err
	}
	if in.To-in.From > figureSpan || in.To < in.From {
		return nil, core.Boundf(core.Invalid, "to", core.FaultTooHigh, 31, "a period is at most 31 days")
	}
	f.Limit, f.After = 0, store.FactCursor{}
	var sum figureSum
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		sum = figureSum{}
		if err := a.addLegs(ctx, q, &def, f, &sum); err != nil {
			return err
		}
		return a.addIntervals(ctx, q, &def, f, &sum)
	})
	if err != nil {
		return nil, err
	}
	value := sum.value(&def)
	figure := Figure{Definition: def, Num: value.Num, Den: value.Den, Counted: sum.counted, AtOnce: sum.legs.HandledAtOnce}
	if value.OK {
		figure.Value = &value.V
	}
	return &figureOutput{Body: figure}, nil
}

// figureOf is the formula that is asked for and the facts it is asked of.
func (a *API) figureOf(ctx context.Context, in *figureInput) (kpi.Definition, store.FactFilter, error) {
	def, ok := kpi.Lookup(in.Name)
	if !ok {
		return def, store.FactFilter{}, core.Errorf(core.NotFound, "there is no KPI %q", in.Name)
	}
	f, err := a.filter(ctx, &in.FactsInput, auth.ReportView)
	// A leg that nobody answered names whom it was last offered to, who did not
	// handle it: it is no agent's.
	f.Answered = !f.Agent.IsZero()
	return def, f, err
}

// figureSum is what the facts of a figure amount to.
type figureSum struct {
	part    kpi.Part
	waits   kpi.Waits
	legs    kpi.Tally
	counted int
}

func (s *figureSum) value(def *kpi.Definition) kpi.Value {
	if def.Kind == kpi.Rank {
		return def.OfWaits(&s.waits)
	}
	return def.Divide(s.part.Num, s.part.Den)
}

func (s *figureSum) add(part kpi.Part) {
	s.part.Num += part.Num
	s.part.Den += part.Den
	s.counted++
}

func (a *API) addLegs(ctx context.Context, q *db.Queries, def *kpi.Definition, f store.FactFilter, sum *figureSum) error {
	if !slices.Contains(def.Facts, factLeg) {
		return nil
	}
	for {
		legs, err := store.LegsBetween(ctx, q, f)
		if err != nil {
			return err
		}
		partOf, err := a.parts(ctx, q, def, f, legs)
		if err != nil {
			return err
		}
		for i := range legs {
			sum.add(partOf(&legs[i]))
			sum.legs.Add(&legs[i])
			if def.Kind == kpi.Rank {
				sum.waits.Add(&legs[i])
			}
			f.After = store.CursorOfLeg(&legs[i])
		}
		if len(legs) < store.MaxFactPage {
			return nil
		}
	}
}

func (a *API) addIntervals(ctx context.Context, q *db.Queries, def *kpi.Definition, f store.FactFilter, sum *figureSum) error {
	if !slices.Contains(def.Facts, factInterval) {
		return nil
	}
	// An interval that began before the period reaches into it.
	from, to := f.From, f.To
	f.From, f.After, f.Queue = f.From-intervalReach, store.FactCursor{}, ""
	for {
		intervals, err := store.IntervalsBetween(ctx, q, f)
		if err != nil {
			return err
		}
		for i := range intervals {
			f.After = store.CursorOfInterval(&intervals[i])
			if part, ok := kpi.Clip(intervals[i], from, to); ok {
				sum.add(def.OfInterval(&part))
			}
		}
		if len(intervals) < store.MaxFactPage {
			return nil
		}
	}
}

// The facts that definitions name.
const (
	factLeg      = "leg"
	factInterval = "agent_interval"
)

// intervalReach is the longest an agent interval can be: sign-ins end at midnight.
const intervalReach = 48 * 3600 * 1_000_000

// parts says what each leg of a page, which the filter chose, adds to a figure. A
// formula of whole contacts looks at the contacts' other legs, and at the
// customers' other contacts, wherever and whenever they were; one of messages at all
// that was said in them.
func (a *API) parts(ctx context.Context, q *db.Queries, def *kpi.Definition, f store.FactFilter, page []core.Leg) (func(*core.Leg) kpi.Part, error) {
	if !def.OfContacts() && !def.OfMessages() {
		return def.OfLeg, nil
	}
	legs, err := store.LegsOfContactsIn(ctx, q, f, page)
	if err != nil {
		return nil, err
	}
	if def.OfMessages() {
		said, err := store.MessagesOfContactsIn(ctx, q, f, page)
		return kpi.NewResponses(legs, said).Of, err
	}
	if def.OfCustomers() {
		since, until := kpi.Reach(legs, kpi.RecallWindow)
		others, err := store.LegsOfCustomersIn(ctx, q, f, page, since, until)
		if err != nil {
			return nil, err
		}
		legs = append(legs, others...)
	}
	o := a.Org.Get()
	contacts := kpi.NewContacts(legs, kpi.Whole{
		Window: kpi.RecallWindow, Now: a.Now(),
		Meaning: func(key string) core.Outcome {
			d, _ := o.Disposition(key)
			if d == nil {
				return ""
			}
			return d.Outcome
		},
	})
	return func(l *core.Leg) kpi.Part { return contacts.Of(def.Name, l) }, nil
}
