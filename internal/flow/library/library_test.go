package library_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/internal/flow"
	"turno/internal/flow/library"
	"turno/internal/flow/script"
	"turno/internal/org"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the expected output of the scripts")

// house is what the demo organisation has, with the two connections the flows name.
type house struct{ *org.Organisation }

func (h house) Has(r flow.Reference) bool {
	ok := false
	switch r.Kind {
	case flow.RefQueue:
		_, ok = h.Queue(r.Key)
	case flow.RefCalendar:
		_, ok = h.Calendar(r.Key)
	case flow.RefSkill:
		_, ok = h.Skill(r.Key)
	case flow.RefRecording: // none yet
	case flow.RefConnection:
		ok = r.Key == "crm" || r.Key == "billing"
	}
	return ok
}

func compile(t *testing.T, key string) *flow.Program {
	t.Helper()
	docs, err := library.Documents()
	if err != nil {
		t.Fatal(err)
	}
	demo, err := org.Demo()
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		if doc.Key == key {
			p, err := flow.Compile(doc, docs, 1, house{demo})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
	}
	t.Fatalf("no flow %s", key)
	return nil
}

// Ensure every shipped flow can be published in the demo organisation.
func TestLibrary_Compiles(t *testing.T) {
	t.Parallel()
	for _, key := range library.Keys() {
		p := compile(t, key)
		if len(p.Languages()) != 4 {
			t.Errorf("%s speaks %v", key, p.Languages())
		}
	}
	if _, err := library.File("../library"); err == nil {
		t.Error("a file outside was read")
	}
}

// Ensure the flows say what their scripts say, also when another process goes on
// with the session at every step.
func TestLibrary_Scripts(t *testing.T) {
	t.Parallel()
	for _, key := range library.Keys() {
		p := compile(t, key)
		paths, err := filepath.Glob(filepath.Join("testdata", key, "*.txt"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no scripts of %s: %v", key, err)
		}
		for _, path := range paths {
			t.Run(strings.TrimSuffix(path, ".txt"), func(t *testing.T) {
				t.Parallel()
				text, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.HasPrefix(string(text), "# ") {
					t.Fatal("a script opens with a sentence that says what it shows")
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
						t.Errorf("%s, restored %v: %s", path, restored, diff)
					}
				}
			})
		}
	}
}
