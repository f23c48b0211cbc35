package studio

import (
	"slices"

	"turno/internal/core"
	"turno/internal/org"
)

// Past is one change of the history, as it was recorded.
type Past struct {
	Kind, Key     string
	Action        org.Action
	Before, After string // values as JSON, empty where the object was not there
}

// Undo drafts the way back from changes that were made together. It errs with
// core.Conflict when one of the objects was changed again since, and when only the
// order of a list was: its history does not say how it was.
func Undo(o *org.Organisation, changes []Past) ([]org.Edit, error) {
	var edits []org.Edit
	for _, c := range slices.Backward(changes) {
		if c.Action == org.Reordered {
			return nil, core.Errorf(core.Conflict, "the order of a list was changed; arrange it again by hand")
		}
		is, there := o.Object(c.Kind, c.Key)
		if there != (c.After != "") || there && string(is.Value) != c.After {
			return nil, core.Errorf(core.Conflict, "%s %s was changed again since; look at its history", c.Kind, c.Key)
		}
		e := org.Edit{Kind: c.Kind, Key: c.Key, Was: is.Tag}
		if c.Before != "" {
			e.Value = []byte(c.Before)
		}
		edits = append(edits, e)
	}
	return edits, nil
}
