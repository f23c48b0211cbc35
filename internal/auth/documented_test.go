package auth_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"turno/internal/auth"
)

// Ensure the table of docs/PERMISSIONS.md is what the roles allow.
func TestRoles_Documented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/PERMISSIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	var columns, rows []string
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		switch {
		case strings.HasPrefix(line, "| Permission "):
			for _, cell := range cells[2:] {
				columns = append(columns, strings.Trim(cell, " |"))
			}
		case strings.HasPrefix(line, "| `"):
			rows = append(rows, line)
		}
	}
	roles, permissions := auth.Roles(), auth.Permissions()
	if len(columns) != len(roles) || len(rows) != len(permissions) {
		t.Fatalf("%d columns and %d rows, want %d and %d", len(columns), len(rows), len(roles), len(permissions))
	}
	for i, row := range rows {
		cells := strings.Split(strings.Trim(strings.TrimSpace(row), "|"), "|")
		if got := strings.Trim(cells[0], " `"); got != string(permissions[i]) {
			t.Fatalf("row %d is of %s, want %s", i+1, got, permissions[i])
		}
		for j, role := range columns {
			if ticked := strings.TrimSpace(cells[2+j]) == "✓"; ticked != slices.Contains(roles[role], permissions[i]) {
				t.Errorf("%s of %s: the page says %v", permissions[i], role, ticked)
			}
		}
	}
}
