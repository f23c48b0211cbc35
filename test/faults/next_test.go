package faults

import (
	"bufio"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure that a process killed in the middle of a second matter leaves all of it or
// nothing: never a visitor with two works, or an agent between them.
func TestNextService(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		for point, whole := range map[string]bool{afterFact + "1": false, afterFact + "2": false, afterCommit: true} {
			t.Run(string(engine)+" "+point, func(t *testing.T) {
				t.Parallel()
				url := storetest.URL(t, engine)
				contact, command, _ := killNext(t, url, point, 0)
				c := openBranch(t, url, nil)
				defer c.close(t)
				if err := c.Reconcile(t.Context()); err != nil {
					t.Fatal(err)
				}
				if matters := c.judgeNext(t, contact); (matters == 2) != whole || matters > 2 {
					t.Fatalf("%d matters were begun", matters)
				}
				// Whoever was not answered asks again.
				who := c.by()
				who.Command = command
				if _, err := c.NextService(t.Context(), who, second(contact, "loans")); err != nil {
					t.Fatal(err)
				}
				if matters := c.judgeNext(t, contact); matters != 2 {
					t.Fatalf("asked again: %d matters", matters)
				}
			})
		}
	}
}

// Ensure it is so wherever the kill comes, one second matter after the other.
func TestNextService_Anywhere(t *testing.T) {
	t.Parallel()
	for engine, kills := range map[store.Engine]int{store.SQLite: 12, store.Postgres: 4} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			answered := 0
			for range kills {
				url := storetest.URL(t, engine)
				contact, _, n := killNext(t, url, anywhere, time.Duration(rand.IntN(150))*time.Millisecond)
				answered += n
				c := openBranch(t, url, nil)
				if err := c.Reconcile(t.Context()); err != nil {
					t.Fatal(err)
				}
				// One may have been on its way, or answered and its word cut off.
				if matters := c.judgeNext(t, contact); matters < n+1 || matters > n+2 {
					t.Errorf("%d were answered, %d matters were begun", n, matters)
				}
				c.close(t)
			}
			t.Logf("%d kills, %d second matters", kills, answered)
			// How many come through before the kill is the machine's business.
			if answered == 0 {
				t.Error("no second matter was answered: that is no load")
			}
		})
	}
}

// killNext runs a child until it is dead; after is how long it may go on once it
// serves the visitor.
func killNext(t *testing.T, url, point string, after time.Duration) (contact, command core.ID, answered int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNextServiceChild$")
	cmd.Env = append(os.Environ(), nextStoreVariable+"="+url, nextPointVariable+"="+point)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewReader(pipe); ; {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break // dead; a line that was cut off was not said
		}
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, strings.TrimSpace(line))
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "serves" {
			contact, command = id(t, fields[1]), id(t, fields[2])
			if point == anywhere {
				time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
			}
		}
		if strings.HasPrefix(line, "answered") {
			answered++
		}
	}
	err = cmd.Wait()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("the child was not killed: %v\n%s", err, strings.Join(said, "\n"))
	}
	if contact.IsZero() {
		t.Fatalf("the child never served anybody:\n%s", strings.Join(said, "\n"))
	}
	return contact, command, answered
}

func id(t *testing.T, text string) core.ID {
	t.Helper()
	id, err := core.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// judgeNext checks that the visitor is being served in exactly one matter, the
// visit's own, and each one before it is over and in the facts; it returns how many
// were begun.
func (c *counters) judgeNext(t *testing.T, contact core.ID) int {
	t.Helper()
	visit, err := c.Visit(t.Context(), contact)
	if err != nil {
		t.Fatal(err)
	}
	works := c.works(t)
	w, ok := works[visit.Work]
	if !ok || len(works) != 1 || w.Status != routing.StatusAssigned || w.Agent != c.ana.ID || w.OpenLeg().Answered == 0 {
		t.Fatalf("on the floor: %+v; the visit: %+v", works, visit)
	}
	base, _ := org.SplitQueue(w.Queue)
	if visit.State != branch.Serving || visit.Counter != "1" || visit.Service != base || w.Meta.Service != base {
		t.Errorf("visit %+v, work in %s for %s", visit, w.Queue, w.Meta.Service)
	}
	legs := legsOf(t, c.store)
	for work, of := range legs {
		if len(of) != 1 || of[0].End != core.Handled || of[0].Reason != "advice" || of[0].Agent != c.ana.ID || work == w.ID {
			t.Errorf("work %s: legs %+v", work, of)
		}
	}
	var row db.Contact
	err = c.store.Read(t.Context(), func(q *db.Queries) error {
		row, err = q.GetContact(t.Context(), contact.String())
		return err
	})
	if err != nil || (row.Reason == "advice") != (len(legs) > 0) || row.Service != base {
		t.Errorf("contact %+v, %v", row, err)
	}
	return len(legs) + 1
}
