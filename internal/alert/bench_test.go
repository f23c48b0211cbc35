package alert

import (
	"strings"
	"testing"
	"time"

	"turno/internal/alert/condition"
	"turno/internal/core"
	"turno/internal/insight"
	"turno/internal/kpi"
	"turno/internal/org"
)

// BenchmarkLook is one look without a change, once a second in life: 500 agents,
// 200 lines, the tests' five alerts.
func BenchmarkLook(b *testing.B) {
	text := string(org.DemoFile())
	from, to := strings.Index(text, "\nalerts:"), strings.Index(text, "\n# Why customers come")
	o, err := org.Parse([]byte(text[:from] + testAlerts + text[to:]))
	if err != nil {
		b.Fatal(err)
	}
	f := &standing{}
	sites := []string{"mixco", "san_salvador", "sao_paulo", "catania"}
	for i := range 200 {
		site := sites[i%len(sites)]
		f.s.Lines = append(f.s.Lines, insight.LineStanding{
			Key: "billing@" + site, Queue: "billing", Site: site, Open: true, Waiting: 3, Oldest: noon.Add(-time.Minute),
			Threshold: 15 * time.Minute, Goal: 0.85, Serving: 2, Level: kpi.Value{V: 0.9, Num: 18, Den: 20, OK: true},
		})
	}
	for i := range 500 {
		site := sites[i%len(sites)]
		f.s.Agents = append(f.s.Agents, insight.AgentStanding{Site: site, Team: site, Presence: core.NotReady, Since: noon})
	}
	s, err := New(Options{Organisation: func() *org.Organisation { return o }, Figures: f, Now: func() core.Instant { return noon }})
	if err != nil {
		b.Fatal(err)
	}
	s.states = condition.States{}
	for b.Loop() {
		if err := s.Look(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

type standing struct{ s insight.Standing }

func (s *standing) Standing() (insight.Standing, bool) { s.s.At = noon; return s.s, true }
func (*standing) Evidence(string) insight.Evidence     { return insight.Evidence{} }
