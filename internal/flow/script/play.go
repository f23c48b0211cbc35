package script

import (
	"fmt"
	"strings"

	"turno/internal/core"
	"turno/internal/flow"
)

// textMax is how much of a script is read.
const textMax = 1 << 20

// Play plays a whole script and returns it with what the flow really does; where
// nothing differs the text is the same. An error names the line that could not be played.
func Play(p *flow.Program, text string, restored bool) (string, error) {
	if len(text) > textMax {
		return "", core.Errorf(core.TooLarge, "the script is longer than %d bytes", textMax)
	}
	lines := strings.Split(text, "\n")
	o := Options{Restored: restored}
	var out []string
	var w *Walk
	start := func() {
		if w == nil {
			var first []string
			w, first = New(p, o)
			out = append(out, first...)
		}
	}
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "<"), strings.HasPrefix(line, "."):
			start()
		case line == "", strings.HasPrefix(line, "#"):
			if i == len(lines)-1 {
				start()
			}
			out = append(out, line)
		case strings.HasPrefix(line, ">"), strings.HasPrefix(line, "*"):
			start()
			out = append(out, line)
			does, err := w.Line(line)
			if err != nil {
				return "", core.Errorf(core.CodeOf(err), "line %d: %s: %s", i+1, line, words(err))
			}
			out = append(out, does...)
		default:
			if err := o.header(line); err != nil || w != nil {
				return "", core.Errorf(core.Invalid, "line %d: %q is none of channel:, number:, language:, queue:, called:, program:, trace:, in front of all else", i+1, line)
			}
			out = append(out, line)
		}
	}
	start()
	return strings.Join(out, "\n"), nil
}

// header reads one line of what is known before the flow begins.
func (o *Options) header(line string) error {
	key, value, _ := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch key {
	case "channel":
		o.Contact.Channel = value
	case "number":
		o.Contact.Number = value
	case "queue":
		o.Contact.Queue = value
	case "called":
		o.Contact.Called = value
	case "program":
		o.Contact.Program = value
	case "language":
		o.Contact.Language = value
	case "trace":
		o.Trace = value == "on"
	default:
		return core.Errorf(core.Invalid, "%q", key)
	}
	return nil
}

// words is an error without its code.
func words(err error) string {
	if e, ok := err.(*core.Error); ok { //nolint:errorlint // the error itself, not what it holds
		return e.Message
	}
	return err.Error()
}

// Diff shows the first lines in which two scripts differ, or "" for none.
func Diff(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		var one, two string
		if i < len(a) {
			one = a[i]
		}
		if i < len(b) {
			two = b[i]
		}
		if one != two || i >= len(a) || i >= len(b) {
			return fmt.Sprintf("line %d:\n  expected: %s\n  got:      %s", i+1, one, two)
		}
	}
	return ""
}
