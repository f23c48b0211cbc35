package rest

import (
	"strconv"
	"strings"

	"turno/internal/core"
)

// PageMax is the most rows one page of a list holds.
const PageMax = 200

// PageInput asks for one page of a list. Lists are ordered, and After is the
// Next of the page before (keyset paging: a page never shifts when rows come).
type PageInput struct {
	After string `query:"after" maxLength:"200" doc:"The 'next' of the page before; empty for the first."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows per page."`
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next,omitempty" doc:"Pass it as 'after' for the next page; absent on the last."`
}

// PageOf cuts rows, of which one more than the limit was read, to a page.
func PageOf[T any](rows []T, limit int, key func(T) string) Page[T] {
	if len(rows) > limit {
		rows = rows[:limit]
		return Page[T]{Items: rows, Next: key(rows[limit-1])}
	}
	if rows == nil {
		rows = []T{}
	}
	return Page[T]{Items: rows}
}

// Cursor is the 'next' of a page whose rows are ordered by an instant and an id.
func Cursor(at core.Instant, id string) string {
	return strconv.FormatInt(int64(at), 10) + "_" + id
}

// AfterCursor reads it back; without one a page begins at first.
func AfterCursor(after string, first core.Instant) (int64, string, error) {
	if after == "" {
		return int64(first), "", nil
	}
	at, id, ok := strings.Cut(after, "_")
	n, err := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil {
		return 0, "", core.Faultf(core.Invalid, "after", core.FaultWrongFormat, "not the 'next' of a page")
	}
	return n, id, nil
}
