package core

import (
	"bytes"
	"encoding/hex"
	"errors"
)

// ID identifies a work, contact, agent, customer or command: a UUID (version 7
// when made by this system, RFC 9562 section 5.7), so that ids sort by the
// instant they were made. It is an array so that the routing engine can use it
// as a map key without an allocation.
type ID [16]byte

// NoID is the zero ID; it names nothing.
var NoID ID //nolint:gochecknoglobals // a constant of an array type

// IsZero reports whether id names nothing.
func (id ID) IsZero() bool { return id == NoID }

// Compare orders ids bytewise, which is the order of the instants they were
// made at. It returns -1, 0 or +1.
func (id ID) Compare(other ID) int { return bytes.Compare(id[:], other[:]) }

// String returns the canonical 36-character form, or "" for NoID.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	b, err := id.AppendText(make([]byte, 0, 36))
	if err != nil {
		return ""
	}
	return string(b)
}

// AppendText appends the canonical form to b. It implements
// encoding.TextAppender and never fails.
func (id ID) AppendText(b []byte) ([]byte, error) {
	if id.IsZero() {
		return b, nil
	}
	b = hex.AppendEncode(b, id[0:4])
	b = append(b, '-')
	b = hex.AppendEncode(b, id[4:6])
	b = append(b, '-')
	b = hex.AppendEncode(b, id[6:8])
	b = append(b, '-')
	b = hex.AppendEncode(b, id[8:10])
	b = append(b, '-')
	return hex.AppendEncode(b, id[10:16]), nil
}

// MarshalText implements encoding.TextMarshaler.
func (id ID) MarshalText() ([]byte, error) { return id.AppendText(nil) }

// errIDForm is the only way an id can be malformed.
var errIDForm = errors.New("not an id: want 8-4-4-4-12 hexadecimal digits")

// UnmarshalText implements encoding.TextUnmarshaler. An empty text is NoID.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = NoID
		return nil
	}
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return errIDForm
	}
	var compact [32]byte
	n := copy(compact[:], text[0:8])
	n += copy(compact[n:], text[9:13])
	n += copy(compact[n:], text[14:18])
	n += copy(compact[n:], text[19:23])
	copy(compact[n:], text[24:36])
	var parsed ID
	if _, err := hex.Decode(parsed[:], compact[:]); err != nil {
		return errIDForm
	}
	*id = parsed
	return nil
}

// ParseID reads the canonical form. An empty string is NoID; anything else that
// is not an id is an error with code Invalid.
func ParseID(s string) (ID, error) {
	var id ID
	if err := id.UnmarshalText([]byte(s)); err != nil {
		return NoID, Wrap(Invalid, "id", err)
	}
	return id, nil
}
