package faults

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"sync"

	"turno/internal/core"
)

// stage is how far a work has come, as its caller was told.
type stage string

// The stages, in order.
const (
	enqueued stage = "enqueued"
	accepted stage = "accepted"
	ended    stage = "ended" // released
	left     stage = "left"  // cancelled
)

// entry is what the parent knows of a work: the last stage that was answered,
// and one that was asked for and not answered before the kill.
type entry struct {
	done  stage
	asked stage
	agent core.ID // with accepted
}

// journal is what a child reports on its standard output: a line before each
// request and one after its answer. What is not in it was not acknowledged.
type journal struct {
	mu    sync.Mutex
	works map[core.ID]*entry
	lines int
}

func newJournal() *journal { return &journal{works: map[core.ID]*entry{}} }

// read takes in a child's report until its pipe ends. A last line that the kill
// cut off counts as not said.
func (j *journal) read(pipe io.Reader, fail func(string)) {
	lines := bufio.NewReader(pipe)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSuffix(line, "\n")
		if problem, ok := strings.CutPrefix(line, "FAIL "); ok {
			fail(problem)
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 4 {
			continue // the test framework's own words
		}
		work, errWork := core.ParseID(fields[2])
		agent, errAgent := core.ParseID(strings.TrimPrefix(fields[3], "-"))
		if errWork != nil || errAgent != nil {
			continue
		}
		j.note(fields[0], stage(fields[1]), work, agent)
	}
}

func (j *journal) note(word string, s stage, work, agent core.ID) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e := j.works[work]
	if e == nil {
		e = &entry{}
		j.works[work] = e
	}
	switch word {
	case "asks":
		e.asked = s
		// Who asks for the next stage has seen the one before on the floor, though
		// the answer of whoever brought it there may be reported later.
		if s != enqueued {
			e.reach(enqueued)
		}
	case "back": // refused
		e.forget(s)
	case "done":
		e.reach(s)
		e.forget(s)
		if s == accepted {
			e.agent = agent
		}
		j.lines++
	}
}

// reach moves on to a stage, never back.
func (e *entry) reach(s stage) {
	rank := map[stage]int{"": 0, enqueued: 1, accepted: 2, ended: 3, left: 3}
	if rank[s] > rank[e.done] {
		e.done = s
	}
}

// forget drops what was asked for, unless something else was meanwhile.
func (e *entry) forget(s stage) {
	if e.asked == s {
		e.asked = ""
	}
}

// speaker writes the child's side of the journal.
type speaker struct {
	mu  sync.Mutex
	out io.Writer
}

func (s *speaker) say(word string, st stage, work, agent core.ID) {
	who := agent.String()
	if who == "" {
		who = "-"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = fmt.Fprintf(s.out, "%s %s %s %s\n", word, st, work, who)
}

func (s *speaker) failf(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = fmt.Fprintf(s.out, "FAIL "+format+"\n", args...)
}
