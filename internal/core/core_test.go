package core

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"
)

// Ensure ids survive being written and read, and nothing else passes for one.
func TestID(t *testing.T) {
	t.Parallel()
	const text = "01890a5d-ac96-774b-bcce-b302099a8057"
	id, err := ParseID(text)
	if err != nil || id.String() != text || id.IsZero() || id[0] != 0x01 || id[15] != 0x57 {
		t.Errorf("%s: %s, %v", text, id, err)
	}
	if none, err := ParseID(""); err != nil || !none.IsZero() || none.String() != "" {
		t.Errorf("nothing: %s, %v", none, err)
	}
	for _, wrong := range []string{
		"x", text + "0", text[1:], "01890a5d_ac96-774b-bcce-b302099a8057", "01890a5g-ac96-774b-bcce-b302099a8057", "01890a5dac96774bbcceb302099a80570000",
	} {
		if _, err := ParseID(wrong); CodeOf(err) != Invalid {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	type row struct {
		ID   ID `json:"id"`
		None ID `json:"none,omitzero"`
	}
	doc, err := json.Marshal(row{ID: id})
	if err != nil || string(doc) != `{"id":"`+text+`"}` {
		t.Errorf("%s, %v", doc, err)
	}
	if later := (ID{2}); id.Compare(later) != -1 || later.Compare(id) != 1 || later.Compare(ID{2}) != 0 {
		t.Error("ids do not sort bytewise")
	}
}

// Ensure instants are microseconds, and none stays none.
func TestInstant(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 3, 29, 1, 0, 0, 123456789, time.UTC)
	i := InstantOf(moment)
	if i.Time() != moment.Truncate(time.Microsecond) || i.Add(1500*time.Nanosecond) != i+1 || i.Add(time.Second).Sub(i) != time.Second {
		t.Errorf("%d is %s", i, i.Time())
	}
	if !InstantOf(time.Time{}).IsZero() || !Instant(0).Time().IsZero() {
		t.Error("no time is not the zero instant")
	}
}

// Ensure callers can decide by code, whatever an error is wrapped in.
func TestError(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk")
	err := fmt.Errorf("saving: %w", Wrap(Unavailable, "", cause))
	if CodeOf(err) != Unavailable || !errors.Is(err, cause) || !errors.Is(err, &Error{Code: Unavailable}) ||
		errors.Is(err, &Error{Code: Conflict}) {
		t.Errorf("%v is %s", err, CodeOf(err))
	}
	if CodeOf(nil) != "" || CodeOf(cause) != Internal {
		t.Error("no error has no code, a foreign one is internal")
	}
	if text := FieldErrorf(Invalid, "a.b", "not %d", 7).Error(); text != "invalid a.b: not 7" {
		t.Errorf("text %q", text)
	}
}
