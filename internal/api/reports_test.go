package api_test

import (
	"fmt"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/report"
)

// dayReport is the answer of get-day-report.
type dayReport struct {
	Date, At, Timezone string
	Over               bool
	report.Report
}

func (r *dayReport) figure(name string) (num, den int64) {
	f := r.Total.Figures[name]
	return f.Num, f.Den
}

// Ensure a day is counted for the place that is asked for, by whoever may see it
// there, and that the legs behind a figure add up to it.
func TestDayReport(t *testing.T) {
	t.Parallel()
	h := open(t)
	// Six days ago at noon of Guatemala, so that the day is over and whole.
	noon := time.Now().UTC().AddDate(0, 0, -6).Truncate(24 * time.Hour).Add(18 * time.Hour)
	p := h.past(time.Since(noon))
	customer := clock.NewID()
	for n := range 5 {
		l := p.leg(clock.NewID(), customer, "mixco", n, n%2)
		l.Service, l.Reason = "payment", "bill"
	}
	p.leg(clock.NewID(), customer, "mixco", 1, -1)
	p.leg(clock.NewID(), customer, "catania", -5, 1)
	p.write()
	date := noon.Format(time.DateOnly)

	var whole, mixco dayReport
	h.as("admin").call("GET", "/reports/day?by=site,queue,hour,agent,service&date="+date, nil).want(t, 200, &whole)
	if num, _ := whole.figure("offered"); num != 7 || !whole.Over || whole.At != "org" || len(whole.Sites) != 2 || len(whole.Agents) != 2 {
		t.Errorf("the organisation: %d offered, %+v", num, whole)
	}
	laura := h.as("laura")
	laura.call("GET", "/reports/day?by=agent&at=site:mixco&date="+date, nil).want(t, 200, &mixco)
	if num, _ := mixco.figure("offered"); num != 6 || mixco.Timezone != "America/Guatemala" || len(mixco.Hours) != 0 || len(mixco.Agents) != 2 {
		t.Errorf("mixco: %d offered, %+v", num, mixco)
	}

	place := "&at=site:mixco&date=" + date
	for name, figure := range mixco.Total.Figures {
		if name == "occupancy" || name == "contacts_per_hour" {
			continue
		}
		rows, sum := laura.rows("/reports/day/legs", "?every=true&figure="+name+place)
		if kpiOf(t, name).Kind == kpi.Rank {
			var longest int64
			for _, row := range rows {
				longest = max(longest, row.Counts.Num)
			}
			sum.Num = longest // the ninth of ten of five is the longest of them, too
		}
		if len(rows) != 6 || sum.Num != figure.Num || sum.Den != figure.Den {
			t.Errorf("%s is %d/%d, its %d legs make %d/%d", name, figure.Num, figure.Den, len(rows), sum.Num, sum.Den)
		}
	}
	counted := func(narrow string) int {
		rows, _ := laura.rows("/reports/day/legs", "?figure=handled"+place+narrow)
		return len(rows)
	}
	for narrow, want := range map[string]int{
		"": 5, "&reason=bill": 5, "&reason=-": 0, "&service=payment": 5, "&hour=12": 1, "&queue=care": 5, "&queue=billing": 0,
		"&channel=chat": 0, "&result=-": 5, "&agent=" + p.agents[0].String(): 3,
	} {
		if got := counted(narrow); got != want {
			t.Errorf("%s: %d legs, want %d", narrow, got, want)
		}
	}
}

func kpiOf(t *testing.T, name string) kpi.Definition {
	t.Helper()
	d, ok := kpi.Lookup(name)
	if !ok {
		t.Fatalf("no KPI %s", name)
	}
	return d
}

// Ensure a rank is a rank by its own operation too, not a mean, and that the answer
// says how many never waited.
func TestRankAndAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.past(10 * time.Hour)
	for n, wait := range []time.Duration{0, time.Second, 9 * time.Second} {
		l := p.leg(clock.NewID(), clock.NewID(), "mixco", n, 0)
		l.Answered = l.Queued.Add(wait)
	}
	p.write()
	period := fmt.Sprintf("?from=%d&to=%d&site=mixco", p.start, clock.Now())
	for name, want := range map[string][2]int64{"wait.p90": {9_000_000, 3}, "asa": {10_000_000, 3}, "handled": {3, 0}} {
		var f struct {
			Num, Den int64
			AtOnce   int64 `json:"at_once"`
		}
		h.as("laura").call("GET", "/kpis/"+name+period, nil).want(t, 200, &f)
		if f.Num != want[0] || f.Den != want[1] || f.AtOnce != 1 {
			t.Errorf("%s is %+v, want %v and one who never waited", name, f, want)
		}
	}
}

// Ensure agents' time behind a figure is what the figure counts, of the day only.
func TestDayReportTimes(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana, laura := h.as("ana"), h.as("laura")
	ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-3", "ready": true}).want(t, 204, nil)
	ana.call("PUT", "/desk/presence", map[string]any{"presence": "not_ready", "reason": "lunch"}).want(t, 204, nil)
	ana.call("PUT", "/desk/presence", map[string]any{"presence": "ready"}).want(t, 204, nil)
	ana.call("POST", "/desk/sign-out", map[string]any{}).want(t, 204, nil)

	zone, err := time.LoadLocation("America/Guatemala")
	must(t, err)
	place := "at=site:mixco&date=" + time.Now().In(zone).Format(time.DateOnly)
	var r dayReport
	laura.call("GET", "/reports/day?by=agent&"+place, nil).want(t, 200, &r)
	if r.Over || len(r.Times) != 1 {
		t.Fatalf("today: %+v", r)
	}
	var page struct {
		Items []struct {
			Length int64
			Counts kpi.Part
		}
		Next string
	}
	laura.call("GET", "/reports/day/intervals?figure=occupancy&"+place, nil).want(t, 200, &page)
	var den int64
	for _, i := range page.Items {
		den += i.Counts.Den
	}
	if _, want := r.figure("occupancy"); den != want || want == 0 {
		t.Errorf("the intervals make %d, the figure %d", den, want)
	}
	laura.call("GET", "/reports/day/intervals?every=true&figure=occupancy&state=not_ready&pause=lunch&"+place, nil).want(t, 200, &page)
	if len(page.Items) != 1 {
		t.Errorf("%d intervals at lunch", len(page.Items))
	}
}

// Ensure what is no place, day, figure or division is refused, and so is who may not
// see the place.
func TestDayReportRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	laura, admin := h.as("laura"), h.as("admin")
	for query, field := range map[string]string{
		"at=site:moon":                     "query.at",
		"at=team:mixco":                    "query.at",
		"at=site:mixco&site=catania":       "query.site",
		"date=2026-02-30":                  "query.date",
		"date=2199-01-01":                  "query.date",
		"by=weather":                       "query.by[0]",
		"channel=pigeon":                   "query.channel",
		"hour=25":                          "query.hour",
		"limit=100000":                     "query.limit",
		"at=site:mixco&weather=fine":       "query.weather",
		"at=site:mixco&agent=not-an-agent": "query.agent",
	} {
		admin.call("GET", "/reports/day?"+query, nil).refused(t, core.Invalid, field)
	}
	admin.call("GET", "/reports/day/legs?figure=happiness", nil).refused(t, core.Invalid, "query.figure")
	admin.call("GET", "/reports/day/legs?figure=asa&after=nonsense", nil).refused(t, core.Invalid, "query.after")
	for _, path := range []string{"/reports/day?", "/reports/day/legs?figure=asa&", "/reports/day/intervals?figure=occupancy&"} {
		laura.call("GET", path+"at=site:mixco", nil).want(t, 200, nil)
		laura.call("GET", path+"at=site:catania", nil).refused(t, core.Forbidden, "")
		laura.call("GET", path+"at=org", nil).refused(t, core.Forbidden, "")
		h.as("ana").call("GET", path+"at=site:mixco", nil).refused(t, core.Forbidden, "")
	}
}
