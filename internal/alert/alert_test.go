package alert

import (
	"slices"
	"strings"
	"testing"
	"time"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/device"
	"turno/internal/insight"
	"turno/internal/kpi"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure an alert rings once and clears once, however the figure flutters and
// however often the process is killed, and says why it rang.
func TestAlert_Once(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		r := newRig(t, s, nil, nil)
		r.waits("mixco", 15*time.Minute-2*time.Second)
		r.figures.set(func(f *figures) {
			f.evidence = insight.Evidence{
				Works:  []insight.WaitingWork{{Ticket: "A-014", Queued: r.at(-15 * time.Minute)}},
				Agents: []insight.AgentStanding{{Agent: r.user("ana").ID, Name: "Ana Souza", Activity: core.Engaged}},
			}
		})
		r.look(time.Second)
		r.want()
		r.look(time.Second)
		r.want("wait:billing@mixco")
		first := r.all()[0]
		if first.Reason.Works[0].Ticket != "A-014" || first.Reason.Agents[0].State != "engaged" {
			t.Errorf("the reason is %+v", first.Reason)
		}
		for range 5 { // called, and the next one is beyond the limit too
			r.waits("mixco", -1)
			r.look(5 * time.Second)
			r.waits("mixco", 16*time.Minute)
			r.look(5 * time.Second)
		}
		r.want("wait:billing@mixco")

		// Killed: nothing is said to the old process, a new one begins.
		r = nextRig(t, s, r.now, nil)
		r.figures.set(func(f *figures) { f.away = true })
		r.look(time.Minute) // while the boards are read, nothing is well and nothing is bad
		r.want("wait:billing@mixco")
		r.figures.set(func(f *figures) { f.away = false })
		r.waits("mixco", 20*time.Minute)
		r.look(time.Minute)
		r.waits("mixco", -1)
		r.look(29 * time.Second)
		r.want("wait:billing@mixco")
		r.look(2 * time.Second)
		r.want()

		r = nextRig(t, s, r.now, nil)
		r.waits("mixco", -1)
		r.look(time.Minute)
		if all := r.all(); len(all) != 1 || all[0].ID != first.ID || all[0].Cleared == 0 {
			t.Errorf("there were %d occurrences", len(all))
		}
	})
}

// Ensure a transaction that fails has rung nobody, and the next look rings.
func TestAlert_Unwritten(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), storetest.URL(t, store.SQLite), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, s, nil, nil)
	own := r.screen(r.Own, r.user("laura").ID.String())
	r.waits("mixco", 20*time.Minute)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.pass(time.Second).Look(t.Context()); core.CodeOf(err) != core.Unavailable {
		t.Fatalf("got %v", err)
	}
	if got := own.shows(); len(got) > 0 {
		t.Errorf("shows %v", got)
	}
}

// Ensure every kind rings where it is watched, and only there.
func TestAlert_Kinds(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Open(t, store.SQLite), nil, nil)
	low := func(l *insight.LineStanding) { l.Level = kpi.Value{V: 0.7, Num: 14, Den: 20, OK: true} }
	r.line("catania", low)
	r.line("mixco", func(l *insight.LineStanding) { low(l); l.Serving, l.Waiting, l.Oldest = 0, 1, r.at(0) })
	r.figures.set(func(f *figures) {
		f.standing.Agents = []insight.AgentStanding{
			{Agent: r.user("luis").ID, Name: "Luis Pérez", Site: "mixco", Team: "mixco", Presence: core.NotReady, Since: r.at(-time.Hour)},
			{Agent: r.user("rosa").ID, Name: "Rosa Martínez", Site: "san_salvador", Team: "san_salvador", Presence: core.NotReady, Since: r.at(-time.Hour)},
			{Agent: r.user("ana").ID, Name: "Ana Souza", Site: "mixco", Team: "mixco", Presence: core.Ready, Since: r.at(-time.Hour)},
		}
		f.devices = []device.Standing{
			{Device: device.Device{Key: "mixco-kiosk", Kind: "kiosk", Site: "mixco", Name: "Mixco kiosk"}, Since: r.at(-2 * time.Minute)},
			{Device: device.Device{Key: "mixco-wall", Kind: "wall", Site: "mixco", Name: "Wall"}},
			{Device: device.Device{Key: "mixco-display", Kind: "display", Site: "mixco", Name: "Display"}, Online: true, Since: r.at(-time.Hour)},
		}
	})
	r.look(time.Second)
	r.want("device:mixco-kiosk", "nobody:billing@mixco", "pause:"+r.user("luis").ID.String())
	r.look(time.Minute)
	r.want("device:mixco-kiosk", "level:billing@catania", "nobody:billing@mixco", "pause:"+r.user("luis").ID.String())
	for _, o := range r.all() {
		switch o.Finding.Alert {
		case "device":
			if o.Reason.Device == nil || o.Reason.Device.Name != "Mixco kiosk" {
				t.Errorf("device: %+v", o.Reason)
			}
		case "pause":
			if len(o.Reason.Agents) != 1 || o.Reason.Agents[0].Name != "Luis Pérez" || o.Node() != "team:mixco" {
				t.Errorf("pause: %+v at %s", o.Reason, o.Node())
			}
		case "level":
			if o.Reason.Num != 14 || o.Reason.Den != 20 || o.Finding.Value != 700_000 || o.Finding.Limit != 850_000 {
				t.Errorf("level: %+v %+v", o.Reason, o.Finding)
			}
		}
	}
}

// Ensure an alert is quiet outside opening hours, clears at closing, and that the
// hour that clocks skip or show twice makes no difference.
func TestAlert_Hours(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Open(t, store.SQLite), nil, func(text string) string {
		text = strings.Replace(text, "    languages: [it, en]\n    branch: true\n    calendar: always", "    languages: [it, en]\n    branch: true\n    calendar: night", 1)
		text = strings.Replace(text, "\ncalendars:\n", "\ncalendars:\n  - key: night\n    week: {sun: [\"01:00-04:00\"], mon: [\"01:00-04:00\"]}\n", 1)
		return strings.Replace(text, "kind: agent_state, at: 'team:mixco'", "kind: agent_state, at: 'site:catania'", 1)
	})
	agent := func() {
		r.figures.set(func(f *figures) {
			f.standing.Agents = []insight.AgentStanding{{
				Agent: r.user("marco").ID, Name: "Marco Rossi", Site: "catania", Team: "catania", Presence: core.NotReady, Since: r.at(-5 * time.Hour),
			}}
		})
	}
	subject := "pause:" + r.user("marco").ID.String()
	for _, day := range []struct {
		name        string
		open, close time.Time
	}{
		// On 29 March 2026 the clocks of Rome skip from 2:00 to 3:00: open for two hours.
		{"skipped", time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 29, 2, 0, 0, 0, time.UTC)},
		// On 25 October they show 2:00 to 3:00 twice: open for four.
		{"twice", time.Date(2026, 10, 24, 23, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 3, 0, 0, 0, time.UTC)},
	} {
		r.now.Store(int64(core.InstantOf(day.open).Add(-2 * time.Second)))
		agent()
		r.look(time.Second)
		r.want()
		r.look(time.Second)
		r.want(subject)
		r.now.Store(int64(core.InstantOf(day.close).Add(-2 * time.Second)))
		r.look(time.Second)
		r.want(subject)
		r.look(31 * time.Second)
		r.want()
	}
	if n := len(r.all()); n != 2 {
		t.Errorf("%d occurrences", n)
	}
}

// Ensure each sees what they are told of, where they may see the floor, and a
// place shows what happens in it.
func TestAlert_Topics(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Open(t, store.SQLite), nil, nil)
	laura, giulia := r.screen(r.Own, r.user("laura").ID.String()), r.screen(r.Own, r.user("giulia").ID.String())
	admin, agent := r.screen(r.Own, r.user("admin").ID.String()), r.screen(r.Own, r.user("ana").ID.String())
	everywhere, mixco := r.screen(r.Place, "org"), r.screen(r.Place, "site:mixco")
	if _, err := r.Place().Open(t.Context(), "site:lima", func([]insight.Row, bool) {}); core.CodeOf(err) != core.NotFound {
		t.Errorf("got %v", err)
	}
	r.waits("mixco", 20*time.Minute)
	r.waits("catania", 20*time.Minute)
	r.figures.set(func(f *figures) {
		f.standing.Agents = []insight.AgentStanding{{Agent: r.user("ana").ID, Team: "mixco", Site: "mixco", Presence: core.NotReady, Since: r.at(-time.Hour)}}
	})
	r.look(time.Second)
	wantShows(t, "laura", laura, "pause:team:mixco", "wait:site:mixco")
	wantShows(t, "giulia", giulia, "wait:site:catania")
	wantShows(t, "admin", admin) // has no role that is told
	wantShows(t, "agent", agent)
	wantShows(t, "org", everywhere, "pause:team:mixco", "wait:site:catania", "wait:site:mixco")
	wantShows(t, "mixco", mixco, "pause:team:mixco", "wait:site:mixco")

	// Nothing changed, so nothing is sent: screens count the seconds themselves.
	sent := everywhere.sent
	r.look(10 * time.Second)
	if everywhere.sent != sent {
		t.Errorf("%d frames in ten seconds of nothing", everywhere.sent-sent)
	}

	r.waits("catania", -1)
	r.look(time.Second)
	well := 0
	for _, row := range everywhere.rows {
		if row.Well != 0 && row.Cleared == 0 && row.Site == "catania" {
			well++
		}
	}
	if well != 1 {
		t.Errorf("%d are shown to be well again", well)
	}
	r.look(30 * time.Second)
	wantShows(t, "org", everywhere, "-wait:site:catania", "pause:team:mixco", "wait:site:mixco")

	// The role is taken from her: she is shown nothing any more.
	less := organisation(t, func(text string) string {
		return strings.Replace(text, "site: catania, roles: [{role: team_leader, at: 'region:italy'}]", "site: catania, roles: [{role: agent, at: 'region:italy'}]", 1)
	})
	for i := range less.Users {
		u, _ := r.org.User(less.Users[i].Login)
		less.Users[i].ID = u.ID
	}
	r.org = less.Clone()
	r.look(time.Second)
	wantShows(t, "giulia", giulia)

	r.pass(recentFor)
	r.waits("mixco", 20*time.Minute)
	r.look(time.Second)
	wantShows(t, "org", everywhere, "pause:team:mixco", "wait:site:mixco")
}

func wantShows(t *testing.T, who string, s *screen, want ...string) {
	t.Helper()
	if got := s.shows(); !slices.Equal(got, append([]string{}, want...)) {
		t.Errorf("%s sees %v, want %v", who, got, want)
	}
}

// Ensure an alert can be taken and muted, that both are in the audit log, and that
// what rings while it is muted is sent to nobody.
func TestAlert_Acts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		r := newRig(t, s, nil, nil)
		laura := r.user("laura").ID
		own := r.screen(r.Own, laura.String())
		r.waits("mixco", 20*time.Minute)
		r.look(time.Second)
		id := r.all()[0].ID
		if _, err := r.Take(t.Context(), id, audit.ByUser(laura), laura); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Mute(t.Context(), id, audit.ByUser(laura), laura, time.Hour); err != nil {
			t.Fatal(err)
		}
		row := own.rows[id.String()]
		if row.TakenName != "Laura Castillo" || row.Muted != r.at(time.Hour) {
			t.Errorf("row %+v", row)
		}
		for _, wrong := range []time.Duration{-time.Minute, MuteMax + 1} {
			if _, err := r.Mute(t.Context(), id, audit.ByUser(laura), laura, wrong); core.CodeOf(err) != core.Invalid {
				t.Errorf("%s: %v", wrong, err)
			}
		}
		if _, err := r.Take(t.Context(), core.NoID, audit.ByUser(laura), laura); core.CodeOf(err) != core.NotFound {
			t.Errorf("got %v", err)
		}
		r.waits("mixco", -1)
		r.look(31 * time.Second)

		r = nextRig(t, s, r.now, nil) // a mute survives
		r.waits("mixco", 20*time.Minute)
		r.look(time.Second)
		all := r.all()
		if len(all) != 2 || !all[1].Muted || all[0].TakenBy != laura {
			t.Fatalf("%d occurrences", len(all))
		}
		if _, sent, _ := r.Get(t.Context(), all[1].ID); len(sent) > 0 {
			t.Errorf("sent %v", sent)
		}
		r.waits("mixco", -1)
		r.look(time.Hour)
		r.waits("mixco", 20*time.Minute)
		r.look(time.Second)
		if all = r.all(); len(all) != 3 || all[2].Muted {
			t.Errorf("%d occurrences after the mute", len(all))
		}
		var kinds []string
		err := s.Read(t.Context(), func(q *db.Queries) error {
			rows, err := q.ListAuditRows(t.Context(), 0, 1000)
			for _, row := range rows {
				if strings.HasPrefix(row.Kind, "alert.") {
					kinds = append(kinds, row.Kind+" "+row.Object+" "+row.Detail)
				}
			}
			return err
		})
		want := []string{
			`alert.taken alert:wait {"of":"queue","subject":"billing@mixco"}`,
			`alert.muted alert:wait {"of":"queue","subject":"billing@mixco","minutes":60}`,
		}
		if err != nil || !slices.Equal(kinds, want) {
			t.Errorf("log %q, %v", kinds, err)
		}
	})
}

// Ensure what is over is kept for three months.
func TestAlert_Prune(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Open(t, store.SQLite), nil, nil)
	r.waits("mixco", 20*time.Minute)
	r.waits("catania", 20*time.Minute)
	r.look(time.Second)
	r.waits("mixco", -1)
	r.look(31 * time.Second)
	r.pass(keepFor - time.Minute).prune(t.Context())
	if n := len(r.all()); n != 2 {
		t.Fatalf("%d are left", n)
	}
	r.pass(2 * time.Minute).prune(t.Context())
	r.want("wait:billing@catania")
	if n := len(r.all()); n != 1 {
		t.Errorf("%d are left", n)
	}
}
