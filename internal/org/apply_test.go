package org

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure an applied organisation is loaded as it was, users with ids that stay,
// and that each change is kept with who, before and after.
func TestApply(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := demo(t)
		empty, version, err := Load(t.Context(), s)
		if err != nil || version != 0 || len(empty.Users) != 0 {
			t.Fatalf("before the first apply: %v, %d, %v", empty, version, err)
		}
		version, changes, err := Apply(t.Context(), s, o, "operator", AnyVersion)
		if err != nil || version != 1 {
			t.Fatalf("apply: version %d, %v", version, err)
		}
		if want := len(objects(o)); len(changes) != want {
			t.Errorf("%d changes, want one per object: %d", len(changes), want)
		}
		loaded, version, err := Load(t.Context(), s)
		if err != nil || version != 1 {
			t.Fatalf("load: version %d, %v", version, err)
		}
		if diff := cmp.Diff(string(Export(o)), string(Export(loaded))); diff != "" {
			t.Errorf("loaded differs from applied:\n%s", diff)
		}
		ana, _ := loaded.User("ana")
		if ana.ID.IsZero() {
			t.Fatal("a user has no id after apply")
		}
		if again, ok := loaded.UserByID(ana.ID); !ok || again.Login != "ana" {
			t.Error("a user is not found by id")
		}

		version, changes, err = Apply(t.Context(), s, o, "operator", AnyVersion)
		if err != nil || version != 1 || len(changes) != 0 {
			t.Errorf("applied again unchanged: version %d, changes %v, %v", version, changes, err)
		}
		testApplyChanged(t, s, ana.ID)
	})
}

func testApplyChanged(t *testing.T, s *store.Store, ana core.ID) {
	file := strings.Replace(string(demoFile), "name: Ana Souza", "name: Ana Souza Lima", 1)
	file = strings.Replace(file, "threshold: 10m", "threshold: 12m", 1)
	file = dropLine(t, file, "login: luis")
	changed, err := Parse([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Apply(t.Context(), s, changed, "operator", 7); core.CodeOf(err) != core.Stale {
		t.Errorf("an apply over an unexpected version: %v, want stale", err)
	}
	version, changes, err := Apply(t.Context(), s, changed, "operator", 1)
	if err != nil || version != 2 {
		t.Fatalf("version %d, %v", version, err)
	}
	var words []string
	for _, c := range changes {
		words = append(words, c.String())
	}
	want := []string{
		"queue billing changed: threshold 10m → 12m",
		"user ana changed: name Ana Souza → Ana Souza Lima",
		"user luis deactivated",
	}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	loaded, _, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if u, _ := loaded.User("ana"); u.ID != ana {
		t.Error("a user's id changed with the name")
	}
	luis, ok := loaded.User("luis")
	if !ok || !luis.Inactive || luis.Name != "Luis Pérez" || len(luis.Grants) != 0 || luis.ID.IsZero() {
		t.Errorf("a user who was removed is %+v, want inactive with name and id", luis)
	}
	testHistory(t, s)
	testReturn(t, s, luis.ID)
}

// A user who comes back is the same user.
func testReturn(t *testing.T, s *store.Store, luis core.ID) {
	if _, _, err := Apply(t.Context(), s, demo(t), "operator", AnyVersion); err != nil {
		t.Fatal(err)
	}
	loaded, _, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if u, _ := loaded.User("luis"); u.ID != luis || u.Inactive || u.Profile != "counter" {
		t.Errorf("a user who came back is %+v, want the old id, active", u)
	}
	// An export with a former user is applied without a change.
	without, err := Parse([]byte(dropLine(t, string(demoFile), "login: luis")))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Apply(t.Context(), s, without, "operator", AnyVersion); err != nil {
		t.Fatal(err)
	}
	loaded, version, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	exported, err := Parse(Export(loaded))
	if err != nil {
		t.Fatal(err)
	}
	if again, changes, err := Apply(t.Context(), s, exported, "operator", AnyVersion); err != nil || again != version || len(changes) != 0 {
		t.Errorf("its own export changes it: version %d → %d, %v, %v", version, again, changes, err)
	}
}

func testHistory(t *testing.T, s *store.Store) {
	err := s.Read(t.Context(), func(q *db.Queries) error {
		rows, err := q.ListOrgChangesOf(t.Context(), db.ListOrgChangesOfParams{Kind: "queue", Key: "billing", MaxRows: 10})
		if err != nil {
			return err
		}
		if len(rows) != 2 || rows[0].Action != "changed" || rows[0].Actor != "operator" ||
			!strings.Contains(rows[0].Before, `"threshold":"10m"`) || !strings.Contains(rows[0].After, `"threshold":"12m"`) {
			t.Errorf("the history of queue billing is %+v", rows)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Ensure a running system takes over what another process applied.
func TestLiveWatch(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, store.SQLite)
	o, version, err := Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	live := NewLive(o, version)
	seen := make(chan [2]string, 1)
	live.OnChange(func(before, after *Organisation) {
		seen <- [2]string{before.Key, after.Key}
	})
	go live.Watch(t.Context(), s, time.Millisecond, slog.New(slog.DiscardHandler))
	if _, _, err := Apply(t.Context(), s, demo(t), "operator", AnyVersion); err != nil {
		t.Fatal(err)
	}
	if got := <-seen; got != [2]string{"turno", "turno-demo"} {
		t.Errorf("listeners were told %v", got)
	}
	if live.Version() != 1 || live.Get().Key != "turno-demo" {
		t.Errorf("live holds %q at version %d", live.Get().Key, live.Version())
	}
}

// dropLine removes the one line that holds a text.
func dropLine(t *testing.T, file, text string) string {
	t.Helper()
	lines := strings.Split(file, "\n")
	for i, line := range lines {
		if strings.Contains(line, text) {
			return strings.Join(append(lines[:i:i], lines[i+1:]...), "\n")
		}
	}
	t.Fatalf("no line holds %q", text)
	return ""
}
