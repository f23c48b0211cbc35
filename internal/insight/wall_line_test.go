package insight

import (
	"slices"
	"testing"
	"time"
)

// Ensure a wall has a line for each of its queues beside that of them all, and
// that a queue in which nothing was counted has one without points.
func TestWallLines(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.boards
	ana := r.signIn("ana", "1")
	b.settle()
	wall := r.screen(b.Wall(), "wall", "site:rome")
	ticket := r.issue("rome", "billing")
	b.catchUp(nil)
	r.pass(time.Minute)
	r.next(ana, ticket)
	r.ok(r.branch.Begin(t.Context(), by(ana), ticket.Contact))
	b.settle()

	all := row[wallLine](wall, "line", "line")
	if len(all.Points) != 1 || all.Points[0][1] != 1 {
		t.Fatalf("the line of the site: %v", all.Points)
	}
	billing := row[queueLine](wall, "queue_line", "billing@rome")
	if billing.Queue != "billing" || billing.Site != "rome" || !slices.Equal(billing.Points, all.Points) {
		t.Fatalf("the line of the queue: %+v", billing)
	}
	for _, key := range wall.ids("queue_line") {
		if line := row[queueLine](wall, "queue_line", key); key != "billing@rome" && len(line.Points) != 0 {
			t.Fatalf("the line of %s: %v", key, line.Points)
		}
	}
}
