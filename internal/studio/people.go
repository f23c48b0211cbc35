package studio

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"turno/internal/core"
	"turno/internal/org"
)

// importMax bounds the rows of one table.
const importMax = 2000

// peopleColumns are the columns a table of people may have; login is needed.
func peopleColumns() []string {
	return []string{"login", "name", "email", "language", "team", "site", "profile", "skills", "roles", "inactive"}
}

// ImportPeople drafts the people of a table: CSV with a first line that names the
// columns (see peopleColumns), comma or semicolon between. Who is there already is
// changed in the columns the table has, and keeps the rest; who is not in the
// table is left alone. Skills are written `es:5 pt:3`, roles `agent@team:mixco
// team_leader@site:mixco`. The error joins one core.Invalid per mistake, with the
// line in its words and `line[7].skills` as its field.
func ImportPeople(o *org.Organisation, table []byte) ([]org.Edit, error) {
	rows, err := readTable(table)
	if err != nil {
		return nil, err
	}
	var edits []org.Edit
	var mistakes []error
	seen := map[string]int{}
	for _, r := range rows {
		login := r.cells["login"]
		if first, twice := seen[login]; twice {
			mistakes = append(mistakes, r.mistakef("login", "%q is at line %d already", login, first))
			continue
		}
		seen[login] = r.line
		e, wrong := r.edit(o, login)
		mistakes = append(mistakes, wrong...)
		if e != nil && len(wrong) == 0 {
			edits = append(edits, *e)
		}
	}
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	return edits, nil
}

// personRow is one line of a table.
type personRow struct {
	line  int
	cells map[string]string // by column; only those the table has
}

func (r personRow) mistakef(column, format string, args ...any) error {
	return core.FieldErrorf(core.Invalid, fmt.Sprintf("line[%d].%s", r.line, column), "line %d: %s", r.line, fmt.Sprintf(format, args...))
}

func readTable(table []byte) ([]personRow, error) {
	text := strings.TrimPrefix(string(table), "\ufeff") // as spreadsheets write it
	reader := csv.NewReader(strings.NewReader(text))
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		reader.Comma = ';'
	}
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = true
	header, err := reader.Read()
	if err != nil {
		return nil, core.Errorf(core.Invalid, "line 1: the first line names the columns: %s", strings.Join(peopleColumns(), ", "))
	}
	if err := checkHeader(header); err != nil {
		return nil, err
	}
	var rows []personRow
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		line, _ := reader.FieldPos(0)
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, core.Errorf(core.Invalid, "line %d: %v", wrong.Line, wrong.Err)
		}
		if len(cells) != len(header) {
			return nil, core.Errorf(core.Invalid, "line %d: %d cells, but the first line names %d columns", line, len(cells), len(header))
		}
		if len(rows) == importMax {
			return nil, core.Errorf(core.TooLarge, "more than %d people; bring them in several tables", importMax)
		}
		row := personRow{line: line, cells: map[string]string{}}
		for i, name := range header {
			row.cells[columnName(name)] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, row)
	}
}

func columnName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func checkHeader(header []string) error {
	var seen []string
	for _, name := range header {
		name = columnName(name)
		if !slices.Contains(peopleColumns(), name) {
			return core.Errorf(core.Invalid, "line 1: there is no column %q; the columns are %s", name, strings.Join(peopleColumns(), ", "))
		}
		if slices.Contains(seen, name) {
			return core.Errorf(core.Invalid, "line 1: the column %s is there twice", name)
		}
		seen = append(seen, name)
	}
	if !slices.Contains(seen, "login") {
		return core.Errorf(core.Invalid, "line 1: the column login is missing")
	}
	return nil
}

// edit makes the draft of one person, nil when nothing changes.
func (r personRow) edit(o *org.Organisation, login string) (*org.Edit, []error) {
	user := org.User{Login: login}
	was, known := o.Object(org.KindUser, login)
	if known {
		u, _ := o.User(login)
		user = *u
		user.ID = core.NoID
	}
	var mistakes []error
	for _, column := range peopleColumns() {
		cell, there := r.cells[column]
		if !there {
			continue
		}
		if err := r.set(&user, column, cell); err != nil {
			mistakes = append(mistakes, err)
		}
	}
	e := org.Edit{Kind: org.KindUser, Key: login, Value: marshal(user), Was: was.Tag}
	if known && string(e.Value) == string(was.Value) {
		return nil, mistakes
	}
	return &e, mistakes
}

func (r personRow) set(u *org.User, column, cell string) error {
	switch column {
	case "name":
		u.Name = cell
	case "email":
		u.Email = cell
	case "language":
		u.Language = cell
	case "team":
		u.Team = cell
	case "site":
		u.Site = cell
	case "profile":
		u.Profile = cell
	case "skills":
		return r.setSkills(u, cell)
	case "roles":
		return r.setRoles(u, cell)
	case "inactive":
		inactive, err := strconv.ParseBool(strings.ToLower(cell))
		if err != nil && cell != "" {
			return r.mistakef(column, "%q is neither true nor false", cell)
		}
		u.Inactive = inactive
	}
	return nil
}

func (r personRow) setSkills(u *org.User, cell string) error {
	u.Skills = nil
	for part := range strings.FieldsSeq(cell) {
		skill, text, _ := strings.Cut(part, ":")
		level, err := strconv.Atoi(text)
		if err != nil || skill == "" {
			return r.mistakef("skills", "%q is not a skill with its level: write es:5 pt:3", part)
		}
		if u.Skills == nil {
			u.Skills = map[string]int{}
		}
		u.Skills[skill] = level
	}
	return nil
}

func (r personRow) setRoles(u *org.User, cell string) error {
	u.Grants = nil
	for part := range strings.FieldsSeq(cell) {
		role, node, ok := strings.Cut(part, "@")
		if !ok || role == "" || node == "" {
			return r.mistakef("roles", "%q is not a role at a place: write agent@team:mixco", part)
		}
		u.Grants = append(u.Grants, org.Grant{Role: role, At: node})
	}
	return nil
}
