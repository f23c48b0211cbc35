package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"turno/internal/core"
)

// explain writes an error for the person at the terminal, one mistake a line:
// what is wrong, where, and the cause where there is one.
func explain(w io.Writer, err error) {
	mistakes := mistakesOf(err)
	for _, mistake := range mistakes {
		tellf(w, "turno: %s\n", sentence(mistake))
	}
	if len(mistakes) > 1 {
		tellf(w, "turno: %s, nothing was changed\n", count(len(mistakes), "mistake"))
	}
}

// tellf writes to the person at the terminal. Who has closed it wants no words.
func tellf(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// mistakesOf takes joined errors apart, however deep.
func mistakesOf(err error) []error {
	var joined interface{ Unwrap() []error }
	if _, one := err.(*core.Error); one || !errors.As(err, &joined) { //nolint:errorlint // the error itself, not what it holds
		return []error{err}
	}
	var all []error
	for _, part := range joined.Unwrap() {
		all = append(all, mistakesOf(part)...)
	}
	return all
}

// sentence says one error: `line 42: sites[2].recalls: -4 is out of range`.
func sentence(err error) string {
	var e *core.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	text := e.Message
	if e.Field != "" && !strings.Contains(text, e.Field) {
		line, rest, ok := strings.Cut(text, ": ")
		if ok && strings.HasPrefix(line, "line ") {
			text = line + ": " + e.Field + ": " + rest
		} else {
			text = strings.TrimSuffix(e.Field+": "+text, ": ")
		}
	}
	switch {
	case e.Err == nil:
		return text
	case text == "":
		return sentence(e.Err)
	default:
		return text + ": " + sentence(e.Err)
	}
}

// count is a number with its noun: 1 change, 2 changes.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
