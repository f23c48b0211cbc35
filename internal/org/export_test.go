package org

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func sameOrganisation() cmp.Options {
	return cmp.Options{cmpopts.IgnoreUnexported(Organisation{}), cmpopts.EquateEmpty()}
}

// Ensure an exported organisation reads back as itself, and to the same bytes.
func TestExport(t *testing.T) {
	t.Parallel()
	o := demo(t)
	file := Export(o)
	again, err := Parse(file)
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	if diff := cmp.Diff(o, again, sameOrganisation()); diff != "" {
		t.Errorf("read back it differs (-was +is):\n%s", diff)
	}
	if second := Export(again); !bytes.Equal(file, second) {
		t.Errorf("the second export differs:\n%s", cmp.Diff(string(file), string(second)))
	}
}
