package org_test

import (
	"strings"
	"testing"

	"turno/internal/org"
)

// Ensure a file with nothing in it is called empty, not a file of one organisation.
func TestParse_Empty(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"", "\n\n", "# nothing yet\n"} {
		if _, err := org.Parse([]byte(file)); err == nil || !strings.Contains(err.Error(), "empty") {
			t.Errorf("%q: %v", file, err)
		}
	}
}
