package store

import (
	"context"
	"errors"
	"strings"

	"turno/internal/store/db"
)

// table is one table of the schema, as SQLite describes it.
type table struct {
	name    string
	columns []string
	kinds   []kind
	refers  []string // the tables it refers to
}

// listTables reads the schema of a SQLite store: every table of ours, each after
// those it refers to.
func listTables(ctx context.Context, in db.DBTX) ([]table, error) {
	names, err := listTexts(ctx, in, `SELECT name FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' AND name NOT LIKE 'river_%'
		AND name <> 'backup_file' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	found := make([]table, 0, len(names))
	for _, name := range names {
		t := table{name: name}
		if t.columns, err = listTexts(ctx, in, "SELECT name FROM pragma_table_info($1) ORDER BY cid", name); err != nil {
			return nil, err
		}
		types, err := listTexts(ctx, in, "SELECT type FROM pragma_table_info($1) ORDER BY cid", name)
		if err != nil {
			return nil, err
		}
		for _, word := range types {
			k, ok := map[string]kind{"TEXT": textKind, "BIGINT": bigintKind, "BOOLEAN": booleanKind}[word]
			if !ok {
				return nil, errors.New("table " + name + " has a column of the type " + word)
			}
			t.kinds = append(t.kinds, k)
		}
		if t.refers, err = listTexts(ctx, in, `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)`, name); err != nil {
			return nil, err
		}
		found = append(found, t)
	}
	return inOrder(found)
}

// inOrder puts every table after those it refers to.
func inOrder(found []table) ([]table, error) {
	out := make([]table, 0, len(found))
	placed := map[string]bool{}
	for len(out) < len(found) {
		before := len(out)
		for _, t := range found {
			ready := !placed[t.name]
			for _, other := range t.refers {
				ready = ready && (placed[other] || other == t.name)
			}
			if ready {
				placed[t.name] = true
				out = append(out, t)
			}
		}
		if len(out) == before {
			return nil, errors.New("tables refer to each other in a circle")
		}
	}
	return out, nil
}

// copyTables copies all rows, a batch at a time.
func copyTables(ctx context.Context, tables []table, from db.DBTX, to transaction) error {
	for i := range tables {
		if err := copyTable(ctx, &tables[i], from, to); err != nil {
			return err
		}
	}
	return nil
}

// copyBatch is how many rows are held in memory at once.
const copyBatch = 256

func copyTable(ctx context.Context, t *table, from db.DBTX, to transaction) (err error) {
	found, err := from.QueryContext(ctx, "SELECT "+quoted(t.columns)+" FROM "+t.name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	into := &insert{table: t.name, columns: t.columns, kinds: t.kinds}
	batch := make([][]any, 0, copyBatch)
	flush := func() error {
		err := to.bulk(ctx, into, rows{n: len(batch), fill: func(dst []any, i int) []any { return append(dst, batch[i]...) }})
		batch = batch[:0]
		return err
	}
	for found.Next() {
		row, err := t.scan(found.Scan)
		if err != nil {
			return err
		}
		if batch = append(batch, row); len(batch) == copyBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	return flush()
}

// scan reads one row as string, int64 and bool.
func (t *table) scan(scan func(...any) error) ([]any, error) {
	into := make([]any, len(t.kinds))
	for i, k := range t.kinds {
		switch k {
		case textKind:
			into[i] = new(string)
		case bigintKind:
			into[i] = new(int64)
		case booleanKind:
			into[i] = new(bool)
		}
	}
	if err := scan(into...); err != nil {
		return nil, err
	}
	row := make([]any, len(into))
	for i := range into {
		switch v := into[i].(type) {
		case *string:
			row[i] = *v
		case *int64:
			row[i] = *v
		case *bool:
			row[i] = *v
		}
	}
	return row, nil
}

// listTexts runs a query that gives one text per row.
func listTexts(ctx context.Context, in db.DBTX, query string, args ...any) (out []string, err error) {
	found, err := in.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	for found.Next() {
		var text string
		if err := found.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, strings.TrimSpace(text))
	}
	return out, found.Err()
}
