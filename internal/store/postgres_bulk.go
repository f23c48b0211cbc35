package store

import (
	"strconv"
	"strings"
)

// bulkStatement is one INSERT of all rows, from one array per column.
func bulkStatement(into *insert, what rows) statement {
	columns := newColumns(into.kinds, what.n)
	latest := latestByKey(into, what)
	var row []any
	for i := range what.n {
		row = what.fill(row[:0], i)
		if latest != nil && latest[row[0].(string)] != i { //nolint:forcetypeassert,errcheck // keys are text
			continue // PostgreSQL changes a row once per statement: the last one counts
		}
		columns.add(row)
	}
	return statement{text: unnestText(into), args: columns.args(), refusal: into.refusal}
}

// latestByKey finds, for an upsert, the last row of every key; nil for an insert.
func latestByKey(into *insert, what rows) map[string]int {
	if !into.upsert {
		return nil
	}
	latest := make(map[string]int, what.n)
	var row []any
	for i := range what.n {
		row = what.fill(row[:0], i)
		latest[row[0].(string)] = i //nolint:forcetypeassert,errcheck // keys are text
	}
	return latest
}

// unnestText spells an INSERT from arrays.
func unnestText(into *insert) string {
	arrays := make([]string, len(into.columns))
	for i, k := range into.kinds {
		arrays[i] = "$" + strconv.Itoa(i+1) + "::" + [...]string{"text[]", "bigint[]", "boolean[]"}[k]
	}
	return "INSERT INTO " + into.table + " (" + quoted(into.columns) + ") SELECT * FROM unnest(" + //nolint:unqueryvet // its columns are those named here
		strings.Join(arrays, ", ") + ") " + into.onClash
}

// columns are rows turned on their side.
type columns struct {
	kinds []kind
	texts [][]string
	ints  [][]int64
	bools [][]bool
}

func newColumns(kinds []kind, n int) *columns {
	c := &columns{kinds: kinds, texts: make([][]string, len(kinds)), ints: make([][]int64, len(kinds)), bools: make([][]bool, len(kinds))}
	for i, k := range kinds {
		switch k {
		case textKind:
			c.texts[i] = make([]string, 0, n)
		case bigintKind:
			c.ints[i] = make([]int64, 0, n)
		case booleanKind:
			c.bools[i] = make([]bool, 0, n)
		}
	}
	return c
}

func (c *columns) add(row []any) {
	for i, value := range row {
		switch v := value.(type) {
		case string:
			c.texts[i] = append(c.texts[i], v)
		case int64:
			c.ints[i] = append(c.ints[i], v)
		case bool:
			c.bools[i] = append(c.bools[i], v)
		}
	}
}

func (c *columns) args() []any {
	out := make([]any, len(c.kinds))
	for i, k := range c.kinds {
		switch k {
		case textKind:
			out[i] = c.texts[i]
		case bigintKind:
			out[i] = c.ints[i]
		case booleanKind:
			out[i] = c.bools[i]
		}
	}
	return out
}
