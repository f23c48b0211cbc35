package faults

import (
	"bufio"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// said is what a child reported of a conversation.
type said struct {
	clients []string
	closed  bool
}

// Ensure that whatever was said and acknowledged is there when the process that was
// killed starts again, once and in order; that what goes on stands on the floor as
// the conversations' rows say; and that what was closed is in the facts.
func TestChat(t *testing.T) {
	t.Parallel()
	for engine, kills := range map[store.Engine]int{store.SQLite: 10, store.Postgres: 4} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			all, lines := map[core.ID]*said{}, 0
			for n := range kills {
				lines += killChat(t, url, all)
				judgeChats(t, url, all)
				if t.Failed() {
					t.Fatalf("after kill %d", n+1)
				}
			}
			t.Logf("%d kills, %d answers, %d conversations", kills, lines, len(all))
			if lines < 20*kills {
				t.Errorf("only %d answers: that is no load", lines)
			}
		})
	}
}

// killChat runs a child, kills it at a random moment under load, and takes in what
// it said.
func killChat(t *testing.T, url string, all map[core.ID]*said) (lines int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChatChild$")
	cmd.Env = append(os.Environ(), chatStoreVariable+"="+url)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for reader := bufio.NewReader(pipe); ; {
		line, err := reader.ReadString('\n')
		if err != nil {
			break // dead; a line that was cut off was not said
		}
		fields := strings.Fields(line)
		switch {
		case len(fields) < 2:
			continue
		case fields[0] == "FAIL":
			t.Errorf("the child: %s", line)
			continue
		case fields[0] == "open":
			all[id(t, fields[1])] = &said{}
		case fields[0] == "said" && len(fields) == 3:
			of := all[id(t, fields[1])]
			if of == nil { // its opening was answered, and the line not written yet
				of = &said{}
				all[id(t, fields[1])] = of
			}
			of.clients = append(of.clients, fields[2])
		case fields[0] == "closed":
			all[id(t, fields[1])].closed = true
		default:
			continue
		}
		if lines++; lines == 30 {
			time.AfterFunc(time.Duration(rand.IntN(200))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		}
	}
	err = cmd.Wait()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("the child was not killed: %v", err)
	}
	return lines
}

// judgeChats compares the store with what was reported.
func judgeChats(t *testing.T, url string, all map[core.ID]*said) {
	t.Helper()
	c := openChats(t, url)
	defer c.close(t)
	if err := c.Reconcile(t.Context()); err != nil {
		t.Fatal(err)
	}
	works := map[core.ID]floor.WorkView{}
	if err := c.floor.View(t.Context(), func(v floor.View) error {
		for _, w := range v.Works() {
			works[w.ID] = w
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for contact, of := range all {
		c.judge(t, contact, of, works)
	}
}

func (c *chats) judge(t *testing.T, contact core.ID, of *said, works map[core.ID]floor.WorkView) {
	t.Helper()
	now, err := c.Of(t.Context(), contact)
	if err != nil {
		t.Errorf("%s: %v", contact, err)
		return
	}
	thread, err := c.History(t.Context(), contact, chat.Page{Notes: true})
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]int{}
	for i := range thread {
		there[thread[i].Client]++
		if thread[i].Number != i+1 {
			t.Errorf("%s: message %d has the number %d", contact, i+1, thread[i].Number)
		}
	}
	for _, client := range of.clients {
		if there[client] != 1 {
			t.Errorf("%s: %s is there %d times", contact, client, there[client])
		}
	}
	w, on := works[now.Work]
	goesOn := on && w.Status != routing.StatusWrapUp
	if now.Messages != len(thread) || now.State.Open() != goesOn || of.closed && goesOn {
		t.Errorf("%s is %s with %d of %d messages; on the floor: %v %s", contact, now.State, now.Messages, len(thread), on, w.Status)
	}
	if now.State == chat.Active && w.Agent != now.Agent {
		t.Errorf("%s is with %s, on the floor with %s", contact, now.Agent, w.Agent)
	}
	var facts int
	if err := c.store.Read(t.Context(), func(q *db.Queries) error {
		rows, err := q.ListMessagesOfContact(t.Context(), contact.String())
		facts = len(rows)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if wanted := len(thread); now.State.Open() && facts != 0 || !now.State.Open() && facts != wanted {
		t.Errorf("%s is %s with %d messages and %d facts of them", contact, now.State, wanted, facts)
	}
}
