package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const flows = "../../internal/flow/library/"

// Ensure flows are checked as publishing would, alone and against an organisation.
func TestFlowCheck(t *testing.T) {
	t.Parallel()
	out := must(t, "flow", "check", flows+"main_menu.yaml", flows+"survey.yaml")
	for _, want := range []string{"flow main_menu can be published", "names queue phone_care (not looked for)", "flow survey can be published"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
	if out := must(t, "flow", "check", flows+"out_of_hours.yaml", "--org", "../../internal/org/demo.yaml"); strings.Contains(out, "not looked for") {
		t.Errorf("the organisation was not asked:\n%s", out)
	}
	refused(t, turno(t, "flow", "check", flows+"out_of_hours.yaml", "--org", branchFile),
		"flow out_of_hours, node callback, callback.queue: there is no queue \"phone_care\"", "node message, voicemail.queue")
	refused(t, turno(t, "flow", "check", flows+"none.yaml"), "none.yaml", "no such file")
	alone := filepath.Join(t.TempDir(), "main.yaml")
	menu, err := os.ReadFile(flows + "main_menu.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(alone, menu, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, turno(t, "flow", "check", alone), "node out_of_hours, subflow.flow: there is no flow \"out_of_hours\"")
	must(t, "flow", "check", alone, flows+"out_of_hours.yaml", flows+"overflow.yaml", flows+"self_service.yaml", flows+"survey.yaml")
	if err := os.WriteFile(alone, []byte("key: x\nnodse: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, turno(t, "flow", "check", alone), "main.yaml cannot be read", "line 2: unknown key \"nodse\"; did you mean nodes?")
}

// Ensure scripts are played, a difference is shown with its line, and can be written.
func TestFlowTest_Scripts(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob(flows + "testdata/survey/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err)
	}
	must(t, append([]string{"flow", "test", flows + "survey.yaml"}, scripts...)...)
	text, err := os.ReadFile(scripts[0])
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.txt")
	if err := os.WriteFile(other, []byte(strings.Replace(string(text), "hangup completed", "hangup dropped", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, turno(t, "flow", "test", flows+"survey.yaml", other), "other.txt, line", "expected: < hangup dropped", "got:      < hangup completed")
	must(t, "flow", "test", "--write", flows+"survey.yaml", other)
	if again, err := os.ReadFile(other); err != nil || string(again) != string(text) {
		t.Errorf("written back:\n%s", again)
	}
}

// Ensure a person walks a flow by hand: customer and world.
func TestFlowTest_Walk(t *testing.T) {
	t.Parallel()
	out := mustWith(t, "1\n?\n* unknown\nnonsense\n* hours open\n* hangup\n", "flow", "test", "--number", "+50370001111", "--trace", flows+"main_menu.yaml")
	for _, want := range []string{
		"[1 Español]", "< identify number +50370001111", "* served", ". main_menu/by_number not_found", "? that is no answer to what was asked", "< ended hung_up",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
	if out := mustWith(t, "", "flow", "test", "--language", "it", flows+"survey.yaml"); !strings.Contains(out, "Quanto è soddisfatto") {
		t.Errorf("not Italian:\n%s", out)
	}
}

// Ensure the shipped flows are listed and printed.
func TestFlowShipped(t *testing.T) {
	t.Parallel()
	if out := must(t, "flow", "shipped"); out != "main_menu\nout_of_hours\noverflow\nself_service\nsurvey\n" {
		t.Errorf("listed:\n%s", out)
	}
	if out := must(t, "flow", "shipped", "survey"); !strings.Contains(out, "key: survey\n") {
		t.Errorf("printed:\n%s", out)
	}
	refused(t, turno(t, "flow", "shipped", "nothing"), "no flow \"nothing\" is shipped")
}
