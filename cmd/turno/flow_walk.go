package main

import (
	"bufio"
	"errors"
	"os"
	"strings"

	"turno/internal/core"
	"turno/internal/flow"
	"turno/internal/flow/script"
)

// flowTestCmd is `turno flow test FILE [SCRIPT…]`.
type flowTestCmd struct {
	File    string   `arg:"" help:"Flow file. Its subflows are looked for beside it."`
	Scripts []string `arg:"" optional:"" help:"Scripts to play; without any the flow is walked by hand." placeholder:"SCRIPT"`

	Write    bool   `help:"Write what the flow really does into the scripts."`
	Channel  string `enum:"voice,chat,visit" default:"voice" help:"Channel of a walk by hand: voice, chat or visit."`
	Number   string `help:"The customer's number in a walk by hand." placeholder:"+50370001111"`
	Language string `help:"Language in which a walk by hand begins." placeholder:"es"`
	Queue    string `help:"Queue in which the customer waits already, for flows with waiting: true." placeholder:"KEY"`
	Trace    bool   `help:"Show the nodes that a walk by hand passes."`
}

func (c *flowTestCmd) Run(e *env) error {
	doc, err := readFlow(c.File)
	if err != nil {
		return err
	}
	others, err := subflowsBeside(c.File, doc, nil)
	if err != nil {
		return err
	}
	p, err := flow.Compile(doc, others, 0, nil)
	if err != nil {
		return err
	}
	if len(c.Scripts) == 0 {
		return c.walk(e, p)
	}
	var failed []error
	for _, path := range c.Scripts {
		if err := c.play(e, p, path); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// play plays one script, plainly and with the session stored and read at every step.
func (c *flowTestCmd) play(e *env, p *flow.Program, path string) error {
	text, err := os.ReadFile(path) //nolint:gosec // the file that was asked for
	if err != nil {
		return core.Wrap(core.NotFound, "", err)
	}
	got, err := script.Play(p, string(text), false)
	if err != nil {
		return core.Wrap(core.Invalid, path, err)
	}
	if c.Write {
		if got == string(text) {
			e.printf("%s: unchanged\n", path)
			return nil
		}
		e.printf("%s: written\n", path)
		return os.WriteFile(path, []byte(got), 0o644) //nolint:gosec // a script is read by everybody
	}
	again, err := script.Play(p, string(text), true)
	if err != nil {
		return core.Wrap(core.Invalid, path, err)
	}
	for _, played := range []string{got, again} {
		if diff := script.Diff(string(text), played); diff != "" {
			return core.Errorf(core.Invalid, "%s, %s", path, diff)
		}
	}
	e.printf("%s: passed\n", path)
	return nil
}

// walk lets a person be the customer and the world.
func (c *flowTestCmd) walk(e *env, p *flow.Program) error {
	e.printf("Type what the customer enters. A line with * says what happens; ? lists them. Ctrl-D ends.\n\n")
	w, lines := script.New(p, script.Options{
		Contact: flow.Contact{Channel: c.Channel, Number: c.Number, Language: c.Language, Queue: c.Queue}, Trace: c.Trace,
	})
	in := bufio.NewScanner(e.stdin)
	for {
		for _, line := range lines {
			e.printf("%s\n", line)
		}
		if w.Ended() {
			return nil
		}
		e.printf("%s ", script.Hint(w.Session()))
		if !in.Scan() {
			e.printf("\n")
			return in.Err()
		}
		line := strings.TrimRight(in.Text(), "\r")
		switch {
		case line == "?":
			lines = script.Events()
			continue
		case !strings.HasPrefix(line, "*") && !strings.HasPrefix(line, ">"):
			line = "> " + line
		}
		var err error
		if lines, err = w.Line(line); err != nil {
			lines = []string{"? " + sentence(err)}
		}
	}
}
