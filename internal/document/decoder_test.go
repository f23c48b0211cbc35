package document

import (
	"errors"
	"strings"
	"testing"
	"time"
)

type shelf struct {
	Name   string         `yaml:"name"`
	Open   bool           `yaml:"open"`
	Wait   Duration       `yaml:"wait"`
	Sizes  map[string]int `yaml:"sizes"`
	Boards []struct {
		Width int `yaml:"width"`
	} `yaml:"boards"`
}

// Ensure a file is read, in YAML and in JSON.
func TestDecode(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"YAML": "name: Oak\nopen: true\nwait: 1d12h\nsizes: {a: 1}\nboards:\n  - width: 3\n  - {width: 4}\n",
		"JSON": `{"name": "Oak", "open": true, "wait": "36h", "sizes": {"a": 1}, "boards": [{"width": 3}, {"width": 4}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, s := Decoder{Noun: "shelf"}, shelf{}
			if err := errors.Join(d.Decode([]byte(file), &s), d.Err()); err != nil {
				t.Fatal(err)
			}
			if s.Name != "Oak" || !s.Open || s.Wait.Std() != 36*time.Hour || s.Sizes["a"] != 1 || len(s.Boards) != 2 || s.Boards[1].Width != 4 {
				t.Errorf("read %+v", s)
			}
		})
	}
}

// Ensure each mistake names its line and what is wrong.
func TestDecode_Mistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"ErrUnknownKey": {"name: Oak\nopne: true\n", `line 2: unknown key "opne"; did you mean open?`},
		"ErrTwice":      {"name: Oak\nname: Elm\n", `line 2: "name" is written twice, first at line 1`},
		"ErrKind":       {"boards:\n  - width: wide\n", `line 2: a whole number is wanted here, not "wide"`},
		"ErrNotList":    {"boards: 3\n", "line 1: a list is wanted here"},
		"ErrNotPairs":   {"sizes: 3\n", "line 1: `key: value` pairs are wanted here"},
		"ErrNotSingle":  {"name: [Oak]\n", "line 1: a single value is wanted here"},
		"ErrDuration":   {"wait: soon\n", `line 1: "soon" is not a duration: write 20s, 5m, 1h30m or 3d`},
		"ErrAnchor":     {"name: &a Oak\n", "anchors, aliases and tags are not used in shelf files"},
		"ErrEmpty":      {"", "the file is empty: it must hold one shelf"},
		"ErrSeveral":    {"name: a\n---\nname: b\n", "the file must hold one shelf, and holds 2"},
		"ErrDeep":       {strings.Repeat("[", nestingMax+1), "nested deeper than 64"},
		"ErrSyntax":     {"name: [Oak\n", "line 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, s := Decoder{Noun: "shelf"}, shelf{}
			err := errors.Join(d.Decode([]byte(c.file), &s), d.Err())
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// Ensure a duration is written in the shortest form that reads back the same.
func TestDuration_String(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0s", "20s", "5m", "1h30m", "3d", "1d12h", "never"} {
		d, err := ParseDuration(text)
		if err != nil || d.String() != text {
			t.Errorf("%q is read as %v (%v)", text, d, err)
		}
	}
}
