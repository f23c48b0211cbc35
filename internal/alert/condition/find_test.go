package condition

import (
	"testing"
	"time"

	"turno/internal/core"
)

const minute = core.Instant(time.Minute / time.Microsecond)

func everywhere(string, string) bool { return true }

// Ensure each kind finds exactly what is beyond its limit, while it is watched.
func TestFind(t *testing.T) {
	t.Parallel()
	const now = 1000 * minute
	line := func(change func(*Line)) Snapshot {
		l := Line{
			Key: "billing@mixco", Queue: "billing", Site: "mixco", Node: "site:mixco", Open: true, Waiting: 2,
			Oldest: now - 9*minute, Target: 10 * time.Minute, Goal: 0.8, Serving: 1, Level: 0.75, Counted: 20, HasFigure: true,
		}
		change(&l)
		return Snapshot{At: now, Lines: []Line{l}}
	}
	agent := func(a Agent) Snapshot {
		a.ID, a.Node = "ana", "team:mixco"
		return Snapshot{At: now, Agents: []Agent{a}}
	}
	same := func(*Line) {}
	near := Rule{Kind: LongestWait, Share: 0.9}
	level := Rule{Kind: ServiceLevel, Count: 10}
	nobody := Rule{Kind: NobodyReady}
	pause := Rule{Kind: AgentState, State: "not_ready", Limit: 30 * time.Minute}
	away := Rule{Kind: DeviceOffline, Limit: 2 * time.Minute}
	for name, c := range map[string]struct {
		rule Rule
		s    Snapshot
		want bool
	}{
		"at its share of the target":   {near, line(same), true},
		"a moment before":              {near, line(func(l *Line) { l.Oldest++ }), false},
		"nobody waits":                 {near, line(func(l *Line) { l.Oldest, l.Waiting = 0, 0 }), false},
		"closed":                       {near, line(func(l *Line) { l.Open = false }), false},
		"closed, and that counts":      {Rule{Kind: LongestWait, Share: 0.9, Closed: true}, line(func(l *Line) { l.Open = false }), true},
		"another queue":                {Rule{Kind: LongestWait, Share: 0.9, Queues: []string{"sales"}}, line(same), false},
		"below the goal":               {level, line(same), true},
		"at the goal":                  {level, line(func(l *Line) { l.Level = 0.8 }), false},
		"within the margin":            {Rule{Kind: ServiceLevel, Margin: 0.05}, line(same), false},
		"too few to say":               {level, line(func(l *Line) { l.Counted = 9 }), false},
		"no figure":                    {level, line(func(l *Line) { l.HasFigure = false }), false},
		"no goal":                      {level, line(func(l *Line) { l.Goal = 0 }), false},
		"somebody serves":              {nobody, line(same), false},
		"nobody serves":                {nobody, line(func(l *Line) { l.Serving = 0 }), true},
		"nobody serves, nobody waits":  {Rule{Kind: NobodyReady, Waiting: true}, line(func(l *Line) { l.Serving, l.Waiting = 0, 0 }), false},
		"nobody serves what is closed": {Rule{Kind: NobodyReady, Closed: true}, line(func(l *Line) { l.Serving, l.Open = 0, false }), false},
		"long pause":                   {pause, agent(Agent{Open: true, State: "not_ready", Since: now - 30*minute}), true},
		"short pause":                  {pause, agent(Agent{Open: true, State: "not_ready", Since: now - 29*minute}), false},
		"long work":                    {pause, agent(Agent{Open: true, State: "engaged", Since: now - 40*minute}), false},
		"another reason": {
			Rule{Kind: AgentState, State: "not_ready", Reasons: []string{"lunch"}, Limit: time.Minute},
			agent(Agent{Open: true, State: "not_ready", Reason: "training", Since: now - 40*minute}), false,
		},
		"long pause after closing": {pause, agent(Agent{State: "not_ready", Since: now - 40*minute}), false},
		"device away":              {away, Snapshot{At: now, Devices: []Device{{Key: "kiosk", Open: true, Gone: now - 2*minute}}}, true},
		"device just gone":         {away, Snapshot{At: now, Devices: []Device{{Key: "kiosk", Open: true, Gone: now - minute}}}, false},
		"device there":             {away, Snapshot{At: now, Devices: []Device{{Key: "kiosk", Open: true}}}, false},
		"device away at night":     {away, Snapshot{At: now, Devices: []Device{{Key: "kiosk", Gone: now - 9*minute}}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := len(Find([]Rule{c.rule}, &c.s, everywhere)) == 1; got != c.want {
				t.Errorf("found: %v", got)
			}
		})
	}
}

// Ensure a finding says where it is, how bad, and since when.
func TestFind_Says(t *testing.T) {
	t.Parallel()
	s := Snapshot{At: 20 * minute, Lines: []Line{
		{Key: "billing@mixco", Queue: "billing", Site: "mixco", Node: "site:mixco", Open: true, Oldest: 5 * minute, Target: 10 * time.Minute},
		{Key: "billing@catania", Queue: "billing", Site: "catania", Node: "site:catania", Open: true, Oldest: 5 * minute, Target: 10 * time.Minute},
	}}
	rule := Rule{Key: "wait", Kind: LongestWait, Node: "site:mixco", Share: 1}
	found := Find([]Rule{rule}, &s, func(outer, inner string) bool { return outer == inner })
	want := Finding{
		Subject: Subject{"wait", OfQueue, "billing@mixco"}, Kind: LongestWait, Node: "site:mixco", Queue: "billing", Site: "mixco",
		From: 5 * minute, Since: 15 * minute, Value: int64(15 * minute), Limit: int64(10 * minute),
	}
	if len(found) != 1 || found[0] != want {
		t.Errorf("got  %+v\nwant %+v", found, want)
	}
}
