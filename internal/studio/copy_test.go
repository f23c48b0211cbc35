package studio

import (
	"slices"
	"testing"

	"turno/internal/core"
	"turno/internal/org"
)

// Ensure the copy of a branch stands by itself: same services, queues and
// counters, nobody else's touched, and comparing the two finds no difference but
// the people.
func TestCopySite(t *testing.T) {
	t.Parallel()
	o := demo(t)
	edits, err := CopySite(o, SiteCopy{From: "mixco", Key: "antigua", Name: org.Text{"es": "Antigua", "en": "Antigua"}})
	if err != nil {
		t.Fatal(err)
	}
	after := edited(t, o, edits...)
	if device, ok := after.Device("antigua-kiosk"); !ok || device.Name != "Kiosco Antigua" {
		t.Errorf("device %+v", device)
	}
	if team, ok := after.Team("antigua"); !ok || team.Name["es"] != "Equipo Antigua" {
		t.Errorf("team %+v", team)
	}
	if n := len(after.CountersAt("antigua")); n != len(o.CountersAt("mixco")) {
		t.Errorf("%d counters", n)
	}
	for _, d := range CompareSites(after, "mixco", "antigua") {
		if d.About != "agents" && d.About != "skill" {
			t.Errorf("differs: %+v", d)
		}
	}
	if _, err := CopySite(after, SiteCopy{From: "mixco", Key: "antigua"}); core.CodeOf(err) != core.Conflict {
		t.Errorf("a second copy of that key: %v", err)
	}
}

// Ensure queues that are a site's own are copied with whom they overflow to, who
// serves them and which service leads to them.
func TestCopySite_OwnQueues(t *testing.T) {
	t.Parallel()
	o := demo(t)
	edits, err := CopySite(o, SiteCopy{From: "contact_centre", Key: "night", Name: org.Text{"es": "Noche"}})
	if err != nil {
		t.Fatal(err)
	}
	after := edited(t, o, edits...)
	q, ok := after.Queue("night-phone_business")
	if !ok || q.Site != "night" || q.Overflow[2].Target != "night-phone_care" {
		t.Fatalf("queue %+v", q)
	}
	phone, _ := after.Profile("phone")
	if !slices.ContainsFunc(phone.Queues, func(pq org.ProfileQueue) bool { return pq.Queue == q.Key && pq.Rank == 1 }) {
		t.Errorf("profile phone serves %v", phone.Queues)
	}
	if was, _ := o.Profile("phone"); len(was.Queues) != 4 {
		t.Error("the organisation that was copied from is no longer what it was")
	}
}

// Ensure the copy of a queue is served like the original.
func TestCopyQueue(t *testing.T) {
	t.Parallel()
	o := demo(t)
	edits, err := CopyQueue(o, QueueCopy{From: "sales", Key: "campaign", Name: org.Text{"es": "Campaña"}})
	if err != nil {
		t.Fatal(err)
	}
	after := edited(t, o, edits...)
	was, is := reachOf(o).byQueue()["sales"], reachOf(after).byQueue()["campaign"]
	if len(was) == 0 || len(was) != len(is) {
		t.Errorf("%d agents serve sales, %d the copy", len(was), len(is))
	}
	if _, err := CopyQueue(o, QueueCopy{From: "sales@mixco", Key: "x"}); core.CodeOf(err) != core.Invalid {
		t.Errorf("of a line: %v", err)
	}
}
