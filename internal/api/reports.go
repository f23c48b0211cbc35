package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/report"
)

type (
	// ReportInput says which facts a report is of.
	ReportInput struct {
		Date    string       `query:"date" maxLength:"10" doc:"A day, 2026-11-23, by the clock of each site; yesterday when absent."`
		At      string       `query:"at" maxLength:"80" default:"org" doc:"The place: org, region:KEY or site:KEY."`
		Channel core.Channel `query:"channel" enum:"visit,voice,chat,email,callback,task,whatsapp,facebook,x"`
		Queue   string       `query:"queue" maxLength:"64" doc:"As configured, at all sites of the place."`
		Site    string       `query:"site" maxLength:"64" doc:"One site of the place; '-': facts of no site."`
		Service string       `query:"service" maxLength:"64" doc:"'-': legs without one."`
		Agent   core.ID      `query:"agent" doc:"Legs that this agent answered, and this agent's time."`
		Hour    string       `query:"hour" maxLength:"4" pattern:"^([01][0-9]|2[0-3])(\\.2)?$" patternDescription:"an hour of the day, 00 to 23, with .2 when clocks show it a second time" doc:"The key of an hour's row."`
		Reason  string       `query:"reason" maxLength:"64" doc:"'-': legs without one."`
		Result  string       `query:"result" maxLength:"64" doc:"A disposition; '-': legs without one."`
	}
	reportInput struct {
		ReportInput
		By    []report.By `query:"by" maxItems:"5" enum:"queue,site,service,agent,hour" doc:"How it is divided, with commas between."`
		Limit int         `query:"limit" minimum:"1" maximum:"2000" default:"500" doc:"Rows of each division, those with most work; hours are always all."`
	}
	// DayReport is a day with what it was asked for.
	DayReport struct {
		Date     string       `json:"date"`
		At       string       `json:"at"`
		Timezone string       `json:"timezone" doc:"Of the place; its sites may have their own."`
		From     core.Instant `json:"from" doc:"When the day began, at the first site."`
		To       core.Instant `json:"to" doc:"When it ends, at the last site."`
		AsOf     core.Instant `json:"as_of" doc:"When the facts were read. What has not ended by then is not in it."`
		Over     bool         `json:"over" doc:"The day is over everywhere."`
		report.Report
	}
	reportOutput struct {
		Body DayReport
	}
)

func (a *API) registerReports() {
	const tag = "Reports"
	view := a.guard(auth.ReportView)
	register(a, op("get-day-report", http.MethodGet, "/reports/day", tag, "A day, and how it is divided"), view, a.getDayReport)
	register(a, op("list-day-report-legs", http.MethodGet, "/reports/day/legs", tag, "The legs behind a figure of a day"), view, a.listReportLegs)
	register(a, op("list-day-report-intervals", http.MethodGet, "/reports/day/intervals", tag, "The agents' time behind a figure of a day"), view, a.listReportIntervals)
}

func (a *API) getDayReport(ctx context.Context, in *reportInput) (*reportOutput, error) {
	day, begin, err := a.reportOf(ctx, &in.ReportInput, nil)
	if err != nil {
		return nil, err
	}
	now := a.Now()
	counted, err := report.Read(ctx, a.Store, begin)
	if err != nil {
		return nil, err
	}
	slices.Sort(in.By)
	return &reportOutput{Body: DayReport{
		Date: day.Date(), At: in.At, Timezone: a.zoneOf(in.At).String(), From: day.From, To: day.To, AsOf: now, Over: day.To <= now,
		Report: counted.Report(in.Limit, slices.Compact(in.By)...),
	}}, nil
}

// reportOf checks what a report is asked for, and the caller's rights at the place.
// Keys that nothing has now are taken as they are: facts may name what is gone. What
// begin begins is the same every time; narrow, where given, has the last word on the
// filter.
func (a *API) reportOf(ctx context.Context, in *ReportInput, narrow func(*report.Filter)) (day *report.Day, begin func() *report.Counter, err error) {
	o := a.Org.Get()
	if !o.HasNode(in.At) || strings.HasPrefix(in.At, org.TeamNode("")) {
		return nil, nil, core.Faultf(core.Invalid, "at", core.FaultUnknown, "there is no such place")
	}
	if in.Site != "" && in.At != org.NodeOrg && !slices.Contains(o.SitesUnder(in.At), in.Site) {
		return nil, nil, core.Faultf(core.Invalid, "site", core.FaultElsewhere, "the site is not of this place")
	}
	if err := a.me(ctx).need(auth.ReportView, in.At); err != nil {
		return nil, nil, err
	}
	now := a.Now()
	if in.Date == "" {
		in.Date = now.Time().In(a.zoneOf(in.At)).AddDate(0, 0, -1).Format(time.DateOnly)
	}
	day, err = report.NewDay(o, in.At, in.Date)
	if err != nil {
		return nil, nil, err
	}
	if day.From > now {
		return nil, nil, core.Faultf(core.Invalid, "date", core.FaultTooHigh, "this day has not begun")
	}
	filter := report.Filter{
		Channel: in.Channel, Queue: in.Queue, Site: in.Site, Service: in.Service, Agent: in.Agent, Hour: in.Hour,
		Reason: in.Reason, Result: in.Result,
	}
	if narrow != nil {
		narrow(&filter)
	}
	goal := func(queue string) float64 {
		if q, ok := o.Queue(queue); ok {
			return q.Goal
		}
		return 0
	}
	return day, func() *report.Counter { return report.NewCounter(day, filter, goal) }, nil
}

// zoneOf is the time zone of a place: a site's own, else the organisation's.
func (a *API) zoneOf(node string) *time.Location {
	o := a.Org.Get()
	if sites := o.SitesUnder(node); len(sites) == 1 && node == org.SiteNode(sites[0]) {
		return o.Location(sites[0])
	}
	return o.Location("")
}
