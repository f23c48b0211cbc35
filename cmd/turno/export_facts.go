package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"time"

	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
)

// exportFactsCmd is `turno export facts`.
type exportFactsCmd struct {
	From   string `required:"" help:"First day (2026-03-01, in the organisation's time zone) or instant (2026-03-01T08:00:00Z)." placeholder:"WHEN"`
	To     string `required:"" help:"Last day, which is included, or instant, which is not." placeholder:"WHEN"`
	Format string `default:"csv" enum:"csv,json" help:"csv, or json (an array of objects)."`
	Out    string `default:"." help:"Directory for the files legs, agent_intervals and messages." type:"path"`
	Only   string `enum:"legs,agent_intervals,messages,all" default:"all" help:"Write one of them to standard output instead: legs, agent_intervals or messages."`
}

func (c *exportFactsCmd) Run(e *env) error {
	return e.withStore(func(s *store.Store) error {
		o, _, err := org.Load(e.ctx, s)
		if err != nil {
			return err
		}
		filter, err := c.period(o)
		if err != nil {
			return err
		}
		x := &factExport{env: e, store: s, org: o, format: c.Format}
		switch c.Only {
		case legsTable:
			_, err := x.legs(e.stdout, filter)
			return err
		case intervalsTable:
			_, err := x.intervals(e.stdout, filter)
			return err
		case messagesTable:
			_, err := x.messages(e.stdout, filter)
			return err
		}
		return x.files(c.Out, filter)
	})
}

// The names of the facts' files.
const (
	legsTable      = "legs"
	intervalsTable = "agent_intervals"
	messagesTable  = "messages"
)

// period reads --from and --to: days are those of the organisation's time zone,
// the last one whole.
func (c *exportFactsCmd) period(o *org.Organisation) (store.FactFilter, error) {
	from, err := when(o, "from", c.From, 0)
	if err != nil {
		return store.FactFilter{}, err
	}
	to, err := when(o, "to", c.To, 1)
	if err != nil {
		return store.FactFilter{}, err
	}
	if to <= from {
		return store.FactFilter{}, core.FieldErrorf(core.Invalid, "to", "--to %s is not after --from %s", c.To, c.From)
	}
	return store.FactFilter{From: from, To: to, Limit: store.MaxFactPage}, nil
}

func when(o *org.Organisation, flag, text string, plusDays int) (core.Instant, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return core.InstantOf(t), nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, o.Location(""))
	if err != nil {
		return 0, core.FieldErrorf(core.Invalid, flag, "--%s %q is neither a day (2026-03-01) nor an instant (2026-03-01T08:00:00Z)", flag, text)
	}
	return core.InstantOf(day.AddDate(0, 0, plusDays)), nil
}

// factExport writes facts page by page, so that a year fits in any memory.
type factExport struct {
	env    *env
	store  *store.Store
	org    *org.Organisation
	format string
}

// files writes all tables into a directory.
func (x *factExport) files(dir string, filter store.FactFilter) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return core.Wrap(core.Unavailable, "out", err)
	}
	tables := []struct {
		name  string
		write func(io.Writer, store.FactFilter) (int, error)
	}{{legsTable, x.legs}, {intervalsTable, x.intervals}, {messagesTable, x.messages}}
	for _, table := range tables {
		path := filepath.Join(dir, table.name+"."+x.format)
		rows, err := writeFile(path, func(w io.Writer) (int, error) { return table.write(w, filter) })
		if err != nil {
			return err
		}
		x.env.printf("%s: %d rows\n", path, rows)
	}
	return nil
}

func writeFile(path string, write func(io.Writer) (int, error)) (rows int, err error) {
	f, err := os.Create(path) //nolint:gosec // the operator says where
	if err != nil {
		return 0, core.Wrap(core.Unavailable, "out", err)
	}
	defer func() {
		if closeErr := f.Close(); err == nil && closeErr != nil {
			err = core.Wrap(core.Unavailable, "out", closeErr)
		}
	}()
	return write(f)
}

func (x *factExport) legs(w io.Writer, filter store.FactFilter) (int, error) {
	return exportTable(x, w, legColumns(x.org), func(q *db.Queries, after store.FactCursor) ([]core.Leg, error) {
		filter.After = after
		return store.LegsBetween(x.env.ctx, q, filter)
	}, store.CursorOfLeg)
}

func (x *factExport) intervals(w io.Writer, filter store.FactFilter) (int, error) {
	return exportTable(x, w, intervalColumns(x.org), func(q *db.Queries, after store.FactCursor) ([]core.AgentInterval, error) {
		filter.After = after
		return store.IntervalsBetween(x.env.ctx, q, filter)
	}, store.CursorOfInterval)
}

func (x *factExport) messages(w io.Writer, filter store.FactFilter) (int, error) {
	return exportTable(x, w, messageColumns(x.org), func(q *db.Queries, after store.FactCursor) ([]core.Message, error) {
		filter.After = after
		return store.MessagesBetween(x.env.ctx, q, filter)
	}, store.CursorOfMessage)
}

// rowWriter writes rows in one of the formats.
type rowWriter interface {
	head(names []string) error
	row(names []string, cells []any) error
	end() error
}

func exportTable[T any](
	x *factExport, w io.Writer, columns []column[T],
	page func(*db.Queries, store.FactCursor) ([]T, error), cursor func(*T) store.FactCursor,
) (int, error) {
	buffered := bufio.NewWriterSize(w, 1<<16)
	var out rowWriter = &csvRows{csv.NewWriter(buffered)}
	if x.format == "json" {
		out = &jsonRows{w: buffered}
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	if err := out.head(names); err != nil {
		return 0, core.Wrap(core.Unavailable, "out", err)
	}
	rows, after, more := 0, store.FactCursor{}, true
	for more {
		var facts []T
		err := x.store.Read(x.env.ctx, func(q *db.Queries) error {
			var err error
			facts, err = page(q, after)
			return err
		})
		if err != nil {
			return rows, err
		}
		for i := range facts {
			cells := make([]any, len(columns))
			for j, c := range columns {
				cells[j] = c.of(&facts[i])
			}
			if err := out.row(names, cells); err != nil {
				return rows, core.Wrap(core.Unavailable, "out", err)
			}
		}
		rows += len(facts)
		if more = len(facts) > 0; more {
			after = cursor(&facts[len(facts)-1])
		}
	}
	if err := out.end(); err != nil {
		return rows, core.Wrap(core.Unavailable, "out", err)
	}
	if err := buffered.Flush(); err != nil {
		return rows, core.Wrap(core.Unavailable, "out", err)
	}
	return rows, nil
}

// csvRows writes RFC 4180 with a header line.
type csvRows struct{ w *csv.Writer }

func (c *csvRows) head(names []string) error { return c.w.Write(names) }

func (c *csvRows) row(_ []string, cells []any) error {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = cellText(cell)
	}
	return c.w.Write(texts)
}

func (c *csvRows) end() error {
	c.w.Flush()
	return c.w.Error()
}

// jsonRows writes an array of objects, one a line, keys in the columns' order.
type jsonRows struct {
	w     *bufio.Writer
	begun bool
}

func (j *jsonRows) head([]string) error {
	_, err := j.w.WriteString("[")
	return err
}

func (j *jsonRows) row(names []string, cells []any) error {
	separator := ",\n"
	if !j.begun {
		separator, j.begun = "\n", true
	}
	line := []byte(separator + "{")
	for i, cell := range cells {
		if i > 0 {
			line = append(line, ',')
		}
		value, err := json.Marshal(cell)
		if err != nil {
			return err
		}
		line = append(line, '"')
		line = append(line, names[i]...)
		line = append(line, '"', ':')
		line = append(line, value...)
	}
	_, err := j.w.Write(append(line, '}'))
	return err
}

func (j *jsonRows) end() error {
	_, err := j.w.WriteString("\n]\n")
	return err
}
