package routing_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/routing/audit"
)

var update = flag.Bool("update", false, "rewrite the expected output of the golden scripts")

// TestScripts plays every golden script of testdata against the engine, with
// the auditor watching. Each is played three times: plainly, with the engine
// snapshotted, sent through JSON and restored after every command, and with
// every timer fired by a Tick of its own. The output must be the same.
func TestScripts(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(text), "# ") {
				t.Fatal("a script opens with a sentence that says what it shows")
			}
			s := parseScript(string(text))
			if *update {
				if err := os.WriteFile(path, []byte(playScript(t, s, playPlain)), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			for _, mode := range []playMode{playPlain, playRestored, playTicked} {
				t.Run(string(mode), func(t *testing.T) {
					t.Parallel()
					if got := playScript(t, s, mode); got != string(text) {
						t.Errorf("%s differs:\n%s", path, lineDiff(string(text), got))
					}
				})
			}
		})
	}
}

// playMode is how a script's commands reach the engine.
type playMode string

const (
	playPlain    playMode = "plain"
	playRestored playMode = "restored" // the engine is restored after each command
	playTicked   playMode = "ticked"   // timers get a Tick each before the command
)

// script is a file in parts, so that it can be written back with other output.
type script struct{ blocks []block }

// block is a run of command lines and the output expected below "----". A
// block without commands is text to keep: comments and blank lines.
type block struct {
	text     []string // verbatim, comments or command lines
	commands bool
}

func parseScript(text string) script {
	var s script
	var pending []string
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		if lines[i] != "----" {
			pending = append(pending, lines[i])
			continue
		}
		start := len(pending)
		for start > 0 && pending[start-1] != "" && !strings.HasPrefix(pending[start-1], "#") {
			start--
		}
		s.blocks = append(s.blocks, block{text: pending[:start]}, block{text: pending[start:], commands: true})
		pending = nil
		for i+1 < len(lines) && lines[i+1] != "" {
			i++
		}
	}
	s.blocks = append(s.blocks, block{text: pending})
	return s
}

// playScript runs the script on a new engine and returns the file as it should
// be: the same commands with the output they really had.
func playScript(t *testing.T, s script, mode playMode) string {
	t.Helper()
	p := &player{t: t, mode: mode, offers: map[core.ID]offerSeen{}}
	var out strings.Builder
	for _, b := range s.blocks {
		for _, line := range b.text {
			out.WriteString(line)
			out.WriteByte('\n')
		}
		if b.commands {
			out.WriteString("----\n")
			p.out = &out
			p.playBlock(b.text)
		}
	}
	return out.String()
}

// offerSeen is the last offer of a work, so that a script may say "accept w1".
type offerSeen struct {
	agent  core.ID
	number uint64
}

// player holds one engine and what the script has seen of it.
type player struct {
	t       *testing.T
	mode    playMode
	engine  *routing.Engine
	auditor *audit.Auditor
	config  routing.Config
	offers  map[core.ID]offerSeen
	show    map[string]bool // activity, expected, why, counts
	counts  map[string]int
	many    bool // not the last of the many commands of a line: it is looked at as a whole
	out     *strings.Builder
}

func (p *player) playBlock(lines []string) {
	p.t.Helper()
	for i := 0; i < len(lines); {
		line := lines[i]
		i++
		var extra []string // the configuration's lines below "config" or "configure"
		fields := strings.Fields(line)
		if len(fields) > 0 && (fields[0] == "config" || len(fields) > 1 && fields[1] == "configure") {
			extra = lines[i:]
			i = len(lines)
		}
		if err := p.playLine(fields, extra); err != nil {
			p.t.Fatalf("%q: %v", line, err)
		}
	}
}

func (p *player) playLine(fields, extra []string) error {
	if len(fields) == 0 {
		return nil
	}
	switch {
	case fields[0] == "config":
		return p.playConfig(extra)
	case fields[0] == "show":
		p.show = map[string]bool{}
		for _, word := range fields[1:] {
			p.show[word] = true
		}
		return nil
	case strings.HasPrefix(fields[0], "@") && len(fields) > 1:
		at, err := parseInstant(fields[0][1:])
		if err != nil {
			return err
		}
		if done := p.playQuery(at, fields[1:]); done {
			return nil
		}
		return p.playCommands(at, fields[1:], extra)
	}
	return fmt.Errorf("a line begins with config, show or @instant")
}

// playCommands plays a line that may stand for many: "enqueue w1..w300 billing".
func (p *player) playCommands(at core.Instant, fields, extra []string) error {
	first, last := 0, 0
	kind, isRange := "", false
	if len(fields) > 1 {
		if from, to, ok := strings.Cut(fields[1], ".."); ok {
			isRange, kind = true, from[:1]
			first, last = splitWords(nil).number(from[1:]), splitWords(nil).number(to[1:])
		}
	}
	p.counts = map[string]int{}
	for n := first; n <= last; n++ {
		if isRange {
			fields[1] = fmt.Sprintf("%s%d", kind, n)
		}
		cmd, err := p.parseCommand(fields[0], fields[1:], extra)
		if err != nil {
			return err
		}
		p.many = n < last
		p.step(at, cmd)
	}
	p.printCounts()
	return nil
}

func (p *player) playConfig(lines []string) error {
	config, err := parseConfig(lines)
	if err != nil {
		return err
	}
	engine, err := routing.New(config)
	if err != nil {
		fmt.Fprintf(p.out, "refused %s\n", errorWords(err))
		return nil
	}
	p.engine, p.config, p.auditor = engine, config, audit.New(config)
	fmt.Fprintln(p.out, "ok")
	return nil
}

// step gives one command to engine and auditor and prints the effects.
func (p *player) step(at core.Instant, cmd routing.Command) {
	p.t.Helper()
	if p.mode == playTicked {
		for {
			due, ok := p.engine.Next()
			if !ok || due > at || due <= p.engine.Now() { // what a step had no time for is the command's
				break
			}
			p.stepOnce(due, &routing.Tick{}, at)
		}
	}
	p.stepOnce(at, cmd, at)
	if p.many {
		return
	}
	if c, ok := cmd.(*routing.Configure); ok {
		p.config = c.Config
	}
	if p.mode == playRestored {
		p.engine = restored(p.t, p.config, p.engine)
	}
}

func (p *player) stepOnce(at core.Instant, cmd routing.Command, shownAt core.Instant) {
	p.t.Helper()
	effects, err := p.engine.Step(at, cmd)
	for i := range effects {
		f := &effects[i]
		if f.Kind == routing.Offered {
			p.offers[f.Work] = offerSeen{f.Agent, f.Offer}
		}
		p.printEffect(f, shownAt)
	}
	if err != nil {
		fmt.Fprintf(p.out, "refused %s\n", errorWords(err))
	}
	if err := p.auditor.Observe(at, cmd, effects, err); err != nil {
		p.t.Errorf("auditor, after %T at %s: %v", cmd, shortInstant(at), err)
	}
	if p.many {
		return
	}
	if err := p.auditor.Settle(p.engine); err != nil {
		p.t.Errorf("auditor, settled after %T at %s: %v", cmd, shortInstant(at), err)
	}
}

// restored sends an engine's snapshot through JSON and makes a new engine of it.
func restored(t fataler, config routing.Config, e *routing.Engine) *routing.Engine {
	t.Helper()
	text, err := json.Marshal(e.Snapshot())
	if err != nil {
		t.Fatalf("marshal snapshot: %v", err)
	}
	var s routing.Snapshot
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatalf("unmarshal snapshot: %v", err)
	}
	again, err := routing.Restore(config, s)
	if err != nil {
		t.Fatalf("restore: %v", err)
	}
	return again
}

// fataler is what testing.T and rapid.T share.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// lineDiff shows the lines from the first difference on.
func lineDiff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	from := max(0, i-4)
	clip := func(lines []string) string {
		return strings.Join(lines[min(from, len(lines)):min(i+12, len(lines))], "\n")
	}
	return fmt.Sprintf("first at line %d\n--- want\n%s\n--- got\n%s", i+1, clip(w), clip(g))
}
