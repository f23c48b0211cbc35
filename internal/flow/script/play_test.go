package script_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/internal/flow"
	"turno/internal/flow/script"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the expected output of the scripts")

func compile(t *testing.T) *flow.Program {
	t.Helper()
	file, err := os.ReadFile("testdata/every_node.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := flow.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := flow.Compile(doc, nil, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Ensure every kind of node does what its scripts say, also when another process
// goes on with the session at every step.
func TestPlay(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	p := compile(t)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, restored := range []bool{false, true} {
				got, err := script.Play(p, string(text), restored)
				if err != nil {
					t.Fatal(err)
				}
				if *rewrite && !restored {
					if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
					text = []byte(got)
				}
				if diff := script.Diff(string(text), got); diff != "" {
					t.Errorf("restored %v: %s", restored, diff)
				}
			}
		})
	}
}

// Ensure a line that cannot be played is refused with its number.
func TestPlay_Mistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"ErrEvent":  {"* dance\n", `line 1: * dance: nothing is called "dance"`},
		"ErrHeader": {"colour: red\n", `line 1: "colour: red" is none of channel:`},
		"ErrLate":   {"> 1\nchannel: chat\n", "line 2:"},
		"ErrUnfit":  {"\n* hours open\n", "line 2: * hours open: that is no answer to what was asked"},
		"ErrHours":  {"* hours maybe\n", "hours are open or closed"},
		"ErrStatus": {"* data fine\n", "a status is wanted first"},
		"ErrValue":  {"* customer c colour=red\n", `"colour" is none of name`},
		"ErrPair":   {"* customer c d\n", `"d" is not key=value`},
		"ErrPlace":  {"* queued place=x\n", `"x" is no place`},
		"ErrWait":   {"* queued wait=x\n", "not a duration"},
		"ErrServed": {"* served\n", "the customer waits in no queue"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := script.Play(compile(t), c.text, false)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// Ensure the first difference is shown with its line, also at an end.
func TestDiff(t *testing.T) {
	t.Parallel()
	if d := script.Diff("a\nb", "a\nb"); d != "" {
		t.Errorf("alike, but %q", d)
	}
	for _, other := range []string{"a\nc", "a", "a\nb\n"} {
		if d := script.Diff("a\nb", other); !strings.HasPrefix(d, "line ") {
			t.Errorf("%q differs by %q", other, d)
		}
	}
}

// Ensure a walk by hand always says what is awaited.
func TestHint(t *testing.T) {
	t.Parallel()
	w, _ := script.New(compile(t), script.Options{Contact: flow.Contact{Channel: "chat"}})
	seen := map[string]bool{}
	for _, line := range []string{"> 5", "* done", "> 2", "* unknown", "> 4", "* queued place=2", "* place 2", "* served", "* released", "> 1"} {
		seen[script.Hint(w.Session())] = true
		if _, err := w.Line(line); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	if len(seen) != 7 || !w.Ended() || script.Hint(w.Session()) != "" || len(w.Passed()) == 0 {
		t.Errorf("hints %v, ended %v", seen, w.Ended())
	}
}

// Ensure the example in the documentation is a flow that can be published, and its
// script what it does.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/FLOWS.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	document, rest, _ := strings.Cut(rest, "```\n")
	_, rest, _ = strings.Cut(rest, "```\n")
	text, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("no example in the page")
	}
	doc, err := flow.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	p, err := flow.Compile(doc, nil, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := script.Play(p, text, false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := script.Diff(text, got); diff != "" {
		t.Error(diff)
	}
}
